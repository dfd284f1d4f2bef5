"""Recording home visits. Nothing is overwritten: a correction is a newer visit."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from surveys.models import HomeVisit, Outcome, PhoneKind, Provenance, SurveyedPhone
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
    """What the surveyor captured, already cleaned; `uuid` was made when the form opened.

    `is_just_now`: `captured_at` is our clock and was not sent, so the same form sent again says the same.
    """

    uuid: UUID
    captured_at: datetime
    outcome: Outcome
    members: int = 0
    note: str = ""
    phones: Sequence[PhoneSeen] = ()
    is_just_now: bool = False

    def body_hash(self, household: Household) -> str:
        """SHA-256 of everything that was sent, but for the id itself."""
        captured_at = None if self.is_just_now else self.captured_at.astimezone(UTC)
        body = asdict(self) | {"household": household.pk, "captured_at": captured_at}
        del body["uuid"]
        return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


class VisitConflict(Exception):
    """The same id was sent before with another body."""


def record_visit(
    *, surveyor: User, household: Household, draft: VisitDraft, provenance: Provenance = Provenance.PAGE
) -> HomeVisit:
    """Store one visit; the same id and body again return the first. A constraint decides, not a look beforehand.

    Raises VisitConflict when the id was used for another body.
    """
    visit = unsaved_visit(surveyor, household, draft, provenance)
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
            SurveyedPhone.objects.bulk_create(SurveyedPhone(visit=visit, **asdict(phone)) for phone in draft.phones)
    except IntegrityError:
        first = HomeVisit.objects.filter(uuid=draft.uuid).first()
        if first is None:
            raise
        if first.body_hash != visit.body_hash:
            raise VisitConflict from None
        return first
    return visit


def unsaved_visit(surveyor: User, household: Household, draft: VisitDraft, provenance: Provenance) -> HomeVisit:
    """The visit with its counts of people, not yet stored; its phones are stored beside it."""
    smart = [phone for phone in draft.phones if phone.kind == PhoneKind.SMART]
    return HomeVisit(
        uuid=draft.uuid,
        body_hash=draft.body_hash(household),
        household=household,
        village_id=household.village_id,
        surveyor=surveyor,
        captured_at=draft.captured_at,
        outcome=draft.outcome,
        members=draft.members,
        smartphones=count_people(smart),
        installed=count_people([phone for phone in smart if phone.installed]),
        installed_on_the_spot=count_people([phone for phone in smart if phone.installed_on_the_spot]),
        note=draft.note,
        provenance=provenance,
    )


def count_people(phones: Sequence[PhoneSeen]) -> int:
    """Owners of at least one of these phones: one name is one person, a phone without a name is one more person."""
    named = {fold(phone.owner) for phone in phones if phone.owner}
    return len(named) + sum(not phone.owner for phone in phones)
