"""What the desk asks: today's masked visits, whose card, whether the poster on the wall is the own."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent
from checkins import throttle
from checkins.models import PosterCheck, RememberedCard
from tests.checkins.desks import DESK, NUMBER, kept_venue, look_up, noticed, stray_poster, visitor_card
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory, enter
from venues.models import Venue

TEST_SCAN = "/api/v1/desk/test-scan"


@pytest.fixture
def venue(cast: Cast) -> Venue:
    return kept_venue(cast, capacity=40)


def desk(cast: Cast, role: str = "keeper") -> dict[str, Any]:
    answer: dict[str, Any] = cast.client(role).get(DESK).json()
    return answer


def scan_poster(cast: Cast, venue: Venue, code: str) -> Any:
    sent = {"venue": venue.pk, "code": code}
    return cast.client("keeper").post(TEST_SCAN, sent, content_type="application/json")


def just_now(venue: Venue, **facts: Any) -> Any:
    entered = facts.pop("entered_at", timezone.now() - timedelta(seconds=5))
    return enter(venue, "2021-07-01", entered_at=entered, presumed_left_at=entered + timedelta(hours=1), **facts)


def test_the_desk_shows_masked_visits_and_never_more(cast: Cast, venue: Venue) -> None:
    visit = just_now(venue, companions=2)

    answer = cast.client("keeper").get(DESK)

    assert "no-store" in answer["Cache-Control"]
    shown = answer.json()["visits"]
    assert [set(row) for row in shown] == [
        {"id", "venue", "name", "phone", "companions", "entered_at", "left_at", "presumed_left_at"},
    ]
    assert (shown[0]["id"], shown[0]["name"], shown[0]["phone"]) == (
        str(visit.public_id),
        "Nguyễn Văn ***",
        "091****678",
    )
    assert str(visit.token) not in answer.content.decode()


def test_the_desk_says_who_is_inside(cast: Cast, venue: Venue) -> None:
    other = kept_venue(cast)
    just_now(venue, companions=2)
    just_now(venue, left_at=timezone.now())
    just_now(other)

    shown = {row["id"]: row for row in desk(cast)["venues"]}

    assert (shown[venue.pk]["inside"], shown[other.pk]["inside"]) == (3, 1)
    assert (shown[venue.pk]["capacity"], shown[venue.pk]["usual_stay"]) == (40, 60)


def test_a_desk_shows_the_own_venues_of_today_alone(cast: Cast, venue: Venue) -> None:
    just_now(VenueFactory(village=cast.village))
    just_now(venue, entered_at=timezone.now() - timedelta(days=1))
    kept_venue(cast, status=Venue.Status.RETIRED)

    shown = desk(cast)

    assert [row["id"] for row in shown["venues"]] == [venue.pk]
    assert (shown["visits"], shown["count"]) == ([], 0)
    assert desk(cast, "health")["venues"] == []


@pytest.mark.parametrize("rows", [1, 10])
def test_the_queries_of_the_desk_do_not_grow(
    cast: Cast, venue: Venue, rows: int, django_assert_max_num_queries: Any
) -> None:
    client = cast.client("keeper")
    for _ in range(rows):
        kept = kept_venue(cast)
        just_now(kept)
        noticed(cast, kept)
        stray_poster(kept)

    with django_assert_max_num_queries(10):
        client.get(DESK)


def test_a_venue_says_what_its_keeper_is_to_heed_and_no_other_venue_s(cast: Cast, venue: Venue) -> None:
    notice = noticed(cast, venue)
    stray_poster(venue, label="Bàn 3")
    noticed(cast, VenueFactory(village=cast.village), text="Việc của nơi khác")

    shown = desk(cast)["venues"][0]

    assert [(row["text"], datetime.fromisoformat(row["from_at"])) for row in shown["notices"]] == [
        (notice.text, notice.from_at)
    ]
    assert shown["old_posters"] == [{"version": 7, "poster_label": "Bàn 3", "times": 1}]


def test_a_visitor_card_answers_masked_with_an_opaque_key(cast: Cast, venue: Venue) -> None:
    card = visitor_card(cast)

    told = look_up(cast.client("keeper"), kind="card", code=card.code.lower()).json()

    key = told.pop("card_key")
    assert told == {"known": True, "revoked": False, "name": "Trần Thị ***", "phone": "098****321"}
    assert len(key) > 50
    assert card.code not in key


@pytest.mark.parametrize("whose", ["nobody's", "another commune's", "revoked"])
def test_a_card_that_is_not_valid_here_tells_nothing(cast: Cast, venue: Venue, whose: str) -> None:
    officer = cast.people["officer"]
    card = visitor_card(
        cast,
        commune=cast.foreigner.commune if whose == "another commune's" else cast.commune,
        **({"revoked_at": timezone.now(), "revoked_by": officer} if whose == "revoked" else {}),
    )
    code = "CDEFHJKMPRTVWXY2" if whose == "nobody's" else card.code

    told = look_up(cast.client("keeper"), kind="card", code=code).json()

    assert told == {"known": False, "revoked": whose == "revoked", "card_key": "", "name": "", "phone": ""}


def test_guessing_cards_is_throttled(cast: Cast, venue: Venue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "UNKNOWN_CODES_A_MINUTE", 2)
    client = cast.client("keeper")

    answers = [look_up(client, kind="card", code="CDEFHJKMPRTVWXY2").status_code for _ in range(4)]

    assert answers[0] == 200
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "card"},
        {"kind": "card", "code": "x"},
        {"kind": "cccd", "number": "12", "name": "Mẫu"},
        {"kind": "cccd", "number": NUMBER},
        {"kind": "bhyt", "number": NUMBER, "name": "Mẫu"},
        {"kind": "passport", "number": NUMBER, "name": "Mẫu"},
    ],
    ids=str,
)
def test_what_is_no_card_is_refused(cast: Cast, venue: Venue, told: dict[str, str]) -> None:
    assert look_up(cast.client("keeper"), **told).status_code == 400


def test_looking_a_card_up_stores_nothing(cast: Cast, venue: Venue) -> None:
    look_up(cast.client("keeper"), kind="cccd", number=NUMBER, name="Nguyễn Văn Mẫu")

    assert not RememberedCard.objects.exists()


def test_the_own_poster_passes_and_is_remembered_for_the_day(cast: Cast, venue: Venue) -> None:
    answer = scan_poster(cast, venue, PosterFactory(venue=venue).code.lower()).json()

    assert (answer["outcome"], answer["of"]) == ("own", venue.name)
    assert desk(cast)["venues"][0]["checked_at"]
    PosterCheck.objects.update(checked_at=timezone.now() - timedelta(days=1))
    assert desk(cast)["venues"][0]["checked_at"] is None


def test_a_poster_that_is_not_the_own_is_a_warning_on_the_record(cast: Cast, venue: Venue) -> None:
    foreign = PosterFactory(venue__village=cast.village)
    revoked = PosterFactory(venue=venue, revoked_at=timezone.now())
    codes = [foreign.code, revoked.code, "CDEFHJKMPRTV"]

    answers = [scan_poster(cast, venue, code).json()["outcome"] for code in codes]

    assert answers == ["foreign", "revoked", "unknown"]
    assert sorted(check.outcome for check in PosterCheck.objects.all()) == sorted(answers)
    assert AuditEvent.objects.filter(action="poster.check_failed").count() == 3
    assert desk(cast)["venues"][0]["checked_at"] is None


def test_a_test_scan_belongs_to_ones_own_venue(cast: Cast, venue: Venue) -> None:
    assert scan_poster(cast, VenueFactory(village=cast.village), "CDEFHJKMPRTV").status_code == 404


def test_a_check_names_the_poster_it_found(cast: Cast, venue: Venue) -> None:
    facts = {"venue": venue, "checked_by": cast.people["keeper"], "checked_at": timezone.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        PosterCheck.objects.create(outcome="own", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        PosterCheck.objects.create(outcome="unknown", poster=PosterFactory(venue=venue), **facts)
