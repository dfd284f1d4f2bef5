"""Settings, from the environment only; whatever is missing or wrong fails loudly at the start.

Without any variable the portal runs "embedded": SQLite, a filesystem broker and a database cache under `var/`.
`DATABASE_URL` and `REDIS_URL` make it the production shape. README lists the variables.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django.forms
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from thongnhat_portal.secret_files import read_or_create_secret, secret

django_stubs_ext.monkeypatch()
env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- where the portal is reached ---------------------------------------------------------------------------
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000)
PUBLIC_URL = env.str("PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname
if not PUBLIC_HOST or urlsplit(PUBLIC_URL).scheme not in ("http", "https"):
    msg = f"PUBLIC_URL must look like https://portal.example.vn, not {PUBLIC_URL!r}"
    raise ImproperlyConfigured(msg)
IS_HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = [PUBLIC_HOST, "localhost", "127.0.0.1", *env.list("ALLOWED_HOSTS", [])]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- secrets -----------------------------------------------------------------------------------------------
SECRET_KEY = secret(env, "SECRET_KEY") or read_or_create_secret(VAR_DIR / "secret_key")
VAULT_KEYS = env.str("VAULT_KEYS", "")
VAULT_KEYS_FILE = Path(env.str("VAULT_KEYS_FILE", "") or VAR_DIR / "keys.json")

# --- applications ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "vault",
    "accounts",
    "jobs",
    "intake",
    "villages",
    "surveys",
    "venues",
    "checkins",
    "organisations",
    "tracing",
    "reports",
    "backups",
    "demo",
]
MIDDLEWARE = [
    "thongnhat_portal.door.DoorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "thongnhat_portal.csp.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "thongnhat_portal.methods.MethodPageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInFirstMiddleware",
    "accounts.middleware.ReplaceOneTimePasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
DOOR_MIDDLEWARE = [  # all that stands before the citizens' pages: nobody signs in there (decision 17)
    "thongnhat_portal.door.PromisesMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "thongnhat_portal.urls"
WSGI_APPLICATION = "thongnhat_portal.wsgi.application"
FORM_TEMPLATES = Path(django.forms.__file__).parent / "templates"  # widgets, drawn by our own engine
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", FORM_TEMPLATES],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.portal",
                "thongnhat_portal.navigation.navigation",
            ],
            "builtins": ["thongnhat_portal.template_filters"],
        },
    },
    {
        "NAME": "citizens",  # the check-in pages: nobody is signed in there, and everybody waits for them
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": ["accounts.context_processors.citizens"],
            "builtins": ["thongnhat_portal.template_filters"],
        },
    },
]
FORM_RENDERER = "thongnhat_portal.form_renderer.BootstrapRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- database ----------------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
}
if _password := secret(env, "DATABASE_PASSWORD"):
    DATABASES["default"]["PASSWORD"] = _password  # apart from the address, so that it can stand in a file
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate transactions wait for the write lock instead of failing half-way; WAL lets readers go on;
    # secure_delete overwrites what the purge removes.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
            "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DOORS_REMEMBERED_S = 2  # for so long may a poster that was just revoked still open its page

# --- broker and cache --------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    _queue, _control = VAR_DIR / "broker" / "queue", VAR_DIR / "broker" / "control"
    for _folder in (_queue, _control):
        _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue),
        "data_folder_out": str(_queue),
        "control_folder": str(_control),
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# In kB: 2,000 posters take 800 MB, which the typesetter keeps for the next; the process that set them ends instead.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Workers log as the pages do: Celery's own handlers would print what an exception says, rows and all.
CELERY_WORKER_HIJACK_ROOT_LOGGER = CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TASK_PUBLISH_RETRY = False  # a broker that is down changes nothing but the waiting: the next tick sends again

# --- mails: by EMAIL_URL, else as files that nobody gets -----------------------------------------------------
MAIL_IS_SET_UP = bool(env.str("EMAIL_URL", ""))
_mail: dict[str, Any] = env.dj_email_url("EMAIL_URL") if MAIL_IS_SET_UP else {}
if MAIL_IS_SET_UP and not ("EMAIL_BACKEND" in _mail and _mail["EMAIL_HOST"]):
    raise ImproperlyConfigured("EMAIL_URL must look like submission://user@mail.example.vn:587")
EMAIL_BACKEND = _mail.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = str(VAR_DIR / "mails")
EMAIL_HOST, EMAIL_PORT = _mail.get("EMAIL_HOST") or "localhost", _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = secret(env, "EMAIL_PASSWORD") or _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds; a mail server that is silent holds nobody up
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "") or f"portal@{PUBLIC_HOST}"

# --- people ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_FAILURE_VIEW = "thongnhat_portal.views.csrf_failure"

# --- the API of devices ------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["intake.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {"TITLE": "thongnhat-portal", "VERSION": "1", "SERVERS": []}
SPECTACULAR_SETTINGS["SERVE_PERMISSIONS"] = REST_FRAMEWORK["DEFAULT_PERMISSION_CLASSES"]

# --- transport and content security ------------------------------------------------------------------------
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

# --- language, time, formats -------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "of_django"]
FORMAT_MODULE_PATH = ["thongnhat_portal.formats"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- static files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"

# --- logs: one JSON object a line, a constant message, facts beside it, never a person ----------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "thongnhat_portal.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"handlers": ["console"], "propagate": False}},
}

# --- the demo ----------------------------------------------------------------------------------------------
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "")
DEMO_PASSWORD_FILE = VAR_DIR / "demo_password"
PORTAL_NAME = _("Community digital response portal")
