"""The report (báo cáo) of a closed day, or from one day to another: fixed parts with the figures, free parts in words.

The words proposed for the free parts come from the figures; the officer may write others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from organisations.models import StaffReport
from reports.documents import frame
from reports.documents.content import (
    Block,
    Chart,
    Document,
    Form,
    Heading,
    Paragraph,
    Table,
    closing,
    short_date,
)
from reports.documents.facts import Facts
from reports.documents.words import lines, paragraphs, people, share, why_behind
from reports.measures import Goal
from reports.models import DailySummary, Denominator
from vietnam.documents import format_number, format_percent

ROMAN = ("I", "II", "III", "IV", "V", "VI")
WELL_SURVEYED = 0.9
PARTS = ("addressees", "opening", "done", "difficulties", "proposals", "next_steps", "recipients")
SUBJECT = "Kết quả triển khai cài đặt ứng dụng Bluezone và quét mã QR\nphục vụ công tác phòng, chống dịch Covid-19"
VILLAGES = ("TT", "Thôn", "Dân số", "Có ĐTTM", "Đã cài", "Trên dân số", "Trên ĐTTM", "Còn thiếu", "Hộ đã khảo sát")
WIDTHS = (9, 32, 16, 16, 16, 18, 18, 18, 22)
STAFF = ("TT", "Cơ quan, đơn vị", "Báo cáo ngày", "Số người", "Có ĐTTM", "Đã cài", "Trên ĐTTM")


@dataclass(frozen=True)
class Report:
    facts: Facts

    def proposals(self) -> dict[str, str]:
        return {
            "addressees": "\n".join(frame.superior(self.facts.commune)),
            "opening": self._opening(),
            "done": "\n".join(self._done()),
            "difficulties": "\n".join(why_behind(self.facts)),
            "proposals": "\n".join(self._proposals()),
            "next_steps": "\n".join(self._next_steps()),
            "recipients": "Như trên\nTT Đảng ủy, TT HĐND xã\nChủ tịch, các PCT UBND xã\nLưu: VT",
        }

    def document(self, words: Mapping[str, str], dated: date) -> Document:
        facts = self.facts
        return Document(
            form=Form.REPORT,
            letterhead=frame.letterhead(facts.commune, dated, symbol="BC-UBND"),
            kind_name="BÁO CÁO",
            subject=SUBJECT + (" " if facts.is_one_day else "\n") + self._days,
            addressees=lines(words["addressees"]),
            blocks=[*paragraphs(words["opening"]), *self._sections(words), self._closing(words)],
            recipients=frame.with_archive(lines(words["recipients"])),
            signature=frame.signature(facts.commune),
            citation=facts.citation,
            file_stem=f"bao-cao-{facts.day:%Y-%m-%d}",
        )

    @property
    def _days(self) -> str:
        if self.facts.is_one_day:
            return f"ngày {short_date(self.facts.day)}"
        return f"từ ngày {short_date(self.facts.since)} đến ngày {short_date(self.facts.day)}"

    def _sections(self, words: Mapping[str, str]) -> Iterator[Block]:
        """Numbered as they come: a free part left empty has no heading either."""
        sections = (
            ("Công tác triển khai", paragraphs(words["done"])),
            ("Kết quả thực hiện", [*self._adoption(), *self._venues(), *self._organisations(), *self._outreach()]),
            ("Khó khăn, hạn chế", paragraphs(words["difficulties"])),
            ("Đề xuất, kiến nghị", paragraphs(words["proposals"])),
            ("Nhiệm vụ thời gian tới", paragraphs(words["next_steps"])),
        )
        for number, (title, blocks) in zip(ROMAN, (section for section in sections if section[1]), strict=False):
            yield Heading(f"{number}. {title}")
            yield from blocks

    def _closing(self, words: Mapping[str, str]) -> Paragraph:
        to = ", ".join(lines(words["addressees"]))
        end = f"{frame.issuer_name(self.facts.commune)} trân trọng báo cáo {to}" if to else ""
        return closing(f"Trên đây là báo cáo kết quả {self._days} của {frame.issuer_name(self.facts.commune)}. {end}")

    def _opening(self) -> str:
        letter = self.facts.target.source_letter if self.facts.target else ""
        after = f"Thực hiện {letter} về việc tăng cường triển khai ứng dụng công nghệ số vào công tác phòng, chống "
        start = f"{after}dịch Covid-19, " if letter else ""
        name = frame.issuer_name(self.facts.commune)
        return f"{start}{name} báo cáo kết quả {self._days} như sau:"

    def _done(self) -> Iterator[str]:
        sums, (activities, reached) = self.facts.sums, self.facts.outreach
        when = "Trong ngày" if self.facts.is_one_day else "Trong kỳ"
        yield (
            f"{when}, các thôn, tổ tự quản khu dân cư đã đến {format_number(sums['visits'])} lượt hộ, khảo sát xong "
            f"{format_number(sums['completed_visits'])} lượt hộ, hướng dẫn cài đặt tại chỗ cho "
            f"{people(sums['installed_on_the_spot'])}."
        )
        if activities:
            yield (
                f"Đã tổ chức {format_number(activities)} hoạt động tuyên truyền, tiếp cận "
                f"{people(reached, 'lượt người')}."
            )

    def _adoption(self) -> Iterator[Block]:
        s = self.facts.summary
        yield Heading("1. Cài đặt ứng dụng Bluezone", level=2)
        base = "dân số" if s.people_are_official else "nhân khẩu các hộ đã khảo sát (chưa có dân số chính thức)"
        yield Paragraph(
            f"{self.facts.citation}: toàn xã có {people(s.installed)} đã cài đặt, đạt {share(s.adoption)} {base} "
            f"({people(s.people)}{self._source()}) và đạt {share(s.adoption_among_smartphones)} số người có điện thoại "
            f"thông minh ({people(s.smartphones)}){self._gain()}."
        )
        yield from self._against_target()
        yield Paragraph(
            f"Đã khảo sát {format_number(s.surveyed)}/{format_number(s.households_present)} hộ, đạt "
            f"{share(s.coverage)}."
        )
        yield self._villages()
        if self._gaps_do_not_add_up:
            yield Paragraph(
                "Ghi chú: số còn thiếu tính theo chỉ tiêu của từng thôn, thôn đã vượt không bù cho thôn khác; vì vậy "
                "cộng các thôn khác với số của toàn xã."
            )
        if self.facts.summary.population is None:
            yield Paragraph("Ghi chú: dấu (*) là số nhân khẩu của các hộ đã khảo sát, do chưa có dân số chính thức.")
        yield self._chart()

    @property
    def _gaps_do_not_add_up(self) -> bool:
        whole = self.facts.progress.goal
        return whole is not None and sum(goal.missing for _row, goal in self.facts.villages if goal) != whole.missing

    def _source(self) -> str:
        s = self.facts.summary
        parts = [s.population_source, f"ngày {short_date(s.population_as_of)}" if s.population_as_of else ""]
        told = ", ".join(part for part in parts if part)
        return f", theo {told}" if told else ""

    def _gain(self) -> str:
        if self.facts.gained is None or self.facts.before is None:
            return ""
        more = "tăng" if self.facts.gained >= 0 else "giảm"
        return f", {more} {people(abs(self.facts.gained))} so với hết ngày {short_date(self.facts.before.day)}"

    def _against_target(self) -> Iterator[Block]:
        target, goal = self.facts.target, self.facts.progress.goal
        if target is None or goal is None:
            return
        whom = "dân số" if target.denominator == Denominator.POPULATION else "số người có điện thoại thông minh"
        places = next(n for n in (0, 1, 2) if round(target.percent, n) == target.percent)
        percent = format_percent(target.percent / 100, places)
        asked = f"Chỉ tiêu: {percent} {whom} ({people(goal.wanted)}) đến hết ngày {short_date(target.due_on)}; "
        if goal.is_met:
            yield Paragraph(f"{asked}đã đạt chỉ tiêu.")
        elif goal.needed_per_day is None:
            yield Paragraph(f"{asked}đã hết hạn, còn thiếu {people(goal.missing)}.")
        else:
            yield Paragraph(
                f"{asked}còn thiếu {people(goal.missing)}, mỗi ngày cần cài đặt thêm {people(goal.needed_per_day)} "
                "trong "
                f"{goal.days_left} ngày còn lại."
            )

    def _villages(self) -> Table:
        rows = [
            village_row(str(number), row.village.name if row.village else "", row, goal)
            for number, (row, goal) in enumerate(self.facts.villages, start=1)
        ]
        return Table(
            caption=f"Bảng 1. Kết quả theo thôn (hết ngày {short_date(self.facts.day)}; ĐTTM: điện thoại thông minh)",
            headers=VILLAGES,
            rows=rows,
            widths=WIDTHS,
            total=village_row("", "Toàn xã", self.facts.summary, self.facts.progress.goal),
        )

    def _chart(self) -> Chart:
        goal, series = self.facts.progress.goal, self.facts.series
        return Chart(
            caption="Biểu đồ 1. Số người đã cài đặt Bluezone theo ngày",
            days=[row.day for row in series],
            installed=[row.installed for row in series],
            wanted=goal.wanted if goal else None,
        )

    def _venues(self) -> Iterator[Block]:
        s, sums = self.facts.summary, self.facts.sums
        yield Heading("2. Quét mã QR tại các địa điểm", level=2)
        if not s.venues_required:
            yield Paragraph("Chưa xác định địa điểm phải áp dụng quét mã QR.")
            return
        yield Paragraph(
            f"{format_number(s.venues_with_poster)}/{format_number(s.venues_required)} địa điểm phải áp dụng đã có "
            "mã QR, "
            f"đạt {share(s.venue_coverage)}; ngày {short_date(self.facts.day)} có {format_number(s.venues_active)} "
            "địa điểm "
            f"có người quét, đạt {share(s.venue_activity)}."
        )
        when = "Trong ngày" if self.facts.is_one_day else "Trong kỳ"
        flagged = format_number(sums["flagged_check_ins"]) if sums["flagged_check_ins"] else ""
        besides = f"; {flagged} lượt có dấu hiệu bất thường không tính vào số này" if flagged else ""
        yield Paragraph(f"{when} có {format_number(sums['check_ins'])} lượt vào{besides}.")

    def _organisations(self) -> Iterator[Block]:
        staff, silent = self.facts.staff, self.facts.silent_organisations
        if not staff and not silent:
            return
        yield Heading("3. Cơ quan, đơn vị, trường học, đoàn thể", level=2)
        told = f"{len(staff)}/{len(staff) + silent} cơ quan, đơn vị đã báo cáo"
        yield Paragraph(f"{told}; số liệu của cơ quan, đơn vị không cộng vào tỷ lệ chung của xã.")
        if staff:
            rows = [_staff_row(number, report) for number, report in enumerate(staff, start=1)]
            caption = (
                f"Bảng 2. Kết quả tại cơ quan, đơn vị (báo cáo mới nhất đến hết ngày {short_date(self.facts.day)})"
            )
            yield Table(caption, STAFF, rows, widths=(9, 58, 24, 18, 18, 18, 20), words=3)

    def _outreach(self) -> Iterator[Block]:
        activities, reached = self.facts.outreach
        if not activities:
            return
        number = 4 if self.facts.staff or self.facts.silent_organisations else 3
        yield Heading(f"{number}. Công tác tuyên truyền", level=2)
        yield Paragraph(f"{format_number(activities)} hoạt động, tiếp cận {people(reached, 'lượt người')}.")

    def _proposals(self) -> Iterator[str]:
        """A target is called out of reach only once nearly every household has been seen."""
        s = self.facts.summary
        if self.facts.progress.is_out_of_reach and (s.coverage or 0) >= WELL_SURVEYED:
            yield (
                f"Đề nghị cấp trên xem xét chỉ tiêu: đã khảo sát {share(s.coverage)} số hộ; nếu mọi người có điện "
                "thoại "
                f"thông minh đều cài đặt thì tỷ lệ cũng chỉ đạt {share(s.ceiling)} dân số."
            )

    def _next_steps(self) -> Iterator[str]:
        s = self.facts.summary
        left = s.households_present - s.surveyed
        if left > 0:
            yield (
                f"Tiếp tục “đi từng ngõ, gõ từng nhà, rà từng điện thoại” đối với {format_number(left)} hộ chưa "
                "khảo sát."
            )
        if s.without_bluezone > 0:
            yield f"Vận động, hướng dẫn cài đặt cho {people(s.without_bluezone)} có điện thoại thông minh chưa cài đặt."
        if s.venues_with_poster < s.venues_required:
            missing = format_number(s.venues_required - s.venues_with_poster)
            yield f"Hoàn thành cấp mã QR cho {missing} địa điểm phải áp dụng mà chưa có."


def village_row(number: str, name: str, row: DailySummary, goal: Goal | None) -> list[str]:
    """One line of the table; what is not known is a dash, a population that is not official has a star."""
    return [
        number,
        name,
        format_number(row.people) + ("" if row.people_are_official else "*"),
        format_number(row.smartphones),
        format_number(row.installed),
        share(row.adoption),
        share(row.adoption_among_smartphones),
        format_number(goal.missing) if goal else "–",
        f"{format_number(row.surveyed)}/{format_number(row.households_present)}",
    ]


def _staff_row(number: int, report: StaffReport) -> list[str]:
    counts = (report.headcount, report.smartphones, report.installed)
    rate = report.installed / report.smartphones if report.smartphones else None
    name, day = report.organisation.name, short_date(report.as_of)
    return [str(number), name, day, *map(format_number, counts), share(rate)]
