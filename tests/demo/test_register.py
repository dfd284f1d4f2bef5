import re
import uuid
from itertools import chain

import pytest

from demo.accounts import OTHER_VILLAGE_HEADS, PEOPLE
from demo.campaign import journal
from demo.register import VILLAGES, Home, homes
from vietnam.names import clean_name
from vietnam.phones import parse_phone
from villages.importing.entries import CODE


@pytest.fixture(scope="module")
def register() -> list[Home]:
    return list(chain.from_iterable(homes(plan, seed=210) for plan in VILLAGES))


def test_one_seed_gives_one_commune():
    first = list(journal(VILLAGES[0], seed=7))
    second = list(journal(VILLAGES[0], seed=7))

    assert first == second


def test_another_seed_gives_other_people():
    first = list(homes(VILLAGES[0], seed=7))
    second = list(homes(VILLAGES[0], seed=8))

    assert [home.people for home in first] != [home.people for home in second]


def test_the_register_is_as_large_as_a_commune(register: list[Home]):
    residents = sum(len(home.people) for home in register)

    assert len(register) == 1900
    assert 6700 <= residents <= 6900
    assert all(150 <= plan.households <= 350 and 4 <= plan.groups <= 8 for plan in VILLAGES)


def test_groups_have_20_to_50_households():
    for plan in VILLAGES:
        groups = [home.group for home in homes(plan, seed=210)]

        assert set(groups) == set(range(plan.groups))
        assert all(20 <= groups.count(group) <= 50 for group in range(plan.groups))


def test_households_are_multiplied_and_groups_stay_of_one_size():
    large = VILLAGES[0].scaled(10)

    assert len(list(homes(large, seed=210))) == 10 * VILLAGES[0].households
    assert large.groups == 10 * VILLAGES[0].groups


def test_codes_never_meet_those_of_a_commune(register: list[Home]):
    codes = [home.code for home in register]

    assert len(set(codes)) == len(codes)
    assert all(CODE.fullmatch(code) and re.match("[A-Z]{2}-", code) for code in codes)


def test_names_are_clean_as_they_stand(register: list[Home]):
    people = [person.name for home in register for person in home.people]

    names = [*people, *PEOPLE.values(), *OTHER_VILLAGE_HEADS, *(plan.name for plan in VILLAGES)]

    assert [name for name in names if clean_name(name) != name] == []


def test_phones_are_valid_as_they_stand(register: list[Home]):
    numbers = {home.phone for home in register} | {person.number for home in register for person in home.people}

    assert [number for number in numbers - {""} if parse_phone(number).e164 != number] == []


def test_most_households_have_a_phone_and_some_phones_are_shared(register: list[Home]):
    with_phone = [home for home in register if home.phone]
    shared = [home for home in register if home.phone in [person.number for person in home.people[1:]]]

    assert 0.8 < len(with_phone) / len(register) < 0.95
    assert any(home.phone for home in shared)


def test_ids_of_visits_are_random_ones_and_never_twice():
    ids = [knock.draft.uuid for plan in VILLAGES for _, knocks in journal(plan, seed=210) for knock in knocks]

    assert len(set(ids)) == len(ids)
    assert {(id_.version, id_.variant) for id_ in ids} == {(4, uuid.RFC_4122)}
