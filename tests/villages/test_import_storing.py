"""All or nothing: what happened between the dry run and the storing, counts, two lists at once, what is kept."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partialmethod
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import AuditEvent, Commune
from spreadsheets.reading import read_table
from tests.conftest import Cast
from tests.factories import CommuneFactory, VillageFactory
from tests.villages.lists import checked, counts, household, listed, received, row, rows, stored
from tests.villages.queries import queries
from villages import actions
from villages.importing.entries import COLUMNS, Entry, check
from villages.importing.plan import plan
from villages.importing.steps import Checked
from villages.importing.store import BATCH, Miscounted, store
from villages.models import Household, HouseholdImport, ResidentialGroup, Village


def test_a_village_gone_since_the_dry_run_makes_its_rows_faulty_and_nothing_is_stored(cast: Cast) -> None:
    gone = VillageFactory(commune=cast.commune, name="Xuân Hòa")
    upload = checked(cast.commune, listed(row(), row(code="2", village="Xuân Hòa")))
    gone.delete()

    actions.store_list(upload=upload)

    assert (upload.state, upload.outcome["faults"]) == ("faulty", {"3": ["village_unknown"]})
    assert Household.objects.filter(commune=cast.commune).count() == 1
    assert upload.file == HouseholdImport.objects.get().file != b""


def test_storing_twice_stores_once(cast: Cast) -> None:
    upload = stored(cast.commune, listed(row()))

    actions.store_list(upload=upload)

    assert counts(upload) == (1, 0, 0, 0)
    assert AuditEvent.objects.filter(action="household.import").count() == 1


def test_the_audit_says_what_was_imported(cast: Cast) -> None:
    upload = stored(cast.commune, listed(row(), row(code="000001")))

    event = AuditEvent.objects.get(action="household.import")
    assert event.facts == {"sha256": upload.sha256, "created": 1, "updated": 1, "unchanged": 0}


def test_a_count_that_is_wrong_afterwards_rolls_everything_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    content = listed(row(code="9", village="Xóm Mới", group="Tổ 9"), *rows(3))
    upload = checked(cast.commune, content, create_villages=True)
    monkeypatch.setattr(QuerySet, "bulk_create", partialmethod(_lossy, QuerySet.bulk_create))

    with pytest.raises(Miscounted):
        actions.store_list(upload=upload)

    assert (Household.objects.filter(commune=cast.commune).count(), Village.objects.count()) == (1, 2)
    assert not ResidentialGroup.objects.filter(name="Tổ 9").exists()
    assert HouseholdImport.objects.get().state == "ready"


def _lossy(queryset: Any, write: Any, found: list[Any], **options: Any) -> list[Any]:
    """A database that loses what comes after the second household."""
    kept = found[:2] if queryset.model is Household else found
    made: list[Any] = write(queryset, kept, **options)
    return made


def test_two_lists_checked_before_either_is_stored_make_each_household_once(cast: Cast) -> None:
    content = listed(row(village="Xuân Hòa", group="Tổ 9"))
    uploads = [checked(cast.commune, content, create_villages=True) for _ in range(2)]

    for upload in uploads:
        actions.store_list(upload=upload)

    assert [counts(upload) for upload in uploads] == [(1, 0, 0, 0), (0, 0, 1, 0)]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's database in memory has one writer by nature")
@pytest.mark.django_db(transaction=True)
def test_two_lists_stored_at_the_same_moment_make_each_household_once() -> None:
    commune = CommuneFactory()
    uploads = [checked(commune, listed(*rows(50)), create_villages=True) for _ in range(2)]
    start = Barrier(2)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda upload: _store_at(start, upload), uploads))

    assert sorted(counts(upload) for upload in uploads) == [(0, 0, 50, 0), (50, 0, 0, 0)]
    assert Household.objects.count() == 50


def _store_at(start: Barrier, upload: HouseholdImport) -> None:
    start.wait(timeout=20)
    try:
        actions.store_list(upload=upload)
    finally:
        connections.close_all()


def test_a_list_waits_sealed_and_is_emptied_once_stored(cast: Cast) -> None:
    content = listed(row())
    upload = checked(cast.commune, content)

    waiting = _column(upload)
    actions.store_list(upload=upload)

    assert len(waiting) > len(content)
    assert b64encode(content[:30]).decode() not in waiting
    assert _column(upload) == ""


def _column(upload: HouseholdImport) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM villages_householdimport WHERE id = %s", [upload.pk])
        return str(cursor.fetchone()[0])


def test_lists_are_forgotten_after_thirty_days(cast: Cast) -> None:
    old, new = (received(cast.commune, listed(row())) for _ in range(2))
    now = timezone.now()
    HouseholdImport.objects.filter(pk=old.pk).update(uploaded_at=now - timedelta(days=30, minutes=1))
    HouseholdImport.objects.filter(pk=new.pk).update(uploaded_at=now - timedelta(days=30) + timedelta(minutes=1))

    removed = actions.forget_old_imports(now=now)

    assert (removed, list(HouseholdImport.objects.all())) == (1, [new])


def test_an_old_list_may_be_forgotten_and_its_households_stay(cast: Cast) -> None:
    stored(cast.commune, listed(row()))

    actions.forget_old_imports(now=timezone.now() + timedelta(days=31))

    assert household(cast.commune).head_name == "Nguyễn Văn Mẫu"


def _checked_rows(count: int, **cells: object) -> Checked[Entry]:
    return check(read_table(listed(*rows(count, **cells)), COLUMNS).rows)


def test_the_queries_of_planning_do_not_grow_with_the_rows(cast: Cast) -> None:
    few, many = _checked_rows(10), _checked_rows(400)

    counted = [queries(lambda found=found: plan(cast.commune, found, create_villages=True)) for found in (few, many)]

    assert counted == [3, 3]


@pytest.mark.parametrize("is_known", [False, True])
def test_the_queries_of_storing_grow_by_batches_only(db: None, *, is_known: bool) -> None:
    few, many = (_stores(CommuneFactory(), count, is_known=is_known) for count in (10, 400))

    fields = [field for field in Household._meta.concrete_fields if is_known or not field.primary_key]
    size = min(BATCH, connection.ops.bulk_batch_size(fields, [None] * 400))
    assert few <= 10
    assert many == few + -(-400 // size) - 1


def _stores(commune: Commune, count: int, *, is_known: bool) -> int:
    """Of new households, or of known ones whose facts have changed."""
    if is_known:
        store(commune, plan(commune, _checked_rows(count, members=9), create_villages=True))
    made = plan(commune, _checked_rows(count), create_villages=True)
    assert len(made.updated if is_known else made.created) == count
    return queries(lambda: store(commune, made))
