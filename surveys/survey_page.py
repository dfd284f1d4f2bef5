"""The offline survey page: shell, service worker, manifest. The same for everybody, so that it may be cached."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from surveys.permissions import check_can_survey
from surveys.words import WORDS
from thongnhat_portal.http import signed_in

WORKER = "dist/survey_worker.js"
FILES = ("dist/portal.css", "dist/survey.css", "dist/survey.js", "img/emblem.svg", "img/favicon.svg")
ICONS = (
    ("img/app-192.png", 192, "any"),
    ("img/app-512.png", 512, "any"),
    ("img/app-maskable-512.png", 512, "maskable"),
)


@never_cache
@require_GET
def survey(request: HttpRequest) -> HttpResponse:
    """The shell: no name, no token, no menu. What is personal comes from the API and stays on the phone."""
    check_can_survey(signed_in(request))
    context = {"version": app_version(get_language()), "words": WORDS}
    return render(request, "surveys/survey.html", context)


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker's source below the two facts it needs; each new version of the page changes its bytes."""
    shell = [reverse("survey"), *map(static, FILES)]
    facts = f"const VERSION = {json.dumps(app_version(get_language()))};\nconst SHELL = {json.dumps(shell)};\n"
    source = facts + _source(WORKER).decode()
    return HttpResponse(source, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    icons = [
        {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in ICONS
    ]
    described = {
        "id": reverse("survey"),
        "name": _("Door to door"),
        "short_name": _("Door to door"),
        "lang": get_language(),
        "start_url": reverse("survey"),
        "scope": "/",  # signing in stays inside the app's window
        "display": "standalone",
        "background_color": "#f5f6f3",
        "theme_color": "#0f5c4a",
        "icons": icons,
    }
    headers = {"Cache-Control": "no-cache"}
    return JsonResponse(described, content_type="application/manifest+json", headers=headers)


@cache
def app_version(language: str | None) -> str:
    """Changes with anything that the worker keeps: the page in this language, its words and its files."""
    said = {"words": WORDS, "LANGUAGE_CODE": language, "portal_name": settings.PORTAL_NAME}
    page = render_to_string("surveys/survey.html", said)
    digest = hashlib.sha256(page.encode())
    for name in (*FILES, WORKER):
        digest.update(_source(name))
    return digest.hexdigest()[:12]


def _source(name: str) -> bytes:
    found = finders.find(name)
    assert found, f"{name} is not built: scripts/install"
    return Path(found).read_bytes()
