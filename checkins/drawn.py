"""Pages that many guests share, drawn once: in a rush, drawing is most of the work (decision 18).

All that a page depends on is an argument of what draws it, so that any change is drawn anew; no person is one. What
differs from guest to guest, a form's token or a visit's number, is put where a stand-in of it was drawn.
"""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from secrets import token_urlsafe

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from checkins import ticket
from checkins.citizens import ENGINE, NOBODYS
from checkins.doubts import doubt_of_time
from checkins.forms import form_at
from checkins.models import Doubt, Slip
from venues.doors import Door

TOKEN = token_urlsafe()  # where the token goes; nobody can call a venue so


def blank_form(at: Door) -> HttpResponse:
    """Before anything is typed: one drawing for a door."""
    drawn = _form(at, doubt_of_time(at, timezone.now()), translation.get_language())
    return HttpResponse(drawn.replace(TOKEN, ticket.new_token(at.code)))


def confirmation(visit: Slip, *, is_own: bool) -> HttpResponse:
    """The big green page: one drawing for those who enter a place in the same minute."""
    entered, left = _minute(visit.entered_at), visit.left_at and _minute(visit.left_at)
    alike = replace(visit, public_id=NOBODYS, entered_at=entered, left_at=left)
    may_leave = is_own and visit.may_leave(timezone.now())
    drawn = _confirmation(alike, is_own, may_leave, translation.get_language())
    return HttpResponse(drawn.replace(str(NOBODYS), str(visit.public_id)))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


@lru_cache(maxsize=1_000)
def _form(at: Door, doubt: Doubt | None, language: str) -> str:
    context = {"door": at, "form": form_at(at), "token": TOKEN, "doubt": doubt, "LANGUAGE_CODE": language}
    return render_to_string("checkins/create.html", context, using=ENGINE)


@lru_cache(maxsize=1_000)
def _confirmation(visit: Slip, is_own: bool, may_leave: bool, language: str) -> str:
    context = {"visit": visit, "is_own": is_own, "may_leave": may_leave, "LANGUAGE_CODE": language}
    return render_to_string("checkins/done.html", context, using=ENGINE)
