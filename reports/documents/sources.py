"""From a draft to what it says: the one place that knows which kind is made of what."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from django.utils import timezone

from organisations.models import StaffReport
from reports.documents import doors, letters, report
from reports.documents.content import Document
from reports.documents.doors import household_list
from reports.documents.facts import Facts, facts
from reports.documents.letters import OrganisationLetter, VillageLetter
from reports.documents.report import Report
from reports.models import DailySummary, DocumentKind, Draft, Target
from vietnam.documents import parse_date
from villages.models import Village

PARTS: dict[str, tuple[str, ...]] = {
    DocumentKind.DAILY: report.PARTS,
    DocumentKind.PERIODIC: report.PARTS,
    DocumentKind.LIST: doors.PARTS,
    DocumentKind.REMINDER: letters.PARTS,
}


class NotClosed(Exception):
    """The day's figures are not frozen: there is nothing that a document could cite."""


class Source(Protocol):
    def proposals(self) -> dict[str, str]:
        """The words proposed for each free part, from the figures."""

    def document(self, words: Mapping[str, str], dated: date) -> Document:
        """The whole, with the free parts as given."""


def source(draft: Draft) -> Source:
    """Raises NotClosed. A fixed number of queries."""
    if draft.kind == DocumentKind.LIST:
        assert draft.village
        return household_list(draft.village, draft.day)
    if draft.organisation:
        return _organisation_letter(draft)
    found = facts(draft.commune, draft.since, draft.day)
    if found is None:
        raise NotClosed
    if draft.village is None:
        return Report(found)
    return _village_letter(draft.village, found)


def cited(made_of: Source) -> DailySummary | None:
    """The commune's closed day that a document cites: the newest revision of it. None for one that cites none."""
    return made_of.facts.summary if isinstance(made_of, Report | VillageLetter) else None


def _village_letter(village: Village, found: Facts) -> VillageLetter:
    for row, goal in found.villages:
        if row.village_id == village.pk:
            return VillageLetter(found, village, row, goal)
    raise NotClosed


def _organisation_letter(draft: Draft) -> OrganisationLetter:
    organisation = draft.organisation
    assert organisation
    newest = StaffReport.objects.filter(organisation=organisation).standing_on(draft.day).first()
    return OrganisationLetter(organisation, draft.day, newest, Target.objects.for_day(draft.commune, draft.day))


def words_of(draft: Draft, proposed: Mapping[str, str]) -> dict[str, str]:
    """What the officer wrote, and what is proposed wherever nothing else was written."""
    return {part: str(draft.texts.get(part, proposed[part])) for part in PARTS[draft.kind]}


def dated(draft: Draft) -> date:
    """The document's own date: as written, else today."""
    text = draft.texts.get("dated")
    return parse_date(text) if text else timezone.localdate()


def compose(draft: Draft) -> Document:
    """Raises NotClosed."""
    made_of = source(draft)
    return made_of.document(words_of(draft, made_of.proposals()), dated(draft))
