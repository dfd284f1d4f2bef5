"""Batches of visits as the survey page sends them."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.conftest import Cast
from villages.models import Household

BATCH = "/api/v1/visits/batch"


def seen(*, installed: bool = True, **facts: Any) -> dict[str, Any]:
    """A smartphone as the page describes it."""
    return {"kind": "smart", "installed": installed, "reason": "" if installed else "full", **facts}


def record(surveyor: User, household: Household | None, **facts: Any) -> dict[str, Any]:
    """A completed visit to four people, one phone with Bluezone, captured just now."""
    return {
        "uuid": str(uuid4()),
        "surveyor": surveyor.pk,
        "household": household.pk if household else None,
        "captured_at": timezone.now().isoformat(),
        "outcome": "completed",
        "members": 4,
        "note": "",
        "phones": [seen()],
        **facts,
    }


def new_household(cast: Cast, **facts: Any) -> dict[str, Any]:
    door = {"uuid": str(uuid4()), "village": cast.village.pk, "group": cast.group.pk, "head": "Lê Văn Mẫu"}
    return {**door, "alley": "Ngõ 9", "house": "7", "members": 3, **facts}


def envelope(*records: Any, **facts: Any) -> dict[str, Any]:
    device = {"id": str(uuid4()), "name": "Android · Chrome", "app": "1", "unsent": len(records)}
    device |= {"oldest": timezone.now().isoformat() if records else None} | facts.pop("device", {})
    return {"device": device, "sent_at": timezone.now().isoformat(), "records": list(records), **facts}


def post(client: Client, *records: Any, **facts: Any) -> Any:
    return client.post(BATCH, envelope(*records, **facts), content_type="application/json")


def statuses(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [result["status"] for result in answer.json()["results"]]
