"""What is done for a contact. Every deed appends to the history; what was mistyped is set right by a newer entry."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from thongnhat_portal.days import TAPPED_TWICE
from tracing.case import locked
from tracing.models import Contact, FollowUp, FollowUpState

Kind, Result = FollowUp.Kind, FollowUp.Result
AFTER_CALL = {Result.REACHED: FollowUpState.REACHED}


@dataclass(frozen=True)
class Plan:
    """Where the follow-up stands and what comes next; no step and no day: nothing is planned."""

    state: str
    next_step: str
    next_on: date | None


@transaction.atomic
def note_call(*, actor: User, contact: Contact, result: str, note: str) -> None:
    """A call of today. It moves on only who was still to be reached. Raises CaseClosed."""
    held = _locked(contact)
    if held.state in (FollowUpState.TO_CALL, FollowUpState.UNREACHED):
        held.state = AFTER_CALL.get(Result(result), FollowUpState.UNREACHED)
    held.save(update_fields=["state"])
    _append(actor, held, Kind.CALL, timezone.localdate(), result, note)


@transaction.atomic
def quarantine(*, actor: User, contact: Contact, first: date, last: date, note: str) -> None:
    """Quarantine from the first day to the last; given anew it replaces the former. Raises CaseClosed."""
    held = _locked(contact)
    held.quarantine_from, held.quarantine_until = first, last
    if held.state not in (FollowUpState.POSITIVE, FollowUpState.FINISHED):
        held.state = FollowUpState.QUARANTINED
    held.save(update_fields=["quarantine_from", "quarantine_until", "state"])
    span = f"{_day(first)} – {_day(last)}"
    _append(actor, held, Kind.QUARANTINE, first, "", f"{span}. {note}" if note else span)


@transaction.atomic
def note_test(*, actor: User, contact: Contact, day: date, result: str, note: str) -> None:
    """A test taken on that day. Raises CaseClosed."""
    held = _locked(contact)
    if result == Result.POSITIVE:
        held.state = FollowUpState.POSITIVE
    elif result == Result.NEGATIVE and held.state == FollowUpState.POSITIVE:  # mistyped, or over
        held.state = FollowUpState.QUARANTINED if held.quarantine_until else FollowUpState.REACHED
    held.save(update_fields=["state"])
    _append(actor, held, Kind.TEST, day, result, note)


@transaction.atomic
def note_down(*, actor: User, contact: Contact, note: str) -> None:
    """Raises CaseClosed."""
    _append(actor, _locked(contact), Kind.NOTE, timezone.localdate(), "", note)


@transaction.atomic
def plan(*, actor: User, contact: Contact, plan: Plan) -> None:
    """State and next step, as the nurse says. Raises CaseClosed."""
    held = _locked(contact)
    held.state, held.next_step, held.next_on = plan.state, plan.next_step, plan.next_on
    held.save(update_fields=["state", "next_step", "next_on"])
    said = _("State: %(state)s.") % {"state": held.get_state_display()}
    if plan.next_step or plan.next_on:
        when = _day(plan.next_on) if plan.next_on else ""
        said = f"{said} " + _("Next: %(step)s %(day)s") % {"step": plan.next_step, "day": when}
    _append(actor, held, Kind.NOTE, timezone.localdate(), "", said.strip())


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _locked(contact: Contact) -> Contact:
    """As it stands now; without the sealed columns, which no deed here touches."""
    locked(contact.case)
    return Contact.objects.select_related("case__commune").defer("name", "phone").get(pk=contact.pk)


def _append(actor: User, contact: Contact, kind: str, day: date, result: str, note: str) -> None:
    """Sent twice it is one."""
    now, told = timezone.now(), {"kind": kind, "result": result, "day": day, "note": note, "done_by_id": actor.pk}
    last = contact.follow_ups.filter(done_at__gt=now - TAPPED_TWICE).first()
    if last and all(getattr(last, name) == value for name, value in told.items()):
        return
    FollowUp.objects.create(contact=contact, done_at=now, **told)
    case = contact.case
    audit.record(
        actor=actor,
        action=f"case.follow_{kind}",
        target=case,
        commune=case.commune,
        contact=contact.pk,
        result=str(result),
    )


def mark_opened(contact: Contact) -> None:
    """A contact that was looked at is new no more."""
    Contact.objects.filter(pk=contact.pk, is_new=True).update(is_new=False)
