"""Days at the ends of the calendar are answered with a sentence, and what else was typed stays."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tests.conftest import Cast
from tests.tracing.rows import a_traced_case
from thongnhat_portal.fields import DayField, MomentField

ENDS = ["0001-01-01", "9999-12-31"]
CASE = {"kind": "confirmed", "authority_reference": "Phiếu số 7", "reason": "Dương tính"}
WEDDING = {
    "kind": "wedding",
    "name": "nhà ông Ba",
    "day": "other",
    "hours": "other",
    "begins": "22:00",
    "ends": "02:00",
}
QUARANTINE = {"deed": "quarantine", "quarantine-note": ""}


@pytest.mark.parametrize("typed", ["31/12/1899", "01/01/2200", *ENDS])
def test_a_day_of_another_age_is_refused(typed: str) -> None:
    for field, clock in ((DayField(), ""), (MomentField(), " 10:00")):
        with pytest.raises(ValidationError) as refusal:
            field.clean(typed + clock)

        assert refusal.value.error_list[0].code == "far"


@pytest.mark.parametrize("typed", ["01/01/1900", "31/12/2199"])
def test_the_first_and_the_last_day_are_days(typed: str) -> None:
    assert DayField().clean(typed).strftime("%d/%m/%Y") == typed
    assert MomentField().clean(f"{typed} 10:00").strftime("%d/%m/%Y") == typed


@pytest.mark.django_db
@pytest.mark.parametrize("day", ENDS)
@pytest.mark.parametrize(
    ("role", "page", "typed", "fields"),
    [
        ("health", "/tracing/new/", CASE, ["onset_on"]),
        ("health", "/tracing/new/", CASE, ["infectious_from", "infectious_until"]),
        ("health", "contact", QUARANTINE, ["quarantine-first", "quarantine-last"]),
        ("village_head", "/venues/event/", WEDDING, ["other_day"]),
        ("officer", "/documents/", {"kind": "periodic", "since": "", "unit": ""}, ["day"]),
    ],
)
def test_no_page_fails_over_it(cast: Cast, role: str, page: str, typed: Any, fields: list[str], day: str) -> None:
    _case, _stay, contact = a_traced_case(cast)
    address = contact.get_absolute_url() if page == "contact" else page

    response = cast.client(role).post(address, typed | dict.fromkeys(fields, day))

    assert response.status_code == 422
