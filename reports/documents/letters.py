"""Letters that urge (công văn đôn đốc): to the village that is behind, to the organisation that has not reported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Commune
from organisations.models import Organisation, StaffReport
from reports.documents import frame
from reports.documents.content import Block, Document, Form, Paragraph, Table, closing, short_date
from reports.documents.facts import Facts
from reports.documents.report import VILLAGES, WIDTHS, village_row
from reports.documents.words import lines, paragraphs, people, share
from reports.measures import Goal
from reports.models import DailySummary, Target
from vietnam.documents import format_number
from villages.models import Village

PARTS = ("addressees", "opening", "proposals", "recipients")
RECIPIENTS = "Như trên\nTT Đảng ủy, TT HĐND xã\nChủ tịch, các PCT UBND xã\nLưu: VT"
SYMBOL = f"UBND-{frame.FIELD}"


@dataclass(frozen=True)
class VillageLetter:
    facts: Facts
    village: Village
    row: DailySummary
    goal: Goal | None

    def proposals(self) -> dict[str, str]:
        village = frame.lowered(str(self.village))
        return {
            "addressees": f"Đồng chí Bí thư chi bộ, Trưởng {village}",
            "opening": opening(self.facts.target, f"Qua theo dõi kết quả thực hiện tại {village},", self.facts.commune),
            "proposals": "\n".join(self._asked()),
            "recipients": RECIPIENTS,
        }

    def document(self, words: Mapping[str, str], dated: date) -> Document:
        village = frame.lowered(str(self.village))
        return letter(
            self.facts.commune,
            words,
            dated,
            about=f"đôn đốc cài đặt ứng dụng Bluezone tại {village}",
            blocks=[Paragraph(self._standing()), self._table()],
            citation=self.facts.citation,
            file_stem=f"don-doc-{self.village.name_fold.replace(' ', '-')}-{self.facts.day:%Y-%m-%d}",
        )

    def _standing(self) -> str:
        row, goal = self.row, self.goal
        missing = f", còn thiếu {people(goal.missing)} so với chỉ tiêu ({people(goal.wanted)})" if goal else ""
        return (
            f"{self.facts.citation}: thôn có {people(row.installed)} đã cài đặt, đạt {share(row.adoption)} trên "
            f"{people(row.people)} (toàn xã {share(self.facts.summary.adoption)}){missing}; còn "
            f"{people(row.without_bluezone)} có điện thoại thông minh chưa cài đặt; đã khảo sát "
            f"{format_number(row.surveyed)}/{format_number(row.households_present)} hộ."
        )

    def _table(self) -> Table:
        rows = [village_row("1", self.village.name, self.row, self.goal)]
        total = village_row("", "Toàn xã", self.facts.summary, self.facts.progress.goal)
        caption = f"Kết quả của thôn (hết ngày {short_date(self.facts.day)}; ĐTTM: điện thoại thông minh)"
        return Table(caption, VILLAGES, rows, WIDTHS, total=total)

    def _asked(self) -> Iterator[str]:
        row, goal = self.row, self.goal
        village = frame.lowered(str(self.village))
        yield (
            f"Chủ tịch {frame.issuer_name(self.facts.commune)} yêu cầu đồng chí Trưởng {village} chỉ đạo các tổ tự "
            "quản "
            "khu dân cư thực hiện ngay các nội dung sau:"
        )
        left = row.households_present - row.surveyed
        tasks = [
            f"Khảo sát xong {format_number(left)} hộ còn lại." if left > 0 else "",
            f"Hướng dẫn cài đặt cho {people(row.without_bluezone)} có điện thoại thông minh chưa cài đặt."
            if row.without_bluezone
            else "",
            f"Mỗi ngày cài đặt thêm ít nhất {people(goal.needed_per_day)} để đạt chỉ tiêu đúng hạn."
            if goal and goal.needed_per_day
            else "",
            "Cập nhật kết quả thực hiện trên cổng công nghệ số của xã hằng ngày.",
        ]
        yield from (f"{number}. {task}" for number, task in enumerate(filter(None, tasks), start=1))


@dataclass(frozen=True)
class OrganisationLetter:
    """`report` is its newest on or before `day`."""

    organisation: Organisation
    day: date
    report: StaffReport | None
    target: Target | None

    @property
    def commune(self) -> Commune:
        return self.organisation.commune

    def proposals(self) -> dict[str, str]:
        name = self.organisation.name
        every = self.organisation.report_every_days
        return {
            "addressees": name,
            "opening": opening(self.target, "Qua theo dõi việc báo cáo của các cơ quan, đơn vị,", self.commune),
            "proposals": (
                f"Chủ tịch {frame.issuer_name(self.commune)} yêu cầu thủ trưởng cơ quan, đơn vị chỉ đạo toàn thể "
                "cán bộ, "
                "công chức, viên chức, người lao động có điện thoại thông minh cài đặt Bluezone, vận động người thân "
                "cùng cài đặt, thực hiện quét mã QR khi đến các địa điểm có yêu cầu; và báo cáo kết quả trên cổng "
                "thông "
                f"tin của xã {every} ngày một lần."
            ),
            "recipients": RECIPIENTS,
        }

    def document(self, words: Mapping[str, str], dated: date) -> Document:
        return letter(
            self.commune,
            words,
            dated,
            about="đôn đốc báo cáo kết quả cài đặt ứng dụng Bluezone và quét mã QR",
            blocks=[Paragraph(self._standing())],
            citation=f"Báo cáo của đơn vị ngày {short_date(self.report.as_of)}" if self.report else "",
            file_stem=f"don-doc-{self.organisation.name_fold.replace(' ', '-')[:60]}-{self.day:%Y-%m-%d}",
        )

    def _standing(self) -> str:
        report = self.report
        if report is None:
            return f"Đến hết ngày {short_date(self.day)}, {self.organisation.name} chưa có báo cáo."
        without = report.smartphones - report.installed
        return (
            f"Báo cáo gần nhất của {self.organisation.name} là của ngày {short_date(report.as_of)}: "
            f"{people(report.installed)} đã cài đặt trên {people(report.smartphones)} có điện thoại thông minh, "
            "trong tổng "
            f"số {people(report.headcount)}; còn {people(without)} chưa cài đặt."
        )


def letter(
    commune: Commune,
    words: Mapping[str, str],
    dated: date,
    *,
    about: str,
    blocks: list[Block],
    citation: str,
    file_stem: str,
) -> Document:
    """The frame of an urging letter: what was asked, how it stands, what is demanded, who answers."""
    whom = [line.replace("Đồng chí", "đồng chí", 1) for line in lines(words["addressees"])]
    end = (
        f"Nhận được công văn này, đề nghị {', '.join(whom) or 'đơn vị'} nghiêm túc tổ chức thực "
        f"hiện và chịu trách nhiệm trước Chủ tịch {frame.issuer_name(commune)} về kết quả thực hiện"
    )
    return Document(
        form=Form.LETTER,
        letterhead=frame.letterhead(commune, dated, symbol=SYMBOL, about=about),
        kind_name="",
        subject=f"V/v {about}",
        addressees=lines(words["addressees"]),
        blocks=[*paragraphs(words["opening"]), *blocks, *paragraphs(words["proposals"]), closing(end)],
        recipients=frame.with_archive(lines(words["recipients"])),
        signature=frame.signature(commune),
        citation=citation,
        file_stem=file_stem,
    )


def opening(target: Target | None, seen: str, commune: Commune) -> str:
    """Which letter asked for it, what was seen since, and that the committee speaks."""
    if target and target.source_letter:
        seen = f"Thực hiện {target.source_letter} của {frame.issuer_name(commune)}, {frame.lowered(seen)}"
    return f"{seen} {frame.issuer_name(commune)} có ý kiến như sau:"
