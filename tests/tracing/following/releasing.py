"""The deeds on a release, as the pages do them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.conftest import Cast
from tests.factories import PASSWORD
from tracing.models import Case, Release


def ask(cast: Cast, case: Case, **facts: Any) -> Any:
    stays = [stay.pk for stay in case.stays.counted()]
    sent = {"reason": "Gọi và cách ly F1", "days": 14, "stays": stays, **facts}
    return cast.client("health").post(reverse("tracing:ask_release", args=[case.pk]), sent)


def sign(client: Client, release: Release, password: str = PASSWORD) -> Any:
    return client.post(reverse("tracing:sign", args=[release.pk]), {"password": password})


def give(client: Client, deed: str, release: Release, why: str = "Chưa rõ lý do") -> Any:
    return client.post(reverse(f"tracing:{deed}", args=[release.pk]), {"why": why})


def is_open(case: Case) -> list[bool]:
    return [contact.is_open for contact in case.contacts.marked_open().order_by("pk")]  # type: ignore[attr-defined]
