"""What a keeper's desk sent and the portal could not simply store: the officer decides, and sees visitors masked."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from checkins.intake import DESK_RECORDS, Told, told_by
from checkins.permissions import check_can_review_desk
from intake import actions
from intake.batches import Malformed, Record, Sending
from intake.models import SetAside
from thongnhat_portal.http import signed_in
from vault.masking import Masked
from venues.forms import ReasonForm
from venues.models import Venue

SHOWN = 100  # the oldest; each decision brings the next


@dataclass(frozen=True)
class DeskRow(Masked):
    """A record as it may be shown: where, when, what; the visitor masked, as a keeper sees them."""

    record: SetAside
    venue: str
    at: datetime | None
    is_check_in: bool
    name: str
    phone: str


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_review_desk(user)
    return _page(request, user)


def _page(request: HttpRequest, user: User, status: int = 200, **more: Any) -> HttpResponse:
    waiting = _waiting(user)
    read = [(record, _told(record)) for record in waiting.select_related("sender")[:SHOWN]]
    keys = {told["venue"] for _, told in read if told}
    venues = {venue.pk: venue.name for venue in Venue.objects.visible_to(user).filter(pk__in=keys)}
    rows = [_row(record, told, venues) for record, told in read]
    assert user.commune is not None
    context = {
        "rows": rows,
        "count": waiting.count(),
        "retention_days": user.commune.retention_days,
        "rejecting": ReasonForm(required=True),
        **more,
    }
    return render(request, "checkins/desk_review.html", context, status=status)


def _waiting(user: User) -> Any:
    return SetAside.objects.visible_to(user).filter(kind=DESK_RECORDS.name).undecided()


def _told(record: SetAside) -> Told:
    """Read as it will be when it is accepted; empty for what cannot be read."""
    sending = Sending(record.sender, None, record.received_at, record.clock_skew)
    (told,) = told_by([Record(record.uuid, json.loads(record.body), record.body_hash)], sending)
    return {} if isinstance(told, Malformed) else told


def _row(record: SetAside, told: Told, venues: dict[int, str]) -> DeskRow:
    return DeskRow(
        record=record,
        venue=venues.get(told.get("venue", 0), ""),
        at=told.get("entered_at") or told.get("at"),
        is_check_in=told.get("kind") == "check_in",
        name=told.get("name", ""),
        phone=told.get("phone", ""),
    )


def _record(request: HttpRequest, pk: int) -> tuple[User, SetAside]:
    user = signed_in(request)
    records = SetAside.objects.visible_to(user).filter(kind=DESK_RECORDS.name)
    return user, get_object_or_404(records, pk=pk)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    user, record = _record(request, pk)
    try:
        actions.accept(kind=DESK_RECORDS, row=record, officer=user)
    except actions.CannotAccept as fault:
        sentences = [sentence for found in fault.errors.values() for sentence in found]
        unknown = _("It cannot be stored: the venue, the visit or the keeper is not known in this commune.")
        return _page(request, user, status=409, refused=sentences or [unknown], refused_pk=record.pk)
    messages.success(request, _("Accepted: it is stored as it was at the door."))
    return redirect("desk_review")


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    user, record = _record(request, pk)
    form = ReasonForm(request.POST, required=True)
    if not form.is_valid():
        return _page(request, user, status=422, rejecting=form, refused_pk=record.pk)
    actions.reject(row=record, officer=user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Rejected: the record counts nowhere."))
    return redirect("desk_review")
