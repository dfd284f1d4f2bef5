"""Sentences that several kinds of documents share."""

from collections.abc import Iterator

from reports.documents.content import Paragraph
from reports.documents.facts import Facts
from vietnam.documents import format_number, format_percent

NAMED_MOST = 3


def people(n: int, unit: str = "người") -> str:
    return f"{format_number(n)} {unit}"


def share(ratio: float | None) -> str:
    return "–" if ratio is None else format_percent(ratio)


def lines(text: str) -> list[str]:
    """The lines of a free part, as the officer typed them, without empty ones and without a list's own signs."""
    found = (line.strip().removeprefix("-").strip().rstrip(";.").strip() for line in text.splitlines())
    return [line for line in found if line]


def paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def why_behind(facts: Facts) -> Iterator[str]:
    """What the figures say is difficult; nothing where they say nothing."""
    behind = [(row, goal) for row, goal in facts.villages if goal and goal.missing]
    worst = sorted(behind, key=lambda pair: pair[0].adoption or 0)[:NAMED_MOST]
    if worst:
        named = "; ".join(
            f"thôn {row.village.name if row.village else ''} ({share(row.adoption)}, còn thiếu {people(goal.missing)})"
            for row, goal in worst
        )
        yield f"Còn {len(behind)}/{len(facts.villages)} thôn chưa đạt chỉ tiêu, thấp nhất là: {named}."
    unsurveyed = facts.summary.households_present - facts.summary.surveyed
    if unsurveyed > 0:
        yield f"Còn {format_number(unsurveyed)} hộ chưa khảo sát được."
    if facts.silent_organisations:
        yield f"Còn {facts.silent_organisations} cơ quan, đơn vị chưa có báo cáo."
