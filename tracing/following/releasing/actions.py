"""Deeds on releases. Each locks its release first, so that of two at once one wins and the other is told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import User
from accounts.signing import barred_until
from tracing.case import Refusal, locked
from tracing.following.releasing.listing import Listable
from tracing.models import Case, Release, ReleaseLine, ReleaseState


class NothingListed(Refusal):
    sentence = gettext_lazy("Tick at least one stay: a release opens what it lists.")


class NotWaiting(Refusal):
    sentence = gettext_lazy("Somebody else has decided on this request in the meantime; see below how.")


class NotOpen(Refusal):
    sentence = gettext_lazy("This release is over already: there is nothing to withdraw.")


class OwnRequest(Refusal):
    sentence = gettext_lazy(
        "You asked for this release yourself: it takes a second person to sign it. Another account of the chair can."
    )


class RecentReset(Refusal):
    """The signer's account was made, or given a password or role, less than 24 hours ago."""

    def __init__(self, until: str) -> None:
        self.sentence = _(
            "Your account was lately made, or given a new password or role: it may sign from %(until)s."
        ) % {"until": until}


@transaction.atomic
def ask_release(
    *, actor: User, case: Case, reason: str, days: int, listed: Sequence[Listable], renews: Release | None = None
) -> Release:
    """Ask for the stays listed; their windows and the least minutes are frozen as they are now.

    The same that one asked for and that still waits is not asked for again. Raises CaseClosed, NothingListed.
    """
    held = locked(case)
    if not listed:
        raise NothingListed
    asked = {"reason": reason, "least_minutes": held.least_minutes, "days": days, "renews": renews, "asked_by": actor}
    if twin := _waiting_twin(held, asked, listed):
        return twin
    release = Release.objects.create(case=held, asked_at=timezone.now(), **asked)
    ReleaseLine.objects.bulk_create(
        ReleaseLine(release=release, stay=row.stay, from_at=row.from_at, until_at=row.until_at) for row in listed
    )
    audit.record(
        actor=actor,
        action="case.release_ask",
        target=held,
        commune=held.commune,
        reason=reason,
        release=release.pk,
        stays=len(listed),
        days=days,
        renews=renews.pk if renews else None,
    )
    return release


def _waiting_twin(case: Case, asked: dict[str, Any], listed: Sequence[Listable]) -> Release | None:
    """What was asked for in the same words, for the same stays and windows, and waits."""
    windows = {(row.stay.pk, row.from_at, row.until_at) for row in listed}
    same = case.releases.waiting().filter(**asked)
    return next((one for one in same if windows == set(one.lines.values_list("stay", "from_at", "until_at"))), None)


@transaction.atomic
def sign(*, actor: User, release: Release) -> Release:
    """Open what it lists from now on. Raises CaseClosed, NotWaiting, OwnRequest, RecentReset."""
    case = locked(release.case)
    waiting = _locked(release)
    if waiting.state != ReleaseState.WAITING:
        raise NotWaiting
    if waiting.asked_by_id == actor.pk:
        raise OwnRequest
    check_may_sign(actor)
    waiting.signed_by, waiting.signed_at = actor, timezone.now()
    waiting.expires_at = waiting.signed_at + timedelta(days=waiting.days)
    waiting.save(update_fields=["signed_by", "signed_at", "expires_at"])
    audit.record(
        actor=actor,
        action="case.release_sign",
        target=case,
        commune=case.commune,
        release=waiting.pk,
        days=waiting.days,
        stays=waiting.lines.count(),
    )
    return waiting


def check_may_sign(actor: User) -> None:
    """By the account as it is stored now: a reset may have come after this person's page. Raises RecentReset."""
    actor.refresh_from_db(fields=["credentials_reset_at"])
    if until := barred_until(actor):
        raise RecentReset(date_format(timezone.localtime(until), "SHORT_DATETIME_FORMAT"))


@transaction.atomic
def refuse(*, actor: User, release: Release, reason: str) -> Release:
    """Raises NotWaiting."""
    waiting = _locked(release)
    if waiting.state != ReleaseState.WAITING:
        raise NotWaiting
    waiting.refused_by, waiting.refused_at, waiting.why_not = actor, timezone.now(), reason
    waiting.save(update_fields=["refused_by", "refused_at", "why_not"])
    _record(actor, "case.release_refuse", waiting, reason)
    return waiting


@transaction.atomic
def withdraw(*, actor: User, release: Release, reason: str) -> Release:
    """End a request or a release in force at once; also of a closed case, for it only takes away. Raises NotOpen."""
    found = _locked(release)
    if found.state not in (ReleaseState.WAITING, ReleaseState.IN_FORCE):
        raise NotOpen
    found.withdrawn_by, found.withdrawn_at, found.why_not = actor, timezone.now(), reason
    found.save(update_fields=["withdrawn_by", "withdrawn_at", "why_not"])
    _record(actor, "case.release_withdraw", found, reason)
    return found


def _locked(release: Release) -> Release:
    return Release.objects.select_for_update(of=("self",)).select_related("case__commune").get(pk=release.pk)


def _record(actor: User, action: str, release: Release, reason: str) -> None:
    case = release.case
    audit.record(actor=actor, action=action, target=case, commune=case.commune, reason=reason, release=release.pk)
