"""How a visit ends: by the button, an exit poster, the next check-in; and what none of them may end."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from checkins.models import CheckIn, LeftHow
from tests.checkins.visitors import PERSON, address, check_in, token_on
from tests.factories import PosterFactory, VenueFactory
from venues.models import Poster, Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def venue() -> Venue:
    made: Venue = VenueFactory(usual_stay=60)
    return made


@pytest.fixture
def entrance(venue: Venue) -> Poster:
    made: Poster = PosterFactory(venue=venue)
    return made


@pytest.fixture
def exit_poster(venue: Venue) -> Poster:
    made: Poster = PosterFactory(venue=venue, kind="exit")
    return made


@pytest.fixture
def inside(entrance: Poster) -> Client:
    """A browser that remembers its visitor, who is inside."""
    client = Client()
    check_in(client, entrance, remember="1")
    return client


def leave_address(poster: Poster) -> str:
    return f"{address(poster)}leave/"


def test_the_button_is_written_down_as_such(entrance: Poster) -> None:
    client = Client()

    client.post(f"{check_in(client, entrance).url}leave/")

    assert CheckIn.objects.get().left_how == LeftHow.BUTTON


def test_the_button_of_a_page_left_open_since_yesterday_ends_nothing(
    entrance: Poster, time_machine: TimeMachineFixture
) -> None:
    client = Client()
    done = check_in(client, entrance, remember="1").url

    time_machine.move_to(timezone.now() + timedelta(hours=13))
    client.post(f"{done}leave/")

    assert CheckIn.objects.get().left_at is None
    assert f'action="{done}leave/"' not in client.get(done).content.decode()
    assert "60 phút" in client.get(done).content.decode()


def test_the_button_ends_a_stay_longer_than_usual(entrance: Poster, time_machine: TimeMachineFixture) -> None:
    client = Client()
    done = check_in(client, entrance, remember="1").url

    time_machine.move_to(timezone.now() + timedelta(hours=11))

    assert f'action="{done}leave/"' in client.get(done).content.decode()
    client.post(f"{done}leave/")
    assert CheckIn.objects.get().left_at


def test_an_exit_poster_asks_who_is_inside_to_leave_and_writes_nothing_yet(inside: Client, exit_poster: Poster) -> None:
    page = inside.get(address(exit_poster))

    assert f'action="{leave_address(exit_poster)}"' in page.content.decode()
    assert 'name="token"' not in page.content.decode()
    assert CheckIn.objects.get().left_at is None


def test_one_tap_at_the_exit_ends_the_visit(inside: Client, exit_poster: Poster) -> None:
    response = inside.post(leave_address(exit_poster))

    visit = CheckIn.objects.get()
    assert visit.left_at
    assert visit.left_how == LeftHow.EXIT
    assert response.url == f"/v/visit/{visit.public_id}/"


def test_a_second_tap_at_the_exit_keeps_the_first_time(
    inside: Client, exit_poster: Poster, time_machine: TimeMachineFixture
) -> None:
    first = inside.post(leave_address(exit_poster))
    left_at = CheckIn.objects.get().left_at

    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    second = inside.post(leave_address(exit_poster))

    assert first.url == second.url
    assert CheckIn.objects.get().left_at == left_at


def test_without_an_open_visit_an_exit_poster_is_a_poster_like_any(exit_poster: Poster) -> None:
    stranger = Client()

    assert 'name="token"' in stranger.get(address(exit_poster)).content.decode()
    assert stranger.post(leave_address(exit_poster)).url == address(exit_poster)
    assert check_in(stranger, exit_poster).status_code == 302


def test_who_is_inside_may_check_in_again_at_the_exit(inside: Client, exit_poster: Poster) -> None:
    assert 'name="token"' in inside.get(f"{address(exit_poster)}?in").content.decode()


def test_who_scans_again_while_inside_is_told_since_when(
    inside: Client, entrance: Poster, time_machine: TimeMachineFixture
) -> None:
    note = f"/v/visit/{CheckIn.objects.get().public_id}/"

    again = inside.get(address(entrance)).content.decode()
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    later = inside.get(address(entrance)).content.decode()

    assert (note in again, note in later) == (True, False)
    assert 'name="token"' in again


def test_an_exit_poster_says_that_it_is_one_to_who_comes_in(exit_poster: Poster, entrance: Poster) -> None:
    at_exit, at_entrance = (Client().get(address(poster)).content.decode() for poster in (exit_poster, entrance))

    assert ("mã lối ra" in at_exit, "mã lối ra" in at_entrance) == (True, False)


def test_the_exit_of_another_venue_ends_nothing(inside: Client) -> None:
    elsewhere = PosterFactory(kind="exit")

    inside.post(leave_address(elsewhere))

    assert 'name="token"' in inside.get(address(elsewhere)).content.decode()
    assert CheckIn.objects.get().left_at is None


def test_a_visit_of_yesterday_is_not_ended_today(
    inside: Client, exit_poster: Poster, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(timezone.now() + timedelta(hours=20))

    inside.post(leave_address(exit_poster))

    assert CheckIn.objects.get().left_at is None


def test_who_stayed_longer_than_usual_still_leaves_by_the_exit(
    inside: Client, exit_poster: Poster, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(timezone.now() + timedelta(hours=3))

    inside.post(leave_address(exit_poster))

    assert CheckIn.objects.get().left_at


def test_leaving_at_an_unknown_code_is_as_unknown_as_entering() -> None:
    assert Client(REMOTE_ADDR="127.0.0.8").post("/v/CDEFHJKMPR77/leave/").status_code == 404


def test_the_next_check_in_elsewhere_ends_the_visit_at_the_same_moment(inside: Client) -> None:
    check_in_known(inside, PosterFactory())

    new, ended = CheckIn.objects.all()
    assert new.left_at is None
    assert (ended.left_at, ended.left_how) == (new.entered_at, LeftHow.NEXT)


def check_in_known(client: Client, poster: Poster) -> None:
    token = token_on(client.get(address(poster)))
    client.post(address(poster), {"token": token, "companions": ""})


def test_who_checks_in_again_at_the_same_venue_is_inside_once(inside: Client, entrance: Poster) -> None:
    check_in_known(inside, entrance)

    new, ended = CheckIn.objects.all()
    assert (ended.left_at, ended.left_how) == (new.entered_at, LeftHow.NEXT)
    assert CheckIn.objects.inside(timezone.now()).people() == 1


@pytest.mark.parametrize("is_here", [True, False])
def test_of_a_phone_that_goes_from_hand_to_hand_the_first_stays(
    inside: Client, entrance: Poster, *, is_here: bool
) -> None:
    then = entrance if is_here else PosterFactory()
    inside.post(f"{address(then)}forget/")

    check_in(inside, then, name="Trần Thị Mẫu", phone=PERSON["phone"])

    assert CheckIn.objects.filter(left_at=None).count() == 2


def test_a_visit_that_ended_by_itself_keeps_the_usual_stay(inside: Client, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(timezone.now() + timedelta(hours=5))

    check_in_known(inside, PosterFactory())

    assert not CheckIn.objects.exclude(left_at=None).exists()


def test_another_person_with_the_same_phone_ends_nobody_elses_visit(inside: Client) -> None:
    elsewhere = PosterFactory()
    inside.post(f"{address(elsewhere)}forget/")

    check_in(inside, elsewhere, name="Trần Thị Mẫu", phone="0987654321")

    assert not CheckIn.objects.exclude(left_at=None).exists()


def test_a_form_resent_later_does_not_end_what_came_after_it(inside: Client, entrance: Poster) -> None:
    token = token_on(inside.get(address(entrance)))
    inside.post(address(entrance), {"token": token, "companions": ""})
    check_in_known(inside, PosterFactory())

    inside.post(address(entrance), {"token": token, "companions": ""})

    assert CheckIn.objects.first().left_at is None  # type: ignore[union-attr]


def test_ending_elsewhere_costs_two_queries_more(inside: Client, django_assert_num_queries: object) -> None:
    elsewhere = PosterFactory()
    token = token_on(inside.get(address(elsewhere)))

    with django_assert_num_queries(4):  # type: ignore[operator]
        inside.post(address(elsewhere), {"token": token, "companions": ""})


def test_the_page_of_an_exit_poster_costs_one_query_more(
    inside: Client, exit_poster: Poster, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        inside.get(address(exit_poster))


def test_a_phone_that_forgets_still_ends_the_visit_it_was_on(entrance: Poster) -> None:
    client = Client()
    check_in(client, entrance)
    elsewhere = PosterFactory()

    client.post(address(elsewhere), {**PERSON, "token": token_on(client.get(address(elsewhere)))})

    assert CheckIn.objects.get(venue=entrance.venue).left_how == LeftHow.NEXT
    assert CheckIn.objects.get(venue=elsewhere.venue).entered_at <= timezone.now()
