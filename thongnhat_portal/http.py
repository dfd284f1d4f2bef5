"""Small things every view shares."""

from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The person behind a page that asks for a sign-in."""
    assert isinstance(request.user, User)
    return request.user


def client_address(request: HttpRequest) -> str:
    """Where a request comes from; behind the proxy the last of X-Forwarded-For, which the proxy wrote."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.IS_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def form_page(
    request: HttpRequest,
    form: BaseForm,
    heading: str,
    back: str,
    template: str = "form_page.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of a plain form: heading, fields, save, back. 422 when it is handed back with errors."""
    shown = {"form": form, "heading": heading, "back": back, **(context or {})}
    return render(request, template, shown, status=form_status(form))


def form_status(form: BaseForm) -> int:
    """200 for a form as first shown, 422 for one handed back with its errors."""
    return 422 if form.is_bound and form.errors else 200
