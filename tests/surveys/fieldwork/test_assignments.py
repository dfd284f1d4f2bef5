"""Groups and households are given to surveyors: in bulk, within one's scope, audited, undone."""

from functools import partial
from typing import Any

import pytest

from accounts.models import AuditEvent, Role, User
from intake.models import SetAside
from surveys.fieldwork.coverage import by_surveyor
from surveys.models import HomeVisit, Outcome
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, UserFactory, VillageFactory, visit
from tests.surveys.batches import post, record, statuses
from tests.villages.queries import queries, queries_of
from villages.assigning import Way, assign, assign_back
from villages.models import Household, ResidentialGroup

GROUPS, UNDO = "/fieldwork/assignments/", "/fieldwork/assignments/undo/"


def surveyor(cast: Cast, **facts: Any) -> User:
    person: User = UserFactory(commune=cast.commune, role=Role.SURVEYOR, **facts)
    return person


def give(cast: Cast, things: list[Any], people: list[User], way: str, role: str = "officer", at: str = GROUPS) -> Any:
    sent = {"chosen": [thing.pk for thing in things], "surveyors": [person.pk for person in people], "way": way}
    return cast.client(role).post(at, sent)


def who(thing: ResidentialGroup | Household) -> set[User]:
    return set(thing.surveyors.all())


@pytest.mark.parametrize(
    ("way", "expected"),
    [("add", {"surveyor", "new"}), ("replace", {"new"}), ("take_away", {"surveyor"})],
)
def test_ticked_groups_are_given_as_the_way_says(cast: Cast, way: str, expected: set[str]) -> None:
    new, other = surveyor(cast, username="new"), GroupFactory(village=cast.village, name="Xóm Đông")
    other.surveyors.add(new)

    response = give(cast, [cast.group, other], [new], way)

    assert response.status_code == 302
    assert {person.username for person in who(cast.group)} == expected
    assert who(other) == (set() if way == "take_away" else {new})


def test_a_group_that_was_not_ticked_stays(cast: Cast) -> None:
    other = GroupFactory(village=cast.village, name="Xóm Đông")

    give(cast, [other], [surveyor(cast)], "replace")

    assert who(cast.group) == {cast.people["surveyor"]}


def test_each_changed_group_is_audited_with_the_keys_and_no_name(cast: Cast) -> None:
    new, has_it = surveyor(cast), GroupFactory(village=cast.village, name="Xóm Đông")
    has_it.surveyors.add(new)

    give(cast, [cast.group, has_it], [new], "add")

    event = AuditEvent.objects.get(action="group.assign")
    had = cast.people["surveyor"].pk
    assert (event.actor, event.object_id) == (cast.people["officer"], str(cast.group.pk))
    assert event.facts == {"before": f"{had}", "after": f"{had},{new.pk}"}


@pytest.mark.parametrize("left_out", ["chosen", "surveyors"])
def test_nothing_ticked_is_said_and_the_other_ticks_stay(cast: Cast, left_out: str) -> None:
    sent = {"chosen": cast.group.pk, "surveyors": cast.people["surveyor"].pk, "way": "take_away"}
    del sent[left_out]

    response = cast.client("officer").post(GROUPS, sent)

    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert response.content.decode().count(" checked") == 2
    assert who(cast.group) == {cast.people["surveyor"]}


def test_a_village_head_assigns_in_the_own_village_only(cast: Cast) -> None:
    foreign, new = GroupFactory(village=VillageFactory(commune=cast.commune)), surveyor(cast)

    refused = give(cast, [foreign], [new], "add", role="village_head")
    done = give(cast, [cast.group], [new], "add", role="village_head")

    assert (refused.status_code, who(foreign)) == (422, set())
    assert (done.status_code, new in who(cast.group)) == (302, True)


@pytest.mark.parametrize("facts", [{"is_active": False}, {"role": Role.KEEPER}, {"commune": None}])
def test_only_active_surveyors_of_the_commune_can_be_chosen(cast: Cast, facts: dict[str, Any]) -> None:
    facts = {key: value for key, value in facts.items() if value is not None}
    someone = UserFactory(**{"role": Role.SURVEYOR, "commune": cast.commune, **facts} if facts else {})

    response = give(cast, [cast.group], [someone], "add")

    assert (response.status_code, someone in who(cast.group)) == (422, False)


def test_the_last_change_can_be_undone(cast: Cast) -> None:
    client, new = cast.client("officer"), surveyor(cast)
    client.post(GROUPS, {"chosen": cast.group.pk, "surveyors": new.pk, "way": "replace"})

    response = client.post(UNDO, follow=True)

    assert who(cast.group) == {cast.people["surveyor"]}
    assert AuditEvent.objects.filter(action="group.assign").count() == 2
    assert UNDO not in response.content.decode()


def test_a_household_given_alone_can_be_taken_back_from_its_page(cast: Cast) -> None:
    client, address = cast.client("officer"), f"/fieldwork/households/{cast.household.pk}/surveyors/"

    page = client.post(address, {"surveyors": [surveyor(cast).pk]}, follow=True).content.decode()
    client.post(UNDO)

    assert UNDO in page
    assert who(cast.household) == set()


def test_undoing_leaves_what_somebody_changed_since(cast: Cast) -> None:
    client, new, newer = cast.client("officer"), surveyor(cast), surveyor(cast)
    client.post(GROUPS, {"chosen": cast.group.pk, "surveyors": new.pk, "way": "replace"})
    give(cast, [cast.group], [newer], "add", role="village_head")

    client.post(UNDO)

    assert who(cast.group) == {new, newer}


