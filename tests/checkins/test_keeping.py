"""What the keeper sees, what is removed, what is proved."""

import re
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent
from checkins.actions import purge
from checkins.models import CheckIn, Hold, Purge
from tests.conftest import Cast
from tests.factories import VenueFactory, a_card
from tests.plans import crowd, plan, plan_of, with_many
from venues.models import Venue
from venues.models.venue import STAY_MOST

pytestmark = pytest.mark.django_db


@pytest.fixture
def venue(cast: Cast) -> Venue:
    """A shop of the cast's village in the care of the cast's keeper; one stays 60 minutes."""
    made: Venue = VenueFactory(village=cast.village, usual_stay=60)
    made.keepers.add(cast.people["keeper"])
    return made


def entered(venue: Venue, **facts: object) -> CheckIn:
    made = {"name": "Nguyễn Văn Mẫu", "phone": "+84912345678", "entered_at": timezone.now(), **facts}
    made.setdefault("presumed_left_at", made["entered_at"] + timedelta(minutes=venue.usual_stay))
    return CheckIn.objects.create(venue=venue, public_id=uuid4(), token=uuid4(), body_hash="0", **made)


def test_the_keeper_sees_masked_visitors_and_never_more(cast: Cast, venue: Venue) -> None:
    entered(venue)

    html = cast.client("keeper").get("/keeper/today/").content.decode()

    assert "Nguyễn Văn ***" in html
    assert "091****678" in html
    assert "Văn Mẫu" not in html.replace(cast.people["keeper"].full_name, "")


def test_the_keeper_of_another_venue_sees_none_of_it(cast: Cast, venue: Venue) -> None:
    venue.keepers.clear()
    entered(venue)

    assert cast.client("keeper").get("/keeper/today/").context["count"] == 0


def test_inside_counts_companions_and_leaves_out_who_left_or_overstayed(cast: Cast, venue: Venue) -> None:
    now = timezone.now()
    entered(venue, companions=2, entered_at=now - timedelta(minutes=30))
    entered(venue, entered_at=now - timedelta(minutes=30), left_at=now)
    entered(venue, entered_at=now - timedelta(minutes=61))

    assert CheckIn.objects.inside(now).people() == 3


def test_whoever_stays_as_long_as_one_may_is_inside_to_the_end(venue: Venue) -> None:
    venue.usual_stay = STAY_MOST
    since = entered(venue).entered_at

    hours = [CheckIn.objects.inside(since + timedelta(hours=hours)).people() for hours in (0, 23, 24)]

    assert hours == [1, 1, 0]


@pytest.mark.parametrize("asked", ["inside", "to_leave"])
def test_who_is_inside_is_found_without_the_venue_s_history(venue: Venue, asked: str) -> None:
    with_many(partial(crowd, venue.village), CheckIn)

    found = plan(getattr(CheckIn.objects.filter(venue=venue), asked)(timezone.now()))

    assert re.search(r"(SEARCH|Index Cond)[^\n]+entered_at ?[<>][^\n]+entered_at ?[<>]", found), found


def test_the_keepers_queries_do_not_grow_with_the_visits(
    cast: Cast, venue: Venue, django_assert_max_num_queries: object
) -> None:
    client = cast.client("keeper")
    for rows in (1, 10):
        for _ in range(rows):
            entered(venue)

        with django_assert_max_num_queries(9):  # type: ignore[operator]
            client.get("/keeper/today/")


def test_the_purge_removes_what_is_older_than_the_retention_and_nothing_else(cast: Cast, venue: Venue) -> None:
    now = timezone.now()
    entered(venue, entered_at=now - timedelta(days=30, minutes=1))
    kept = entered(venue, entered_at=now - timedelta(days=29, hours=23))

    proof = purge(commune=cast.commune, now=now)

    assert (proof.removed, proof.held, proof.oldest_left_at) == (1, 0, kept.entered_at)
    assert list(CheckIn.objects.all()) == [kept]


def test_the_proof_tells_the_oldest_visit_of_all_venues_of_the_commune(cast: Cast, venue: Venue) -> None:
    days = {VenueFactory(village=cast.village): 3, venue: 20, VenueFactory(): 25}
    visits = {place: entered(place, entered_at=timezone.now() - timedelta(days=ago)) for place, ago in days.items()}
    VenueFactory(village=cast.village)

    assert purge(commune=cast.commune).oldest_left_at == visits[venue].entered_at


