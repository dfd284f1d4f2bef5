"""The list of contacts: what was found, brought together into people and stored. A deed locks the case around it.

However many contacts: the same number of statements. What was done for a contact is never touched; figures are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from checkins.models import CheckIn, Hold
from tracing.models import Case, Contact, Degree, Exposure, FollowUp, Stay
from tracing.models.contact import FollowUpState
from tracing.searching import Meeting, Person, meetings, person_of, stays_along, trails
from vietnam.text import fold

FIGURES = ("degree", "minutes", "places", "companions", "last_exposed_at")
BATCH = 500
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Found:
    """What a search came to: people on the list, those who were not on it before, those who are no longer."""

    stays: int
    contacts: int
    new: int
    gone: int


def search(case: Case, actor: User, *, chosen: Contact | None = None) -> Found:
    """Look for stays and contacts anew; `chosen` is an F1 whose contacts are wanted from now on. The case is locked."""
    _find_stays(case, actor, chosen)
    stays = case.stays.counted().count()
    found = _of_present_check_ins(meetings(case)) if stays else []
    before = {person_of(contact): contact for contact in case.contacts.defer("name")}
    people = _people(found, before)
    Exposure.objects.filter(stay__case=case).delete()
    contacts = _store(case, people, before, _late_degrees(case, chosen))
    _expose(contacts, people)
    gone = _drop_unfounded(case)
    _hold(case, actor, {meeting.check_in for met in people.values() for meeting in met})
    if stays:
        Case.objects.filter(pk=case.pk).update(traced_at=timezone.now())
    return Found(stays, len(people), len(people.keys() - before.keys()), gone)


def _late_degrees(case: Case, chosen: Contact | None) -> Sequence[int]:
    """Whoever joins a list is marked new, but on its first making; the contacts of an F1 chosen now are awaited."""
    if case.traced_at is None:
        return ()
    return (Degree.F1,) if chosen else Degree.values


def _find_stays(case: Case, actor: User, chosen: Contact | None) -> None:
    """A check-in that was taken for an F1's is the subject's once their second phone is known."""
    stays = stays_along(case, trails(case, chosen=chosen))
    there = _present({stay.check_in_id for stay in stays if stay.check_in_id})
    stays = [stay for stay in stays if stay.check_in_id in there]
    now = timezone.now()
    for stay in stays:
        stay.found_by, stay.found_at = actor, now
    own = [stay.check_in_id for stay in stays if stay.of_contact_id is None]
    case.stays.filter(check_in__in=own, of_contact__isnull=False).update(of_contact=None)
    Stay.objects.bulk_create(stays, BATCH, ignore_conflicts=True)
    _hold(case, actor, there)


def _of_present_check_ins(found: Sequence[Meeting]) -> list[Meeting]:
    """Without those whom a visitor's own wish removed this very moment."""
    there = _present({meeting.check_in for meeting in found})
    return [meeting for meeting in found if meeting.check_in in there]


def _present(check_ins: set[int]) -> set[int]:
    """Those still stored, locked until the deed is done: whoever wants to remove one then meets its hold."""
    locked = CheckIn.objects.select_for_update().filter(pk__in=check_ins).order_by("pk")
    return set(locked.values_list("pk", flat=True))


def _hold(case: Case, actor: User, check_ins: Iterable[int]) -> None:
    holds = [Hold(check_in_id=pk, reference=case.hold_reference, placed_by=actor) for pk in sorted(check_ins)]
    Hold.objects.bulk_create(holds, BATCH, ignore_conflicts=True)


def _people(found: Sequence[Meeting], before: Mapping[Person | None, Contact]) -> dict[Person, list[Meeting]]:
    """Each person once: an F1 with what they met of the subject alone, an F2 with what they met of who still is F1."""
    near: dict[Person, list[Meeting]] = defaultdict(list)
    for meeting in found:
        if meeting.of_contact is None:
            near[meeting.person].append(meeting)
    first = set(near)
    followed = {contact.pk for person, contact in before.items() if person in first}
    for meeting in found:
        if meeting.of_contact in followed and meeting.person not in first:
            near[meeting.person].append(meeting)
    return dict(near)


