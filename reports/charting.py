"""What the trend chart draws, as plain JSON: the curve, the target, the projection's band, the days of outreach."""

from reports.dashboard import Progress
from reports.outreach import Outreach


def chart(progress: Progress, outreach: Outreach) -> dict[str, object]:
    """A value for each day, None where a line has no point. Days to come follow the closed ones."""
    closed, coming = [row.day for row in progress.series], progress.fan[1:]
    done = outreach.by_day
    gap: list[int | None] = [None] * (len(closed) - 1)  # the band begins at the last closed day
    return {
        "days": [f"{day:%d/%m}" for day in [*closed, *(row.day for row in coming)]],
        "installed": [row.installed for row in progress.series],
        "target": progress.goal.wanted if progress.goal else None,
        "slowest": [*gap, *(row.slowest for row in progress.fan)],
        "expected": [*gap, *(row.expected for row in progress.fan)],
        "fastest": [*gap, *(row.fastest for row in progress.fan)],
        "activities": [done[day].activities if day in done else 0 for day in closed],
    }
