from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.answering.figures import Unit, answers
from reports.asking import asked_day
from reports.permissions import can_see_answers, check_can_see_league
from thongnhat_portal.downloads import Column, as_percent, download_table
from thongnhat_portal.http import signed_in


@require_safe
def answerability(request: HttpRequest) -> HttpResponse:
    """Who answers, and how they stand, on any closed day by `?ngay=`. A village head sees the villages' league only."""
    user = signed_in(request)
    check_can_see_league(user)
    assert user.commune is not None
    day, problem = asked_day(request)
    context = {
        "answers": None if problem else answers(user, user.commune, day),
        "day": day,
        "problem": problem,
        "in_full": can_see_answers(user),
        "own": set(user.headed_villages.values_list("pk", flat=True)),
    }
    return render(request, "reports/answerability.html", context, status=422 if problem else 200)


@require_safe
def answerability_xlsx(request: HttpRequest) -> HttpResponse:
    """The lines of the page; of a village head's, no more than stands there."""
    user = signed_in(request)
    check_can_see_league(user)
    assert user.commune is not None
    day, problem = asked_day(request)
    if problem:
        return answerability(request)
    found = answers(user, user.commune, day)
    in_full = can_see_answers(user)
    units = [*found.villages, *(found.organisations if in_full else [])] if found else []
    columns = [*_league_columns(), *(_answering_columns() if in_full else [])]
    shown = found.summary.day if found else day
    return download_table(units, columns, title=_("Answerability"), name="trach-nhiem", day=shown)


def _league_columns() -> list[Column[Unit]]:
    return [
        Column(_("Rank"), lambda unit: unit.rank, 8),
        Column(_("Places won in a week"), lambda unit: unit.moved, 12),
        Column(_("Kind"), lambda unit: _("village") if unit.is_village else _("organisation"), 12),
        Column(_("Unit"), lambda unit: unit.place.name, 34),
        Column(_("Target (%)"), lambda unit: unit.standing.target.percent if unit.standing.target else None, 12),
        Column(_("Rate (%)"), lambda unit: as_percent(unit.standing.rate), 12),
        Column(_("People wanted"), lambda unit: unit.standing.goal.wanted if unit.standing.goal else None, 14),
        Column(_("Installed"), lambda unit: unit.standing.installed, 12),
        Column(_("Still missing"), lambda unit: unit.standing.goal.missing if unit.standing.goal else None, 12),
        Column(_("Needed per day"), lambda unit: unit.standing.goal.needed_per_day if unit.standing.goal else None, 14),
    ]


def _answering_columns() -> list[Column[Unit]]:
    return [
        Column(_("Who answers"), lambda unit: ", ".join(unit.who), 36),
        Column(_("Last activity"), lambda unit: unit.last_activity, 14),
        Column(_("Days silent"), lambda unit: unit.silent_days, 12),
        Column(_("Reminders"), lambda unit: unit.reminded.count, 10),
        Column(_("Last reminder"), lambda unit: unit.reminded.last, 18),
    ]