def test_undoing_twice_says_that_there_is_nothing_more(cast: Cast) -> None:
    client = cast.client("officer")
    client.post(GROUPS, {"chosen": cast.group.pk, "surveyors": surveyor(cast).pk, "way": "add"})

    client.post(UNDO)
    client.post(UNDO)

    assert AuditEvent.objects.filter(action="group.assign").count() == 2


def test_what_is_so_already_is_no_change(cast: Cast) -> None:
    give(cast, [cast.group], [cast.people["surveyor"]], "add")

    assert not AuditEvent.objects.filter(action="group.assign").exists()


def test_households_of_a_group_are_given_one_by_one(cast: Cast) -> None:
    new, other = surveyor(cast), HouseholdFactory(village=cast.village, group=cast.group)

    give(cast, [other], [new], "add", at=f"/fieldwork/groups/{cast.group.pk}/")

    assert (who(other), who(cast.household)) == ({new}, set())
    assert set(Household.objects.visible_to(new)) == {other}


def test_households_of_no_group_can_be_given_too(cast: Cast) -> None:
    new, alone = surveyor(cast), HouseholdFactory(village=cast.village, group=None)
    address = f"/fieldwork/villages/{cast.village.pk}/ungrouped/"

    give(cast, [alone], [new], "add", at=address)

    assert who(alone) == {new}
    assert address in cast.client("officer").get(GROUPS).content.decode()


def test_a_household_of_another_group_is_not_given_from_this_page(cast: Cast) -> None:
    other = HouseholdFactory(village=cast.village, group=GroupFactory(village=cast.village, name="Xóm Đông"))

    response = give(cast, [other], [surveyor(cast)], "add", at=f"/fieldwork/groups/{cast.group.pk}/")

    assert (response.status_code, who(other)) == (422, set())


def test_one_household_is_given_from_its_own_page(cast: Cast) -> None:
    new, client = surveyor(cast, full_name="Lê Thị Ân"), cast.client("village_head")

    client.post(f"/fieldwork/households/{cast.household.pk}/surveyors/", {"surveyors": [new.pk]})

    assert who(cast.household) == {new}
    assert "Lê Thị Ân" in client.get(cast.household.get_absolute_url()).content.decode()
    assert AuditEvent.objects.get(action="household.assign").facts == {"before": "", "after": str(new.pk)}


def test_reassigning_loses_no_visit_sent_or_unsent(cast: Cast) -> None:
    first = cast.people["surveyor"]
    sent, unsent = (record(first, cast.household) for _ in range(2))
    assert statuses(post(cast.client("surveyor"), sent)) == ["accepted"]

    give(cast, [cast.group], [surveyor(cast)], "replace")

    assert statuses(post(cast.client("surveyor"), unsent)) == ["quarantined"]
    assert (HomeVisit.objects.get().surveyor, SetAside.objects.count()) == (first, 1)


def test_a_household_given_alone_and_with_its_group_is_left_once(cast: Cast) -> None:
    person = cast.people["surveyor"]
    cast.household.surveyors.add(person)
    visit(HouseholdFactory(village=cast.village, group=cast.group), "2021-07-01", installed=1)
    moved = HouseholdFactory(village=cast.village, group=None)
    moved.surveyors.add(person)
    visit(moved, "2021-07-01", outcome=Outcome.MOVED_AWAY)

    share = by_surveyor(Household.objects.all())[person.pk]

    assert (share.done, share.left) == (1, 1)


def test_the_page_tells_who_has_how_many_left(cast: Cast) -> None:
    HouseholdFactory.create_batch(2, village=cast.village, group=cast.group)
    visit(cast.household, "2021-07-01", installed=1)
    surveyor(cast, full_name="Bùi Văn Mới")

    people = cast.client("village_head").get(GROUPS).context["people"]

    loads = [(person.full_name, share.left, share.all) for person, share, _is_ticked in people]
    assert loads == [(cast.people["surveyor"].full_name, 2, 3), ("Bùi Văn Mới", 0, 0)]


@pytest.mark.parametrize(
    "address", [GROUPS, "/fieldwork/groups/{group}/", "/fieldwork/households/{household}/surveyors/"]
)
def test_the_queries_do_not_grow(cast: Cast, address: str) -> None:
    address = address.format(group=cast.group.pk, household=cast.household.pk)
    client = cast.client("officer")
    visit(cast.household, "2021-07-01", installed=1)
    before = queries_of(client, address)

    for _ in range(9):
        group, person = GroupFactory(village=VillageFactory(commune=cast.commune)), surveyor(cast)
        group.surveyors.add(person)
        household = HouseholdFactory(village=cast.village, group=cast.group)
        household.surveyors.add(person)
        visit(household, "2021-07-01", installed=1)

    assert queries_of(client, address) == before


def test_ten_households_are_given_and_taken_back_by_as_many_queries_as_one(cast: Cast) -> None:
    officer, new, asked = cast.people["officer"], surveyor(cast), []

    for count in (1, 10):
        things = HouseholdFactory.create_batch(count, village=cast.village)
        changes = {thing.pk: (set(), {new.pk}) for thing in things}
        giving = queries(partial(assign, actor=officer, things=things, surveyors=[new], way=Way.ADD))
        undoing = queries(partial(assign_back, actor=officer, things=things, changes=changes))
        asked.append((giving, undoing))

    assert asked[0] == asked[1]


@pytest.mark.parametrize("name", ["chosen", "surveyors"])
def test_a_number_that_no_key_can_be_is_an_unknown_choice(cast: Cast, name: str) -> None:
    sent = {"chosen": cast.group.pk, "surveyors": cast.people["surveyor"].pk, "way": "add"} | {name: "9" * 30}

    assert cast.client("officer").post("/fieldwork/assignments/", sent).status_code == 422
