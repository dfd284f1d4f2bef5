"""A chain of their own for the citizens' pages: they know no session, no account and no message (decision 17)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest
from django.urls import resolve
from django.utils.module_loading import import_string

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
    found = request.resolver_match = resolve(request.path_info)
    return found.func(request, *found.args, **found.kwargs)
