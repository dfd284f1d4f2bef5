"""The citizen's pages as they are lived: open, fill in, show at the door, leave."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from checkins.models import CheckIn
from tests.checkins.visitors import PERSON, address, check_in, token_on
from tests.factories import PosterFactory, VenueFactory
from venues.models import Poster, VenuePhoto

pytestmark = pytest.mark.django_db


@pytest.fixture
def poster() -> Poster:
    made: Poster = PosterFactory(venue=VenueFactory(name="Chợ Thống Nhất", category="market"))
    return made


def test_the_page_names_the_place_before_one_confirms(poster: Poster) -> None:
    html = Client().get(address(poster)).content.decode()

    assert "Chợ Thống Nhất" in html
    assert str(poster.venue.village) in html


def test_a_visitor_checks_in_and_gets_the_green_page(poster: Poster) -> None:
    client = Client()

    response = check_in(client, poster, companions="2")

    visit = CheckIn.objects.get()
    assert (visit.name, visit.phone, visit.companions) == ("Nguyễn Văn Mẫu", "+84912345678", 2)
    assert response.status_code == 302
    html = client.get(response.url).content.decode()
    assert "Chợ Thống Nhất" in html
    assert "Nguyễn" not in html


def test_a_code_typed_in_small_letters_is_found(poster: Poster) -> None:
    assert Client().get(f"/v/{poster.code.lower()}/").status_code == 200


def test_the_same_form_sent_twice_is_one_visit_and_one_confirmation(poster: Poster) -> None:
    client = Client()
    token = token_on(client.get(address(poster)))

    answers = [client.post(address(poster), {**PERSON, "token": token}) for _ in range(2)]

    assert CheckIn.objects.count() == 1
    assert answers[0].url == answers[1].url


def test_the_same_token_with_another_person_is_another_visit(poster: Poster) -> None:
    client = Client()
    token = token_on(client.get(address(poster)))

    for name in ("Nguyễn Văn Mẫu", "Trần Thị Mẫu"):
        client.post(address(poster), {**PERSON, "token": token, "name": name})

    assert CheckIn.objects.count() == 2


def test_a_double_submission_never_changes_the_time_of_the_first(poster: Poster, time_machine: object) -> None:
    client = Client()
    token = token_on(client.get(address(poster)))
    client.post(address(poster), {**PERSON, "token": token})
    first = CheckIn.objects.get().entered_at

    time_machine.move_to(timezone.now() + timedelta(minutes=5))  # type: ignore[attr-defined]
    client.post(address(poster), {**PERSON, "token": token})

    assert CheckIn.objects.get().entered_at == first


@pytest.mark.parametrize("token", ["", "forged", "00000000000000000000000000000000.CODE:signature"])
def test_a_forged_token_stores_nothing_and_keeps_what_was_typed(poster: Poster, token: str) -> None:
    response = Client().post(address(poster), {**PERSON, "token": token})

    assert response.status_code == 422
    assert "Nguyễn Văn Mẫu" in response.content.decode()
    assert token_on(response) != token
    assert not CheckIn.objects.exists()


def test_a_token_of_another_poster_is_not_taken(poster: Poster) -> None:
    client = Client()
    token = token_on(client.get(address(PosterFactory())))

    assert client.post(address(poster), {**PERSON, "token": token}).status_code == 422


@pytest.mark.parametrize(
    "fault",
    [
        {"name": ""},
        {"name": "😀"},
        {"name": "<script>alert(1)</script>"},
        {"name": "NguyÔn V¨n An"},
        {"phone": "+84"},
        {"name": "A" * 200},
        {"phone": "12345"},
        {"phone": ""},
        {"companions": "-1"},
        {"companions": "31"},
        {"companions": "hai"},
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(poster: Poster, fault: dict[str, str]) -> None:
    client = Client()
    typed = {**PERSON, "companions": "3", **fault}

    response = check_in(client, poster, **typed)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(fault)
    html = response.content.decode()
    assert all(value in html for name, value in typed.items() if name not in fault)
    assert "<script>alert" not in html
    assert not CheckIn.objects.exists()


def test_after_a_mistake_the_form_keeps_its_token(poster: Poster) -> None:
    client = Client()
    token = token_on(client.get(address(poster)))

    response = client.post(address(poster), {**PERSON, "token": token, "phone": "1"})

    assert token_on(response) == token


@pytest.mark.parametrize("phone", ["+4915112345678", "0168 345 6789", "+84 912 345 678"])
def test_foreign_and_old_numbers_are_taken(poster: Poster, phone: str) -> None:
    assert check_in(Client(), poster, phone=phone).status_code == 302
    assert CheckIn.objects.get().phone.startswith("+")


@pytest.mark.parametrize("code", ["AAAAAAAAAAAA", "x", "%00", "CDEFHJKMPRT😀", "C" * 200])
def test_an_unknown_or_malformed_code_is_told_and_stores_nothing(poster: Poster, code: str) -> None:
    response = Client().post(f"/v/{code}/", PERSON)

    assert response.status_code == 404
    assert not CheckIn.objects.exists()


def groups(code: str) -> str:
    return f"{code[:4]} {code[4:8]} {code[8:]}"


@pytest.mark.parametrize(
    "typed",
    [str.lower, groups, lambda code: groups(code).replace(" ", "-"), lambda code: f" http://testserver/v/{code}/ "],
)
def test_a_code_is_found_however_it_is_typed(poster: Poster, typed: Callable[[str], str]) -> None:
    page = Client().get("/v/", {"code": typed(poster.code)}, follow=True)

    assert page.redirect_chain[-1][0] == address(poster)
    assert page.context["door"].name == poster.venue.name


def test_the_address_itself_may_be_typed_in_groups(poster: Poster) -> None:
    assert Client().get(f"/v/{groups(poster.code).lower()}/").context["door"].name == poster.venue.name


@pytest.mark.parametrize("path", ["/v/", "/v/?code=", "/v/?code=%2F", "/v/AAAAAAAAAAAA/"])
def test_who_has_no_code_that_works_may_type_it(poster: Poster, path: str) -> None:
    page = Client().get(path)

    assert 'name="code"' in page.content.decode()
    assert len(page.content) < 15_000


@pytest.mark.parametrize(("status", "answer"), [("retired", 410), ("pending", 409), ("suspended", 409)])
def test_a_venue_that_is_not_open_says_so_and_stores_nothing(poster: Poster, status: str, answer: int) -> None:
    client = Client()
    token = token_on(client.get(address(poster)))
    poster.venue.status, poster.venue.status_reason = status, "quá ba lần nhắc"
    poster.venue.save()

    response = client.post(address(poster), {**PERSON, "token": token})

    assert response.status_code == answer
    assert "Chợ Thống Nhất" in response.content.decode()
    assert not CheckIn.objects.exists()


def test_a_revoked_poster_says_so(poster: Poster) -> None:
    poster.revoked_at = timezone.now()
    poster.save()

    assert Client().get(address(poster)).status_code == 410


def test_a_venue_named_like_markup_is_shown_as_text(poster: Poster) -> None:
    poster.venue.name = "<script>alert(1)</script>"
    poster.venue.save()
    client = Client()

    pages = [client.get(address(poster)), client.get(check_in(client, poster).url)]

    assert all("<script>" not in page.content.decode() for page in pages)


def test_searching_for_codes_is_slowed_down_but_a_known_code_never_is(poster: Poster) -> None:
    client = Client(REMOTE_ADDR="127.0.0.9")  # the others' address is not to be slowed down

    answers = [client.get(f"/v/CDEFHJKMPR{number:02d}/").status_code for number in range(40)]

    assert answers[0] == 404
    assert answers[-1] == 429
    assert client.get(address(poster)).status_code == 200


def test_many_guests_from_one_address_are_all_let_in(poster: Poster) -> None:
    for number in range(60):
        assert check_in(Client(), poster, name="Nguyễn Văn Mẫu", phone=f"09123456{number:02d}").status_code == 302

    assert CheckIn.objects.count() == 60


def test_the_database_away_is_never_a_success_and_keeps_what_was_typed(
    poster: Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    token = token_on(client.get(address(poster)))

    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("checkins.actions.record_check_in", away)
    response = client.post(address(poster), {**PERSON, "token": token})

    assert response.status_code == 503
    html = response.content.decode()
    assert "Nguyễn Văn Mẫu" in html
    assert "0912 345 678" in html


def test_one_ends_ones_own_visit_once(poster: Poster, time_machine: object) -> None:
    client = Client()
    page = check_in(client, poster).url
    time_machine.move_to(timezone.now() + timedelta(minutes=20))  # type: ignore[attr-defined]

    client.post(f"{page}leave/")
    first = CheckIn.objects.get().left_at
    time_machine.move_to(timezone.now() + timedelta(minutes=20))  # type: ignore[attr-defined]
    client.post(f"{page}leave/")

    assert first is not None
    assert CheckIn.objects.get().left_at == first


def test_nobody_else_ends_a_visit_though_they_know_its_address(poster: Poster) -> None:
    page = check_in(Client(), poster).url
    stranger = Client()

    assert stranger.get(page).context["is_own"] is False
    assert stranger.post(f"{page}leave/").status_code == 404
    assert CheckIn.objects.get().left_at is None


def test_a_cut_cookie_of_visits_gives_no_right(poster: Poster) -> None:
    client = Client()
    page = check_in(client, poster).url
    client.cookies["visit"] = client.cookies["visit"].value[:-3]

    assert client.post(f"{page}leave/").status_code == 404


def test_a_page_of_the_citizen_stays_under_fifteen_kilobytes_and_asks_for_nothing_else(poster: Poster) -> None:
    response = Client().get(address(poster))

    html = response.content.decode()
    assert len(response.content) < 15_000
    assert "src=" not in html
    assert "stylesheet" not in html


def test_the_inline_style_is_let_in_by_its_hash_alone(poster: Poster) -> None:
    policy = Client().get(address(poster))["Content-Security-Policy"]

    assert "'sha256-" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_costs_one_query_and_one_more_to_store(
    poster: Poster, method: str, django_assert_num_queries: object
) -> None:
    client = Client()
    token = token_on(client.get(address(poster)))

    with django_assert_num_queries(1 if method == "get" else 2):  # type: ignore[operator]
        getattr(client, method)(address(poster), {**PERSON, "token": token})


def test_a_phone_that_keeps_no_cookies_checks_in(poster: Poster) -> None:
    token = token_on(Client().get(address(poster)))

    answer = Client(enforce_csrf_checks=True).post(address(poster), {**PERSON, "token": token})

    assert (answer.status_code, CheckIn.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("origin", "status"), [("https://example.vn", 403), ("http://testserver", 302), ("null", 302), ("", 403)]
)
def test_a_form_on_somebody_elses_page_is_refused(poster: Poster, origin: str, status: int) -> None:
    client = Client()
    token = token_on(client.get(address(poster)))

    answer = client.post(address(poster), {**PERSON, "token": token}, headers={"Origin": origin})

    assert (answer.status_code, CheckIn.objects.count()) == (status, int(status == 302))


def test_the_page_shows_how_the_place_looks(poster: Poster) -> None:
    assert "<img" not in Client().get(address(poster)).content.decode()
    VenuePhoto.objects.create(venue=poster.venue, content=b"jpeg", thumbnail=b"small")

    html = Client().get(address(poster)).content.decode()

    assert f'src="/v/{poster.code}/photo.jpg"' in html
    assert b"".join(Client().get(f"/v/{poster.code}/photo.jpg")) == b"small"
