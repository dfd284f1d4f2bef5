"""Visits as devices send them: read, checked against what the sender may do, stored by the batch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q
from rest_framework.exceptions import ValidationError

from accounts import audit
from accounts.models import Role, User
from intake.batches import Malformed, Record, Refusal, Sending, seconds
from intake.models import SetAside
from intake.reading import put_right, sentences_by_field
from surveys.actions import living_now, unsaved_visit
from surveys.drafts import PhoneSeen, VisitDraft
from surveys.forms import TOO_EARLY, TOO_FEW_MEMBERS
from surveys.models import HomeVisit, Outcome, PhoneKind, Provenance, SurveyedPhone
from surveys.permissions import can_record_visit
from surveys.serializers import VisitSerializer
from villages.models import Household, ResidentialGroup, Village

_OWN = ("village", "retired_at", "merged_into", "field_uuid")
DOOR = (*_OWN, *(f"merged_into__{name}" for name in _OWN))  # what storing a visit asks of its household


@dataclass(frozen=True)
class Captured:
    """A visit to `household`, a new one perhaps that is not stored yet."""

    draft: VisitDraft
    surveyor: User
    household: Household


class Visits:
    """The kind of record `/api/v1/visits/batch` takes."""

    name = "visit"

    def read(self, records: Sequence[Record], sending: Sending) -> list[Captured | Refusal | Malformed]:
        serializer = VisitSerializer()  # one for all: making its fields costs more than the checking
        read = [_parse(serializer, record, sending) for record in records]
        sound = [visit for visit in read if not isinstance(visit, Malformed)]
        doors = Doors(sound, sending.sender)
        people = _surveyors(sound, sending)
        return [visit if isinstance(visit, Malformed) else _entry(visit, doors, people, sending) for visit in read]

    def store(self, entries: Sequence[Captured], sending: Sending) -> None:
        found = _store_new_households([entry for entry in entries if entry.household._state.adding], sending)
        doors = living_now([_stored(entry.household, found) for entry in entries])
        visits = [
            unsaved_visit(entry.surveyor, door, entry.draft, Provenance.DEVICE)
            for entry, door in zip(entries, doors, strict=True)
        ]
        HomeVisit.objects.bulk_create(visits)
        SurveyedPhone.objects.bulk_create(
            SurveyedPhone(visit=visit, **vars(phone))
            for visit, entry in zip(visits, entries, strict=True)
            for phone in entry.draft.phones
        )


def _parse(serializer: VisitSerializer, record: Record, sending: Sending) -> dict[str, Any] | Malformed:
    try:
        told: dict[str, Any] = serializer.run_validation(record.body)
    except ValidationError as fault:
        return Malformed(sentences_by_field(fault.detail))
    at = put_right(told["captured_at"], sending.skew, sending.received_at)
    if at is None:
        return Malformed({"captured_at": [str(TOO_EARLY)]})
    told["draft"] = _draft(record.uuid, told, at, sending)
    if not told["draft"].people_fit:
        return Malformed({"members": [str(TOO_FEW_MEMBERS)]})
    return told


def _draft(uuid: UUID, told: dict[str, Any], at: datetime, sending: Sending) -> VisitDraft:
    """`clock_skew_s` also tells of a clock whose moment could only be taken as it was told."""
    phones = [PhoneSeen(**phone | {"kind": PhoneKind(phone["kind"])}) for phone in told["phones"]]
    return VisitDraft(
        uuid=uuid,
        captured_at=at,
        outcome=Outcome(told["outcome"]),
        members=told["members"],
        note=told["note"],
        phones=phones,
        clock_skew_s=seconds(sending.skew or at - told["captured_at"]),
    )


class Doors:
    """The households of some visits, as far as the sender may see them."""

    def __init__(self, visits: Sequence[dict[str, Any]], sender: User) -> None:
        keys = {visit["household"] for visit in visits} - {None}
        seen = Household.objects.visible_to(sender).filter(pk__in=keys).select_related("merged_into").only(*DOOR)
        self.by_key = {household.pk: household.merged_into or household for household in seen}
        new = [visit["new_household"] for visit in visits if visit["new_household"]]
        self.by_uuid = _stored_before([told["uuid"] for told in new], sender) if new else {}
        self.villages = set(Village.objects.visible_to(sender).values_list("pk", flat=True)) if new else set()
        groups = ResidentialGroup.objects.visible_to(sender).filter(pk__in={told["group"] for told in new})
        self.groups = dict(groups.values_list("pk", "village")) if new else {}

    def of(self, visit: dict[str, Any], commune_id: int) -> Household | None:
        told = visit["new_household"]
        if told is None:
            return self.by_key.get(visit["household"])
        if told["uuid"] in self.by_uuid:
            return self.by_uuid[told["uuid"]]
        return self._new(told, commune_id)

    def _new(self, told: dict[str, Any], commune_id: int) -> Household | None:
        if told["village"] not in self.villages or self.groups.get(told["group"]) not in (None, told["village"]):
            return None
        return Household(
            commune_id=commune_id,
            village_id=told["village"],
            group_id=told["group"] if told["group"] in self.groups else None,
            code=provisional_code(told["uuid"]),
            head_name=told["head"],
            alley=told["alley"],
            house_number=told["house"],
            member_count=told["members"],
            field_uuid=told["uuid"],
            is_provisional=True,
        )


def provisional_code(uuid: UUID) -> str:
    """Until the village head gives the commune's own; it follows from the id, so that twice is one."""
    return f"MOI-{uuid.hex[:10].upper()}"


