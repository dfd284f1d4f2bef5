"""A roster's counts, and its overlap with the household surveys by phone: shown, never added to anything."""

from dataclasses import dataclass
from datetime import datetime

from organisations.models import Organisation, RosterEntry
from surveys.models import SurveyedPhone
from vault.sealing import blind_indexes, has_one_index

Seen = dict[str, tuple[datetime, bool]]  # blind index → newest visit that saw it, with Bluezone or without


@dataclass(frozen=True)
class Roster:
    """People on the roster. `overlap` is None for those who may not see it."""

    people: int
    smartphones: int
    installed: int
    with_phone: int
    overlap: "Overlap | None"


@dataclass(frozen=True)
class Overlap:
    """Of the people whose phone a survey saw: with Bluezone by both, by one only, by neither."""

    seen: int
    both: int
    roster_only: int
    survey_only: int

    @property
    def neither(self) -> int:
        return self.seen - self.both - self.roster_only - self.survey_only


def roster(organisation: Organisation, *, with_overlap: bool) -> Roster | None:
    """None without a roster. One query, and one for the overlap; phones are unsealed only while keys are rotated."""
    people = list(RosterEntry.objects.filter(organisation=organisation).defer("phone"))
    if not people:
        return None
    return Roster(
        people=len(people),
        smartphones=sum(person.has_smartphone for person in people),
        installed=sum(person.installed for person in people),
        with_phone=sum(bool(person.phone_index) for person in people),
        overlap=_overlap(organisation, people) if with_overlap else None,
    )


def _overlap(organisation: Organisation, people: list[RosterEntry]) -> Overlap:
    indexes = _indexes(organisation, people)
    found = _seen(organisation, [index for of_one in indexes.values() for index in of_one])
    pairs = []
    for person in people:
        visits = [found[index] for index in indexes.get(person.pk, []) if index in found]
        if visits:
            pairs.append((person.installed, max(visits)[1]))
    return Overlap(len(pairs), pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True)))


def _indexes(organisation: Organisation, people: list[RosterEntry]) -> dict[int, list[str]]:
    """By key of the person; of those with a phone."""
    if has_one_index("surveys"):
        return {person.pk: [person.phone_index] for person in people if person.phone_index}
    phones = RosterEntry.objects.filter(organisation=organisation).exclude(phone="").values_list("pk", "phone")
    return {key: blind_indexes("surveys", phone) for key, phone in phones}


def _seen(organisation: Organisation, indexes: list[str]) -> Seen:
    """A number seen in several visits is as its newest visit saw it."""
    phones = SurveyedPhone.objects.filter(visit__village__commune=organisation.commune_id, number_index__in=indexes)
    rows = phones.order_by("visit__captured_at", "installed")
    return {index: (at, installed) for index, at, installed in rows.values_list(*SEEN)}


SEEN = ("number_index", "visit__captured_at", "installed")
