"""A venue waits, is open, suspended and open again, closed for good; each step once, by an officer, on record."""

from collections.abc import Callable

import pytest

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from tests.villages.queries import queries
from venues import actions
from venues.models import Poster, Venue

DEEDS: dict[str, Callable[..., object]] = {
    "approve": actions.approve_venue,
    "suspend": lambda **who: actions.suspend_venue(reason="Không quét mã", **who),
    "reopen": actions.reopen_venue,
    "retire": actions.retire_venue,
    "issue_poster": actions.issue_poster,
    "update": lambda **who: actions.update_venue(keepers=[], **who),
}
ALLOWED = {
    "pending": {"approve": "approved", "retire": "retired", "update": "pending"},
    "approved": {"suspend": "suspended", "retire": "retired", "issue_poster": "approved", "update": "approved"},
    "suspended": {"reopen": "approved", "retire": "retired", "update": "suspended"},
    "retired": {},
}
EVERY = [(status, deed) for status in ALLOWED for deed in DEEDS]


@pytest.mark.parametrize(("status", "deed"), EVERY)
def test_each_status_allows_these_deeds_and_no_other(cast: Cast, status: str, deed: str) -> None:
    venue = VenueFactory(village=cast.village, status=status)
    after = ALLOWED[status].get(deed)

    if after:
        DEEDS[deed](actor=cast.people["officer"], venue=venue)
    else:
        with pytest.raises(actions.WrongStatus):
            DEEDS[deed](actor=cast.people["officer"], venue=venue)

    venue.refresh_from_db()
    assert venue.status == (after or status)
    assert AuditEvent.objects.exists() == bool(after)


def test_a_refusal_looks_at_the_database_and_not_at_what_was_read_before(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village)
    Venue.objects.update(status="retired")

    with pytest.raises(actions.WrongStatus):
        actions.suspend_venue(actor=cast.people["officer"], venue=venue, reason="Không quét mã")


def test_an_approval_names_who_and_when_and_issues_the_first_poster(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village, status="pending")

    poster = actions.approve_venue(actor=cast.people["officer"], venue=venue)

    venue.refresh_from_db()
    assert (venue.approved_by, venue.approved_at is not None) == (cast.people["officer"], True)
    assert (poster.version, poster.kind, poster.is_live) == (1, "entrance", True)
    assert [event.action for event in AuditEvent.objects.order_by("number")] == ["venue.approve", "poster.issue"]


def test_several_are_approved_together_or_not_at_all(cast: Cast) -> None:
    waiting = VenueFactory.create_batch(2, village=cast.village, status="pending")
    suspended = VenueFactory(village=cast.village, status="suspended")

    with pytest.raises(actions.WrongStatus):
        actions.approve_venues(actor=cast.people["officer"], venues=[*waiting, suspended])
    assert not Poster.objects.exists()
    assert not AuditEvent.objects.exists()

    posters = actions.approve_venues(actor=cast.people["officer"], venues=waiting)
    assert [(poster.venue, poster.is_live) for poster in posters] == [(venue, True) for venue in waiting]


def test_a_suspension_keeps_its_reason_until_the_venue_opens_again(cast: Cast) -> None:
    officer, poster = cast.people["officer"], PosterFactory(venue=VenueFactory(village=cast.village))
    actions.suspend_venue(actor=officer, venue=poster.venue, reason="Nhắc ba lần")
    suspended = Venue.objects.get()
    assert (suspended.status_reason, Poster.objects.get().is_live) == ("Nhắc ba lần", False)

    actions.reopen_venue(actor=officer, venue=suspended)

    assert (Venue.objects.get().status_reason, Poster.objects.get().is_live) == ("", True)
    assert AuditEvent.objects.get(action="venue.suspend").reason == "Nhắc ba lần"


def test_what_is_closed_for_good_stays_and_its_posters_are_revoked(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village)
    earlier = PosterFactory(venue=venue, revoked_at="2021-07-01T00:00:00Z")
    PosterFactory(venue=venue, kind="exit")

    actions.retire_venue(actor=cast.people["officer"], venue=venue)

    assert Venue.objects.get().status == "retired"
    assert not Poster.objects.live().exists()
    assert Poster.objects.get(pk=earlier.pk).revoked_at == Poster.objects.earliest("revoked_at").revoked_at
    assert AuditEvent.objects.get().facts == {"posters": 1}


def test_closing_asks_no_more_for_ten_posters_than_for_one(cast: Cast) -> None:
    asked = []

    for count in (1, 10):
        venue = VenueFactory(village=cast.village)
        PosterFactory.create_batch(count, venue=venue)
        asked.append(queries(lambda venue=venue: actions.retire_venue(actor=cast.people["officer"], venue=venue)))

    assert asked[0] == asked[1]


def test_posters_count_up_and_earlier_ones_stay_live(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village)

    posters = [actions.issue_poster(actor=None, venue=venue, kind=kind) for kind in ("entrance", "exit", "entrance")]

    assert [(poster.version, poster.kind) for poster in posters] == [(1, "entrance"), (2, "exit"), (3, "entrance")]
    assert Poster.objects.live().count() == 3


def test_the_version_after_a_revoked_poster_is_a_new_one(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village)
    actions.revoke_poster(actor=None, poster=actions.issue_poster(actor=None, venue=venue))

    assert actions.issue_poster(actor=None, venue=venue).version == 2


def test_a_poster_is_revoked_once(cast: Cast) -> None:
    poster = PosterFactory(venue=VenueFactory(village=cast.village))
    actions.revoke_poster(actor=cast.people["officer"], poster=poster)
    first = Poster.objects.get()

    with pytest.raises(actions.AlreadyRevoked):
        actions.revoke_poster(actor=cast.people["chair"], poster=poster)

    assert (Poster.objects.get().revoked_by, Poster.objects.get().revoked_at) == (first.revoked_by, first.revoked_at)
    assert AuditEvent.objects.filter(action="poster.revoke").count() == 1


def test_no_event_of_the_record_holds_a_name(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village, status="pending", name="Quán Bí Mật")
    for deed in ("approve", "suspend", "reopen", "issue_poster", "update", "retire"):
        DEEDS[deed](actor=cast.people["officer"], venue=venue)

    assert AuditEvent.objects.count() >= 7
    assert not [event for event in AuditEvent.objects.all() if "Bí Mật" in f"{event.facts}{event.reason}"]


def test_an_update_leaves_the_status_alone(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village, status="pending")
    read_before = Venue.objects.get()
    actions.approve_venue(actor=cast.people["officer"], venue=venue)
    read_before.name = "Quán Mới"

    actions.update_venue(actor=cast.people["officer"], venue=read_before, keepers=[])

    assert (Venue.objects.get().name, Venue.objects.get().status) == ("Quán Mới", "approved")
    assert list(Venue.objects.matching("quan moi")) == [venue]
