"""The health declaration, where the venue asks for one."""

import json

import pytest
from django.db import connection
from django.test import Client

from checkins.models import CheckIn
from tests.checkins.visitors import address, check_in
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from venues.models import Poster

pytestmark = pytest.mark.django_db
ANSWERS = {"symptoms": "no", "contact": "yes", "outbreak": "no"}


@pytest.fixture
def poster() -> Poster:
    made: Poster = PosterFactory(venue=VenueFactory(asks_health=True))
    return made


def test_the_questions_are_asked_only_where_the_venue_asks(poster: Poster) -> None:
    asked = Client().get(address(poster)).content.decode()
    not_asked = Client().get(address(PosterFactory())).content.decode()

    assert asked.count('type="radio"') == 6
    assert 'type="radio"' not in not_asked


def test_the_answers_are_kept_sealed(poster: Poster) -> None:
    check_in(Client(), poster, **ANSWERS)

    visit = CheckIn.objects.get()
    assert json.loads(visit.health) == {"symptoms": False, "contact": True, "outbreak": False}
    with connection.cursor() as cursor:
        cursor.execute("SELECT health FROM checkins_checkin")
        assert "contact" not in cursor.fetchone()[0]


@pytest.mark.parametrize("answers", [{}, {"symptoms": "no", "contact": "no"}, {**ANSWERS, "outbreak": "perhaps"}])
def test_an_unanswered_question_stores_nothing_and_keeps_what_was_typed(
    poster: Poster, answers: dict[str, str]
) -> None:
    response = check_in(Client(), poster, **answers)

    html = response.content.decode()
    assert (response.status_code, CheckIn.objects.count()) == (422, 0)
    assert "Nguyễn Văn Mẫu" in html
    assert html.count(" checked") == len([value for value in answers.values() if value in ("yes", "no")])


def test_answers_where_none_are_asked_are_not_kept() -> None:
    check_in(Client(), PosterFactory(), **ANSWERS)

    assert CheckIn.objects.get().health == ""


def test_other_answers_on_the_same_form_are_another_visit(poster: Poster) -> None:
    client = Client()
    token = check_in(client, poster, **ANSWERS).wsgi_request.POST["token"]

    check_in(client, poster, **{**ANSWERS, "contact": "no", "token": token})
    check_in(client, poster, **{**ANSWERS, "token": token})

    assert CheckIn.objects.count() == 2


def test_no_keeper_sees_a_declaration(cast: Cast, poster: Poster) -> None:
    poster.venue.village = cast.village
    poster.venue.commune = cast.commune
    poster.venue.save()
    poster.venue.keepers.add(cast.people["keeper"])
    check_in(Client(), poster, **ANSWERS)

    html = cast.client("keeper").get("/keeper/today/").content.decode()

    assert "Nguyễn Văn ***" in html
    assert "symptoms" not in html
    assert "khai báo" not in html.lower()


def test_the_page_with_questions_stays_under_fifteen_kilobytes(poster: Poster) -> None:
    assert len(Client().get(address(poster)).content) < 15_000


def test_the_health_station_sees_at_its_own_door_whether_a_risk_was_declared(cast: Cast, poster: Poster) -> None:
    poster.venue.commune = cast.commune
    poster.venue.save()
    check_in(Client(), poster, **ANSWERS)
    check_in(Client(), poster, **{**ANSWERS, "contact": "no"})
    station = cast.client("health")
    assert not station.get("/declarations/").context["visits"]

    poster.venue.keepers.add(cast.people["health"])

    response = station.get("/declarations/")
    assert [visit.declares_risk for visit in response.context["visits"]] == [False, True]
    assert response.content.decode().count('class="tag care"') == 1
    assert "Văn Mẫu" not in response.content.decode().split("<main")[1]


def test_a_keeper_who_asks_the_same_gets_nothing(cast: Cast, poster: Poster) -> None:
    poster.venue.commune = cast.commune
    poster.venue.save()
    poster.venue.keepers.add(cast.people["keeper"])
    check_in(Client(), poster, **ANSWERS)

    assert CheckIn.objects.visible_to(cast.people["keeper"]).exists()
    assert not CheckIn.objects.declared_to(cast.people["keeper"]).exists()


def test_the_declarations_ask_as_much_for_ten_as_for_one(
    cast: Cast, poster: Poster, django_assert_max_num_queries: object
) -> None:
    poster.venue.commune = cast.commune
    poster.venue.save()
    poster.venue.keepers.add(cast.people["health"])
    station = cast.client("health")
    for rows in (1, 9):
        for _ in range(rows):
            check_in(Client(), poster, **ANSWERS)

        with django_assert_max_num_queries(6):  # type: ignore[operator]
            station.get("/declarations/")
