"""Two entries of the register that are one household. Nothing is moved or overwritten: visits say what changed."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from surveys.actions import record_visit
from surveys.drafts import PhoneSeen, VisitDraft
from surveys.models import HomeVisit, Outcome, PhoneKind, Provenance
from villages.models import Household


class CannotMerge(Exception):
    """They are one entry, of two communes, or one of them is no longer on the register."""


@transaction.atomic
def merge_households(*, actor: User, kept: Household, double: Household, reason: str) -> None:
    """Retire `double`; if it was settled later than `kept`, its answers are recorded there too. Raises CannotMerge.

    From today the double is counted nowhere. Where its answers pass to the kept household, they do so from the
    moment they were given: else closed days, revised for the late visit, would count these people twice.
    """
    kept, double = _locked(kept, double)
    known, newest = _newest_settling(kept), _newest_settling(double)
    is_copied = newest is not None and _says_more(newest, known)
    if newest and is_copied:
        _record_again(newest, kept)
        if newest.is_completed:
            _leave(double, actor, newest.captured_at)
    now = timezone.now()
    _leave(double, actor, max(now, newest.captured_at) if newest else now)
    double.retired_at, double.merged_into = now, kept
    double.save(update_fields=["retired_at", "merged_into"])
    double.doubles.update(merged_into=kept)
    audit.record(
        actor=actor, action="household.merge", target=double, reason=reason, kept=kept.pk, answers_copied=is_copied
    )


def _locked(kept: Household, double: Household) -> tuple[Household, Household]:
    """Both as they stand, always in one order, so that two merges never wait in a ring."""
    rows = Household.objects.select_for_update().filter(pk__in=[kept.pk, double.pk], retired_at=None)
    found = {household.pk: household for household in rows.order_by("pk")}
    if len(found) != 2 or kept.commune_id != double.commune_id:
        raise CannotMerge
    return found[kept.pk], found[double.pk]


def _newest_settling(household: Household) -> HomeVisit | None:
    return HomeVisit.objects.filter(household=household).settling().newest_first().first()


def _order(visit: HomeVisit) -> tuple[datetime, int]:
    return (visit.captured_at, visit.pk)


def _says_more(newest: HomeVisit, known: HomeVisit | None) -> bool:
    """Later answers do; "moved away" only of a household of which nothing is known: it may mean the wrong entry."""
    return known is None or (newest.is_completed and _order(newest) > _order(known))


def _record_again(visit: HomeVisit, kept: Household) -> None:
    names = ("owner", "number", "installed", "installed_on_the_spot", "reason")
    phones = [
        PhoneSeen(PhoneKind(phone.kind), **{name: getattr(phone, name) for name in names})
        for phone in visit.phones.all()
    ]
    draft = VisitDraft(
        uuid=uuid4(),
        captured_at=visit.captured_at,
        outcome=Outcome(visit.outcome),
        members=visit.members,
        note=visit.note,
        phones=phones,
        clock_skew_s=visit.clock_skew_s,
    )
    record_visit(surveyor=visit.surveyor, household=kept, draft=draft, provenance=Provenance.MERGE)


def _leave(double: Household, actor: User, at: datetime) -> None:
    draft = VisitDraft(uuid=uuid4(), captured_at=at, outcome=Outcome.MOVED_AWAY)
    record_visit(surveyor=actor, household=double, draft=draft, provenance=Provenance.MERGE)
