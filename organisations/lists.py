"""Organisations with their newest report, for the page and the Excel file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from organisations.models import FIGURES, Organisation, StaffReport
from organisations.staff.forms import figure_labels
from spreadsheets.writing import Value, write_xlsx

WIDTHS = (34, 22, 18, 24, 14, *(12,) * len(FIGURES), 12, 14)


@dataclass(frozen=True)
class Standing:
    """An organisation on a day; `newest` is the report that speaks on it."""

    organisation: Organisation
    newest: StaffReport | None
    days_overdue: int

    @property
    def lacking(self) -> int | None:
        """Staff with a smartphone and without Bluezone; None while nothing was reported."""
        return self.newest.smartphones - self.newest.installed if self.newest else None


def standings(organisations: Iterable[Organisation], day: date) -> list[Standing]:
    """Of organisations with `spoke_on`; one further query."""
    rows = list(organisations)
    reports = StaffReport.objects.filter(organisation__in=rows).standing_on(day)
    newest = {report.organisation_id: report for report in reports}
    return [Standing(row, newest.get(row.pk), row.days_overdue(row.spoke_on, day)) for row in rows]  # type: ignore[attr-defined]


def workbook(rows: list[Standing], day: date) -> bytes:
    headers = [_("Organisation"), _("Kind"), _("Village"), _("Head"), _("Newest report"), *figure_labels().values()]
    headers += [_("Days overdue"), _("Retired")]
    notes = [
        _("Organisations and their newest staff reports on %(day)s") % {"day": f"{day:%d/%m/%Y}"},
        _("These figures stand beside the commune's rate and are never added to it."),
    ]
    return write_xlsx(_("Organisations"), headers, _cells(rows), WIDTHS, notes)


def _cells(rows: list[Standing]) -> Iterator[list[Value]]:
    for row in rows:
        organisation, report = row.organisation, row.newest
        village = organisation.village.name if organisation.village else ""
        figures = [getattr(report, name) for name in FIGURES] if report else [None] * len(FIGURES)
        yield [
            *(organisation.name, organisation.get_kind_display(), village, organisation.head_name),
            *(report.as_of if report else None, *figures, row.days_overdue or None),
            None if organisation.is_active else _("retired"),
        ]
