"""The form before anything is typed: drawn once for a door, since only its token differs from guest to guest.

In a rush everybody opens the same page; drawing it was three quarters of the work (decision 18).
"""

from functools import lru_cache
from secrets import token_urlsafe

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from checkins import ticket
from checkins.citizens import ENGINE
from checkins.doubts import doubt_of_time
from checkins.forms import form_at
from checkins.models import Doubt
from venues.doors import Door

PLACE = token_urlsafe()  # where the token goes; nobody can call a venue so


def blank_form(at: Door) -> HttpResponse:
    before, after = _around_token(at, doubt_of_time(at, timezone.now()), translation.get_language())
    return HttpResponse(f"{before}{ticket.new_token(at.code)}{after}")


@lru_cache(maxsize=1_000)
def _around_token(at: Door, doubt: Doubt | None, language: str) -> tuple[str, str]:
    """All that the page depends on is an argument, so that any change at the door is drawn anew; no person is one."""
    context = {"door": at, "form": form_at(at), "token": PLACE, "doubt": doubt, "LANGUAGE_CODE": language}
    before, _, after = render_to_string("checkins/create.html", context, using=ENGINE).partition(PLACE)
    return before, after