def _store(
    case: Case,
    people: Mapping[Person, Sequence[Meeting]],
    before: Mapping[Person | None, Contact],
    late: Sequence[int],
) -> dict[Person, Contact]:
    """Contacts by person, with new figures. Those of the `late` degrees are marked new where they are."""
    now = timezone.now()
    contacts = {person: before.get(person) or _contact(case, met, late, now) for person, met in people.items()}
    for person, contact in contacts.items():
        _reckon(contact, people[person])
    Contact.objects.bulk_update([contact for contact in contacts.values() if contact.pk], FIGURES, BATCH)
    Contact.objects.bulk_create([contact for contact in contacts.values() if not contact.pk], BATCH)
    return contacts


def _contact(case: Case, met: Sequence[Meeting], late: Sequence[int], now: datetime) -> Contact:
    newest = met[-1]
    return Contact(
        case=case,
        name=newest.name,
        phone=newest.phone,
        only_check_in_id=None if newest.phone else newest.check_in,
        found_at=now,
        is_new=_degree(met) in late,
    )


def _degree(met: Sequence[Meeting]) -> Degree:
    return Degree.F1 if met[0].of_contact is None else Degree.F2


def _reckon(contact: Contact, met: Sequence[Meeting]) -> None:
    contact.degree = _degree(met)
    contact.minutes = minutes_together(met)
    contact.places = len({meeting.venue for meeting in met})
    contact.companions = _companions(met)
    contact.last_exposed_at = max(meeting.until_at for meeting in met)


def minutes_together(met: Iterable[Meeting]) -> int:
    """Whole minutes; a time covered twice, as by two scans of one visit, counts once."""
    total, reached = timedelta(), None
    for meeting in sorted(met, key=lambda one: one.from_at):
        begin = max(meeting.from_at, reached or meeting.from_at)
        total += max(meeting.until_at - begin, timedelta())
        reached = max(meeting.until_at, reached or meeting.until_at)
    return total // MINUTE


def _companions(met: Iterable[Meeting]) -> int:
    """The most at one stay. Who checked in under another name with the same phone, as families do, is one too."""
    at_stay: dict[int, dict[str, int]] = defaultdict(dict)
    for meeting in met:
        party = at_stay[meeting.stay]
        party[fold(meeting.name)] = max(meeting.companions + 1, party.get(fold(meeting.name), 0))
    return max(sum(party.values()) for party in at_stay.values()) - 1


def _expose(contacts: Mapping[Person, Contact], people: Mapping[Person, Sequence[Meeting]]) -> None:
    made = [
        Exposure(
            contact=contacts[person],
            stay_id=meeting.stay,
            check_in_id=meeting.check_in,
            from_at=meeting.from_at,
            until_at=meeting.until_at,
            minutes=(meeting.until_at - meeting.from_at) // MINUTE,
            is_doubtful=meeting.flags > 0,
        )
        for person, met in people.items()
        for meeting in met
    ]
    Exposure.objects.bulk_create(made, BATCH)


def _drop_unfounded(case: Case) -> int:
    """Whom no stay names any more goes from the list; whom something was done for stays, with nothing together."""
    unfounded = case.contacts.filter(~Exists(Exposure.objects.filter(contact=OuterRef("pk"))))
    untouched = Q(state=FollowUpState.TO_CALL, quarantine_from=None, next_on=None, next_step="")
    followed = Exists(FollowUp.objects.filter(contact=OuterRef("pk")))
    gone: int = unfounded.filter(untouched, ~followed).delete()[1].get("tracing.Contact", 0)
    unfounded.update(minutes=0, places=0, companions=0)
    return gone
