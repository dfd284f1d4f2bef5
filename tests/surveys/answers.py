"""A visit form as a browser sends it."""

from typing import Any
from uuid import uuid4

from tests.conftest import Cast
from villages.models import Household


def phone(status: str, owner: str = "", number: str = "") -> dict[str, str]:
    return {"status": status, "owner": owner, "number": number}


def answers(*phones: dict[str, str], **given: Any) -> dict[str, str]:
    """A completed visit to four people, unless something else is given; empty boxes up to three."""
    boxes = [*phones, *[phone("")] * (3 - len(phones))]
    sent = {"uuid": str(uuid4()), "outcome": "completed", "members": "4", "captured_at": "", "note": ""} | given
    sent |= {"phone-TOTAL_FORMS": str(len(boxes)), "phone-INITIAL_FORMS": "0"}
    for number, box in enumerate(boxes):
        sent |= {f"phone-{number}-{name}": value for name, value in box.items()}
    return sent


def address(household: Household) -> str:
    return f"/households/{household.pk}/visit/"


def send(cast: Cast, sent: dict[str, str], role: str = "surveyor") -> Any:
    return cast.client(role).post(address(cast.household), sent)
