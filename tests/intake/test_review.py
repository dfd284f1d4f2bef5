"""An officer decides on what was set aside: it is stored as it was captured, or stays aside for good."""

from typing import Any

import pytest

from accounts.models import AuditEvent
from intake.actions import CannotAccept, accept, reject
from intake.models import SetAside
from surveys.intake import VISITS
from surveys.models import HomeVisit
from tests.conftest import Cast
from tests.factories import UserFactory
from tests.surveys.batches import post, record, statuses


def aside_after_loss(cast: Cast, **facts: Any) -> SetAside:
    """The surveyor captured, then lost the group, then sent."""
    sent = record(cast.people["surveyor"], cast.household) | facts
    cast.group.surveyors.clear()
    assert statuses(post(cast.client("surveyor"), sent)) == ["quarantined"]
    return SetAside.objects.get()


def decide(cast: Cast, row: SetAside) -> None:
    accept(kind=VISITS, row=row, officer=cast.people["officer"])


def test_accepted_it_is_the_surveyors_visit(cast: Cast) -> None:
    row = aside_after_loss(cast)

    decide(cast, row)

    visit = HomeVisit.objects.get()
    assert (visit.uuid, visit.surveyor, visit.household) == (row.uuid, cast.people["surveyor"], cast.household)
    row.refresh_from_db()
    assert (row.decision, row.decided_by) == ("accepted", cast.people["officer"])
    assert AuditEvent.objects.filter(action="intake.accepted", object_id=str(row.pk)).count() == 1


def test_accepted_twice_it_is_one_visit(cast: Cast) -> None:
    row = aside_after_loss(cast)

    decide(cast, row)
    decide(cast, row)

    assert HomeVisit.objects.count() == 1


def test_another_persons_visit_stays_that_persons(cast: Cast) -> None:
    other = UserFactory(commune=cast.commune, role="surveyor")
    post(cast.client("surveyor"), record(other, cast.household))

    decide(cast, SetAside.objects.get())

    assert HomeVisit.objects.get().surveyor == other


def test_other_answers_under_one_id_become_a_visit_of_their_own(cast: Cast) -> None:
    client, sent = cast.client("surveyor"), record(cast.people["surveyor"], cast.household)
    post(client, sent)
    post(client, sent | {"members": 5})

    decide(cast, SetAside.objects.get())

    assert sorted(HomeVisit.objects.values_list("members", flat=True)) == [4, 5]
    assert HomeVisit.objects.values("uuid").distinct().count() == 2


def test_what_no_officer_of_the_commune_could_record_cannot_be_accepted(cast: Cast) -> None:
    foreign = record(cast.foreigner, cast.household)
    post(cast.client("foreigner"), foreign)

    with pytest.raises(CannotAccept):
        accept(kind=VISITS, row=SetAside.objects.get(), officer=cast.foreigner)

    assert (HomeVisit.objects.count(), SetAside.objects.get().decision) == (0, "")


def test_rejected_it_counts_nowhere_and_is_kept(cast: Cast) -> None:
    row = aside_after_loss(cast)

    reject(row=row, officer=cast.people["officer"], reason="nhà không có người")
    decide(cast, row)

    row.refresh_from_db()
    assert (row.decision, HomeVisit.objects.count()) == ("rejected", 0)
    assert AuditEvent.objects.get(action="intake.rejected").reason == "nhà không có người"


@pytest.mark.parametrize(("role", "count"), [("officer", 1), ("village_head", 0), ("surveyor", 0), ("foreigner", 0)])
def test_what_is_set_aside_is_the_officers(cast: Cast, role: str, count: int) -> None:
    aside_after_loss(cast)
    user = {"foreigner": cast.foreigner}.get(role) or cast.people[role]

    assert SetAside.objects.visible_to(user).count() == count
