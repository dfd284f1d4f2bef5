"""What a keeper's desk sent and the portal could not simply store: the officer decides, and sees visitors masked."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from checkins.intake import DESK_RECORDS
from checkins.permissions import check_can_review_desk
from intake import actions
from intake.models import SetAside
from thongnhat_portal.http import signed_in
from vault.masking import mask_name, mask_phone
from venues.forms import ReasonForm
from venues.models import Venue
from vietnam.phones import InvalidPhone, parse_phone

SHOWN = 100  # the oldest; each decision brings the next


@dataclass(frozen=True)
class DeskRow:
    """A record as it may be shown: where, when, what; of the visitor no more than a keeper sees."""

    record: SetAside
    venue: str
    at: datetime | None
    is_check_in: bool
    name: str
    phone: str


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_review_desk(user)
    return _page(request, user)


def _page(request: HttpRequest, user: User, status: int = 200, **more: Any) -> HttpResponse:
    waiting = _waiting(user)
    records = [(record, json.loads(record.body)) for record in waiting.select_related("sender")[:SHOWN]]
    keys = {body.get("venue") for _record, body in records if isinstance(body.get("venue"), int)}
    venues = {venue.pk: venue.name for venue in Venue.objects.visible_to(user).filter(pk__in=keys)}
    rows = [_row(record, body, venues) for record, body in records]
    context = {"rows": rows, "count": waiting.count(), "rejecting": ReasonForm(required=True), **more}
    return render(request, "checkins/desk_review.html", context, status=status)


def _waiting(user: User) -> Any:
    return SetAside.objects.visible_to(user).filter(kind=DESK_RECORDS.name).undecided()


def _row(record: SetAside, body: dict[str, Any], venues: dict[int, str]) -> DeskRow:
    """Nothing in a body is what it should be until it was read by its kind."""
    name, at = str(body.get("name") or ""), str(body.get("entered_at") or body.get("at") or "")
    return DeskRow(
        record=record,
        venue=venues.get(body["venue"], "") if isinstance(body.get("venue"), int) else "",
        at=_moment(at),
        is_check_in=body.get("kind") == "check_in",
        name=mask_name(name) if name else "–",
        phone=_masked_phone(str(body.get("phone") or "")),
    )


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _masked_phone(typed: str) -> str:
    try:
        return mask_phone(parse_phone(typed).e164)
    except InvalidPhone:
        return "–"


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
    messages.success(request, _("Rejected: the record counts nowhere and is kept."))
    return redirect("desk_review")
