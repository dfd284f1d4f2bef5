"""The day a page is asked for."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from vietnam.documents import parse_date


def asked_day(request: HttpRequest) -> tuple[date | None, str]:
    """The day of `?ngay=`, and what is wrong with it."""
    text = request.GET.get("ngay", "")
    try:
        day = parse_date(text) if text else None
    except ValueError:
        return None, _("“%(text)s” is not a day; write 15/07/2021.") % {"text": text[:30]}
    if day and day > timezone.localdate():
        return None, _("This day has not come yet.")
    return day, ""
