"""Registering and editing: what is refused, told beside its field, and kept as typed."""

from typing import Any

import pytest
import time_machine

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.factories import PosterFactory, UserFactory, VenueFactory, VillageFactory, at
from tests.venues.forms import HOSTILE, NEW, a_venue, a_wedding, errors, page
from venues.models import Category, CategoryList, Venue


@pytest.mark.parametrize("role", ["officer", "village_head"])
def test_a_venue_is_registered_and_waits(cast: Cast, role: str) -> None:
    facts = {"address": "Ngõ 3", "capacity": "40", "keepers": [cast.people["keeper"].pk, cast.people["health"].pk]}

    response = cast.client(role).post(NEW, a_venue(cast, **facts))

    venue = Venue.objects.get()
    assert response.url == venue.get_absolute_url()
    assert (venue.name, venue.status, venue.capacity, venue.address) == ("Quán Mẫu", "pending", 40, "Ngõ 3")
    assert (venue.registered_by, venue.commune, venue.village) == (cast.people[role], cast.commune, cast.village)
    assert {keeper.role for keeper in venue.keepers.all()} == {"keeper", "health"}
    assert AuditEvent.objects.get().action == "venue.register"


@pytest.mark.parametrize("category", Category)
def test_every_category_of_the_letter_can_be_registered(cast: Cast, category: Category) -> None:
    times = {"starts_at": "2021-07-01T08:00", "ends_at": "2021-07-01T12:00"} if category.is_event else {}

    with time_machine.travel("2021-06-25T08:00+07:00", tick=False):
        cast.client("officer").post(NEW, a_venue(cast, category=category.value, **times))

    assert Venue.objects.get().usual_stay == category.usual_stay


def test_the_categories_stand_under_the_two_lists_of_the_letter(cast: Cast) -> None:
    shown = page(cast, NEW)

    groups = {str(label): list(choices) for label, choices in category_choices(cast) if isinstance(choices, list)}
    assert [len(choices) for choices in groups.values()] == [8, 10, 1]
    assert [choice for choices in groups.values() for choice in choices] == [
        (category.value, category.label) for category in Category
    ]
    assert all(f'<optgroup label="{heading.label}">' in shown for heading in CategoryList)
    assert all(f'<option value="{value}">' in shown for value in Category.values)


def category_choices(cast: Cast) -> list[tuple[Any, Any]]:
    form = cast.client("officer").get(NEW).context["form"]
    return list(form.fields["category"].choices)


