"""What was set aside is shown to the officer, who accepts or rejects it."""

from html import unescape
from typing import Any

import pytest

from accounts.models import AuditEvent
from intake.actions import CannotAccept, accept
from intake.models import SetAside
from surveys.intake import VISITS
from surveys.models import HomeVisit
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory
from tests.pages import numbers
from tests.surveys.batches import new_household, post, record, seen, statuses
from tests.villages.queries import queries_of

REVIEW = "/fieldwork/review/"


def aside_after_loss(cast: Cast, **facts: Any) -> SetAside:
    """The surveyor captured, then lost the group, then sent."""
    cast.group.surveyors.clear()
    assert statuses(post(cast.client("surveyor"), record(cast.people["surveyor"], cast.household, **facts))) == [
        "quarantined"
    ]
    return SetAside.objects.latest("pk")


def conflict(cast: Cast, **other: Any) -> SetAside:
    """The same id sent twice with different answers."""
    client, sent = cast.client("surveyor"), record(cast.people["surveyor"], cast.household)
    assert statuses(post(client, sent)) + statuses(post(client, sent | other)) == ["accepted", "conflict"]
    return SetAside.objects.latest("pk")


def page_of(cast: Cast, row: SetAside) -> str:
    response = cast.client("officer").get(f"{REVIEW}{row.pk}/")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_officer_finds_what_was_set_aside_in_the_list(cast: Cast) -> None:
    row = aside_after_loss(cast)

    assert f'href="{REVIEW}{row.pk}/"' in cast.client("officer").get(REVIEW).content.decode()
    assert f"{REVIEW}{row.pk}/" not in cast.client("village_head").get(REVIEW).content.decode()


def test_the_page_shows_what_was_answered_with_the_number_masked(cast: Cast) -> None:
    row = aside_after_loss(cast, note="cổng <b>sau</b>", phones=[seen(owner="Lê Thị Ân", number="0912345678")])

    page = page_of(cast, row)

    assert all(text in page for text in ("Đỗ Thị Ánh", "Lê Thị Ân · 091****678"))
    assert "345" not in numbers(page)
    assert "<b>sau" not in cast.client("officer").get(f"{REVIEW}{row.pk}/").content.decode()


def test_a_conflict_stands_beside_the_version_stored_first(cast: Cast) -> None:
    row = conflict(cast, members=7)

    context = cast.client("officer").get(f"{REVIEW}{row.pk}/").context

    assert (context["opened"].answers.members, context["first_answers"].members) == (7, 4)


def test_a_household_found_at_the_door_is_shown_by_what_the_record_says(cast: Cast) -> None:
    sent = record(cast.people["surveyor"], None, new_household=new_household(cast))
    cast.group.surveyors.clear()
    post(cast.client("surveyor"), sent)

    assert "Lê Văn Mẫu, 7, Ngõ 9" in page_of(cast, SetAside.objects.get())


def test_a_damaged_record_is_shown_with_what_is_wrong(cast: Cast) -> None:
    row = conflict(cast, members="bốn", phones={"a": [1]})

    response = cast.client("officer").post(f"{REVIEW}{row.pk}/accept/")

    assert cast.client("officer").get(f"{REVIEW}{row.pk}/").context["opened"].errors
    assert (response.status_code, bool(response.context["refused"])) == (409, True)
    assert HomeVisit.objects.count() == 1


def test_accepted_the_visit_is_stored_and_leaves_the_list(cast: Cast) -> None:
    row, client = aside_after_loss(cast), cast.client("officer")

    client.post(f"{REVIEW}{row.pk}/accept/")

    assert HomeVisit.objects.get().surveyor == cast.people["surveyor"]
    assert not client.get(REVIEW).context["records"]


def test_rejecting_asks_for_a_reason(cast: Cast) -> None:
    row, client = aside_after_loss(cast), cast.client("officer")

    without = client.post(f"{REVIEW}{row.pk}/reject/", {"reason": " "})
    given = client.post(f"{REVIEW}{row.pk}/reject/", {"reason": "Đã ghi lại trên giấy"})

    assert (without.status_code, given.status_code) == (422, 302)
    assert SetAside.objects.get().decision == "rejected"
    assert AuditEvent.objects.get(action="intake.rejected").reason == "Đã ghi lại trên giấy"


def test_a_decision_stands(cast: Cast) -> None:
    row, client = aside_after_loss(cast), cast.client("officer")
    client.post(f"{REVIEW}{row.pk}/reject/", {"reason": "trùng"})

    client.post(f"{REVIEW}{row.pk}/accept/")

    assert (SetAside.objects.get().decision, HomeVisit.objects.count()) == ("rejected", 0)


def test_what_cannot_be_accepted_is_said_in_a_sentence(cast: Cast) -> None:
    row = aside_after_loss(cast)
    cast.people["surveyor"].commune = cast.foreigner.commune
    cast.people["surveyor"].save()

    response = cast.client("officer").post(f"{REVIEW}{row.pk}/accept/")

    assert response.status_code == 409
    assert len(response.context["refused"]) == 1
    assert SetAside.objects.get().decision == ""


def test_two_versions_set_aside_under_one_id_are_both_stored_when_accepted(cast: Cast) -> None:
    sent = record(cast.people["surveyor"], cast.household)
    cast.group.surveyors.clear()
    client = cast.client("surveyor")
    assert statuses(post(client, sent)) + statuses(post(client, sent | {"members": 7})) == ["quarantined"] * 2

    for row in SetAside.objects.all():
        accept(kind=VISITS, row=row, officer=cast.people["officer"])

    assert sorted(HomeVisit.objects.values_list("members", flat=True)) == [4, 7]


def test_nothing_is_called_accepted_that_was_not_stored(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = aside_after_loss(cast)
    monkeypatch.setattr("intake.actions._is_used", lambda row: False)
    post(cast.client("officer"), record(cast.people["officer"], cast.household, uuid=str(row.uuid)))

    with pytest.raises(CannotAccept):
        accept(kind=VISITS, row=row, officer=cast.people["officer"])

    row.refresh_from_db()
    assert row.decision == ""


def test_the_queries_of_the_list_do_not_grow(cast: Cast) -> None:
    aside_after_loss(cast)
    client = cast.client("officer")
    before = queries_of(client, REVIEW)

    for _ in range(9):
        cast.people["surveyor"] = UserFactory(commune=cast.commune, role="surveyor")
        aside_after_loss(cast)

    assert queries_of(client, REVIEW) == before


def test_the_queries_of_a_record_do_not_grow_with_its_phones(cast: Cast) -> None:
    client = cast.client("officer")
    one, ten = (
        conflict(cast, members=10, phones=[seen(owner=f"Lê Văn {n}") for n in range(count)]) for count in (1, 10)
    )
    HouseholdFactory.create_batch(9, village=cast.village)

    assert queries_of(client, f"{REVIEW}{one.pk}/") == queries_of(client, f"{REVIEW}{ten.pk}/")
