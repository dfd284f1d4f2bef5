from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]
OPEN_BEFORE_PASSWORD = {"password", "logout", "language", "healthz", "readyz", "api_session"}


class LanguageMiddleware:
    """Vietnamese unless this browser chose otherwise; a phone set to English says nothing about its owner."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ReplaceOneTimePasswordMiddleware:
    """A one-time password opens one page: the one that replaces it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password and not _is_open(request.path_info):
            return redirect("password")
        return self.get_response(request)


def _is_open(path: str) -> bool:
    try:
        return resolve(path).url_name in OPEN_BEFORE_PASSWORD
    except Resolver404:
        return True
