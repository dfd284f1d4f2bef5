"""The cast: one person of each role in one commune, and strangers from the next village and the next commune."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.test import Client
from hypothesis import settings as hypothesis_settings

import spreadsheets  # noqa: F401 - first of all: it chooses the parser of openpyxl, which the tests import as well
from accounts.models import Commune, Role, User
from tests.factories import CommuneFactory, GroupFactory, HouseholdFactory, UserFactory, VillageFactory
from villages.models import Household, ResidentialGroup, Village

# A slow machine is no fault of the code.
hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")


@pytest.fixture(autouse=True)
def _cache_of_its_own() -> None:
    """Counts of one test are not another's: all workers share one Valkey."""
    caches["default"].key_prefix = uuid4().hex


@dataclass
class Cast:
    """`people` by role; `household` stands in `group` of `village`, headed by the village head of `people`."""

    commune: Commune
    village: Village
    group: ResidentialGroup
    household: Household
    people: dict[str, User]
    stranger: User
    foreigner: User

    def client(self, role: str) -> Client:
        """A browser in which the person of this role has signed in."""
        client = Client()
        who = {"stranger": self.stranger, "foreigner": self.foreigner}.get(role) or self.people[role]
        client.force_login(who)
        return client


@pytest.fixture
def cast(db: None) -> Cast:
    commune = CommuneFactory(name="Thống Nhất", slug="thong-nhat")
    people = {role: _person(role, commune) for role in Role.values}
    village = VillageFactory(commune=commune, name="Đồng Tiến")
    village.heads.add(people[Role.VILLAGE_HEAD])
    group = GroupFactory(village=village, name="Tổ 1")
    group.surveyors.add(people[Role.SURVEYOR])
    household = HouseholdFactory(village=village, group=group, code="000001", head_name="Đỗ Thị Ánh")
    stranger = UserFactory(username="stranger", role=Role.VILLAGE_HEAD, commune=commune)
    VillageFactory(commune=commune, name="Tân Lập").heads.add(stranger)
    foreigner = UserFactory(username="foreigner", role=Role.OFFICER, commune=CommuneFactory())
    return Cast(commune, village, group, household, people, stranger, foreigner)


def _person(role: str, commune: Commune) -> User:
    everywhere = role in (Role.ADMIN, Role.SUPERVISOR)
    person: User = UserFactory(username=role, role=role, commune=None if everywhere else commune)
    return person
