"""What the public page may say of villages: no cell under five, and none that can be computed from the others.

The commune's sum stands on the page, so one hidden village would be the sum less all others. Therefore at least two are
hidden or none, and together they hold five people or more with Bluezone and five or more without: else their sum, or
their known populations, would tell. Which villages join the hidden ones goes by their population,
which is public, and never by the figure that is hidden: the choice tells nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.dashboard import Progress, VillageStanding

SMALL_CELL = 5  # fewer people than this are not published (VIETNAM.md, law and custom)


@dataclass(frozen=True)
class Cell:
    """A village's people with Bluezone, and how many people it has."""

    key: int
    installed: int
    people: int


def hidden(cells: Sequence[Cell]) -> frozenset[int]:
    """Keys of the villages whose figures are not published."""
    small = [cell for cell in cells if cell.installed < SMALL_CELL]
    others = sorted((cell for cell in cells if cell not in small), key=lambda cell: (cell.people, cell.key))
    while small and others and not _is_safe(small):
        small.append(others.pop(0))
    return frozenset(cell.key for cell in small)


def _is_safe(cells: Sequence[Cell]) -> bool:
    having = sum(cell.installed for cell in cells)
    lacking = sum(max(cell.people - cell.installed, 0) for cell in cells)
    return len(cells) > 1 and having >= SMALL_CELL and lacking >= SMALL_CELL


@dataclass(frozen=True)
class Publication:
    """The villages whose figures are shown, best first, and those whose are not, by name."""

    shown: list[VillageStanding]
    hidden: list[VillageStanding]
    sum_is_shown: bool
    """Whether the commune's own figure is no small cell."""


def publication(progress: Progress) -> Publication:
    """Hidden villages stand by name, at the end: a rank between two known rates would tell theirs."""
    rows = {row.summary.village_id or 0: row for row in progress.villages}
    cells = [Cell(key, row.summary.installed, row.summary.people) for key, row in rows.items()]
    kept = hidden(cells)
    shown = [row for key, row in rows.items() if key not in kept]
    by_name = sorted((rows[key] for key in kept), key=lambda row: getattr(row.summary.village, "sort_key", ""))
    return Publication(shown, by_name, progress.summary.installed >= SMALL_CELL)
