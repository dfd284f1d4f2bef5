"""Repeated wrong passwords lock unknown devices, never a person: a browser in which they signed in before goes on.

A lock per account would let anybody lock the chair out; no lock at all would let anybody guess for ever.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from accounts.models import KnownDevice, SignInFailure, User

WINDOW = timedelta(minutes=15)
UNKNOWN_DEVICES_LIMIT = 5
KNOWN_DEVICE_LIMIT = 10
COOKIE = "device"
COOKIE_AGE = timedelta(days=180)


def _hash(kind: str, value: str) -> str:
    return salted_hmac(f"accounts.lockout.{kind}", value, algorithm="sha256").hexdigest()


def known_device(request: HttpRequest, username: str) -> KnownDevice | None:
    """The device this browser is for the person named, if that person has signed in here before."""
    token = request.COOKIES.get(COOKIE, "")
    found = KnownDevice.objects.filter(user__username__iexact=username, token_hash=_hash("device", token))
    return found.filter(last_seen_at__gte=timezone.now() - COOKIE_AGE).first() if token else None


def is_locked(username: str, device: KnownDevice | None) -> bool:
    recent = SignInFailure.objects.filter(
        username_hash=_hash("username", username.casefold()), at__gte=timezone.now() - WINDOW, device=device
    )
    return recent.count() >= (KNOWN_DEVICE_LIMIT if device else UNKNOWN_DEVICES_LIMIT)


def note_failure(username: str, device: KnownDevice | None) -> None:
    SignInFailure.objects.create(username_hash=_hash("username", username.casefold()), device=device, at=timezone.now())


def remember_device(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """After a sign-in: this browser is known for this person. One cookie serves all who share the browser."""
    token = request.COOKIES.get(COOKIE) or get_random_string(40)
    KnownDevice.objects.update_or_create(
        user=user, token_hash=_hash("device", token), defaults={"last_seen_at": timezone.now()}
    )
    response.set_cookie(COOKIE, token, max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=settings.IS_HTTPS)


def forget(now: datetime) -> int:
    """Remove failures that no longer count and devices that have lapsed; returns the rows removed."""
    failures, _ = SignInFailure.objects.filter(at__lt=now - WINDOW).delete()
    devices, _ = KnownDevice.objects.filter(last_seen_at__lt=now - COOKIE_AGE).delete()
    return failures + devices
