"""Deeds on organisations: registered, changed, retired and back again; never deleted. Each leaves an audit event."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Commune, User
from organisations.models import Organisation, OrganisationKind, StaffReport
from thongnhat_portal.days import TAPPED_TWICE
from vietnam.text import fold

# As the letter names them (§3.5), each with the words by which one on the register is known to be it.
MASS_ORGANISATIONS = {
    "Ủy ban MTTQ": ("mttq", "mat tran to quoc"),
    "Đoàn Thanh niên": ("doan thanh nien", "doan tncs"),
    "Hội Liên hiệp Phụ nữ": ("phu nu", "lhpn"),
    "Hội Nông dân": ("nong dan",),
    "Hội Cựu chiến binh": ("cuu chien binh", "ccb"),
}


@transaction.atomic
def register_organisation(*, actor: User, organisation: Organisation, reporters: list[User]) -> None:
    """A new organisation, cleaned by its form."""
    organisation.save()
    organisation.reporters.set(reporters)
    _record(actor, "organisation.register", organisation, kind=organisation.kind)


@transaction.atomic
def update_organisation(*, actor: User, organisation: Organisation, reporters: list[User]) -> None:
    """New particulars; whether it is retired is not among them."""
    organisation.save(update_fields=PARTICULARS)
    organisation.reporters.set(reporters)
    _record(actor, "organisation.update", organisation, reporters=len(reporters))


PARTICULARS = ("name", "name_fold", "sort_key", "kind", "village", "head_name", "report_every_days")


@transaction.atomic
def retire_organisation(*, actor: User, organisation: Organisation) -> None:
    """It owes no reports any more; what it reported stays. Twice is harmless."""
    _move(actor, "organisation.retire", organisation, timezone.now())


@transaction.atomic
def restore_organisation(*, actor: User, organisation: Organisation) -> None:
    """Undo a retirement. Twice is harmless."""
    _move(actor, "organisation.restore", organisation, None)


def _move(actor: User, action: str, organisation: Organisation, retired_at: datetime | None) -> None:
    standing = Organisation.objects.filter(pk=organisation.pk, retired_at__isnull=retired_at is not None)
    if standing.update(retired_at=retired_at):
        _record(actor, action, organisation)


@transaction.atomic
def register_mass_organisations(*, actor: User, commune: Commune) -> int:
    """The letter's five, those not on the register yet; returns how many were added."""
    Commune.objects.select_for_update().get(pk=commune.pk)
    missing = missing_mass_organisations(commune)
    for name in missing:
        organisation = Organisation(commune=commune, name=name, kind=OrganisationKind.MASS_ORGANISATION)
        register_organisation(actor=actor, organisation=organisation, reporters=[])
    return len(missing)


def missing_mass_organisations(commune: Commune) -> list[str]:
    """Those of the letter's five that the commune's register has under no usual name, retired or not."""
    known = [f" {name} " for name in Organisation.objects.filter(commune=commune).values_list("name_fold", flat=True)]
    return [
        name
        for name, words in MASS_ORGANISATIONS.items()
        if not any(f" {word} " in other for word in (*words, fold(name)) for other in known)
    ]


@transaction.atomic
def report_staff(*, actor: User, report: StaffReport) -> None:
    """One more report; none is ever overwritten. Tapped twice it is one."""
    organisation = Organisation.objects.select_for_update().get(pk=report.organisation_id)
    last = organisation.staff_reports.filter(reported_at__gt=timezone.now() - TAPPED_TWICE).order_by("-pk").first()
    if last and last.reported_by_id == actor.pk and last.says_the_same(report):
        return
    report.reported_by = actor
    report.save()
    facts: dict[str, str | int] = {"as_of": report.as_of.isoformat(), "installed": report.installed}
    _record(actor, "organisation.report", report.organisation, headcount=report.headcount, **facts)


@transaction.atomic
def lend_volunteers(*, actor: User, organisation: Organisation, volunteers: list[User]) -> None:
    organisation.volunteers.set(volunteers)
    _record(actor, "organisation.volunteers", organisation, volunteers=len(volunteers))


def _record(actor: User, action: str, organisation: Organisation, **facts: str | int) -> None:
    audit.record(actor=actor, action=action, target=organisation, commune=organisation.commune, reason="", **facts)
