"""Records that no honest page sends: each is answered, and none keeps the others from being stored."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from intake.actions import accept
from intake.models import SetAside
from surveys.intake import VISITS, Visits
from surveys.merging import merge_households
from surveys.models import HomeVisit
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory
from tests.surveys.batches import BATCH, envelope, new_household, post, record, statuses
from villages.models import Household

HUGE = 10**30


def mine(cast: Cast, **facts: Any) -> dict[str, Any]:
    return record(cast.people["surveyor"], cast.household) | facts


@pytest.mark.parametrize(
    "fault",
    [{"household": HUGE}, {"surveyor": HUGE}, {"household": -1}, {"surveyor": 0}, {"note": "x" * 40_000}],
    ids=str,
)
def test_what_no_key_can_be_and_what_is_too_long_is_rejected(cast: Cast, fault: dict[str, Any]) -> None:
    assert statuses(post(cast.client("surveyor"), mine(cast), mine(cast, **fault))) == ["accepted", "rejected"]


@pytest.mark.parametrize("name", ["village", "group"])
def test_a_new_household_nowhere_is_rejected(cast: Cast, name: str) -> None:
    sent = mine(cast, household=None, new_household=new_household(cast, **{name: HUGE}))

    assert statuses(post(cast.client("surveyor"), sent, mine(cast))) == ["rejected", "accepted"]


def test_half_a_character_is_set_aside_as_it_came(cast: Cast) -> None:
    other = UserFactory(commune=cast.commune, role="surveyor")
    broken = record(other, cast.household, note="x\ud83d")

    assert statuses(post(cast.client("surveyor"), mine(cast), broken)) == ["accepted", "quarantined"]
    accept(kind=VISITS, row=SetAside.objects.get(), officer=cast.people["officer"])
    assert sorted(HomeVisit.objects.values_list("note", flat=True)) == ["", "x"]


@pytest.mark.parametrize("uuid", ["\ud800", "\x00", "x" * 5_000])
def test_an_id_that_cannot_be_written_back_is_answered(cast: Cast, uuid: str) -> None:
    assert statuses(post(cast.client("surveyor"), mine(cast), mine(cast, uuid=uuid))) == ["accepted", "rejected"]


def test_json_nested_too_deep_is_malformed(cast: Cast) -> None:
    deep = "[" * 100_000 + "]" * 100_000

    answer = cast.client("surveyor").post(BATCH, deep, content_type="application/json")

    assert answer.status_code == 400


def test_a_provisional_code_that_is_taken_rejects_that_household_alone(cast: Cast) -> None:
    door = new_household(cast)
    HouseholdFactory(village=cast.village, code=f"MOI-{door['uuid'].replace('-', '')[:10].upper()}")
    sent = mine(cast, household=None, new_household=door)

    assert statuses(post(cast.client("surveyor"), mine(cast), sent)) == ["accepted", "rejected"]


NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent_at", "captured_at", "stored"),
    [
        ("2026-11-23T03:00:00Z", "2026-11-22T03:00:00Z", "2026-11-22T03:00:00Z"),
        ("1970-01-02T00:00:00Z", "1970-01-01T00:00:00Z", "2026-11-22T03:00:00Z"),  # always wrong by as much
        ("1970-01-02T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),  # reset since
        ("2035-01-01T00:00:00Z", "2026-11-22T03:00:00Z", "2026-11-22T03:00:00Z"),  # set forward since
        ("4000-01-01T00:00:00Z", "2026-11-22T03:00:00Z", "2026-11-22T03:00:00Z"),
        ("2026-11-23T03:00:00Z", "2026-12-24T03:00:00Z", "2026-11-23T03:00:00Z"),  # the future is now
        ("2026-11-23T03:00:00Z", "1970-01-01T00:00:00Z", None),
    ],
)
def test_a_clock_is_put_right_only_where_that_can_be(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, sent_at: str, captured_at: str, stored: str | None
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    answer = post(cast.client("surveyor"), mine(cast, captured_at=captured_at), sent_at=sent_at)

    assert statuses(answer) == ["accepted" if stored else "rejected"]
    moments = [visit.captured_at for visit in HomeVisit.objects.all()]
    assert moments == ([datetime.fromisoformat(stored)] if stored else [])


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59+07:00", "0001-01-01T00:00:00+07:00", "9999-12-30T00:00:00Z"])
def test_the_ends_of_the_calendar_are_answered(cast: Cast, moment: str) -> None:
    answer = cast.client("surveyor").post(BATCH, envelope(mine(cast), sent_at=moment), content_type="application/json")
    assert answer.status_code in (200, 400)
    assert statuses(post(cast.client("surveyor"), mine(cast, captured_at=moment), mine(cast)))[1] == "accepted"


def test_a_visit_sent_while_its_household_is_merged_stands_at_the_one_that_is_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    double = HouseholdFactory(village=cast.village, group=cast.group)
    store = Visits.store

    def merge_first(self: Visits, *args: Any) -> None:
        merge_households(actor=cast.people["officer"], kept=cast.household, double=double, reason="một nhà")
        store(self, *args)

    monkeypatch.setattr(Visits, "store", merge_first)

    assert statuses(post(cast.client("surveyor"), record(cast.people["surveyor"], double))) == ["accepted"]
    assert HomeVisit.objects.filter(household=cast.household).count() == 1
    assert not HomeVisit.objects.filter(household=double).exclude(provenance="merge").exists()


@pytest.mark.parametrize("who", ["another commune", "the next village", "lost the group"])
def test_a_household_found_by_another_is_no_way_round_the_scope(cast: Cast, who: str) -> None:
    door = new_household(cast)
    post(cast.client("surveyor"), mine(cast, household=None, new_household=door))
    sender, role = cast.people["surveyor"], "surveyor"
    if who == "lost the group":
        cast.group.surveyors.clear()
        Household.objects.get(field_uuid=door["uuid"]).surveyors.clear()
    else:
        sender, role = (cast.foreigner, "foreigner") if who == "another commune" else (cast.stranger, "stranger")

    again = record(sender, None, new_household=door)

    assert statuses(post(cast.client(role), again)) == ["quarantined"]
    assert HomeVisit.objects.count() == 1


def test_a_household_that_an_officer_accepts_belongs_to_whoever_found_it(cast: Cast) -> None:
    other = UserFactory(commune=cast.commune, role="surveyor")
    door = new_household(cast)
    post(cast.client("surveyor"), record(other, None, new_household=door))

    accept(kind=VISITS, row=SetAside.objects.get(), officer=cast.people["officer"])

    assert list(Household.objects.get(field_uuid=door["uuid"]).surveyors.all()) == [other]


@pytest.mark.parametrize("count", [1, 10, 40])
@pytest.mark.parametrize("kind", ["set aside", "new households"])
def test_unusual_records_ask_as_much_whatever_their_number(
    cast: Cast, kind: str, count: int, django_assert_max_num_queries: Any
) -> None:
    other = UserFactory(commune=cast.commune, role="surveyor")
    client = cast.client("surveyor")
    if kind == "set aside":
        records = [record(other, cast.household) for _ in range(count)]
    else:
        records = [mine(cast, household=None, new_household=new_household(cast)) for _ in range(count)]

    with django_assert_max_num_queries(30):
        answer = post(client, *records)

    assert set(statuses(answer)) == {"quarantined" if kind == "set aside" else "accepted"}


def test_a_skew_longer_than_a_column_holds_is_kept_as_the_longest(cast: Cast) -> None:
    other = UserFactory(commune=cast.commune, role="surveyor")

    post(cast.client("surveyor"), record(other, cast.household), sent_at="3999-01-01T00:00:00Z")

    assert SetAside.objects.get().clock_skew_s == -(2**31 - 1)


def test_a_little_skew_is_no_skew(cast: Cast) -> None:
    post(cast.client("surveyor"), mine(cast), sent_at=(timezone.now() - timedelta(seconds=30)).isoformat())

    assert HomeVisit.objects.get().clock_skew_s == 0
