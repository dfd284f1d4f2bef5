from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Vietnamese unless this browser chose otherwise; a phone set to English says nothing about its owner."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.spoken = dict(settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in self.spoken else settings.LANGUAGE_CODE
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
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Handler, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Pages open to everybody stay so, and ask nobody who they are; an API view has permissions of its own kind."""
        is_public = not getattr(view, "login_required", True) and not hasattr(view, "cls")
        if is_public or view_name(request) == "password" or not request.user.is_authenticated:
            return None
        return redirect("password") if request.user.must_change_password else None


def view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
