"""POST /api/v1/visits/batch: each record its own answer, once each, nothing lost (DESIGN §4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from django.utils import timezone

from intake.models import Device, Receipt, SetAside
from surveys.models import HomeVisit, SurveyedPhone
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory
from tests.surveys.batches import BATCH, envelope, new_household, post, record, seen, statuses
from villages.models import Household


def mine(cast: Cast, **facts: Any) -> dict[str, Any]:
    return record(cast.people["surveyor"], cast.household) | facts


def test_a_visit_is_stored_as_it_was_captured(cast: Cast) -> None:
    phones = [seen(owner="lê thị ân", number="0912 345 678"), seen(installed=False), {"kind": "basic"}]
    captured = timezone.now() - timedelta(hours=5)

    answer = post(cast.client("surveyor"), mine(cast, phones=phones, captured_at=captured.isoformat(), note=" chó dữ "))

    assert statuses(answer) == ["accepted"]
    visit = HomeVisit.objects.get()
    assert (visit.household, visit.surveyor, visit.village) == (cast.household, cast.people["surveyor"], cast.village)
    assert (visit.smartphones, visit.installed, visit.note, visit.provenance) == (2, 1, "chó dữ", "device")
    assert visit.captured_at == captured
    phone = visit.phones.first()
    assert phone
    assert (phone.owner, phone.number) == ("Lê Thị Ân", "+84912345678")


def test_the_same_record_again_is_a_duplicate(cast: Cast) -> None:
    client, sent = cast.client("surveyor"), mine(cast)

    assert statuses(post(client, sent)) == ["accepted"]
    assert statuses(post(client, sent)) == ["duplicate"]
    assert (HomeVisit.objects.count(), SurveyedPhone.objects.count(), Receipt.objects.count()) == (1, 1, 1)


def test_twice_in_one_batch_is_one_visit(cast: Cast) -> None:
    sent = mine(cast)

    assert statuses(post(cast.client("surveyor"), sent, sent)) == ["accepted", "accepted"]
    assert HomeVisit.objects.count() == 1


def test_other_answers_under_a_used_id_are_set_aside_beside_the_first(cast: Cast) -> None:
    client, sent = cast.client("surveyor"), mine(cast)
    other = sent | {"members": 5}

    assert statuses(post(client, sent)) == ["accepted"]
    assert statuses(post(client, other)) == ["conflict"]
    assert statuses(post(client, other)) == ["conflict"]
    assert HomeVisit.objects.get().members == 4
    assert [(row.cause, row.uuid) for row in SetAside.objects.all()] == [("conflict", HomeVisit.objects.get().uuid)]


def test_other_answers_within_one_batch_are_a_conflict_too(cast: Cast) -> None:
    sent = mine(cast)

    assert statuses(post(cast.client("surveyor"), sent, sent | {"members": 5})) == ["accepted", "conflict"]
    assert HomeVisit.objects.get().members == 4


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"members": 0}, "members"),
        ({"members": 41}, "members"),
        ({"outcome": "asleep"}, "outcome"),
        ({"outcome": "absent"}, "outcome"),
        ({"captured_at": "yesterday"}, "captured_at"),
        ({"captured_at": "2019-12-31T00:00:00+07:00"}, "captured_at"),
        ({"phones": [seen(), seen()], "members": 1}, "members"),
        ({"phones": [seen(reason="full")]}, "phones"),
        ({"phones": [{"kind": "basic", "installed": True}]}, "phones"),
        ({"phones": [seen(installed=False, reason="")]}, "phones"),
        ({"phones": [seen(number="12")]}, "phones"),
        ({"phones": [seen(owner="=1+1")]}, "phones"),
        ({"phones": "many"}, "phones"),
        ({"household": None}, "household"),
        ({"note": "x" * 301}, "note"),
        ({"surveyor": "me"}, "surveyor"),
    ],
)
def test_a_malformed_record_is_rejected_with_a_sentence_and_takes_no_other_with_it(
    cast: Cast, fault: dict[str, Any], field: str
) -> None:
    answer = post(cast.client("surveyor"), mine(cast), mine(cast, **fault), mine(cast))

    assert statuses(answer) == ["accepted", "rejected", "accepted"]
    errors = answer.json()["results"][1]["errors"]
    assert list(errors) == [field]
    assert all(isinstance(sentence, str) and sentence for sentence in errors[field])
    assert HomeVisit.objects.count() == 2


@pytest.mark.parametrize("body", [None, 7, "x", [], {}, {"uuid": "x"}, {"uuid": 5}, {"uuid": None}])
def test_what_has_no_usable_id_is_rejected(cast: Cast, body: Any) -> None:
    assert statuses(post(cast.client("surveyor"), body, mine(cast))) == ["rejected", "accepted"]


@pytest.mark.parametrize("role", ["stranger", "foreigner", "chair", "keeper", "reporter"])
def test_visits_of_somebody_who_may_not_record_are_set_aside(cast: Cast, role: str) -> None:
    client = cast.client(role)
    sender = {"stranger": cast.stranger, "foreigner": cast.foreigner}.get(role) or cast.people[role]

    answer = post(client, record(sender, cast.household))

    assert statuses(answer) == ["quarantined"]
    assert (HomeVisit.objects.count(), SetAside.objects.get().cause) == (0, "not_allowed")


def test_another_persons_visits_are_set_aside_under_the_senders_commune(cast: Cast) -> None:
    other = UserFactory(commune=cast.commune, role="surveyor")

    answer = post(cast.client("surveyor"), record(other, cast.household))

    assert statuses(answer) == ["quarantined"]
    row = SetAside.objects.get()
    assert (row.cause, row.sender, row.commune) == ("other_person", cast.people["surveyor"], cast.commune)


def test_what_is_set_aside_is_sealed(cast: Cast) -> None:
    post(cast.client("stranger"), record(cast.stranger, cast.household, phones=[seen(number="0912345678")]))

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM intake_setaside")
        assert "912345678" not in cursor.fetchone()[0]


def test_set_aside_twice_is_once(cast: Cast) -> None:
    client, sent = cast.client("stranger"), record(cast.stranger, cast.household)

    assert [statuses(post(client, sent)) for _ in range(2)] == [["quarantined"], ["quarantined"]]
    assert SetAside.objects.count() == 1


def test_a_stored_visit_stays_a_duplicate_after_the_permission_was_lost(cast: Cast) -> None:
    client, sent = cast.client("surveyor"), mine(cast)
    post(client, sent)
    cast.group.surveyors.clear()

    assert statuses(post(client, sent)) == ["duplicate"]
    assert SetAside.objects.count() == 0


def test_a_wrong_clock_is_put_right_and_flagged(cast: Cast) -> None:
    behind = timezone.now() - timedelta(days=400)
    captured = (behind - timedelta(hours=1)).isoformat()

    post(cast.client("surveyor"), mine(cast, captured_at=captured), sent_at=behind.isoformat())

    visit = HomeVisit.objects.get()
    assert timezone.now() - visit.captured_at - timedelta(hours=1) < timedelta(minutes=1)
    assert visit.clock_skew_s == pytest.approx(400 * 86400, abs=60)


def test_a_visit_is_never_in_the_future(cast: Cast) -> None:
    post(cast.client("surveyor"), mine(cast, captured_at=(timezone.now() + timedelta(days=2)).isoformat()))

    visit = HomeVisit.objects.get()
    assert visit.captured_at <= timezone.now()
    assert visit.clock_skew_s < -86400


def test_a_little_difference_of_clocks_is_borne(cast: Cast) -> None:
    captured = timezone.now() - timedelta(hours=1)

    post(
        cast.client("surveyor"),
        mine(cast, captured_at=captured.isoformat()),
        sent_at=(timezone.now() - timedelta(seconds=90)).isoformat(),
    )

    visit = HomeVisit.objects.get()
    assert (visit.captured_at, visit.clock_skew_s) == (captured, 0)


def test_one_visit_that_breaks_the_database_leaves_the_others_stored(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.serializers.VisitSerializer.validate", lambda self, attrs: attrs)
    broken = mine(cast, members=0, phones=[])

    answer = post(cast.client("surveyor"), mine(cast), broken, mine(cast))

    assert statuses(answer) == ["accepted", "rejected", "accepted"]
    assert (HomeVisit.objects.count(), Receipt.objects.count()) == (2, 2)


def test_when_the_database_is_away_nothing_is_receipted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError

    client = cast.client("surveyor")
    client.raise_request_exception = False
    monkeypatch.setattr("surveys.intake.Visits.store", away)

    assert post(client, mine(cast)).status_code >= 500
    assert (HomeVisit.objects.count(), Receipt.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "fault", [{"records": None}, {"sent_at": "now"}, {"device": None}, {"records": [{}] * 51}], ids=str
)
def test_a_malformed_envelope_is_refused_whole(cast: Cast, fault: dict[str, Any]) -> None:
    sent = envelope(mine(cast))

    answer = cast.client("surveyor").post(BATCH, sent | fault, content_type="application/json")

    assert answer.status_code == 400
    assert HomeVisit.objects.count() == 0


def test_a_device_is_known_by_what_it_reports(cast: Cast) -> None:
    client, device = cast.client("surveyor"), {"id": str(uuid4()), "unsent": 3}
    since = timezone.now() - timedelta(hours=30)

    post(client, mine(cast), device={**device, "oldest": since.isoformat()})

    known = Device.objects.get()
    assert (known.user, known.unsent, known.oldest_unsent_at) == (cast.people["surveyor"], 2, since)
    post(client, device={**device, "unsent": 0, "oldest": None})
    known.refresh_from_db()
    assert (known.unsent, known.oldest_unsent_at) == (0, None)


def test_a_rejected_record_stays_on_the_device(cast: Cast) -> None:
    post(cast.client("surveyor"), mine(cast, members=0))

    assert Device.objects.get().unsent == 1


def test_a_household_found_at_the_door_is_made_once(cast: Cast) -> None:
    door = new_household(cast)
    visits = [mine(cast, household=None, new_household=door) for _ in range(2)]

    assert statuses(post(cast.client("surveyor"), *visits)) == ["accepted", "accepted"]
    assert statuses(post(cast.client("surveyor"), mine(cast, household=None, new_household=door))) == ["accepted"]

    found = Household.objects.get(field_uuid=door["uuid"])
    assert (found.head_name, found.group, found.is_provisional, found.visits.count()) == (
        "Lê Văn Mẫu",
        cast.group,
        True,
        3,
    )
    assert Household.objects.visible_to(cast.people["surveyor"]).filter(pk=found.pk).exists()


def test_a_household_in_a_village_of_others_is_set_aside(cast: Cast) -> None:
    elsewhere = cast.stranger.headed_villages.get()
    sent = mine(cast, household=None, new_household=new_household(cast, village=elsewhere.pk, group=None))

    assert statuses(post(cast.client("surveyor"), sent)) == ["quarantined"]
    assert not Household.objects.filter(is_provisional=True).exists()


def test_a_visit_to_a_double_counts_at_the_household_it_was_merged_into(cast: Cast) -> None:
    double = HouseholdFactory(
        village=cast.village, group=cast.group, retired_at=timezone.now(), merged_into=cast.household
    )

    assert statuses(post(cast.client("surveyor"), record(cast.people["surveyor"], double))) == ["accepted"]
    assert HomeVisit.objects.get().household == cast.household


def test_a_visit_without_a_csrf_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people["surveyor"])

    assert post(client, mine(cast)).status_code == 403
    token = client.get("/api/v1/session").json()["csrf"]
    answer = client.post(BATCH, envelope(mine(cast)), content_type="application/json", headers={"x-csrftoken": token})
    assert statuses(answer) == ["accepted"]


@pytest.mark.parametrize("count", [1, 10, 50])
def test_a_batch_asks_as_much_whatever_its_length(cast: Cast, count: int, django_assert_max_num_queries: Any) -> None:
    client = cast.client("surveyor")
    doors = [HouseholdFactory(village=cast.village, group=cast.group) for _ in range(count)]
    records = [record(cast.people["surveyor"], door) for door in doors]

    with django_assert_max_num_queries(15):
        answer = post(client, *records)

    assert statuses(answer) == ["accepted"] * count


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_two_processes_with_the_same_records_store_each_once(cast: Cast) -> None:
    records, start = [mine(cast) for _ in range(20)], Barrier(2)
    clients = [cast.client("surveyor") for _ in range(2)]

    def send(number: int) -> list[str]:
        start.wait()
        try:
            return statuses(post(clients[number], *(records if number else reversed(records))))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))

    assert sorted(chain(*answers)) == ["accepted"] * 20 + ["duplicate"] * 20
    assert HomeVisit.objects.count() == 20
