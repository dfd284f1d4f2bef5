"""POST /api/v1/check-ins/batch: what the keeper's desk sends is stored once, nothing lost, no card's number kept."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Commune
from checkins.actions import purge
from checkins.intake import DESK_RECORDS
from checkins.models import CheckIn, RememberedCard
from intake import actions as intake
from intake.models import Receipt, SetAside
from tests.checkins.desks import NUMBER, check_in, check_out, kept_venue, look_up, post, visitor_card
from tests.conftest import Cast
from tests.factories import UserFactory, VenueFactory, enter
from tests.surveys.batches import statuses
from venues.models import Venue


@pytest.fixture
def venue(cast: Cast) -> Venue:
    return kept_venue(cast)


def everything_stored() -> str:
    """All that the tables of visits and batches hold, as the database has it."""
    with connection.cursor() as cursor:
        rows = []
        for table in ("checkins_checkin", "checkins_rememberedcard", "intake_setaside", "intake_receipt"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            rows += cursor.fetchall()
    return str(rows)


def test_a_typed_visit_is_stored_as_it_was(cast: Cast, venue: Venue) -> None:
    entered = timezone.now() - timedelta(hours=2)
    sent = check_in(cast, venue, name="lê thị ân", companions=3, entered_at=entered.isoformat())

    answer = post(cast.client("keeper"), sent)

    assert statuses(answer) == ["accepted"]
    visit = CheckIn.objects.get()
    assert (visit.venue, visit.name, visit.phone, visit.companions) == (venue, "Lê Thị Ân", "+84912345678", 3)
    assert (visit.provenance, visit.recorded_by, str(visit.token)) == ("typed", cast.people["keeper"], sent["uuid"])
    assert (visit.entered_at, visit.presumed_left_at) == (entered, entered + timedelta(minutes=60))
    assert visit.public_id != visit.token


@pytest.mark.parametrize(
    ("source", "provenance"), [("typed", "typed"), ("paper", "paper"), ("cccd", "scan"), ("bhyt", "scan")]
)
def test_how_it_came_is_kept(cast: Cast, venue: Venue, source: str, provenance: str) -> None:
    post(cast.client("keeper"), check_in(cast, venue, source=source))

    assert CheckIn.objects.get().provenance == provenance


def test_the_same_record_again_is_a_duplicate(cast: Cast, venue: Venue) -> None:
    client, sent = cast.client("keeper"), check_in(cast, venue)

    assert [statuses(post(client, sent)) for _ in range(2)] == [["accepted"], ["duplicate"]]
    assert (CheckIn.objects.count(), Receipt.objects.count()) == (1, 1)


def test_another_body_under_a_used_id_is_set_aside(cast: Cast, venue: Venue) -> None:
    client, sent = cast.client("keeper"), check_in(cast, venue)
    post(client, sent)

    assert statuses(post(client, sent | {"companions": 2})) == ["conflict"]
    assert CheckIn.objects.get().companions == 0


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "=1+1"}, "name"),
        ({"phone": "12"}, "phone"),
        ({"companions": 31}, "companions"),
        ({"source": "poster"}, "source"),
        ({"entered_at": "now"}, "entered_at"),
        ({"entered_at": "2019-01-01T00:00:00+07:00"}, "entered_at"),
        ({"left_at": "2021-07-01T00:00:00+07:00"}, "left_at"),
        ({"source": "card", "name": ""}, "card_code"),
        ({"source": "card", "card_code": "CDEFHJKMPRTVWXY2"}, "card_code"),
        ({"source": "card", "card_key": "forged"}, "card_code"),
        ({"kind": "greeting"}, "kind"),
        ({"kind": ["check_in"]}, "kind"),
        ({"kind": "check_out"}, "at"),
    ],
)
def test_a_malformed_record_is_rejected_and_takes_no_other_with_it(
    cast: Cast, venue: Venue, fault: dict[str, Any], field: str
) -> None:
    answer = post(cast.client("keeper"), check_in(cast, venue), check_in(cast, venue, **fault), check_in(cast, venue))

    assert statuses(answer) == ["accepted", "rejected", "accepted"]
    assert list(answer.json()["results"][1]["errors"]) == [field]
    assert CheckIn.objects.count() == 2


@pytest.mark.parametrize("companions", [-1, 31, "abc", "1" * 2000])
def test_a_wrong_number_is_said_in_vietnamese(cast: Cast, venue: Venue, companions: Any) -> None:
    answer = post(cast.client("keeper"), check_in(cast, venue, companions=companions))

    assert answer.json()["results"][0]["errors"] == {"companions": ["Số người đi cùng: một số từ 0 đến 30."]}


@pytest.mark.parametrize("role", ["health", "officer", "village_head", "foreigner"])
def test_a_visit_to_a_venue_one_does_not_keep_is_set_aside_sealed(cast: Cast, venue: Venue, role: str) -> None:
    sender = cast.foreigner if role == "foreigner" else cast.people[role]

    answer = post(cast.client(role), check_in(cast, venue, keeper=sender.pk))

    assert statuses(answer) == ["quarantined"]
    assert (CheckIn.objects.count(), SetAside.objects.get().cause) == (0, "not_allowed")
    assert "912345678" not in everything_stored()


def test_a_keeper_who_became_something_else_still_gets_rid_of_the_rows(cast: Cast, venue: Venue) -> None:
    keeper = cast.people["keeper"]
    keeper.role = "reporter"
    keeper.save()

    assert statuses(post(cast.client("keeper"), check_in(cast, venue))) == ["quarantined"]


def test_another_keepers_rows_are_set_aside(cast: Cast, venue: Venue) -> None:
    other = UserFactory(commune=cast.commune, role="keeper")

    assert statuses(post(cast.client("keeper"), check_in(cast, venue, keeper=other.pk))) == ["quarantined"]
    assert SetAside.objects.get().cause == "other_person"


def test_what_was_set_aside_can_be_accepted_for_its_keeper(cast: Cast, venue: Venue) -> None:
    venue.keepers.clear()
    post(cast.client("keeper"), check_in(cast, venue))

    intake.accept(kind=DESK_RECORDS, row=SetAside.objects.get(), officer=cast.people["officer"])

    assert CheckIn.objects.get().recorded_by == cast.people["keeper"]


def test_a_wrong_clock_is_put_right(cast: Cast, venue: Venue) -> None:
    behind = timezone.now() - timedelta(days=40)
    entered, left = behind - timedelta(hours=2), behind - timedelta(hours=1)
    sent = check_in(cast, venue, entered_at=entered.isoformat(), left_at=left.isoformat())

    post(cast.client("keeper"), sent, sent_at=behind.isoformat())

    visit = CheckIn.objects.get()
    assert abs(timezone.now() - visit.entered_at - timedelta(hours=2)) < timedelta(minutes=1)
    assert abs(timezone.now() - visit.left_at - timedelta(hours=1)) < timedelta(minutes=1)


def test_the_time_on_paper_is_not_the_devices(cast: Cast, venue: Venue) -> None:
    entered = timezone.now() - timedelta(days=2)
    sent = check_in(cast, venue, source="paper", entered_at=entered.isoformat())

    post(cast.client("keeper"), sent, sent_at=(timezone.now() - timedelta(days=40)).isoformat())

    assert CheckIn.objects.get().entered_at == entered


@pytest.mark.parametrize("source", ["typed", "paper"])
def test_a_visit_is_never_in_the_future(cast: Cast, venue: Venue, source: str) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()

    post(cast.client("keeper"), check_in(cast, venue, source=source, entered_at=tomorrow, left_at=tomorrow))

    assert CheckIn.objects.get().entered_at <= timezone.now()


@pytest.mark.parametrize("by", ["code", "key"])
def test_a_visitor_cards_person_is_found_by_the_server(cast: Cast, venue: Venue, by: str) -> None:
    client, card = cast.client("keeper"), visitor_card(cast)
    key = look_up(client, kind="card", code=card.code).json()["card_key"]
    told = {"card_code": card.code.lower()} if by == "code" else {"card_key": key}

    answer = post(client, check_in(cast, venue, source="card", name="", phone="", **told))

    assert statuses(answer) == ["accepted"]
    visit = CheckIn.objects.get()
    assert (visit.name, visit.phone, visit.card, visit.provenance) == (card.name, card.phone, card, "scan")


def test_a_card_of_another_commune_is_not_known(cast: Cast, venue: Venue) -> None:
    card = visitor_card(cast, commune=cast.foreigner.commune)

    answer = post(cast.client("keeper"), check_in(cast, venue, source="card", name="", card_code=card.code))

    assert statuses(answer) == ["rejected"]


def test_a_card_counts_until_it_is_revoked(cast: Cast, venue: Venue) -> None:
    revoked = timezone.now() - timedelta(hours=1)
    card = visitor_card(cast, revoked_at=revoked, revoked_by=cast.people["officer"])
    before, after = (revoked + timedelta(minutes=minutes) for minutes in (-5, 5))
    sent = [
        check_in(cast, venue, source="card", name="", card_code=card.code, entered_at=at.isoformat())
        for at in (before, after)
    ]

    assert statuses(post(cast.client("keeper"), *sent)) == ["accepted", "quarantined"]


def test_a_phone_is_asked_once_for_a_card(cast: Cast, venue: Venue) -> None:
    client, card = cast.client("keeper"), {"kind": "cccd", "number": NUMBER, "name": "Nguyễn Văn Mẫu"}
    first = look_up(client, **card).json()
    post(client, check_in(cast, venue, source="cccd", card_key=first["card_key"]))

    again = look_up(client, **card).json()
    post(client, check_in(cast, venue, source="cccd", phone="", card_key=again["card_key"]))

    assert (first["known"], first["phone"]) == (False, "")
    assert (again["known"], again["phone"], again["name"]) == (True, "091****678", "Nguyễn Văn ***")
    assert [visit.phone for visit in CheckIn.objects.all()] == ["+84912345678"] * 2


def test_offline_the_number_waits_in_the_record_and_is_a_hash_once_it_arrives(cast: Cast, venue: Venue) -> None:
    client = cast.client("keeper")
    rows = [check_in(cast, venue, source="cccd", card_number=NUMBER) for _ in range(2)]

    assert statuses(post(client, *rows)) == ["accepted", "accepted"]
    assert statuses(post(client, *rows)) == ["duplicate", "duplicate"]

    assert RememberedCard.objects.count() == 1
    assert look_up(client, kind="cccd", number=NUMBER, name="NGUYEN VAN MAU").json()["phone"] == "091****678"


def test_a_cards_number_is_nowhere_in_the_database_nor_the_log(
    cast: Cast, venue: Venue, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = VenueFactory(village=cast.village)
    sent = [check_in(cast, place, source="cccd", card_number=NUMBER) for place in (venue, elsewhere)]
    bad = check_in(cast, venue, source="cccd", card_number="12", name="")

    answer = post(cast.client("keeper"), *sent, bad)

    assert statuses(answer) == ["accepted", "quarantined", "rejected"]
    opened = [row.body for row in SetAside.objects.all()]
    for text in (everything_stored(), str(opened), caplog.text, answer.content.decode()):
        assert NUMBER not in text


def test_a_card_under_another_name_tells_nothing(cast: Cast, venue: Venue) -> None:
    client = cast.client("keeper")
    post(client, check_in(cast, venue, source="cccd", card_number=NUMBER))

    answer = look_up(client, kind="cccd", number=NUMBER, name="Lê Văn Khác").json()

    assert (answer["known"], answer["phone"], answer["name"]) == (False, "", "Lê Văn ***")


def test_each_commune_remembers_for_itself(cast: Cast, venue: Venue) -> None:
    post(cast.client("keeper"), check_in(cast, venue, source="cccd", card_number=NUMBER))
    neighbour = UserFactory(username="neighbour", commune=cast.foreigner.commune, role="keeper")
    client = cast.client("keeper")
    client.force_login(neighbour)

    assert look_up(client, kind="cccd", number=NUMBER, name="Nguyễn Văn Mẫu").json()["known"] is False


def test_a_visit_is_checked_out_by_its_records_id_in_the_same_batch(cast: Cast, venue: Venue) -> None:
    entered = check_in(cast, venue)

    answer = post(cast.client("keeper"), check_out(cast, venue, entered["uuid"]), entered)

    assert statuses(answer) == ["accepted", "accepted"]
    assert CheckIn.objects.get().left_how == "keeper"


def test_a_visit_is_checked_out_by_its_public_id_and_keeps_its_first_end(cast: Cast, venue: Venue) -> None:
    entered, first, later = (timezone.now() - timedelta(minutes=minutes) for minutes in (20, 5, 1))
    stay = {"entered_at": entered, "presumed_left_at": entered + timedelta(minutes=60)}
    client, visit = cast.client("keeper"), enter(venue, timezone.localdate(), **stay)

    post(client, check_out(cast, venue, visit.public_id, at=first.isoformat()))
    answer = post(client, check_out(cast, venue, visit.public_id, at=later.isoformat()))

    assert statuses(answer) == ["accepted"]
    visit.refresh_from_db()
    assert visit.left_at == first


def test_nobody_leaves_before_entering(cast: Cast, venue: Venue) -> None:
    client, entered = cast.client("keeper"), check_in(cast, venue)
    early = (timezone.now() - timedelta(hours=3)).isoformat()

    post(client, entered, check_out(cast, venue, entered["uuid"], at=early))

    visit = CheckIn.objects.get()
    assert visit.left_at == visit.entered_at


@pytest.mark.parametrize(("usual_stay", "hours", "ends"), [(60, 11, True), (60, 13, False), (24 * 60, 13, True)])
def test_a_visit_that_ended_by_itself_is_not_made_longer(cast: Cast, usual_stay: int, hours: int, ends: bool) -> None:
    venue, now = kept_venue(cast, usual_stay=usual_stay), timezone.now()
    entered = check_in(cast, venue, entered_at=(now - timedelta(hours=hours)).isoformat())

    answer = post(cast.client("keeper"), entered, check_out(cast, venue, entered["uuid"]))

    assert statuses(answer) == ["accepted", "accepted"]
    assert (CheckIn.objects.get().left_at is not None) is ends


@pytest.mark.parametrize("whose", ["another venue's", "nobody's"])
def test_a_check_out_of_what_is_not_here_is_set_aside(cast: Cast, venue: Venue, whose: str) -> None:
    elsewhere = enter(VenueFactory(village=cast.village), timezone.localdate(), 0)
    of = elsewhere.public_id if whose == "another venue's" else uuid4()

    assert statuses(post(cast.client("keeper"), check_out(cast, venue, of))) == ["quarantined"]
    elsewhere.refresh_from_db()
    assert elsewhere.left_at is None


def test_everyone_has_left_ends_the_visits_of_those_inside_and_no_others(cast: Cast, venue: Venue) -> None:
    now, other = timezone.now(), kept_venue(cast)
    ago = {minutes: now - timedelta(minutes=minutes) for minutes in (90, 30, 10, 5)}
    names = {90: "overstayed", 30: "inside", 5: "after"}
    records = {name: check_in(cast, venue, entered_at=ago[m].isoformat()) for m, name in names.items()}
    elsewhere = check_in(cast, other, entered_at=ago[30].isoformat())

    everyone = check_out(cast, venue, at=ago[10].isoformat())
    answer = post(cast.client("keeper"), *records.values(), elsewhere, everyone)

    assert statuses(answer) == ["accepted"] * 5
    left = {str(visit.token): visit.left_at for visit in CheckIn.objects.all()}
    assert {name: left[record["uuid"]] for name, record in records.items()} == {
        "overstayed": None,
        "inside": ago[10],
        "after": None,
    }
    assert left[elsewhere["uuid"]] is None


@pytest.mark.parametrize("count", [1, 10])
def test_a_batch_asks_as_much_whatever_its_length(
    cast: Cast, venue: Venue, count: int, django_assert_max_num_queries: Any
) -> None:
    client = cast.client("keeper")
    typed = [check_in(cast, venue) for _ in range(count)]
    scanned = [check_in(cast, venue, source="card", name="", card_code=visitor_card(cast).code) for _ in range(count)]
    cards = [check_in(cast, venue, source="cccd", card_number=f"0000900000{n:02}") for n in range(count)]
    ended = [check_out(cast, venue, row["uuid"]) for row in typed]

    with django_assert_max_num_queries(24):
        answer = post(client, *typed, *scanned, *cards, *ended, check_out(cast, venue))

    assert set(statuses(answer)) == {"accepted"}


def test_the_purge_forgets_cards_and_rows_set_aside(cast: Cast, venue: Venue) -> None:
    now, days = timezone.now(), Commune._meta.get_field("retention_days").default
    post(cast.client("keeper"), check_in(cast, venue, source="cccd", card_number=NUMBER))
    post(cast.client("health"), check_in(cast, venue, keeper=cast.people["health"].pk))

    purge(commune=cast.commune, now=now + timedelta(days=days - 1))
    assert (RememberedCard.objects.count(), SetAside.objects.count()) == (1, 1)
    proof = purge(commune=cast.commune, now=now + timedelta(days=days + 1))

    assert (proof.removed, proof.set_aside) == (1, 1)
    assert (RememberedCard.objects.count(), SetAside.objects.count()) == (0, 0)
