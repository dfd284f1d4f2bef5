"""The chain of audit events: it grows in order, nothing in it changes, and every break is found."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from accounts import audit
from accounts.models import AuditChain, AuditEvent, User
from tests.conftest import Cast
from tests.factories import CommuneFactory, UserFactory
from tests.villages.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db: None) -> User:
    user: User = UserFactory()
    return user


@pytest.fixture
def chain(officer: User) -> AuditChain:
    """Four sound events of one commune."""
    for number in range(1, 5):
        audit.record(actor=officer, action="test.deed", target=officer, reason="thử", rows=number)
    return AuditChain.objects.get(commune=officer.commune)


def stored(chain: AuditChain, number: int) -> models.QuerySet[AuditEvent]:
    """One event as somebody with a database console reaches it, around the guards of the ORM."""
    rows: models.QuerySet[AuditEvent] = models.QuerySet(AuditEvent)
    return rows.filter(chain=chain, number=number)


def verify() -> str:
    """What `verify_audit` complains of; "" when every chain is sound."""
    complaints = StringIO()
    try:
        call_command("verify_audit", stdout=StringIO(), stderr=complaints)
    except CommandError:
        assert complaints.getvalue()
    return complaints.getvalue()


def test_events_are_numbered_from_one(chain: AuditChain) -> None:
    assert [event.number for event in chain.events.all()] == [1, 2, 3, 4]
    assert chain.length == 4


def test_an_event_keeps_who_what_why_when_and_its_facts(officer: User) -> None:
    audit.record(actor=officer, action="test.deed", target=officer, reason="Vì thử", rows=3, kind="x", dry=False)

    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.reason) == (officer, "test.deed", "Vì thử")
    assert (event.object_type, event.object_id) == ("accounts.user", str(officer.pk))
    assert event.facts == {"rows": 3, "kind": "x", "dry": False}
    assert event.at


def test_a_sound_chain_passes_and_names_its_head(chain: AuditChain) -> None:
    said = StringIO()

    call_command("verify_audit", stdout=said)

    assert chain.head in said.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        {"action": "test.other"},
        {"reason": "khác"},
        {"facts": {"rows": 9}},
        {"actor": None},
        {"object_id": "9"},
        {"object_type": "accounts.commune"},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_event_is_found(chain: AuditChain, change: dict[str, object]) -> None:
    stored(chain, 2).update(**change)

    assert "#2 changed" in verify()


def test_an_event_moved_in_time_is_found(chain: AuditChain) -> None:
    stored(chain, 2).update(at=chain.events.get(number=1).at)

    assert "#2 changed" in verify()


def test_a_missing_event_is_found(chain: AuditChain) -> None:
    stored(chain, 2).delete()

    assert "#2 missing" in verify()


def test_a_cut_tail_is_found(chain: AuditChain) -> None:
    stored(chain, 4).delete()

    assert "#4 tail" in verify()


def test_a_chain_emptied_of_all_its_events_is_found(chain: AuditChain) -> None:
    models.QuerySet(AuditEvent).delete()

    assert "#1 tail" in verify()


def test_a_forged_head_is_found(chain: AuditChain) -> None:
    AuditChain.objects.filter(pk=chain.pk).update(head="0" * 64)

    assert "#5 tail" in verify()


def test_an_event_appended_by_hand_is_found(chain: AuditChain) -> None:
    last = chain.events.get(number=4)
    models.QuerySet(AuditEvent).create(chain=chain, number=5, at=last.at, action="forged", digest=last.digest)
    AuditChain.objects.filter(pk=chain.pk).update(head=last.digest, length=5)

    assert "#5 changed" in verify()


def test_a_broken_chain_does_not_hide_behind_a_sound_one(chain: AuditChain) -> None:
    other = CommuneFactory()
    audit.record(actor=None, action="test.deed", commune=other)
    stored(chain, 3).update(action="test.other")

    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=StringIO(), stderr=StringIO())


def test_events_cannot_be_changed_through_the_orm(chain: AuditChain) -> None:
    event = chain.events.get(number=1)
    event.action = "test.other"

    for deed in (event.save, lambda: chain.events.update(action="test.other")):
        with pytest.raises(TypeError, match="never changed"):
            deed()
    with pytest.raises(TypeError, match="never changed"):
        AuditEvent.objects.bulk_update([event], ["action"])


def test_events_cannot_be_deleted_through_the_orm(chain: AuditChain) -> None:
    event = chain.events.get(number=1)

    for deed in (event.delete, chain.events.all().delete, AuditEvent.objects.filter(number=1).delete):
        with pytest.raises(TypeError, match="never deleted"):
            deed()


def test_neither_the_people_nor_the_commune_of_an_event_can_be_removed(officer: User, chain: AuditChain) -> None:
    with pytest.raises(models.ProtectedError):
        officer.delete()
    with pytest.raises(models.ProtectedError):
        chain.delete()


def test_two_communes_have_two_chains(officer: User) -> None:
    neighbour = UserFactory()

    events = [audit.record(actor=actor, action="test.deed") for actor in (officer, neighbour, officer)]

    assert [event.number for event in events] == [1, 1, 2]
    assert events[0].chain != events[1].chain


def test_what_belongs_to_no_commune_stands_in_the_chain_of_the_installation(db: None) -> None:
    first = audit.record(actor=None, action="test.deed")
    second = audit.record(actor=UserFactory(role="admin", commune=None), action="test.deed")

    assert first.chain == second.chain
    assert (first.chain.commune, second.number) == (None, 2)


def test_the_installation_has_one_chain_only(db: None) -> None:
    AuditChain.objects.create(commune=None)

    with pytest.raises(IntegrityError):
        AuditChain.objects.create(commune=None)


def test_a_number_stands_once_in_a_chain(chain: AuditChain) -> None:
    first = chain.events.get(number=1)

    with pytest.raises(IntegrityError):
        AuditEvent.objects.create(chain=chain, number=1, at=first.at, action="forged", digest="0")


def test_an_event_whose_deed_is_rolled_back_leaves_no_gap(officer: User, chain: AuditChain) -> None:
    with transaction.atomic():
        audit.record(actor=officer, action="test.deed")
        transaction.set_rollback(True)

    assert audit.record(actor=officer, action="test.deed").number == 5
    assert verify() == ""


def deeds(count: int) -> list[AuditEvent]:
    return [audit.event(action="test.deed", reason=f"lần {number}", rows=number) for number in range(count)]


def test_many_events_stand_in_the_chain_in_their_order_as_if_recorded_one_by_one(
    officer: User, chain: AuditChain
) -> None:
    events = audit.record_many(actor=officer, events=deeds(3))
    audit.record(actor=officer, action="test.deed")

    assert [(event.number, event.facts, event.actor) for event in events] == [
        (5 + number, {"rows": number}, officer) for number in range(3)
    ]
    assert AuditEvent.objects.latest("number").number == 8
    assert verify() == ""


def test_one_changed_among_many_recorded_together_is_found(officer: User) -> None:
    events = audit.record_many(actor=officer, events=deeds(3))
    stored(events[0].chain, 2).update(reason="khác")

    assert "#2 changed" in verify()


def test_ten_events_ask_no_more_than_one(officer: User, chain: AuditChain) -> None:
    one, ten = (queries(lambda count=count: audit.record_many(actor=officer, events=deeds(count))) for count in (1, 10))

    assert one == ten


def test_no_event_begins_no_chain(officer: User) -> None:
    assert audit.record_many(actor=officer, events=[]) == []

    assert not AuditChain.objects.exists()


def test_admins_and_chairs_see_the_events_of_what_they_govern(cast: Cast) -> None:
    own = audit.record(actor=cast.people["officer"], action="test.deed")
    foreign = audit.record(actor=cast.foreigner, action="test.deed")

    seen = {role: set(AuditEvent.objects.visible_to(user)) for role, user in cast.people.items()}

    assert seen.pop("admin") == {own, foreign}
    assert seen.pop("chair") == {own}
    assert not any(seen.values())


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer by itself")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("together", [1, 3])
def test_events_recorded_at_once_get_consecutive_numbers(together: int) -> None:
    actor = UserFactory()

    def deed(_number: int) -> list[int]:
        try:
            return [event.number for event in audit.record_many(actor=actor, events=deeds(together))]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(deed, range(12)))

    assert all(given == list(range(given[0], given[0] + together)) for given in numbers)
    assert sorted(number for given in numbers for number in given) == list(range(1, 12 * together + 1))
    assert verify() == ""
