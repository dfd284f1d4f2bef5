"""What was answered at a door, in one shape whether it is stored or set aside, to be shown side by side."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from intake.models import SetAside
from intake.reading import put_right
from surveys.drafts import PhoneSeen, count_people
from surveys.models import HomeVisit, NotInstalledReason, Outcome, PhoneKind
from surveys.serializers import VisitSerializer
from vault.masking import mask_phone
from villages.models import Household


@dataclass(frozen=True)
class PhoneAnswer:
    """A phone with its number masked: who decides need not know it."""

    owner: str
    number: str
    phone: PhoneSeen

    @property
    def reason(self) -> str:
        return str(NotInstalledReason(self.phone.reason).label) if self.phone.reason else ""


@dataclass(frozen=True)
class Answers:
    captured_at: datetime
    outcome: str
    members: int
    smartphones: int
    installed: int
    note: str
    phones: Sequence[PhoneAnswer]

    @property
    def counts(self) -> tuple[str, int, int, int]:
        """What two visits must share to say the same."""
        return (self.outcome, self.members, self.smartphones, self.installed)

    @property
    def is_completed(self) -> bool:
        return self.outcome == Outcome.COMPLETED

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label)


def of_visit(visit: HomeVisit) -> Answers:
    """Of a visit fetched with its phones."""
    names = ("owner", "number", "installed", "installed_on_the_spot", "reason")
    phones = [
        PhoneSeen(PhoneKind(phone.kind), **{name: getattr(phone, name) for name in names})
        for phone in visit.phones.all()
    ]
    return Answers(
        captured_at=visit.captured_at,
        outcome=visit.outcome,
        members=visit.members,
        smartphones=visit.smartphones,
        installed=visit.installed,
        note=visit.note,
        phones=_masked(phones),
    )


def _masked(phones: Sequence[PhoneSeen]) -> list[PhoneAnswer]:
    return [PhoneAnswer(phone.owner, mask_phone(phone.number) if phone.number else "", phone) for phone in phones]


@dataclass(frozen=True)
class Opened:
    """A record that was set aside, unsealed. `answers` is None when it is malformed: `errors` say how.

    `household` is None when this officer sees none of that key; `found` is what it says of one found at the door.
    """

    surveyor: User | None = None
    household: Household | None = None
    found: str = ""
    answers: Answers | None = None
    errors: Sequence[str] = ()


def opened(row: SetAside, officer: User) -> Opened:
    """At most two queries. Nothing was checked yet of a conflicting record but that it has an id."""
    serializer = VisitSerializer(data=json.loads(row.body))
    if not serializer.is_valid():
        return Opened(errors=_sentences(serializer.errors))
    told = serializer.validated_data
    people = User.objects.get_queryset().filter(commune=officer.commune_id)
    households = Household.objects.visible_to(officer).select_related("village").defer("phone")
    return Opened(
        surveyor=people.filter(pk=told["surveyor"]).first(),
        household=households.filter(pk=told["household"]).first() if told["household"] else None,
        found=_found(told["new_household"]),
        answers=_of_record(told, row),
    )


def _found(told: dict[str, Any] | None) -> str:
    return ", ".join(part for part in (told["head"], told["house"], told["alley"]) if part) if told else ""


def _of_record(told: dict[str, Any], row: SetAside) -> Answers:
    phones = [PhoneSeen(**phone | {"kind": PhoneKind(phone["kind"])}) for phone in told["phones"]]
    smart = [phone for phone in phones if phone.kind == PhoneKind.SMART]
    return Answers(
        captured_at=put_right(told["captured_at"], row.clock_skew, row.received_at) or told["captured_at"],
        outcome=told["outcome"],
        members=told["members"],
        smartphones=count_people(smart),
        installed=count_people([phone for phone in smart if phone.installed]),
        note=told["note"],
        phones=_masked(phones),
    )


def _sentences(found: Any) -> list[str]:
    if isinstance(found, dict):
        found = list(found.values())
    return [sentence for inner in found for sentence in _sentences(inner)] if isinstance(found, list) else [str(found)]