@pytest.mark.parametrize("other", ["other_business", "other_crowded"])
def test_both_lists_end_in_other(cast: Cast, other: str) -> None:
    last = {str(label): choices[-1][0] for label, choices in category_choices(cast) if isinstance(choices, list)}

    assert other in last.values()


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"name": ""}, {"name": ["required"]}),
        ({"name": "🙂"}, {"name": ["required"]}),
        ({"name": "A" * 121}, {"name": ["max_length"]}),
        ({"name": "Qu¸n c¬m B×nh D©n"}, {"name": ["legacy_encoding"]}),
        ({"address": "A" * 161}, {"address": ["max_length"]}),
        ({"category": ""}, {"category": ["required"]}),
        ({"category": "spa"}, {"category": ["invalid_choice"]}),
        ({"village": ""}, {"village": ["required"]}),
        ({"village": "0"}, {"village": ["invalid_choice"]}),
        ({"capacity": "0"}, {"capacity": ["min_value"]}),
        ({"capacity": "50001"}, {"capacity": ["max_value"]}),
        ({"usual_stay": "4"}, {"usual_stay": ["min_value"]}),
        ({"usual_stay": "1441"}, {"usual_stay": ["max_value"]}),
        ({"starts_at": "hôm nay"}, {"starts_at": ["invalid"]}),
        ({"starts_at": "2021-07-01T08:00"}, {"ends_at": ["required"]}),
        ({"ends_at": "2021-07-01T08:00"}, {"starts_at": ["required"]}),
        ({"keepers": ["0"]}, {"keepers": ["invalid_choice"]}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_kept_as_typed(
    cast: Cast, cells: dict[str, Any], found: dict[str, list[str]]
) -> None:
    sent = a_venue(cast, address="Ngõ Rất Riêng") | cells

    response = cast.client("officer").post(NEW, sent)

    assert errors(response) == found
    assert not Venue.objects.exists()
    form = response.context["form"]
    assert {name: form[name].value() for name in sent if name not in ("village", "keepers")} == {
        name: value for name, value in sent.items() if name not in ("village", "keepers")
    }


@pytest.mark.parametrize("category", [category for category in Category if category.is_event])
def test_an_event_says_when_it_begins_and_ends(cast: Cast, category: Category) -> None:
    response = cast.client("officer").post(NEW, a_venue(cast, category=category.value))

    assert errors(response) == {"starts_at": ["required"], "ends_at": ["required"]}


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "found"),
    [
        ("2021-07-01T12:00", "2021-07-01T12:00", {"ends_at": ["order"]}),
        ("2021-07-01T12:00", "2021-07-01T08:00", {"ends_at": ["order"]}),
        ("2021-06-24T08:00", "2021-06-24T22:00", {"ends_at": ["past"]}),
        ("2021-06-25T06:00", "2021-06-25T08:00", {"ends_at": ["past"]}),
        ("2021-07-01T08:00", "2021-08-01T08:01", {"ends_at": ["too_long"]}),
        ("2121-07-01T08:00", "2121-07-01T18:00", {"starts_at": ["too_far"]}),
        ("0001-01-01T00:00", "0001-01-01T01:00", {"ends_at": ["far"]}),
        ("9999-12-31T22:00", "9999-12-31T23:59", {"starts_at": ["far"]}),
        ("0001-01-01T00:00", "9999-12-31T23:59", {"ends_at": ["far"]}),
    ],
)
def test_an_event_of_an_impossible_time_is_refused(cast: Cast, starts_at: str, ends_at: str, found: Any) -> None:
    with time_machine.travel("2021-06-25T08:00+07:00", tick=False):
        response = cast.client("officer").post(NEW, a_wedding(cast, starts_at, ends_at))

    told = errors(response)
    assert {field: told.get(field) for field in found} == found
    assert f'value="{ends_at}"' in response.content.decode()


@pytest.mark.parametrize("starts_at", ["2021-06-25T06:00", "25/06/2021 06:00"])
def test_an_event_that_goes_on_already_can_be_registered(cast: Cast, starts_at: str) -> None:
    with time_machine.travel("2021-06-25T08:00+07:00", tick=False):
        cast.client("village_head").post(NEW, a_wedding(cast, starts_at, "2021-06-25T22:00"))

    venue = Venue.objects.get()
    assert (venue.starts_at, venue.ends_at) == (at("2021-06-25", 6), at("2021-06-25", 22))


def test_a_wedding_that_is_over_can_still_be_given_another_keeper(cast: Cast) -> None:
    with time_machine.travel("2021-06-25T08:00+07:00", tick=False):
        venue = VenueFactory(village=cast.village, category="wedding")
        form = cast.client("officer").get(f"{venue.get_absolute_url()}edit/").context["form"]
    times = {name: form[name].value().strftime("%Y-%m-%dT%H:%M") for name in ("starts_at", "ends_at")}
    sent = a_wedding(cast, **times, usual_stay="180", keepers=[cast.people["keeper"].pk])

    response = cast.client("officer").post(f"{venue.get_absolute_url()}edit/", sent)

    assert response.status_code == 302
    assert list(venue.keepers.all()) == [cast.people["keeper"]]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_venue_may_be_called_anything(cast: Cast, name: str) -> None:
    cast.client("officer").post(NEW, a_venue(cast, name=name))

    venue = Venue.objects.get()
    raw = cast.client("officer").get(venue.get_absolute_url()).content.decode()
    assert venue.name == name.strip()
    assert venue.name in page(cast, venue.get_absolute_url())
    assert venue.name in page(cast, "/venues/")
    assert "<script>alert" not in raw
    assert "<script>alert" not in cast.client("officer").get("/venues/").content.decode()


def test_the_longest_name_and_address_of_wide_letters_is_stored(cast: Cast) -> None:
    cast.client("officer").post(NEW, a_venue(cast, name="ﷺ" * 120, address="ﷺ" * 160))

    assert len(Venue.objects.get().search_fold) == 300


