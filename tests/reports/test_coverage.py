"""Coverage by village and category: required, with a live poster, active today and in the last week."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from reports.coverage.figures import Figures, coverage
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory, enter
from tests.reports.test_closing import close, village_row
from tests.villages.queries import queries_of
from venues.models import RequiredPlace

PAGE = "/coverage/"


def lacking(cast: Cast, name: str = "Quán Chưa Có Mã", **facts: object) -> RequiredPlace:
    made: RequiredPlace = RequiredPlace.objects.create(
        commune=cast.commune,
        village=cast.village,
        name=name,
        category="eatery",
        listed_by=cast.people["monitor"],
        **facts,
    )
    return made


@pytest.fixture
def village_of_four(cast: Cast) -> Cast:
    """A market scanned today, an eatery six days ago, an eatery without poster, and one not even registered."""
    today = timezone.localdate()
    market = PosterFactory(venue=VenueFactory(village=cast.village, category="market")).venue
    eatery = PosterFactory(venue=VenueFactory(village=cast.village, category="eatery")).venue
    idle = VenueFactory(village=cast.village, category="eatery")
    enter(market, today, 0)
    enter(eatery, today - timedelta(days=6))
    enter(idle, today - timedelta(days=7))
    enter(idle, today, 0, flags=1)
    lacking(cast)
    return cast


def test_required_covered_and_active_are_counted_apart(village_of_four: Cast) -> None:
    found = coverage(village_of_four.commune)

    here, there = found.by_village()
    assert here == (village_of_four.village, Figures(required=4, with_poster=2, active_today=1, active_week=2))
    assert there[1] == Figures()
    assert [(category.value, astuple) for category, astuple in found.by_category()] == [
        ("eatery", Figures(required=3, with_poster=1, active_today=0, active_week=1)),
        ("market", Figures(required=1, with_poster=1, active_today=1, active_week=1)),
    ]
    assert found.total() == here[1]
    assert found.total().coverage == 0.5


def test_a_venue_that_waits_for_approval_is_required_and_not_covered(cast: Cast) -> None:
    VenueFactory(village=cast.village, status="pending")

    assert coverage(cast.commune).total() == Figures(required=1)


def test_what_is_settled_closed_or_over_is_not_required(cast: Cast) -> None:
    lacking(cast, settled_at=timezone.now(), settled_by=cast.people["officer"], reason="Đã nghỉ bán")
    for status in ("suspended", "retired"):
        VenueFactory(village=cast.village, status=status)
    begun = timezone.now() - timedelta(days=3)
    for status in ("pending", "approved"):
        times = {"starts_at": begun, "ends_at": begun + timedelta(hours=4)}
        VenueFactory(village=cast.village, category="wedding", status=status, **times)

    assert coverage(cast.commune).total() == Figures()


def test_the_page_shows_both_tables_and_the_categories_of_one_village(village_of_four: Cast) -> None:
    client = village_of_four.client("monitor")

    every = client.get(PAGE).context
    there = village_of_four.stranger.headed_villages.get()
    one = client.get(PAGE, {"village": there.pk}).context

    assert (len(every["villages"]), len(every["categories"]), every["total"].required) == (2, 2, 4)
    assert (one["categories"], one["category_total"], one["total"].required) == ([], Figures(), 4)


def test_the_excel_file_holds_the_same_figures(village_of_four: Cast) -> None:
    content = village_of_four.client("chair").get("/coverage.xlsx").content

    rows = list(load_workbook(BytesIO(content)).active.iter_rows(min_row=3, values_only=True))

    assert [row[2:] for row in rows] == [(3, 1, 0, 1), (1, 1, 1, 1), (4, 2, 1, 2)]
    assert (rows[0][0], rows[-1][0]) == ("Đồng Tiến", "Cộng")


def test_another_communes_places_are_not_counted(village_of_four: Cast) -> None:
    context = village_of_four.client("foreigner").get(PAGE).context

    assert context["total"] == Figures()


def test_the_page_asks_as_often_for_ten_places_as_for_one(cast: Cast) -> None:
    client = cast.client("officer")
    PosterFactory(venue=VenueFactory(village=cast.village))
    one = queries_of(client, PAGE)
    for number in range(9):
        PosterFactory(venue=VenueFactory(village=cast.village, category="eatery"))
        lacking(cast, name=f"Quán {number}")

    assert queries_of(client, PAGE) == one


def test_a_day_is_closed_with_the_listed_places_and_keeps_what_it_froze(cast: Cast) -> None:
    place = lacking(cast)
    enter(VenueFactory(village=cast.village), "2021-07-01")
    close(cast, "2021-07-01")
    first = village_row(cast, "2021-07-01").venues_required
    place.settled_at, place.settled_by, place.reason = timezone.now(), cast.people["officer"], "Đã nghỉ bán"
    place.save()
    enter(VenueFactory(village=cast.village), "2021-07-02")

    close(cast, "2021-07-02")

    assert (first, village_row(cast, "2021-07-01").venues_required) == (2, 2)
    assert village_row(cast, "2021-07-02").venues_required == 2
