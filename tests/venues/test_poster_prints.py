"""Every live poster of a village or of all venues in one file: few at once, many by a job."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent
from jobs import actions as jobs
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from tests.villages.queries import queries_of
from venues import print_actions
from venues.models import Poster, PosterPrint, Venue
from venues.poster_forms import PrintForm
from venues.print_actions import AT_ONCE_MOST, to_print
from villages.models import Village

PRINT = "/venues/posters/"


@pytest.fixture
def two_villages(cast: Cast) -> Cast:
    """A live poster here and one next door; here also those that nobody prints."""
    here = VenueFactory(village=cast.village, name="Quán Ở Đây")
    PosterFactory(venue=here)
    PosterFactory(venue=here, revoked_at="2021-07-01T00:00:00Z")
    PosterFactory(venue=here, revoked_at=timezone.now() + timedelta(days=3))
    PosterFactory(venue=VenueFactory(village=cast.village, status="suspended"))
    PosterFactory(venue=VenueFactory(village=Village.objects.get(name="Tân Lập"), name="Quán Bên Kia"))
    PosterFactory(venue=VenueFactory(village__commune=cast.foreigner.commune))
    return cast


def names(cast: Cast, role: str, village: Village | None) -> list[str]:
    who = cast.stranger if role == "stranger" else cast.people[role]
    return [poster.venue.name for poster in to_print(who, village)]


def many(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village)
    Poster.objects.bulk_create(
        Poster(venue=venue, version=n, kind="table", label=f"Bàn {n}", issued_at=timezone.now())
        for n in range(1, AT_ONCE_MOST + 2)
    )


def ask(cast: Cast, role: str = "officer", **typed: Any) -> Any:
    return cast.client(role).post(PRINT, {"paper": "sheet", "village": ""} | typed)


def work(asked: PosterPrint) -> PosterPrint:
    jobs.perform(asked.job_id or 0)
    return PosterPrint.objects.get(pk=asked.pk)


@pytest.mark.parametrize(("role", "place"), [("officer", "Tất cả các thôn"), ("village_head", "Tất cả thôn của tôi")])
def test_a_print_of_all_says_whose_villages_they_are(cast: Cast, role: str, place: str) -> None:
    many(cast)

    page = ask(cast, role)

    assert f"<h1>{place} · " in cast.client(role).get(page.url).content.decode()


def test_live_posters_of_open_venues_are_printed_within_what_one_sees(two_villages: Cast) -> None:
    there = Village.objects.get(name="Tân Lập")

    assert sorted(names(two_villages, "officer", None)) == ["Quán Bên Kia", "Quán Ở Đây"]
    assert names(two_villages, "officer", there) == ["Quán Bên Kia"]
    assert names(two_villages, "village_head", None) == ["Quán Ở Đây"]
    assert names(two_villages, "village_head", there) == []
    assert names(two_villages, "stranger", None) == ["Quán Bên Kia"]


def test_a_few_posters_come_at_once(two_villages: Cast) -> None:
    response = ask(two_villages, paper="sticker")

    assert response.content.startswith(b"%PDF-")
    assert not PosterPrint.objects.exists()
    assert AuditEvent.objects.get(action="poster.print").facts == {"paper": "sticker", "count": 2}


def test_posters_are_set_before_the_record_is_held(two_villages: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    held, before = [], len(connection.savepoint_ids)
    monkeypatch.setattr(print_actions, "poster_pdf", lambda *_: held.append(len(connection.savepoint_ids)) or b"")

    print_actions.print_now(actor=two_villages.people["officer"], where=None, paper="sheet")

    assert held == [before]


def test_more_posters_than_one_file_holds_are_refused(two_villages: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_actions, "PRINT_MOST", 1)

    response = ask(two_villages)

    assert response.status_code == 422
    assert "2" in response.context["form"].errors["village"][0]
    assert not AuditEvent.objects.filter(action="poster.print").exists()


@pytest.mark.parametrize("typed", [{"paper": "a3"}, {"paper": ""}, {"village": "x"}, {"village": "999999"}])
def test_a_wrong_choice_is_handed_back(two_villages: Cast, typed: dict[str, str]) -> None:
    assert ask(two_villages, **typed).status_code == 422


def test_the_village_of_another_is_no_choice(two_villages: Cast) -> None:
    there = Village.objects.get(name="Tân Lập")

    assert ask(two_villages, "village_head", village=there.pk).status_code == 422


def test_where_there_is_nothing_to_print_it_is_said(cast: Cast) -> None:
    response = ask(cast)

    assert response.status_code == 422
    assert response.context["form"].errors["village"]


def test_many_posters_are_made_by_a_job_and_downloaded_when_it_is_done(cast: Cast) -> None:
    many(cast)

    sent = ask(cast)
    asked = PosterPrint.objects.get()
    waiting = cast.client("officer").get(sent.url).content.decode()
    early = cast.client("officer").get(f"/venues/posters/{asked.pk}.pdf").status_code
    asked = work(asked)

    assert (f'hx-get="{sent.url}"' in waiting, early) == (True, 404)
    assert (asked.count, asked.job.state, asked.job.total) == (AT_ONCE_MOST + 1, "done", AT_ONCE_MOST + 1)
    assert "hx-get" not in cast.client("officer").get(sent.url).content.decode()
    assert cast.client("officer").get(f"/venues/posters/{asked.pk}.pdf").content.startswith(b"%PDF-")
    assert AuditEvent.objects.get(action="poster.print").facts["count"] == AT_ONCE_MOST + 1


def test_a_message_that_comes_twice_prints_once(cast: Cast) -> None:
    many(cast)
    ask(cast)
    asked = work(PosterPrint.objects.get())

    print_actions.make_print(asked=asked)

    assert AuditEvent.objects.filter(action="poster.print").count() == 1


def test_a_job_that_failed_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    many(cast)
    sent = ask(cast)
    monkeypatch.setattr("venues.print_actions.poster_pdf", lambda *given: 1 / 0)

    work(PosterPrint.objects.get())

    page = cast.client("officer").get(sent.url).content.decode()
    assert '<h2 class="behind">' in page
    assert "hx-get" not in page


def test_what_htmx_asks_for_is_the_fragment_that_stands_in_the_page(cast: Cast) -> None:
    many(cast)
    client, sent = cast.client("officer"), ask(cast)
    work(PosterPrint.objects.get())

    fragment = client.get(sent.url, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in fragment
    assert fragment in client.get(sent.url).content.decode()


def test_a_file_is_nobody_elses_and_is_gone_after_a_day(cast: Cast) -> None:
    many(cast)
    sent = ask(cast)
    asked = work(PosterPrint.objects.get())
    others = [cast.client(role).get(sent.url).status_code for role in ("village_head", "chair", "foreigner")]

    PosterPrint.objects.update(asked_at=timezone.now() - timedelta(days=1))
    late = cast.client("officer").get(f"/venues/posters/{asked.pk}.pdf").status_code
    removed = print_actions.forget_prints(now=timezone.now())

    assert (others, late, removed) == ([404, 404, 404], 404, 1)


def test_no_file_outlives_its_day_though_looked_at_once_an_hour(cast: Cast) -> None:
    many(cast)
    ask(cast)
    now = timezone.now()

    kept = print_actions.forget_prints(now=now + timedelta(hours=22))
    removed = print_actions.forget_prints(now=now + timedelta(hours=23, minutes=1))

    assert (kept, removed) == (0, 1)


def test_the_queries_do_not_grow_with_the_files(cast: Cast) -> None:
    many(cast)
    ask(cast)
    before = queries_of(cast.client("officer"), PRINT)

    for _ in range(8):
        ask(cast)

    assert queries_of(cast.client("officer"), PRINT) == before


@pytest.mark.parametrize("role", ["officer", "village_head"])
def test_all_posters_of_one_venue_come_in_one_file(two_villages: Cast, role: str) -> None:
    here = Venue.objects.get(name="Quán Ở Đây")
    PosterFactory(venue=here, version=50, kind="table", label="Bàn 1")
    client = two_villages.client(role)

    page = client.get(here.get_absolute_url()).content.decode()
    file = client.post(f"{here.get_absolute_url()}posters/print/", {"paper": "sheet"})

    assert f'href="{here.get_absolute_url()}posters/print/"' in page
    assert file["Content-Type"] == "application/pdf"
    assert AuditEvent.objects.get().facts == {"paper": "sheet", "count": 2}


def test_many_of_one_venue_are_made_in_the_background_and_are_called_after_it(two_villages: Cast) -> None:
    many(two_villages)
    venue = Venue.objects.latest("pk")

    two_villages.client("officer").post(f"{venue.get_absolute_url()}posters/print/", {"paper": "sheet"})
    asked = work(PosterPrint.objects.get())

    assert (asked.place, asked.count) == (venue.name, AT_ONCE_MOST + 1)


def test_a_venue_without_a_live_poster_says_so(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village)

    response = cast.client("officer").post(f"{venue.get_absolute_url()}posters/print/", {"paper": "a4"})

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [PrintForm.NOTHING]
