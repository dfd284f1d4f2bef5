"""The chart of a document."""

from datetime import date

from matplotlib.figure import Figure

from reports.documents.chart import _bars
from reports.documents.content import Chart


def test_the_line_of_the_target_does_not_strike_through_the_number() -> None:
    axes = Figure().add_subplot()

    _bars(axes, Chart(caption="", days=[date(2021, 7, 5)], installed=[3259], wanted=3300))

    (number,) = axes.texts
    assert number.get_text() == "3.259"
    box = number.get_bbox_patch()
    assert box is not None
    assert box.get_facecolor()[:3] == (1, 1, 1)
