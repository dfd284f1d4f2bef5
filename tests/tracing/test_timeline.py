"""The arithmetic of the picture: venues below one another, hours along it."""

from datetime import datetime

from tests.tracing.cases import moment
from tracing.models import Stay
from tracing.timeline import DAY_WIDTH, DAY_WIDTH_FEW, LEAST_WIDTH, timeline
from venues.models import Venue

MARKET, CAFE = Venue(pk=1, name="Chợ"), Venue(pk=2, name="Quán cà phê có một cái tên rất dài bên bờ sông")


def a_stay(venue: Venue, from_at: datetime, until_at: datetime) -> Stay:
    return Stay(venue=venue, from_at=from_at, until_at=until_at)


def test_there_is_no_picture_of_nothing() -> None:
    assert timeline([]) is None


def test_a_row_for_each_venue_in_the_order_of_the_first_stay() -> None:
    stays = [
        a_stay(CAFE, moment("14:00"), moment("15:00")),
        a_stay(MARKET, moment("08:00"), moment("09:00")),
        a_stay(MARKET, moment("+08:00"), moment("+09:00")),
    ]

    drawn = timeline(stays)

    assert drawn
    assert [(row.venue.name, len(row.bars)) for row in drawn.rows] == [(MARKET.name, 2), (CAFE.name, 1)]
    assert drawn.rows[0].bar_y < drawn.rows[1].label_y < drawn.rows[1].bar_y < drawn.height


def test_hours_lie_along_the_days() -> None:
    drawn = timeline([a_stay(MARKET, moment("12:00"), moment("+12:00"))])

    assert drawn
    assert [column.x for column in drawn.columns] == [0, DAY_WIDTH_FEW]
    assert [(bar.x, bar.width) for bar in drawn.rows[0].bars] == [(DAY_WIDTH_FEW // 2, DAY_WIDTH_FEW)]


def test_many_days_are_narrower() -> None:
    far = moment("09:00", "2021-07-20")

    drawn = timeline(
        [a_stay(MARKET, moment("08:00"), moment("09:00")), a_stay(MARKET, far, moment("10:00", "2021-07-20"))]
    )

    assert drawn
    assert drawn.width == 11 * DAY_WIDTH


def test_a_short_stay_bears_its_number_and_nothing_leaves_the_picture() -> None:
    drawn = timeline([a_stay(CAFE, moment("23:50"), moment("23:58"))])

    assert drawn
    (row,) = drawn.rows
    (bar,) = row.bars
    assert bar.width == LEAST_WIDTH
    assert bar.x + bar.width <= drawn.width
    assert (row.label_x, row.label_anchor) == (drawn.width - 2, "end")
