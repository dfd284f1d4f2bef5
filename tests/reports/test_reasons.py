"""Reasons for not installing: of each household's newest survey only, by commune and village."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.reasons.figures import HELP, LABELS, Reasons, reasons
from surveys.models import HomeVisit, Outcome
from tests.conftest import Cast
from tests.factories import HouseholdFactory, VillageFactory, visit
from tests.villages.queries import queries_of

pytestmark = pytest.mark.django_db


def because(seen: HomeVisit, reason: str) -> None:
    seen.phones.filter(installed=False).update(reason=reason)


@pytest.fixture
def answered(cast: Cast) -> Cast:
    """Here: two phones full, one whose owner cannot; in Tân An: one too old."""
    visit(cast.household, "2021-07-01", smartphones=3, installed=1)
    because(visit(HouseholdFactory(village=cast.village), "2021-07-01", smartphones=1), "cannot")
    away = HouseholdFactory(village=VillageFactory(commune=cast.commune, name="Tân An"))
    because(visit(away, "2021-07-01", smartphones=1), "too_old")
    return cast


def shares(found: Reasons) -> dict[str, tuple[int, float | None]]:
    return {reason.key: (reason.phones, reason.share) for reason in found.of_commune()}


def test_reasons_are_counted_in_phones_with_their_share_most_frequent_first(answered: Cast) -> None:
    found = reasons(answered.commune)

    assert shares(found) == {"full": (2, 0.5), "too_old": (1, 0.25), "cannot": (1, 0.25)}
    assert [reason.bar for reason in found.of_commune()] == [1, 0.5, 0.5]


def test_a_village_counts_its_own(answered: Cast) -> None:
    rows = {village.name: (total, counts) for village, total, counts in reasons(answered.commune).by_village()}

    assert rows == {"Đồng Tiến": (3, [2, 0, 1]), "Tân An": (1, [0, 1, 0]), "Tân Lập": (0, [0, 0, 0])}


def test_an_older_answer_counts_no_more(answered: Cast) -> None:
    visit(answered.household, "2021-07-02", smartphones=3, installed=3)

    assert "full" not in shares(reasons(answered.commune))


def test_a_closed_door_leaves_the_answer_and_moving_away_ends_it(answered: Cast) -> None:
    visit(answered.household, "2021-07-02", outcome=Outcome.ABSENT)
    closed = shares(reasons(answered.commune))
    visit(answered.household, "2021-07-03", outcome=Outcome.MOVED_AWAY)

    assert closed["full"][0] == 2
    assert "full" not in shares(reasons(answered.commune))


def test_a_reason_not_said_is_a_line_of_its_own(cast: Cast) -> None:
    because(visit(cast.household, "2021-07-01", smartphones=1), "")

    assert shares(reasons(cast.commune)) == {"unsaid": (1, 1.0)}


def test_every_reason_says_what_helps() -> None:
    assert set(HELP) == set(LABELS)


def test_the_page_links_each_reason_to_its_households_for_the_chair_only(answered: Cast) -> None:
    address = f"/dashboard/communes/{answered.commune.pk}/reasons/"

    assert "?reason=full" in answered.client("chair").get(address).content.decode()
    assert "?reason=full" not in answered.client("supervisor").get(address).content.decode()


def test_the_file_has_a_row_for_each_village_and_the_sum(answered: Cast) -> None:
    content = answered.client("chair").get(f"/dashboard/communes/{answered.commune.pk}/reasons.xlsx").content

    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))[2:]
    assert [row[0] for row in rows] == ["Đồng Tiến", "Tân An", "Tân Lập", "Cộng"]
    assert rows[-1][1:] == (2, 1, 1, 4)


def test_without_answers_the_page_says_so(cast: Cast) -> None:
    assert cast.client("chair").get(f"/dashboard/communes/{cast.commune.pk}/reasons/").context["total"] == 0


def test_the_queries_do_not_grow_with_the_villages(answered: Cast) -> None:
    address = f"/dashboard/communes/{answered.commune.pk}/reasons/"
    few = queries_of(answered.client("chair"), address)
    for _ in range(10):
        visit(HouseholdFactory(village=VillageFactory(commune=answered.commune)), "2021-07-01", smartphones=1)

    assert queries_of(answered.client("chair"), address) == few
