"""The chart of a document: black and grey only, so that a photocopy of it says the same."""

import os
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from django.conf import settings

from reports.documents.content import Chart, short_date
from vietnam.documents import format_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE_IN = (6.3, 2.7)  # 160 mm wide
DPI = 200
TICKS_MOST = 10
FACES = ("Tinos_400Regular.ttf", "Tinos_700Bold.ttf")


def draw(chart: Chart, kind: Literal["png", "svg"]) -> bytes:
    """Bars for the people of each day, a dashed line for the target. Matplotlib is slow to import: only here."""
    _add_typeface()
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE_IN, layout="constrained")
    axes = figure.add_subplot()
    _bars(axes, chart)
    if chart.wanted is not None:
        _target(axes, chart.wanted)
    picture = BytesIO()
    metadata = {"Date": None} if kind == "svg" else None
    figure.savefig(picture, format=kind, dpi=DPI, metadata=metadata)
    return picture.getvalue()


@cache
def _add_typeface() -> None:
    """Before its first import it is told where to keep its cache: under var/, never in a home that may not be there."""
    os.environ.setdefault("MPLCONFIGDIR", str(settings.VAR_DIR / "matplotlib"))
    import matplotlib as mpl
    from matplotlib import font_manager

    for face in FACES:
        font_manager.fontManager.addfont(settings.BASE_DIR / "typefaces" / face)
    # Set once and never changed: pages are drawn in several threads.
    mpl.rcParams.update({"font.family": "Tinos", "font.size": 11, "svg.fonttype": "path", "svg.hashsalt": "portal"})


def _bars(axes: "Axes", chart: Chart) -> None:
    places = range(len(chart.days))
    axes.bar(places, chart.installed, color="0.72", edgecolor="0.25", linewidth=0.6, width=0.78)
    step = -(-len(chart.days) // TICKS_MOST)
    # Counted back from the last day, so that the day reported on is always named.
    named = [place for place in places if (len(chart.days) - 1 - place) % step == 0]
    axes.set_xticks(named, [short_date(chart.days[place]).rpartition("/")[0] for place in named])
    axes.set_ylim(0, 1.15 * max([*chart.installed, chart.wanted or 0, 1]))
    axes.yaxis.set_major_formatter(lambda value, _place: format_number(value))
    axes.set_ylabel("Người")
    axes.spines[["top", "right"]].set_visible(False)
    last = len(chart.days) - 1
    axes.annotate(
        format_number(chart.installed[last]),
        (last, chart.installed[last]),
        xytext=(0, 2),
        textcoords="offset points",
        ha="center",
        weight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},  # the target's line breaks off behind it
    )


def _target(axes: "Axes", wanted: int) -> None:
    axes.axhline(wanted, color="black", linewidth=1.2, linestyle=(0, (6, 3)))
    axes.annotate(
        f"Chỉ tiêu: {format_number(wanted)} người",
        (0, wanted),
        xycoords=("axes fraction", "data"),
        xytext=(4, 3),
        textcoords="offset points",
    )
