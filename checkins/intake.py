"""What the keeper's desk sends: visits and check-outs, judged by the venues one keeps, stored by the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from accounts.models import User
from checkins import actions
from checkins.desk import cards
from checkins.desk.serializers import TOO_EARLY, CheckInSerializer, CheckOutSerializer
from checkins.models import CheckIn, LeftHow, Provenance
from checkins.models.checkin import still_there
from checkins.permissions import can_keep
from checkins.ticket import ticket
from intake.batches import Malformed, Record, Refusal, Sending
from intake.models import SetAside
from intake.reading import put_right, sentences_by_field
from venues.models import Venue

PROVENANCES = {"typed": Provenance.TYPED, "paper": Provenance.PAPER}
Told = dict[str, Any]


@dataclass(frozen=True)
class Entered:
    """A visit not stored yet; `card_hash` of a card whose phone is to be remembered, or ""."""

    check_in: CheckIn
    card_hash: str


@dataclass(frozen=True)
class Left:
    """One visit ends, or with `check_in` None everybody has left."""

    venue_id: int
    check_in: UUID | None
    at: datetime


class DeskRecords:
    """The kind of record `/api/v1/check-ins/batch` takes."""

    name = actions.DESK_KIND

    def read(self, records: Sequence[Record], sending: Sending) -> list[Entered | Left | Refusal | Malformed]:
        read = told_by(records, sending)
        background = Background([told for told in read if not isinstance(told, Malformed)], sending)
        return [told if isinstance(told, Malformed) else _entry(told, background, sending) for told in read]

    def store(self, entries: Sequence[Entered | Left], sending: Sending) -> None:
        """Visits first, so that a check-out in the same batch finds its own."""
        entered = [entry for entry in entries if isinstance(entry, Entered)]
        CheckIn.objects.bulk_create(entry.check_in for entry in entered)
        scanned = {entry.card_hash: entry.check_in for entry in entered if entry.card_hash}
        cards.remember(sending.commune, {key: (row.name, row.phone, row.entered_at) for key, row in scanned.items()})
        left = [entry for entry in entries if isinstance(entry, Left)]
        _check_out([entry for entry in left if entry.check_in])
        _everybody_left([entry for entry in left if entry.check_in is None])


def told_by(records: Sequence[Record], sending: Sending) -> list[Told | Malformed]:
    """What the records say, by our clock, whoever may say it. No queries."""
    serializers = {"check_in": CheckInSerializer(), "check_out": CheckOutSerializer()}
    return [_parse(serializers, record, sending) for record in records]


def _parse(serializers: Mapping[str, Any], record: Record, sending: Sending) -> Told | Malformed:
    serializer = serializers.get(str(record.body.get("kind")))
    if serializer is None:
        return Malformed({"kind": [_("This kind of record is not known.")]})
    try:
        told: Told = serializer.run_validation(record.body)
    except ValidationError as fault:
        return Malformed(sentences_by_field(fault.detail))
    moments = _moments(told, sending)
    if None in moments.values():
        return Malformed({name: [str(TOO_EARLY)] for name, moment in moments.items() if moment is None})
    return told | moments | {"uuid": record.uuid}


def _moments(told: Told, sending: Sending) -> Told:
    """By our clock; what stands on paper was never by the device's. None: before the portal's time."""
    skew = timedelta() if told.get("source") == "paper" else sending.skew
    named = [name for name in ("entered_at", "left_at", "at") if told.get(name)]
    moments = {name: put_right(told[name], skew, sending.received_at) for name in named}
    entered, left = moments.get("entered_at"), moments.get("left_at")
    return moments | ({"left_at": max(entered, left)} if entered and left else {})


class Background:
    """What some records are judged by: venues, cards, the visits that end, who stood at the door."""

    def __init__(self, records: Sequence[Told], sending: Sending) -> None:
        visits = [told for told in records if told["kind"] == "check_in"]
        ended = [told["check_in"] for told in records if told["kind"] == "check_out" and told["check_in"]]
        venues = Venue.objects.filter(pk__in={told["venue"] for told in records}, commune=sending.commune)
        if not sending.is_reviewed:
            venues = venues.filter(keepers=sending.sender) if can_keep(sending.sender) else venues.none()
        self.usual_stays = dict(venues.values_list("pk", "usual_stay"))
        self.cards = cards.Cards(sending.commune, visits)
        self.keepers = _keepers(records, sending)
        self.visits = {(told["uuid"], told["venue"]) for told in visits} | (_known(ended) if ended else set())


def _known(ids: Sequence[UUID]) -> set[tuple[UUID, int]]:
    """Visits of these ids with their venues, under the id they were asked by."""
    found = CheckIn.objects.filter(Q(token__in=ids) | Q(public_id__in=ids)).values_list("token", "public_id", "venue")
    return {(key, venue) for *keys, venue in found for key in keys}


def _keepers(records: Sequence[Told], sending: Sending) -> dict[int, User]:
    """Who stood at the door: the sender; after a review whoever of the commune the records name."""
    if not sending.is_reviewed:
        return {sending.sender.pk: sending.sender}
    named = {told["keeper"] for told in records}
    return {user.pk: user for user in User.objects.get_queryset().filter(pk__in=named, commune=sending.commune)}


def _entry(told: Told, background: Background, sending: Sending) -> Entered | Left | Refusal | Malformed:
    if told["keeper"] not in background.keepers:
        return Refusal(SetAside.Cause.OTHER_PERSON)
    if told["venue"] not in background.usual_stays:
        return Refusal(SetAside.Cause.NOT_ALLOWED)
    if told["kind"] == "check_in":
        return _entered(told, background, sending)
    if told["check_in"] and (told["check_in"], told["venue"]) not in background.visits:
        return Refusal(SetAside.Cause.NOT_ALLOWED)
    return Left(told["venue"], told["check_in"], told["at"])


def _entered(told: Told, background: Background, sending: Sending) -> Entered | Refusal | Malformed:
    name, phone, card, card_hash = told["name"], background.cards.phone(told), None, ""
    if told["source"] == cards.VISITOR:
        card = background.cards.visitor_card(told)
        if card is None:
            return Malformed({"card_code": [_("This card is not known here. Type the name instead.")]})
        if card.revoked_at and card.revoked_at <= told["entered_at"]:
            return Refusal(SetAside.Cause.NOT_ALLOWED)
        name, phone = card.name, card.phone
    elif told["source"] not in PROVENANCES and phone:
        card_hash = told["card_key"] if cards.HASH.fullmatch(told["card_key"]) else ""
    slip = ticket(told["uuid"], name=name, phone=phone, companions=told["companions"])
    stay = timedelta(minutes=background.usual_stays[told["venue"]])
    check_in = CheckIn(
        venue_id=told["venue"],
        public_id=slip.public_id,
        token=slip.token,
        body_hash=slip.body_hash,
        entered_at=told["entered_at"],
        left_at=told["left_at"],
        left_how=LeftHow.KEEPER if told["left_at"] else "",
        presumed_left_at=told["entered_at"] + stay,
        received_at=sending.received_at,
        provenance=PROVENANCES.get(told["source"], Provenance.SCAN),
        recorded_by=background.keepers[told["keeper"]],
        name=name,
        phone=phone,
        companions=told["companions"],
        card=card,
    )
    return Entered(check_in, card_hash)


def _check_out(left: Sequence[Left]) -> None:
    """Each once: a visit that has ended, also by itself, keeps its time. Nobody leaves before entering."""
    if not left:
        return
    moments = {entry.check_in: entry.at for entry in reversed(left)}
    named = Q(token__in=moments) | Q(public_id__in=moments)
    going_on = CheckIn.objects.select_for_update().filter(named, left_at=None)
    ended = []
    for row in going_on.only("token", "public_id", "entered_at", "left_at", "presumed_left_at"):
        at = moments.get(row.token) or moments[row.public_id]
        if row.may_leave(at):
            row.left_at, row.left_how = max(at, row.entered_at), LeftHow.KEEPER
            ended.append(row)
    CheckIn.objects.bulk_update(ended, ["left_at", "left_how"])


def _everybody_left(left: Sequence[Left]) -> None:
    """Of each venue whoever was inside at that moment; those who overstayed are presumed to have left before."""
    if not left:
        return
    in_order = sorted(left, key=lambda entry: entry.at)
    inside = [(still_there(entry.at) & Q(venue=entry.venue_id), entry.at) for entry in in_order]
    anybody = Q()
    for condition, _at in inside:
        anybody |= condition
    at = Case(*(When(condition, then=Value(moment)) for condition, moment in inside))
    CheckIn.objects.filter(anybody, left_at=None).update(left_at=at, left_how=LeftHow.KEEPER)


DESK_RECORDS = DeskRecords()