def test_to_find_the_oldest_visit_the_database_does_not_read_all(cast: Cast, venue: Venue) -> None:
    with CaptureQueriesContext(connection) as asked:
        purge(commune=cast.commune)
    (query,) = [query["sql"] for query in asked if "MIN(" in query["sql"]]
    with_many(partial(crowd, venue.village), CheckIn)

    found = plan_of(query)

    assert re.search(
        r"SCALAR SUBQUERY[\s\S]+checkins_ch_venue_i|SubPlan[\s\S]+Limit[\s\S]+Index (Only )?Scan", found
    ), found


def test_the_proof_counts_visits_and_not_who_read_them(cast: Cast, venue: Venue) -> None:
    visit = entered(venue, entered_at=timezone.now() - timedelta(days=31))
    for _ in range(2):
        visit.disclosures.create(read_by=cast.people["health"], at=timezone.now(), reference="CA-01")

    assert purge(commune=cast.commune).removed == 1


def test_a_visit_held_by_a_case_stays(cast: Cast, venue: Venue) -> None:
    old = entered(venue, entered_at=timezone.now() - timedelta(days=90))
    Hold.objects.create(check_in=old, reference="CA-01", placed_by=cast.people["health"])

    proof = purge(commune=cast.commune)

    assert (proof.removed, proof.held) == (0, 1)
    assert CheckIn.objects.exists()


def test_each_commune_keeps_by_its_own_rule(cast: Cast, venue: Venue) -> None:
    cast.commune.retention_days = 60
    cast.commune.save()
    entered(venue, entered_at=timezone.now() - timedelta(days=40))
    entered(VenueFactory(), entered_at=timezone.now() - timedelta(days=40))

    call_command("purge_checkins")

    assert CheckIn.objects.get().venue == venue


def test_a_purge_leaves_its_proof_on_the_page_and_in_the_chain(cast: Cast, venue: Venue) -> None:
    entered(venue, entered_at=timezone.now() - timedelta(days=31))

    purge(commune=cast.commune)

    event = AuditEvent.objects.get(action="checkins.purge")
    assert event.facts == {"removed": 1, "held": 0, "set_aside": 0}
    assert cast.client("chair").get("/retention/").context["purges"].get().removed == 1


def test_twice_is_harmless(cast: Cast, venue: Venue) -> None:
    entered(venue, entered_at=timezone.now() - timedelta(days=31))

    assert [purge(commune=cast.commune).removed for _ in range(2)] == [1, 0]
    assert Purge.objects.count() == 2


def test_a_check_in_is_not_deleted_by_hand(venue: Venue) -> None:
    with pytest.raises(TypeError):
        entered(venue).delete()


@pytest.mark.parametrize(
    "fault",
    [
        {"companions": 31},
        {"left_at": timezone.now() - timedelta(days=1)},
        {"presumed_left_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_an_impossible_visit_is_refused_by_the_database(venue: Venue, fault: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        entered(venue, **fault)


def test_token_and_body_are_stored_once(venue: Venue) -> None:
    token = uuid4()
    facts = {"venue": venue, "token": token, "body_hash": "0", "entered_at": timezone.now(), "name": "Mẫu"}
    facts["presumed_left_at"] = timezone.now() + timedelta(hours=1)
    CheckIn.objects.create(public_id=uuid4(), **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(public_id=uuid4(), **facts)


def test_identities_are_sealed_in_the_database(venue: Venue) -> None:
    from django.db import connection

    entered(venue)

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, phone_index FROM checkins_checkin")
        name, phone, index = cursor.fetchone()
    assert "Mẫu" not in name
    assert "912345678" not in phone + index


def test_whose_a_revoked_card_was_is_forgotten_with_the_visits(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=cast.commune.retention_days + 1)
    old, recent, live = (a_card(cast.village) for _ in range(3))
    for card, at in ((old, long_ago), (recent, timezone.now())):
        type(card).objects.filter(pk=card.pk).update(revoked_by=cast.people["officer"], revoked_at=at)

    purge(commune=cast.commune)

    names = [(card.name != "", card.phone_index != "") for card in type(old).objects.order_by("pk")]
    assert names == [(False, False), (True, bool(recent.phone)), (True, bool(live.phone))]
    old.refresh_from_db()
    assert (old.masked_name, old.masked_phone) == ("–", "–")
