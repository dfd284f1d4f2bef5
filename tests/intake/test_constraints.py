"""What must never be false of devices and of what was set aside is a constraint; each is broken here."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from intake.models import Device, Receipt, SetAside
from tests.conftest import Cast


def a_device(cast: Cast, **facts: Any) -> Device:
    return Device.objects.create(commune=cast.commune, user=cast.people["surveyor"], uuid=uuid4(), **facts)


def set_aside(cast: Cast, **facts: Any) -> SetAside:
    told: dict[str, Any] = {"uuid": uuid4(), "body_hash": "0", "body": "{}", "cause": "not_allowed"} | facts
    return SetAside.objects.create(
        commune=cast.commune, kind="visit", sender=cast.people["surveyor"], received_at=timezone.now(), **told
    )


def refused(constraint: str, rows: models.QuerySet[Any], **change: Any) -> None:
    """SQLite names the columns of a unique constraint instead of itself, PostgreSQL both."""
    with pytest.raises(IntegrityError, match=f"{constraint}|UNIQUE"), transaction.atomic():
        rows.update(**change)


def test_a_device_stands_once_in_a_commune(cast: Cast) -> None:
    first, twin = a_device(cast), a_device(cast)

    refused("device_once_a_commune", Device.objects.filter(pk=twin.pk), uuid=first.uuid)


def test_what_is_unsent_has_its_age(cast: Cast) -> None:
    a_device(cast)

    refused("device_unsent_has_its_age", Device.objects.all(), unsent=1)
    refused("device_unsent_has_its_age", Device.objects.all(), oldest_unsent_at=timezone.now())


def test_a_record_has_one_receipt(cast: Cast) -> None:
    told: dict[str, Any] = {"kind": "visit", "body_hash": "0", "sender": cast.people["surveyor"]}
    first, twin = (
        Receipt.objects.create(uuid=uuid4(), batch=uuid4(), received_at=timezone.now(), **told) for _ in range(2)
    )

    refused("receipt", Receipt.objects.filter(pk=twin.pk), uuid=first.uuid)


def test_a_record_is_set_aside_once(cast: Cast) -> None:
    first, twin = set_aside(cast), set_aside(cast)

    refused("set_aside_once", SetAside.objects.filter(pk=twin.pk), uuid=first.uuid)


def test_a_decision_has_its_officer_and_its_moment(cast: Cast) -> None:
    set_aside(cast)

    refused("set_aside_decision_is_whole", SetAside.objects.all(), decision="accepted")
    refused("set_aside_decision_is_whole", SetAside.objects.all(), decided_by=cast.people["officer"])


def test_a_cause_is_one_of_the_known(cast: Cast) -> None:
    set_aside(cast)

    refused("set_aside_cause_known", SetAside.objects.all(), cause="bad_luck")


def test_every_constraint_is_broken_here() -> None:
    names = {constraint.name for model in (Device, Receipt, SetAside) for constraint in model._meta.constraints}

    assert names == {
        "device_once_a_commune",
        "device_unsent_has_its_age",
        "set_aside_once",
        "set_aside_decision_is_whole",
        "set_aside_cause_known",
    }
