"""The typing page as a browser sees and sends it."""

from typing import Any
from urllib.parse import urlencode

from django.test import Client

from surveys.paper.lists import EVERY
from tests.conftest import Cast
from tests.factories import HouseholdFactory
from villages.models import Household

TYPE, SHEET, CHOOSE = "/paper/type/", "/paper/sheet.pdf", "/paper/"


def address(cast: Cast, path: str = TYPE, **asked: Any) -> str:
    return f"{path}?{urlencode({'village': cast.village.pk, 'which': EVERY} | asked)}"


def neighbours(cast: Cast, number: int) -> list[Household]:
    """So many more households of the cast's group, in their order after the cast's own."""
    return [
        HouseholdFactory(village=cast.village, group=cast.group, code=f"1{n:05d}", house_number=str(n + 1))
        for n in range(number)
    ]


def opened(client: Client, page: str) -> dict[str, Any]:
    """What the form holds when it is opened."""
    entry = client.get(page).context["entry"]
    forms = [entry.trip, *entry.rows]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {name: "" if value is None else str(value) for name, value in values.items()} | {"save": "1"}


def row(number: int, **typed: Any) -> dict[str, str]:
    return {f"row-{number}-{name}": str(value) for name, value in typed.items()}


def completed(number: int, **typed: Any) -> dict[str, str]:
    return row(number, outcome="completed", members=4, **typed)


def codes(response: Any) -> list[str]:
    return [row.door.code for row in response.context["entry"].rows]


def errors(response: Any) -> dict[str, list[str]]:
    """Field → what is wrong with it, in words."""
    entry = response.context["entry"]
    forms = [entry.trip, *entry.rows]
    return {form.add_prefix(name): list(faults) for form in forms for name, faults in form.errors.items()}
