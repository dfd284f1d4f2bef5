"""The demo's organisations: weekly reports, outreach through the campaign, nothing in the future."""

from django.utils import timezone

from accounts.models import Commune, User
from demo.campaign import DUE_ON, STARTS_ON
from demo.organisations import SILENT
from organisations.models import Organisation, OrganisationKind, OutreachActivity, OutreachKind, StaffReport


def test_the_commune_has_its_agencies_schools_and_the_five_mass_organisations(commune: Commune) -> None:
    kinds = list(Organisation.objects.filter(commune=commune).values_list("kind", flat=True))

    assert (kinds.count(OrganisationKind.SCHOOL), kinds.count(OrganisationKind.MASS_ORGANISATION)) == (3, 5)


def test_the_reporter_and_the_volunteer_are_the_accounts_of_that_name(commune: Commune) -> None:
    (union,) = Organisation.objects.visible_to(User.objects.get(username="reporter"))

    assert [volunteer.username for volunteer in union.volunteers.all()] == ["surveyor"]
    assert union.staff_reports.filter(reported_by__username="reporter").count() >= 6


def test_some_owe_their_report_and_one_never_sent_any(commune: Commune) -> None:
    owing = Organisation.objects.overdue(timezone.localdate())

    assert 0 < owing.count() < 5
    assert not StaffReport.objects.filter(organisation__name=SILENT).exists()


def test_outreach_of_every_kind_is_spread_over_the_campaign(commune: Commune) -> None:
    days = OutreachActivity.objects.by_day(STARTS_ON, DUE_ON)

    assert set(OutreachActivity.objects.values_list("kind", flat=True)) == set(OutreachKind.values)
    assert len(days) > 20
    assert sum(n for n, _ in days.values()) == OutreachActivity.objects.count()


def test_nothing_was_done_in_the_future(commune: Commune) -> None:
    today = timezone.localdate()

    assert not OutreachActivity.objects.filter(day__gt=today).exists()
    assert not StaffReport.objects.filter(as_of__gt=today).exists()
