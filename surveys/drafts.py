"""What a surveyor captured, already cleaned, before it is stored: the same for page, device and paper."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from surveys.models import Outcome, PhoneKind
from vietnam.text import fold
from villages.models import Household


@dataclass(frozen=True)
class PhoneSeen:
    """One phone as it was seen; `number` is E.164 or empty."""

    kind: PhoneKind
    owner: str = ""
    number: str = ""
    installed: bool = False
    installed_on_the_spot: bool = False
    reason: str = ""


@dataclass(frozen=True)
class VisitDraft:
    """What the surveyor captured; `uuid` was made when the form opened.

    `is_just_now`: `captured_at` is our clock and was not sent, so the same form sent again says the same.
    """

    uuid: UUID
    captured_at: datetime
    outcome: Outcome
    members: int = 0
    note: str = ""
    phones: Sequence[PhoneSeen] = ()
    is_just_now: bool = False
    clock_skew_s: int = 0

    def body_hash(self, household: Household) -> str:
        """SHA-256 of everything that was sent, but for the id itself."""
        captured_at = None if self.is_just_now else self.captured_at.astimezone(UTC)
        phones = [vars(phone) for phone in self.phones]
        body = vars(self) | {"phones": phones, "household": household.pk, "captured_at": captured_at}
        del body["uuid"], body["clock_skew_s"]
        return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def smart(self) -> list[PhoneSeen]:
        return [phone for phone in self.phones if phone.kind == PhoneKind.SMART]

    @property
    def people_fit(self) -> bool:
        """Lodgers count as members, so that owners can never outnumber them."""
        return self.outcome != Outcome.COMPLETED or count_people(self.smart) <= self.members


def count_people(phones: Sequence[PhoneSeen]) -> int:
    """Owners of at least one of these phones: one name is one person, a phone without a name is one more person."""
    named = {fold(phone.owner) for phone in phones if phone.owner}
    return len(named) + sum(not phone.owner for phone in phones)
