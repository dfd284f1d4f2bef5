"""What the database itself refuses of visits and phones."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet

from surveys.models import HomeVisit, SurveyedPhone
from tests.conftest import Cast
from tests.factories import visit


@pytest.fixture
def survey(cast: Cast) -> HomeVisit:
    """Four members, three with a smartphone, two with Bluezone; one phone kept."""
    return visit(cast.household, "2021-07-01", smartphones=3, installed=2)


def refused(name: str, queryset: QuerySet[Any], **values: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        queryset.update(**values)


@pytest.mark.parametrize(
    "values",
    [{"members": 0, "smartphones": 0, "installed": 0}, {"members": 41}]
    + [{"outcome": outcome} for outcome in ("absent", "refused", "moved_away")],
)
def test_counts_stand_with_completed_visits_only(survey: HomeVisit, values: dict[str, object]) -> None:
    refused("visit_counts_only_when_completed", HomeVisit.objects.all(), **values)


@pytest.mark.parametrize("values", [{"smartphones": 5}, {"installed": 4}, {"installed_on_the_spot": 3}])
def test_people_are_no_more_than_those_they_are_among(survey: HomeVisit, values: dict[str, object]) -> None:
    refused("visit_people_within_members", HomeVisit.objects.all(), **values)


def test_an_outcome_is_known(survey: HomeVisit) -> None:
    nothing = {"members": 0, "smartphones": 0, "installed": 0, "installed_on_the_spot": 0}

    refused("visit_outcome_known", HomeVisit.objects.all(), outcome="lost", **nothing)


def test_an_id_exists_once(survey: HomeVisit) -> None:
    twin = visit(survey.household, "2021-07-02")

    refused("uuid", HomeVisit.objects.filter(pk=twin.pk), uuid=survey.uuid)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("phone_kind_known", {"kind": "fax", "reason": "", "installed": False}),
        ("phone_installed_is_smart", {"installed": True, "kind": "basic", "reason": ""}),
        ("phone_installed_is_smart", {"installed": True, "reason": "full"}),
        ("phone_on_the_spot_is_installed", {"installed_on_the_spot": True}),
        ("phone_reason_known", {"reason": "lazy"}),
        ("phone_reason_known", {"kind": "basic"}),
    ],
)
def test_a_phone_agrees_with_itself(survey: HomeVisit, name: str, values: dict[str, object]) -> None:
    refused(name, SurveyedPhone.objects.filter(installed=False), **values)


def test_every_constraint_is_broken_here() -> None:
    broken = {
        "visit_outcome_known",
        "visit_counts_only_when_completed",
        "visit_people_within_members",
        "phone_kind_known",
        "phone_installed_is_smart",
        "phone_on_the_spot_is_installed",
        "phone_reason_known",
    }

    kinds = (HomeVisit, SurveyedPhone)
    assert {constraint.name for model in kinds for constraint in model._meta.constraints} == broken


@pytest.mark.parametrize("owner", ["household", "surveyor"])
def test_whom_a_visit_concerns_cannot_be_deleted(survey: HomeVisit, owner: str) -> None:
    with pytest.raises(ProtectedError):
        getattr(survey, owner).delete()


def test_a_phone_may_be_shared_by_a_family_and_a_village(survey: HomeVisit) -> None:
    for _ in range(2):
        SurveyedPhone.objects.create(visit=survey, kind="basic", number="+84912345678")

    assert SurveyedPhone.objects.exclude(number_index="").count() == 2
