"""A chain of their own for the citizens' pages: they know no session, no account and no message (decision 17)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import get_resolver
from django.utils.module_loading import import_string

from thongnhat_portal.csp import PolicyMiddleware

DOOR = "/v/"
Handler = Callable[[HttpRequest], Any]


class DoorMiddleware:
    """Stands first and holds both chains, so that the choice is the same under gunicorn and in tests."""

    def __init__(self, get_response: Handler) -> None:
        self.others = get_response
        self.door: Handler = convert_exception_to_response(_answer)
        for middleware in reversed(settings.DOOR_MIDDLEWARE):
            self.door = convert_exception_to_response(import_string(middleware)(self.door))

    def __call__(self, request: HttpRequest) -> Any:
        return self.door(request) if request.path_info.startswith(DOOR) else self.others(request)


def _answer(request: HttpRequest) -> Any:
    """What Django's handler does at the end of the other chain; only views open to everybody stand here."""
    found = request.resolver_match = get_resolver().resolve(request.path_info)
    return found.func(request, *found.args, **found.kwargs)


class PromisesMiddleware(SecurityMiddleware):
    """What three middlewares promise of every page, asked of them once: it is the same for every page.

    A redirect shows nothing, so it carries none of it.
    """

    def __init__(self, get_response: Handler) -> None:
        super().__init__(get_response)
        self.promisers = SecurityMiddleware, PolicyMiddleware, XFrameOptionsMiddleware
        self.promises: dict[bool, dict[str, str]] = {}

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if "Location" not in response.headers:
            for name, value in self._promises(request).items():
                response.headers.setdefault(name, value)
        return response

    def _promises(self, request: HttpRequest) -> dict[str, str]:
        is_secure = request.is_secure()
        if is_secure not in self.promises:
            answer = HttpResponse()
            del answer.headers["Content-Type"]
            for promiser in self.promisers:
                promiser(self.get_response).process_response(request, answer)
            self.promises[is_secure] = dict(answer.headers)
        return self.promises[is_secure]
