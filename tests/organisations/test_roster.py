"""The optional roster: every faulty row at once, all or nothing; its phones only ever counted."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import AuditEvent
from jobs.models import Job
from jobs.tasks import perform
from organisations.models import Organisation, RosterEntry, RosterImport
from organisations.roster import actions
from organisations.roster.overlap import Overlap, roster
from organisations.tasks import forget_old_imports
from surveys.models import SurveyedPhone
from tests.conftest import Cast
from tests.factories import HouseholdFactory, visit
from tests.organisations.bodies import an_organisation
from tests.organisations.rosters import checked, person, roster_file, stored
from tests.venues.forms import errors, page
from tests.villages.queries import queries_of
from vault.keyring import keyring

UPLOAD = "/organisations/rosters/"


@pytest.fixture
def school(cast: Cast) -> Organisation:
    return an_organisation(cast, name="Trường Mẫu", reporters=[cast.people["reporter"]])


def test_a_roster_is_stored_sealed_and_counted(school: Organisation) -> None:
    stored(school, person(), person(name="LÊ THỊ HOA", phone="", smartphone="Không", installed=""))

    counted = roster(school, with_overlap=False)
    first, second = RosterEntry.objects.order_by("pk")
    assert counted
    assert (counted.people, counted.smartphones, counted.installed, counted.with_phone) == (2, 1, 1, 1)
    assert (first.phone, second.name, second.phone_index) == ("+84912345678", "Lê Thị Hoa", "")
    assert AuditEvent.objects.get().facts["created"] == 2


def test_the_newest_roster_takes_the_place_of_the_one_before(cast: Cast, school: Organisation) -> None:
    other = an_organisation(cast)
    stored(other, person())
    stored(school, person(), person(name="Lê Thị Hoa", phone=""))

    stored(school, person(name="Trần Văn Ba"))

    assert list(school.roster.values_list("name", flat=True)) == ["Trần Văn Ba"]
    assert other.roster.count() == 1


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"name": ""}, "person_missing"),
        ({"name": "Phòng 12"}, "not_a_person"),
        ({"name": "NguyÔn V¨n An"}, "legacy_encoding"),
        ({"phone": "12"}, "phone_invalid"),
        ({"smartphone": ""}, "smartphone_missing"),
        ({"smartphone": "có lẽ"}, "smartphone_unclear"),
        ({"installed": "sắp cài"}, "installed_unclear"),
        ({"smartphone": "không"}, "installed_without_smartphone"),
        ({"name": "=1+1"}, "formula"),
        ({"phone": "0912.345.678"}, "person_twice"),
    ],
)
def test_a_fault_is_named_and_nobody_is_stored(school: Organisation, cells: dict[str, object], fault: str) -> None:
    upload = checked(school, person(), person(**cells))

    assert (upload.state, upload.outcome["faults"]) == ("faulty", {"3": [fault]})
    assert not RosterEntry.objects.exists()


def test_all_faulty_rows_are_named_at_once_and_signatures_left_out(school: Organisation) -> None:
    upload = checked(school, person(name=""), person(phone="1", smartphone=""), ["NGƯỜI LẬP BIỂU", None, None, None])

    assert upload.outcome["faults"] == {"2": ["person_missing"], "3": ["phone_invalid", "smartphone_missing"]}
    assert upload.outcome["skipped"] == [4]


def test_a_miscount_takes_everything_back(school: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(school, person(name="Đang Có"))
    monkeypatch.setattr(RosterEntry.objects, "bulk_create", lambda *given, **more: None)

    with pytest.raises(actions.Miscounted):
        stored(school, person())

    assert school.roster.get().name == "Đang Có"


def test_a_reporter_uploads_checks_and_stores(cast: Cast, school: Organisation) -> None:
    client = cast.client("reporter")
    template = SimpleUploadedFile("mau.xlsx", client.get(f"{UPLOAD}template.xlsx").content)

    response = client.post(UPLOAD, {"file": template, "organisation": school.pk})
    perform(Job.objects.get().pk)
    client.post(f"{response.url}store/")
    perform(Job.objects.latest("pk").pk)

    assert RosterImport.objects.get().state == "stored"
    assert school.roster.get().name == "Nguyễn Văn Mẫu"
    assert client.get(response.url).status_code == 200


def test_a_reporter_sends_no_roster_for_another_organisation(cast: Cast, school: Organisation) -> None:
    file = SimpleUploadedFile("can-bo.xlsx", roster_file(person()))
    other = an_organisation(cast)

    response = cast.client("reporter").post(UPLOAD, {"file": file, "organisation": other.pk})

    assert errors(response) == {"organisation": ["invalid_choice"]}
    assert not RosterImport.objects.exists()


def test_the_organisation_whose_page_one_comes_from_is_chosen(cast: Cast, school: Organisation) -> None:
    an_organisation(cast)

    chosen = page(cast, f"{UPLOAD}?organisation={school.pk}")

    assert f'<option value="{school.pk}" selected>' in chosen


def surveyed(cast: Cast, phone: str, day: str, *, installed: bool) -> None:
    made = visit(HouseholdFactory(village=cast.village), day, smartphones=1, installed=int(installed))
    seen = made.phones.get()
    seen.number = phone
    seen.save()


@pytest.fixture
def overlapping(cast: Cast, school: Organisation) -> Organisation:
    """Seen with Bluezone; seen without, then with; seen without; seen with, not on the roster; never seen."""
    surveyed(cast, "+84912345671", "2021-07-01", installed=True)
    surveyed(cast, "+84912345672", "2021-07-01", installed=False)
    surveyed(cast, "+84912345672", "2021-07-09", installed=True)
    surveyed(cast, "+84912345673", "2021-07-01", installed=False)
    surveyed(cast, "+84912345674", "2021-07-01", installed=True)
    stored(
        school,
        *(person(phone=f"091234567{number}") for number in (1, 2, 3)),
        person(phone="0912345674", installed="chưa"),
        person(phone="0912345675"),
        person(phone=""),
    )
    return school


def test_the_overlap_is_by_phone_and_by_the_newest_visit(overlapping: Organisation) -> None:
    counted = roster(overlapping, with_overlap=True)

    assert counted
    assert counted.overlap == Overlap(seen=4, both=2, roster_only=1, survey_only=1)
    assert counted.overlap.neither == 0


def test_a_phone_seen_in_another_commune_is_not_an_overlap(cast: Cast, school: Organisation) -> None:
    surveyed(cast, "+84912345671", "2021-07-01", installed=True)
    cast.village.commune = cast.foreigner.commune
    cast.village.save()
    stored(school, person(phone="0912345671"))

    counted = roster(school, with_overlap=True)

    assert counted
    assert counted.overlap == Overlap(0, 0, 0, 0)


def test_to_count_the_overlap_no_phone_is_unsealed(overlapping: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vault.fields.unseal", lambda token: pytest.fail("unsealed"))

    counted = roster(overlapping, with_overlap=True)

    assert counted
    assert (counted.with_phone, counted.overlap) == (5, Overlap(seen=4, both=2, roster_only=1, survey_only=1))


def test_the_overlap_holds_while_the_keys_are_rotated(
    overlapping: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = keyring().index["surveys"]
    monkeypatch.setitem(keyring().index, "surveys", (b"n" * 32, *keys))
    seen = SurveyedPhone.objects.get(number_index=SurveyedPhone.objects.first().number_index)
    seen.save()  # re-indexed already, the others not yet

    counted = roster(overlapping, with_overlap=True)

    assert counted
    assert counted.overlap == Overlap(seen=4, both=2, roster_only=1, survey_only=1)


def test_no_page_shows_a_phone_and_reporters_see_no_overlap(cast: Cast, overlapping: Organisation) -> None:
    for role in ("officer", "chair", "reporter"):
        shown = page(cast, overlapping.get_absolute_url(), role)

        assert not [phone for phone in ("912 345 67", "91234567", "Nguyễn Văn Mẫu (") if phone in shown]
        response = cast.client(role).get(overlapping.get_absolute_url())
        assert bool(response.context["roster"].overlap) == (role != "reporter")
        assert "+849" not in unescape(response.content.decode())


def test_ten_people_ask_no_more_queries_than_one(cast: Cast, school: Organisation) -> None:
    stored(school, person())
    client = cast.client("officer")
    one = queries_of(client, school.get_absolute_url())
    stored(school, *(person(phone=f"091234567{number}") for number in range(10)))

    assert queries_of(client, school.get_absolute_url()) == one


def test_what_was_never_stored_goes_after_thirty_days(school: Organisation) -> None:
    checked(school, person(name=""))
    RosterImport.objects.update(uploaded_at=timezone.now() - timedelta(days=31))

    assert forget_old_imports() == {"removed": 1}
