"""A list of venues from Excel: every faulty row at once, all or nothing, known again by village and name."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from jobs.models import Job
from jobs.tasks import perform
from tests.conftest import Cast
from tests.factories import VenueFactory
from tests.venues.forms import page
from tests.venues.lists import a_row, checked, stored, venue_list
from tests.villages.queries import queries
from tests.villages.test_constraints import refused
from venues.importing import plan
from venues.importing.actions import list_with_faults, store_list
from venues.importing.entries import categories
from venues.models import Category, Poster, Venue, VenueImport
from venues.tasks import forget_old_imports

UPLOAD = "/venues/import/"


def counts(upload: VenueImport) -> tuple[int, ...]:
    """Created, updated, unchanged, failed."""
    return tuple(upload.outcome[name] for name in ("created", "updated", "unchanged", "failed"))


def test_a_list_makes_venues_that_wait(cast: Cast) -> None:
    upload = stored(cast.commune, a_row(), a_row(name="Trường Mẫu", category="Trường học", capacity=None))

    assert counts(upload) == (2, 0, 0, 0)
    eatery, school = Venue.objects.order_by("pk")
    assert (eatery.name, eatery.category, eatery.village, eatery.capacity) == (
        "Quán phở Mẫu",
        "eatery",
        cast.village,
        40,
    )
    assert (eatery.contact_name, eatery.contact_phone) == ("Nguyễn Văn Mẫu", "+84912345678")
    assert (eatery.status, eatery.asks_health, school.asks_health) == ("pending", False, True)
    assert AuditEvent.objects.get().action == "venue.import"


def test_new_venues_are_opened_with_their_posters_where_asked(cast: Cast) -> None:
    stored(cast.commune, a_row(), a_row(name="Quán Hai"), approve=True, actor=cast.people["officer"])

    assert set(Venue.objects.values_list("status", "approved_by")) == {("approved", cast.people["officer"].pk)}
    assert [(poster.version, poster.kind, poster.issued_by) for poster in Poster.objects.live()] == [
        (1, "entrance", cast.people["officer"])
    ] * 2
    venues = {str(venue.pk) for venue in Venue.objects.all()}
    for action in ("venue.approve", "poster.issue"):
        told = AuditEvent.objects.filter(action=action, actor=cast.people["officer"], chain__commune=cast.commune)
        assert {event.object_id for event in told} == venues


def test_a_venue_is_known_again_by_village_and_name_and_blanks_leave_what_stands(cast: Cast) -> None:
    stored(cast.commune, a_row())

    again = stored(
        cast.commune, a_row(name="QUÁN  PHỞ MẪU", village="đồng tiến", phone="", address="Ngõ 5", capacity=None)
    )
    same = stored(cast.commune, a_row(address="Ngõ 5"))

    assert (counts(again), counts(same)) == ((0, 1, 0, 0), (0, 0, 1, 0))
    venue = Venue.objects.get()
    assert (venue.name, venue.address, venue.capacity) == ("Quán phở Mẫu", "Ngõ 5", 40)
    assert venue.contact_phone == "+84912345678"
    assert "ngo 5" in venue.search_fold


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"name": ""}, "name_missing"),
        ({"name": "Ở" * 121}, "too_long"),
        ({"category": ""}, "category_missing"),
        ({"category": "Spa"}, "category_unknown"),
        ({"category": "Đám cưới"}, "event"),
        ({"village": ""}, "village_missing"),
        ({"village": "Không Có"}, "village_unknown"),
        ({"owner": "Quán 24h"}, "not_a_name"),
        ({"phone": "12"}, "phone_invalid"),
        ({"capacity": "0"}, "capacity_invalid"),
        ({"capacity": "đông"}, "capacity_invalid"),
        ({"capacity": "50001"}, "capacity_invalid"),
        ({"address": "NguyÔn V¨n An"}, "legacy_encoding"),
        ({"name": "=1+1"}, "formula"),
    ],
)
def test_a_fault_is_named_and_nothing_is_stored(cast: Cast, cells: dict[str, object], fault: str) -> None:
    upload = checked(cast.commune, a_row(name="Quán Tốt"), a_row(**cells))

    assert (upload.state, upload.outcome["faults"]) == ("faulty", {"3": [fault]})
    assert not Venue.objects.exists()


def test_all_faulty_rows_are_named_at_once(cast: Cast) -> None:
    VenueFactory(village=cast.village, name="Hai Lần")
    VenueFactory(village=cast.village, name="Hai lần")

    upload = checked(
        cast.commune, a_row(), a_row(name="quán phở mẫu"), a_row(name="Hai Lần"), a_row(phone="1", name="")
    )

    faults = {"3": ["name_twice"], "4": ["on_register_twice"], "5": ["name_missing", "phone_invalid"]}
    assert upload.outcome["faults"] == faults


def test_a_venue_closed_for_good_or_an_event_is_not_known_again(cast: Cast) -> None:
    VenueFactory(village=cast.village, name="Quán phở Mẫu", status="retired")
    VenueFactory(village=cast.village, name="Quán phở Mẫu", category="wedding")

    assert counts(checked(cast.commune, a_row())) == (1, 0, 0, 0)


@pytest.mark.parametrize("approve", [False, True])
def test_the_queries_of_storing_do_not_grow_with_the_rows(cast: Cast, approve: bool) -> None:
    asked = []
    for names in (["Một"], [f"Quán {number}" for number in range(10)]):
        stored(cast.commune, *(a_row(name=name) for name in names))
        new, changed = (a_row(name=f"{name} mới") for name in names), (a_row(name=name, capacity=9) for name in names)
        upload = checked(cast.commune, *new, *changed, approve=approve, actor=cast.people["officer"])
        asked.append(queries(lambda upload=upload: store_list(upload=upload)))  # type: ignore[misc]
        assert counts(upload) == (len(names), len(names), 0, 0)

    assert asked[0] == asked[1]


def test_signatures_below_the_list_are_left_out(cast: Cast) -> None:
    upload = checked(cast.commune, a_row(), ["NGƯỜI LẬP BIỂU", None, None, None, None, None, None])

    assert (upload.state, upload.outcome["skipped"]) == ("ready", [3])


def test_a_miscount_takes_everything_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = checked(cast.commune, a_row())
    monkeypatch.setattr(Venue.objects, "bulk_create", lambda *given, **more: None)

    with pytest.raises(plan.Miscounted):
        stored(cast.commune, a_row())

    upload.refresh_from_db()
    assert upload.state == "ready"


def test_the_file_comes_back_with_an_error_column(cast: Cast) -> None:
    upload = checked(cast.commune, a_row(category="Spa"))

    sheet = load_workbook(BytesIO(list_with_faults(upload=upload, title="Lỗi"))).active

    assert sheet is not None
    assert sheet.cell(1, 8).value == "Lỗi"
    assert "loại địa điểm" in str(sheet.cell(2, 8).value)


def test_every_category_of_the_template_is_understood() -> None:
    known = categories()

    assert set(known.values()) == set(Category)


def test_the_template_itself_is_in_order(cast: Cast) -> None:
    content = cast.client("officer").get(f"{UPLOAD}template.xlsx").content

    response = cast.client("officer").post(UPLOAD, {"file": SimpleUploadedFile("mau.xlsx", content)})
    perform(Job.objects.get().pk)

    upload = VenueImport.objects.get()
    assert (response.url, upload.state, counts(upload)) == (upload.get_absolute_url(), "ready", (1, 0, 0, 0))


def test_an_officer_uploads_checks_and_stores(cast: Cast) -> None:
    client = cast.client("officer")
    file = SimpleUploadedFile("dia-diem.xlsx", venue_list(a_row()))

    client.post(UPLOAD, {"file": file, "approve": "on"})
    perform(Job.objects.get().pk)
    upload = VenueImport.objects.get()
    shown = page(cast, upload.get_absolute_url())
    client.post(f"{upload.get_absolute_url()}store/")
    perform(Job.objects.latest("pk").pk)

    assert "Địa điểm mới" in shown
    assert Venue.objects.get().status == "approved"
    assert "Xem các địa điểm" in page(cast, upload.get_absolute_url())


def test_storing_twice_stores_once(cast: Cast) -> None:
    from venues.importing.actions import store_list

    upload = stored(cast.commune, a_row())
    store_list(upload=upload)

    assert Venue.objects.count() == 1
    assert AuditEvent.objects.count() == 1


def test_what_was_never_stored_is_forgotten_after_thirty_days(cast: Cast) -> None:
    old, new = checked(cast.commune, a_row()), checked(cast.commune, a_row())
    VenueImport.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - timedelta(days=31))

    assert forget_old_imports() == {"removed": 1}
    assert list(VenueImport.objects.all()) == [new]


def test_an_import_is_in_a_known_state(cast: Cast) -> None:
    checked(cast.commune, a_row())

    refused("venue_import_state_known", VenueImport.objects.all(), state="lost")
