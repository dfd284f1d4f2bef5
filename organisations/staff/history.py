"""An organisation's reports, each with what changed since the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from organisations.models import StaffReport
from organisations.staff.forms import figure_labels


@dataclass(frozen=True)
class Change:
    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Entry:
    """A report and its changes; none for the first one, which has nothing before it."""

    report: StaffReport
    changes: list[Change]
    is_first: bool = False


def history(newest_first: Sequence[StaffReport], *, is_whole: bool) -> list[Entry]:
    """`is_whole`: the last of them is the organisation's first; else it serves the one above only."""
    entries = [Entry(report, changes(before, report)) for report, before in pairwise(newest_first)]
    if is_whole and newest_first:
        entries.append(Entry(newest_first[-1], [], is_first=True))
    return entries


def changes(before: StaffReport, after: StaffReport) -> list[Change]:
    found = []
    for name, label in figure_labels().items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            found.append(Change(label, was, now))
    return found
