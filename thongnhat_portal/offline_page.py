"""A page that opens without connection: its shell, service worker and manifest.

The shell is the same for everybody, so that it may be cached; what is personal comes from the API.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

View = Callable[[HttpRequest], HttpResponse]
WORKER = "dist/offline_worker.js"
ICONS = (
    ("img/app-192.png", 192, "any"),
    ("img/app-512.png", 512, "any"),
    ("img/app-maskable-512.png", 512, "maskable"),
)
NOT_STORED = {"Cache-Control": "no-cache"}


@dataclass(frozen=True)
class OfflinePage:
    """`name` is that of its address, its style and its script; `later`: static files kept from their first use on."""

    name: str
    title: Promise
    template: str
    words: Mapping[str, Promise]
    later: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def style(self) -> str:
        return f"dist/{self.name}.css"

    @property
    def script(self) -> str:
        return f"dist/{self.name}.js"

    @property
    def worker_name(self) -> str:
        return f"{self.name}_worker"

    @property
    def manifest_name(self) -> str:
        return f"{self.name}_manifest"

    @property
    def files(self) -> tuple[str, ...]:
        """What is kept with the page."""
        return ("dist/portal.css", self.style, self.script, "img/emblem.svg", "img/favicon.svg")

    def shell(self, request: HttpRequest) -> HttpResponse:
        """No name, no token, no menu."""
        return render(request, self.template, {"version": self.version(get_language()), "page": self})

    def worker(self) -> HttpResponse:
        """The service worker's source below the facts it needs; each new version of the page changes its bytes."""
        facts = {
            "NAME": self.name,
            "VERSION": self.version(get_language()),
            "SHELL": [reverse(self.name), *map(static, self.files)],
            "LATER": [*map(static, self.later)],
        }
        told = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items())
        return HttpResponse(told + source(WORKER).decode(), content_type="text/javascript", headers=NOT_STORED)

    def manifest(self) -> HttpResponse:
        described = {
            "id": reverse(self.name),
            "name": str(self.title),
            "short_name": str(self.title),
            "lang": get_language(),
            "start_url": reverse(self.name),
            "scope": "/",  # signing in stays inside the app's window
            "display": "standalone",
            "background_color": "#f5f6f3",
            "theme_color": "#0f5c4a",
            "icons": [_icon(*icon) for icon in ICONS],
        }
        return JsonResponse(described, content_type="application/manifest+json", headers=NOT_STORED)

    def version(self, language: str | None) -> str:
        return page_version(self, language)


def files_of(page: OfflinePage) -> tuple[View, View]:
    """The views of worker and manifest: browsers fetch them without cookies."""

    @login_not_required
    @require_safe
    def worker(request: HttpRequest) -> HttpResponse:
        return page.worker()

    @login_not_required
    @require_safe
    def manifest(request: HttpRequest) -> HttpResponse:
        return page.manifest()

    return worker, manifest


@cache
def page_version(page: OfflinePage, language: str | None) -> str:
    """Changes with anything that the worker keeps: the page in this language, its words and its files."""
    said = {"page": page, "LANGUAGE_CODE": language, "portal_name": settings.PORTAL_NAME}
    digest = hashlib.sha256(render_to_string(page.template, said).encode())
    for name in (*page.files, *page.later, WORKER):
        digest.update(source(name))
    return digest.hexdigest()[:12]


def source(name: str) -> bytes:
    found = finders.find(name)
    assert found, f"{name} is not built: scripts/install"
    return Path(found).read_bytes()


def _icon(name: str, size: int, purpose: str) -> dict[str, Any]:
    return {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
