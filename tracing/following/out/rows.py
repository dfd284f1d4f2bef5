"""The rows of the file: every one watermarked, as many as the screen said."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import User
from spreadsheets.reading import Column, read_table
from spreadsheets.writing import Value, write_xlsx
from tracing.case import Refusal
from tracing.following.looking import Seen, look
from tracing.models import Case, ContactQuerySet, Degree
from vietnam.phones import format_phone

WIDTHS = (6, 8, 30, 18, 8, 8, 18, 11, 18, 14, 14, 24, 40)


class ListChanged(Refusal):
    """The list is not what the screen showed: somebody searched again, or a filter lost its rows."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.sentence = _("The list has changed since: it has %(n)d rows now. Look at it, and export again.") % {
            "n": now
        }


class NobodyListed(Refusal):
    sentence = gettext_lazy("There is nobody in this list: nothing to export.")


class RowsMissing(Exception):
    """The file does not hold as many rows as the list: nothing is handed out (PHE lost 15,841 cases so)."""


@dataclass(frozen=True)
class Export:
    """What goes into a file: `rows` is what the screen said; `watermark` stands in every row."""

    case: Case
    seen: list[Seen]
    watermark: str

    @property
    def rows(self) -> int:
        return len(self.seen)


@transaction.atomic
def export(*, actor: User, case: Case, contacts: ContactQuerySet, shown: int, reason: str, kind: str) -> Export:
    """Look at the contacts for a file of this kind; the look and the export are written down.

    Raises ListChanged, NobodyListed; then nobody has looked.
    """
    seen = look(user=actor, case=case, contacts=contacts, at=kind, reason=reason)
    if len(seen) != shown:
        raise ListChanged(len(seen))
    if not seen:
        raise NobodyListed
    in_clear = sum(one.is_open for one in seen)
    audit.record(
        actor=actor,
        action="case.export",
        target=case,
        commune=case.commune,
        reason=reason,
        kind=kind,
        rows=len(seen),
        in_clear=in_clear,
    )
    return Export(case, seen, watermark(actor, case))


def watermark(actor: User, case: Case) -> str:
    """Case, account and time: who copied this row, and when."""
    return f"{case.code} · {actor.username} · {timezone.localtime():%d/%m/%Y %H:%M}"


def titles() -> list[str]:
    return [
        _("No."),
        _("Contact"),
        _("Full name"),
        _("Phone"),
        _("Degree"),
        _("Minutes"),
        _("Last time together"),
        _("Companions"),
        _("State"),
        _("Quarantine from"),
        _("to"),
        _("Next step"),
        _("Watermark"),
    ]


def line(number: int, one: Seen, mark: str) -> list[Value]:
    """One contact, in the order of `titles`."""
    contact = one.contact
    step = f"{_day(contact.next_on)} {contact.next_step}".strip()
    return [
        number,
        str(contact.pk),
        one.name,
        format_phone(one.phone) if one.is_open and one.phone else one.phone,
        Degree(contact.degree).name,
        contact.minutes,
        timezone.make_naive(contact.last_exposed_at),
        contact.companions,
        str(contact.get_state_display()),
        contact.quarantine_from,
        contact.quarantine_until,
        step,
        mark,
    ]


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def lines(made: Export) -> list[list[Value]]:
    return [line(number, one, made.watermark) for number, one in enumerate(made.seen, start=1)]


def xlsx(made: Export) -> bytes:
    """The workbook, read back before it is handed out. Raises RowsMissing."""
    heads = titles()
    content = write_xlsx(made.case.code, heads, lines(made), WIDTHS)
    check_rows(content, heads[-1], made.rows)
    return content


def check_rows(content: bytes, title: str, expected: int) -> None:
    """Count the rows that the file really holds, by its last column, which no row leaves empty."""
    table = read_table(content, [Column("mark", (title,))])
    found = sum(1 for row in table.rows if row.cells["mark"].text)
    if found != expected:
        raise RowsMissing(f"{found} rows in the file, {expected} in the list")