def test_a_village_head_registers_in_the_own_village_alone(cast: Cast) -> None:
    there = cast.stranger.headed_villages.get()

    response = cast.client("village_head").post(NEW, a_venue(cast, village=there.pk))

    assert errors(response) == {"village": ["invalid_choice"]}


def test_the_only_village_is_chosen_beforehand(cast: Cast) -> None:
    VillageFactory(commune=cast.commune)

    assert f'<option value="{cast.village.pk}" selected>' in page(cast, NEW, "village_head")
    assert "selected>Thôn" not in page(cast, NEW)


def test_keepers_are_chosen_among_those_of_the_commune(cast: Cast) -> None:
    UserFactory(role="keeper")
    UserFactory(role="keeper", commune=cast.commune, is_active=False)

    form = cast.client("officer").get(NEW).context["form"]

    offered = set(form.fields["keepers"].queryset)
    assert offered == {cast.people["keeper"], cast.people["health"]}


def test_editing_changes_what_was_typed_and_says_to_print_again(cast: Cast) -> None:
    venue = PosterFactory(venue=VenueFactory(village=cast.village, usual_stay=77)).venue
    address = f"{venue.get_absolute_url()}edit/"

    response = cast.client("officer").post(address, a_venue(cast, name="Chợ Mới", category="shop"), follow=True)

    venue.refresh_from_db()
    assert (venue.name, venue.category, venue.usual_stay, venue.status) == ("Chợ Mới", "shop", 20, "approved")
    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    assert "In lại" in str(next(iter(response.context["messages"])))


def test_a_venue_that_never_had_a_poster_needs_no_new_print(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village, status="pending")

    sent = a_venue(cast, name="Chợ Mới")
    response = cast.client("officer").post(f"{venue.get_absolute_url()}edit/", sent, follow=True)

    assert [str(message) for message in response.context["messages"]] == ["Đã lưu địa điểm."]


@pytest.mark.parametrize(
    ("standing", "is_refused"),
    [
        ({}, True),
        ({"name": "QUÁN  PHỞ MẪU"}, True),
        ({"status": "retired"}, False),
        ({"village": None}, False),
        ({"name": "Quán phó mẫu"}, False),
        ({"starts_at": at("2021-07-01", 8), "ends_at": at("2021-07-01", 12)}, False),
    ],
)
def test_a_village_has_one_place_of_a_name(cast: Cast, standing: dict[str, Any], *, is_refused: bool) -> None:
    facts = {"name": "Quán phở Mẫu", "village": cast.village, **standing}
    VenueFactory(**{**facts, "village": facts["village"] or VillageFactory(commune=cast.commune)})

    response = cast.client("officer").post(NEW, a_venue(cast, name="Quán phở Mẫu"))

    assert response.status_code == (422 if is_refused else 302)
    assert not is_refused or errors(response) == {"name": ["twin"]}


def test_a_place_that_has_a_twin_already_can_be_changed_in_all_else(cast: Cast) -> None:
    one, _other = VenueFactory.create_batch(2, village=cast.village, name="Quán phở Mẫu")

    sent = a_venue(cast, name="Quán phở Mẫu", address="Ngõ 5")
    response = cast.client("officer").post(f"{one.get_absolute_url()}edit/", sent)

    one.refresh_from_db()
    assert (response.status_code, one.address) == (302, "Ngõ 5")


@pytest.mark.parametrize(("name", "least"), [("capacity", "1"), ("usual_stay", "5")])
def test_a_number_too_small_hears_the_least_that_is_taken(cast: Cast, name: str, least: str) -> None:
    response = cast.client("officer").post(NEW, a_venue(cast, **{name: "-5"}))

    field = response.context["form"][name]
    assert field.errors == [f"Giá trị này phải từ {least} trở lên."]
    assert f'min="{least}"' in str(field)


def test_an_edit_of_a_venue_closed_in_between_is_refused_and_said(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village, status="pending")
    client = cast.client("village_head")
    Venue.objects.update(status="retired")

    assert client.post(f"{venue.get_absolute_url()}edit/", a_venue(cast)).status_code == 403
    assert Venue.objects.get().name == venue.name
