"""What the mails say. Nobody is named in them but their reader; figures cite day and revision."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from accounts.models import AuditChain, Commune, User
from reports.dashboard import Progress
from reports.documents.content import short_date
from reports.documents.words import people, share
from reports.mailing.behind import Behind
from reports.models import Reminder
from vietnam.documents import format_number


@dataclass(frozen=True)
class Mail:
    subject: str
    body: str


def summary(progress: Progress, reader: User, chain: AuditChain | None) -> Mail:
    day, s = short_date(progress.summary.day), progress.summary
    lines = [
        f"Số liệu hết ngày {day}, lần chốt {s.revision}:",
        f"- Đã cài đặt Bluezone: {people(s.installed)}, đạt {share(s.adoption)} trên {people(s.people)};",
        f"  đạt {share(s.adoption_among_smartphones)} số người có điện thoại thông minh.",
        *_against_target(progress),
        f"- Trong ngày: {format_number(s.visits)} lượt đến hộ, cài đặt tại chỗ cho {people(s.installed_on_the_spot)}.",
        f"- Đã khảo sát {format_number(s.surveyed)}/{format_number(s.households_present)} hộ.",
        f"- Mã QR: {format_number(s.venues_with_poster)}/{format_number(s.venues_required)} địa điểm đã có;",
        f"  {format_number(s.venues_active)} địa điểm có lượt quét, {format_number(s.check_ins)} lượt vào.",
        "",
        "Theo thôn:",
        *(f"- {row.summary.village}: {share(row.summary.adoption)}{_missing(row.goal)}" for row in progress.villages),
        "",
        f"Chi tiết: {address('dashboard')}?ngay={s.day:%Y-%m-%d}",
        *_head_of(chain),
    ]
    return Mail(f"[{progress.commune}] Kết quả ngày {day}: {share(s.adoption)}", _letter(reader, lines))


def _against_target(progress: Progress) -> list[str]:
    target, goal = progress.target, progress.goal
    if target is None or goal is None:
        return []
    if goal.is_met:
        return ["- Đã đạt chỉ tiêu."]
    daily = f", mỗi ngày cần thêm {people(goal.needed_per_day)}" if goal.needed_per_day else ""
    return [f"- Còn thiếu {people(goal.missing)} so với chỉ tiêu đến ngày {short_date(target.due_on)}{daily}."]


def _missing(goal: object) -> str:
    missing = getattr(goal, "missing", 0)
    return f", còn thiếu {people(missing)}" if missing else ""


def _head_of(chain: AuditChain | None) -> list[str]:
    """Whoever keeps these mails can tell if the end of the audit log was cut off later."""
    if chain is None or not chain.length:
        return []
    told = "Nhật ký hệ thống (giữ lại thư này để đối chiếu khi cần)"
    return ["", f"{told}: {format_number(chain.length)} sự kiện, mã cuối {chain.head}"]


def reminder(units: Sequence[Behind], reader: User, commune: Commune) -> Mail:
    lines = [
        "Theo số liệu trên cổng công nghệ số của xã, đề nghị ông/bà chỉ đạo thực hiện ngay:",
        *(f"- {_standing(unit)}" for unit in units),
        "",
        f"Cập nhật tại: {address('home')}",
    ]
    return Mail(f"[{commune}] Đôn đốc cài đặt Bluezone và quét mã QR", _letter(reader, lines))


def _standing(unit: Behind) -> str:
    if unit.summary is None:
        last = (
            f"báo cáo gần nhất là của ngày {short_date(unit.last_report)}"
            if unit.last_report
            else "chưa có báo cáo nào"
        )
        return f"{unit.unit}: {last}; đề nghị gửi báo cáo."
    s, day = unit.summary, short_date(unit.day)
    left = max(s.households_present - s.surveyed, 0)
    why = "chậm so với tiến độ" if unit.cause == Reminder.Cause.BEHIND else "nhiều ngày không có lượt đến hộ nào"
    return (
        f"{unit.unit} ({why}): hết ngày {day} có {people(s.installed)} đã cài đặt, đạt {share(s.adoption)}"
        f"{_missing(unit.goal)}; còn {format_number(left)} hộ chưa khảo sát, {people(s.without_bluezone)} có điện "
        "thoại "
        "thông minh chưa cài đặt."
    )


def test(reader: User, commune: Commune) -> Mail:
    lines = ["Đây là thư thử. Nhận được thư này nghĩa là việc gửi thư của cổng công nghệ số đã hoạt động."]
    return Mail(f"[{commune}] Thư thử", _letter(reader, lines))


def _letter(reader: User, lines: Sequence[str]) -> str:
    """Greeting, lines, and why it came."""
    end = ["", "--", "Thư tự động của cổng công nghệ số xã; vui lòng không trả lời thư này.", settings.PUBLIC_URL]
    return "\n".join([f"Kính gửi ông/bà {reader.full_name},", "", *lines, *end]) + "\n"


def address(name: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name)}"
