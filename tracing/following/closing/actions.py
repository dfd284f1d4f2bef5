"""Closing a case, and forgetting whom it named when the day has come."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from checkins.models import Hold
from tracing.case import locked
from tracing.models import Case, Contact, Exposure, FollowUp, HandOver, Stay, SubjectPhone


@transaction.atomic
def close_case(*, actor: User, case: Case, reason: str, forget_on: date) -> Case:
    """No visit is held any more: the next purge takes those that are old enough. Requests that wait are withdrawn.

    What a release opened stays open until it expires or is withdrawn. Raises CaseClosed.
    """
    held = locked(case)
    now = timezone.now()
    held.closed_by, held.closed_at, held.forget_on = actor, now, forget_on
    held.save(update_fields=["closed_by", "closed_at", "forget_on"])
    holds, _ = Hold.objects.filter(reference=held.hold_reference).delete()
    waiting: int = held.releases.waiting().update(withdrawn_by=actor, withdrawn_at=now, why_not=reason)
    audit.record(
        actor=actor,
        action="case.close",
        target=held,
        commune=held.commune,
        reason=reason,
        holds=holds,
        requests_withdrawn=waiting,
        forget_on=forget_on.isoformat(),
    )
    return held


def cases_to_forget(today: date) -> list[Case]:
    """Closed cases whose day has come and that still name somebody."""
    named = [Exists(model.objects.filter(case=OuterRef("pk"))) for model in (Contact, SubjectPhone, HandOver, Stay)]
    still = Q(named[0]) | Q(named[1]) | Q(named[2]) | Q(named[3])
    return list(Case.objects.filter(still, forget_on__lte=today).select_related("commune").order_by("pk"))


@transaction.atomic
def forget(*, case: Case) -> int:
    """Remove the people of a closed case and prove it; returns how many contacts.

    The case, its releases and the audit stay, without a name.
    """
    removed: dict[str, Any] = {
        "exposures": Exposure.objects.filter(stay__case=case).delete()[0],
        "follow_ups": FollowUp.objects.filter(contact__case=case).delete()[0],
        "stays": _delete_stays(case),
        "contacts": Contact.objects.filter(case=case).delete()[0],
        "phones": SubjectPhone.objects.filter(case=case).delete()[0],
        "hand_overs": HandOver.objects.filter(case=case).delete()[0],
    }
    audit.record(actor=None, action="case.forget", target=case, commune=case.commune, **removed)
    contacts: int = removed["contacts"]
    return contacts


def _delete_stays(case: Case) -> int:
    """How many stays; the lines of releases that list them go with them."""
    return Stay.objects.filter(case=case).delete()[1].get(Stay._meta.label, 0)


def forget_due(today: date) -> dict[str, int]:
    """All that is due; twice is harmless."""
    total = {"cases": 0, "contacts": 0}
    for case in cases_to_forget(today):
        total["contacts"] += forget(case=case)
        total["cases"] += 1
    return total
