# ruff: noqa: S311 - invented figures need no secrecy, only the same numbers each time
"""Invented organisations of the commune and their weekly staff reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Commune, User
from demo.campaign import DAYS, DUE_ON, STARTS_ON
from demo.outreach import WOMEN, YOUTH, store_outreach
from organisations.actions import lend_volunteers, register_organisation
from organisations.models import Organisation, OrganisationKind, StaffReport
from thongnhat_portal.days import start_of

WEEK = timedelta(days=7)
RECENT_REPORTS = 3


@dataclass(frozen=True)
class Plan:
    """An organisation and how its people take the campaign; `late` weeks is it behind with its reports."""

    name: str
    kind: OrganisationKind
    head: str
    staff: int
    willing: float
    premises: int = 1
    late: int = 0


Kind = OrganisationKind
SILENT = "Hợp tác xã Dịch vụ nông nghiệp"
# Invented people; the names of the mass organisations are the letter's (§3.5).
PLANS = (
    Plan("Văn phòng UBND xã", Kind.AGENCY, "Lê Thị Thảo", 23, 0.97),
    Plan("Công an xã", Kind.AGENCY, "Vũ Đình Khoa", 9, 1.0),
    Plan("Ban Chỉ huy Quân sự xã", Kind.AGENCY, "Trần Xuân Bách", 6, 0.9),
    Plan("Trạm Y tế xã", Kind.HEALTH_STATION, "Trần Thị Hồng Hạnh", 7, 1.0),
    Plan("Bưu điện - Văn hóa xã", Kind.UNIT, "Đỗ Thị Mận", 4, 0.8),
    Plan("Trường Mầm non Thống Nhất", Kind.SCHOOL, "Ngô Thị Duyên", 31, 0.93, premises=2),
    Plan("Trường Tiểu học Thống Nhất", Kind.SCHOOL, "Phạm Thị Ngân", 38, 0.95, premises=2, late=1),
    Plan("Trường THCS Thống Nhất", Kind.SCHOOL, "Bùi Công Quyết", 34, 0.88),
    Plan(SILENT, Kind.ENTERPRISE, "Đinh Bá Vinh", 16, 0.6, premises=3),
    Plan("Ủy ban MTTQ", Kind.MASS_ORGANISATION, "Nguyễn Văn Phúc", 12, 0.9),
    Plan(YOUTH, Kind.MASS_ORGANISATION, "Đặng Ngọc Lâm", 58, 0.96),
    Plan(WOMEN, Kind.MASS_ORGANISATION, "Hoàng Thị Sen", 41, 0.9),
    Plan("Hội Nông dân", Kind.MASS_ORGANISATION, "Dương Văn Toàn", 46, 0.7, late=2),
    Plan("Hội Cựu chiến binh", Kind.MASS_ORGANISATION, "Phạm Hữu Thắng", 37, 0.55),
)


def store_organisations(commune: Commune, users: dict[str, User], *, seed: int) -> None:
    """`reporter` reports for the youth union, which lends `surveyor`; one organisation never sent a report."""
    rng = Random(f"organisations {seed}")
    made = {plan.name: _store(commune, plan, users) for plan in PLANS}
    union = made[YOUTH]
    lend_volunteers(actor=users["reporter"], organisation=union, volunteers=[users["surveyor"]])
    reports = [report for plan in PLANS for report in _reports(made[plan.name], plan, users, rng)]
    StaffReport.objects.bulk_create(reports)
    store_outreach(commune, users, made, rng)


def _store(commune: Commune, plan: Plan, users: dict[str, User]) -> Organisation:
    organisation = Organisation(commune=commune, name=plan.name, kind=plan.kind, head_name=plan.head)
    reporters = [users["reporter"]] if plan.name == YOUTH else []
    register_organisation(actor=users["officer"], organisation=organisation, reporters=reporters)
    return organisation


def _reports(organisation: Organisation, plan: Plan, users: dict[str, User], rng: Random) -> Iterator[StaffReport]:
    """Each week of the campaign and on the due date, and the last weeks before today."""
    if plan.name == SILENT:
        return
    today = timezone.localdate()
    campaign = [STARTS_ON + WEEK * number for number in range(DAYS // 7 + 1)] + [DUE_ON]
    recent = [today - timedelta(days=2) - WEEK * (number + plan.late) for number in range(RECENT_REPORTS)]
    days = sorted({day for day in (*campaign, *recent) if day <= today})
    reporter = users["reporter"] if plan.name == YOUTH else users["officer"]
    owners = round(plan.staff * rng.uniform(0.85, 1))
    for day in days:
        share = min((day - STARTS_ON) / (DUE_ON - STARTS_ON) * 0.7 + 0.3, 1)
        yield _report(organisation, plan, day, share, owners, reporter)


def _report(
    organisation: Organisation, plan: Plan, day: date, share: float, owners: int, reporter: User
) -> StaffReport:
    """`share` of what is reached on the due date."""
    installed = round(owners * plan.willing * share)
    relatives = round(plan.staff * 2.4 * share)
    return StaffReport(
        organisation=organisation,
        as_of=day,
        headcount=plan.staff,
        smartphones=owners,
        installed=installed,
        relatives_reached=relatives,
        relatives_installed=round(relatives * plan.willing * 0.6),
        premises=plan.premises,
        premises_with_qr=round(plan.premises * share),
        staff_scanning=round(installed * 0.8),
        reported_by=reporter,
        reported_at=start_of(day) + timedelta(hours=16, minutes=20),
    )
