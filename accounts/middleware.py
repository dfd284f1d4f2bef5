from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

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


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """What was sent after the session ended is not done, and says so; one comes back to the page it was sent from."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        messages.warning(request, _("Not done: you were signed out by then. Sign in, then do it once more."))
        sent_from = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, require_https=request.is_secure()):
            return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))
        return redirect_to_login(urlsplit(sent_from)._replace(scheme="", netloc="").geturl(), settings.LOGIN_URL)


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