def _stored_before(ids: Collection[UUID], sender: User) -> dict[UUID, Household | None]:
    """None for those that stand on a register, but not where the sender may see them (any longer)."""
    seen = Household.objects.visible_to(sender).values("pk")
    stored = Household.objects.filter(field_uuid__in=ids).select_related("merged_into").only(*DOOR)
    marked = stored.annotate(is_seen=Q(pk__in=seen))
    return {
        household.field_uuid: (household.merged_into or household) if household.is_seen else None  # type: ignore[attr-defined]
        for household in marked
        if household.field_uuid
    }


def _surveyors(visits: Sequence[dict[str, Any]], sending: Sending) -> dict[int, User]:
    """Who captured them: the sender; after a review whoever of the commune the records name."""
    if not sending.is_reviewed:
        return {sending.sender.pk: sending.sender}
    named = {visit["surveyor"] for visit in visits}
    return {user.pk: user for user in User.objects.get_queryset().filter(pk__in=named, commune=sending.sender.commune)}


def _entry(visit: dict[str, Any], doors: Doors, people: dict[int, User], sending: Sending) -> Captured | Refusal:
    surveyor = people.get(visit["surveyor"])
    if surveyor is None:
        return Refusal(SetAside.Cause.OTHER_PERSON)
    household = doors.of(visit, sending.commune.pk)
    if household is None or not can_record_visit(sending.sender, household):
        return Refusal(SetAside.Cause.NOT_ALLOWED)
    return Captured(visit["draft"], surveyor, household)


def _store_new_households(entries: Sequence[Captured], sending: Sending) -> dict[UUID, Household]:
    """Each once, whoever is first; its surveyor sees it from then on, and the village head confirms it."""
    if not entries:
        return {}
    finders = {entry.household.field_uuid: entry.surveyor for entry in entries if entry.household.field_uuid}
    new = [entry.household for entry in entries]
    for household in new:
        household.set_keys()
    Household.objects.bulk_create(new, ignore_conflicts=True)
    stored = Household.objects.filter(commune=sending.commune, field_uuid__in=finders).only(*DOOR)
    found = {household.field_uuid: household for household in stored if household.field_uuid}
    if len(found) < len(finders):
        raise IntegrityError("a provisional code is taken")  # then each is tried alone, and that one is told so
    Household.surveyors.through.objects.bulk_create(
        [
            Household.surveyors.through(household=found[uuid], user=finder)
            for uuid, finder in finders.items()
            if finder.has_role(Role.SURVEYOR)
        ],
        ignore_conflicts=True,
    )
    audit.record(actor=sending.sender, action="household.found", commune=sending.commune, households=len(found))
    return found


def _stored(household: Household, found: dict[UUID, Household]) -> Household:
    return found[household.field_uuid] if household._state.adding and household.field_uuid else household


VISITS = Visits()
