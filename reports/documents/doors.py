"""The annex (phụ lục) for a village head: households to go to, with names and doors, and never a phone number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from reports.documents import frame
from reports.documents.content import Block, Document, Form, Table, closing, short_date
from reports.documents.letters import SYMBOL
from reports.documents.words import paragraphs
from surveys.models import HomeVisit
from vietnam.documents import format_number
from villages.models import Household, Village

PARTS = ("opening",)
UNSURVEYED = ("TT", "Mã hộ", "Chủ hộ", "Địa chỉ", "Tổ", "Nhân khẩu", "Lần đến gần nhất")
WITHOUT = ("TT", "Mã hộ", "Chủ hộ", "Địa chỉ", "Tổ", "Có ĐTTM", "Chưa cài")


@dataclass(frozen=True)
class Door:
    """A household on the evening of a day: the last knock on its door, and what its newest settling visit counted."""

    household: Household
    tried_on: date | None
    smartphones: int
    installed: int


@dataclass(frozen=True)
class HouseholdList:
    village: Village
    day: date
    unsurveyed: Sequence[Door]
    without: Sequence[Door]

    def proposals(self) -> dict[str, str]:
        return {
            "opening": (
                f"Danh sách lập theo tình hình hết ngày {short_date(self.day)}. Danh sách có họ tên người dân, chỉ "
                "dùng để "
                "khảo sát và hướng dẫn cài đặt; không sao chụp, không đăng lên mạng."
            )
        }

    def document(self, words: Mapping[str, str], dated: date) -> Document:
        commune = self.village.commune
        village = str(self.village).upper()
        return Document(
            form=Form.ANNEX,
            letterhead=frame.letterhead(commune, dated, symbol=SYMBOL),
            kind_name="PHỤ LỤC",
            subject=f"DANH SÁCH HỘ CẦN ĐẾN KHẢO SÁT,\nHƯỚNG DẪN CÀI ĐẶT BLUEZONE TẠI {village}",
            addressees=[],
            blocks=[*paragraphs(words["opening"]), *self._blocks()],
            recipients=[],
            signature=None,
            citation=f"Tình hình hết ngày {short_date(self.day)}",
            file_stem=f"danh-sach-{self.village.name_fold.replace(' ', '-')}-{self.day:%Y-%m-%d}",
        )

    def _blocks(self) -> list[Block]:
        total = (
            f"Tổng số: {format_number(len(self.unsurveyed))} hộ chưa khảo sát, {format_number(len(self.without))} "
            "hộ có "
            "điện thoại thông minh chưa cài đặt Bluezone"
        )
        tables: list[Block] = []
        if self.unsurveyed:
            rows = [_unsurveyed(number, door) for number, door in enumerate(self.unsurveyed, start=1)]
            tables.append(Table("1. Hộ chưa khảo sát", UNSURVEYED, rows, widths=(9, 20, 46, 38, 20, 14, 18), words=5))
        if self.without:
            rows = [_without(number, door) for number, door in enumerate(self.without, start=1)]
            caption = "2. Hộ có điện thoại thông minh (ĐTTM) chưa cài đặt Bluezone (số người)"
            tables.append(Table(caption, WITHOUT, rows, widths=(9, 20, 46, 42, 20, 14, 14), words=5))
        return [*tables, closing(total)]


def _place(number: int, household: Household) -> list[str]:
    group = household.group.name if household.group else ""
    return [str(number), household.code, household.head_name, household.address, group]


def _unsurveyed(number: int, door: Door) -> list[str]:
    tried = short_date(door.tried_on) if door.tried_on else "chưa đến"
    return [*_place(number, door.household), str(door.household.member_count), tried]


def _without(number: int, door: Door) -> list[str]:
    return [*_place(number, door.household), str(door.smartphones), str(door.smartphones - door.installed)]


def household_list(village: Village, day: date) -> HouseholdList:
    """As it was on the evening of a day, in the order one walks. One query for each table."""
    visits = HomeVisit.objects.filter(household=OuterRef("pk")).captured_before(day + timedelta(days=1)).newest_first()
    living = Household.objects.filter(village=village).living().select_related("group").defer("phone").by_door()
    seen = living.annotate(
        outcome=Subquery(visits.settling().values("outcome")[:1]),
        with_smartphone=Subquery(visits.settling().values("smartphones")[:1]),
        with_bluezone=Subquery(visits.settling().values("installed")[:1]),
        tried_at=Subquery(visits.values("captured_at")[:1]),
    )
    unsurveyed = seen.filter(outcome=None)
    without = seen.filter(with_bluezone__lt=F("with_smartphone"))
    return HouseholdList(village, day, [_door(row) for row in unsurveyed], [_door(row) for row in without])


def _door(row: Household) -> Door:
    tried_at = row.tried_at  # type: ignore[attr-defined]
    return Door(
        household=row,
        tried_on=timezone.localdate(tried_at) if tried_at else None,
        smartphones=row.with_smartphone or 0,  # type: ignore[attr-defined]
        installed=row.with_bluezone or 0,  # type: ignore[attr-defined]
    )
