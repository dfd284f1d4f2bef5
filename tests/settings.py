"""The project's settings, for tests: own keys, fast password hashes, static files without a manifest."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="portal-tests-"))
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs beside the ORM in browser tests
os.environ["VAULT_KEYS"] = (
    '{"encryption": ["MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE="],'
    ' "index": {"surveys": ["MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDI="],'
    ' "checkins": ["MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDM="]},'
    ' "audit": ["MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDQ="]}'
)
os.environ["PUBLIC_URL"] = "http://testserver"

from thongnhat_portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 - a server's idle connection would keep a database from being dropped
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # where gunicorn serves the tests
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - WhiteNoise warns where there is none
DOORS_REMEMBERED_S = 0  # a test changes a door and looks again at once
