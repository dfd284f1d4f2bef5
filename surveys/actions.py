"""Recording home visits. Nothing is overwritten: a correction is a newer visit."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from accounts.models import User
from surveys.drafts import VisitDraft, count_people
from surveys.models import HomeVisit, Provenance, SurveyedPhone
from villages.models import Household


class VisitConflict(Exception):
    """The same id was sent before with another body."""


def record_visit(
    *, surveyor: User, household: Household, draft: VisitDraft, provenance: Provenance = Provenance.PAGE
) -> HomeVisit:
    """Store one visit; the same id and body again return the first. A constraint decides, not a look beforehand.

    Raises VisitConflict when the id was used for another body.
    """
    visit = unsaved_visit(surveyor, household, draft, provenance)
    try:
        with transaction.atomic():
            (door,) = living_now([household])
            visit.household, visit.village_id = door, door.village_id
            visit.save(force_insert=True)
            SurveyedPhone.objects.bulk_create(SurveyedPhone(visit=visit, **vars(phone)) for phone in draft.phones)
    except IntegrityError:
        first = HomeVisit.objects.filter(uuid=draft.uuid).first()
        if first is None:
            raise
        if (first.body_hash, first.surveyor_id) != (visit.body_hash, visit.surveyor_id):
            raise VisitConflict from None
        return first
    return visit


def living_now(households: Sequence[Household]) -> list[Household]:
    """Each as it stands now, or the one it was merged into meanwhile; locked against a merge. In a transaction."""
    keys = {household.pk for household in households}
    rows = Household.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    now = {row.pk: row.merged_into or row for row in rows.select_related("merged_into").order_by("pk").defer("phone")}
    return [now[household.pk] for household in households]


def unsaved_visit(surveyor: User, household: Household, draft: VisitDraft, provenance: Provenance) -> HomeVisit:
    """The visit with its counts of people, not yet stored; its phones are stored beside it."""
    return HomeVisit(
        uuid=draft.uuid,
        body_hash=draft.body_hash(household),
        household=household,
        village_id=household.village_id,
        surveyor=surveyor,
        captured_at=draft.captured_at,
        outcome=draft.outcome,
        members=draft.members,
        smartphones=count_people(draft.smart),
        installed=count_people([phone for phone in draft.smart if phone.installed]),
        installed_on_the_spot=count_people([phone for phone in draft.smart if phone.installed_on_the_spot]),
        note=draft.note,
        provenance=provenance,
        clock_skew_s=draft.clock_skew_s,
    )
