"""Storing a sheet that was typed in: all its rows or none."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from surveys.actions import VisitConflict, record_visit
from surveys.drafts import VisitDraft
from surveys.models import HomeVisit, Provenance
from surveys.paper.lists import PaperList
from villages.models import Household, Village


class SheetConflict(Exception):
    """The ids of some rows were sent before with other answers."""

    def __init__(self, used: set[UUID]) -> None:
        super().__init__(len(used))
        self.used = used


@transaction.atomic
def record_sheet(
    *, typist: User, surveyor: User, village: Village, visits: Sequence[tuple[Household, VisitDraft]]
) -> None:
    """Store every row, each once however often it is sent. Raises SheetConflict, and then stores none."""
    known = HomeVisit.objects.filter(uuid__in=[draft.uuid for _, draft in visits]).count()
    used = {draft.uuid for household, draft in visits if not _is_stored(surveyor, household, draft)}
    if used:
        raise SheetConflict(used)
    if known < len(visits):
        audit.record(
            actor=typist, action="paper.type", target=village, visits=len(visits) - known, surveyor=surveyor.pk
        )


def _is_stored(surveyor: User, household: Household, draft: VisitDraft) -> bool:
    try:
        record_visit(surveyor=surveyor, household=household, draft=draft, provenance=Provenance.PAPER)
    except VisitConflict:
        return False
    return True


def record_print(*, actor: User, paper_list: PaperList) -> None:
    """Names leave the portal on paper: who took which, and how many."""
    households = sum(len(page.households) for page in paper_list.pages)
    audit.record(actor=actor, action="paper.print", target=paper_list.village, households=households)
