from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Commune, Role, User
from checkins.permissions import can_see_alerts
from organisations.views import own_page
from reports import actions
from reports.asking import asked_day
from reports.charting import chart
from reports.dashboard import Progress, categories, progress, standings_of_communes
from reports.doing import todo_of_late
from reports.forms import TargetForm
from reports.models import DailySummary, Target
from reports.organisations import by_kind, standings, summed
from reports.outreach import outreach
from reports.permissions import can_open_lists, can_set_target, check_can_see_dashboard, check_can_set_target
from reports.publishing import SMALL_CELL, publication
from reports.waiting import posters, waiting
from surveys.models import HomeVisit
from thongnhat_portal.http import form_page, signed_in
from tracing.models import Release
from tracing.permissions import can_trace
from villages.permissions import can_see_households


@login_not_required
@require_safe
def progress_list(request: HttpRequest) -> HttpResponse:
    """The public page: of the one commune there is, or a list of all."""
    communes = list(Commune.objects.all())
    if len(communes) == 1:
        return _public_page(request, communes[0])
    return render(request, "reports/progress_list.html", {"communes": communes})


@login_not_required
@require_safe
def public_progress(request: HttpRequest, slug: str) -> HttpResponse:
    return _public_page(request, get_object_or_404(Commune, slug=slug))


def _public_page(request: HttpRequest, commune: Commune) -> HttpResponse:
    found = progress(commune)
    published = publication(found) if found else None
    context = {"commune": commune, "progress": found, "published": published, "small_cell": SMALL_CELL}
    return render(request, "reports/progress.html", context)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where each role begins its day."""
    user = signed_in(request)
    if user.has_role(Role.CHAIR, Role.OFFICER, Role.SUPERVISOR):
        return redirect("dashboard")
    if can_see_households(user):
        return redirect("survey")
    if can_trace(user):
        return redirect("tracing:list")
    if user.has_role(Role.KEEPER):
        return redirect("keeper")
    if user.has_role(Role.REPORTER):
        return redirect(own_page(user))
    return redirect("jobs") if user.has_role(Role.ADMIN) else redirect("progress_list")


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where are we, will we make it, who is behind: of any closed day, by `?ngay=2021-07-15`."""
    user = signed_in(request)
    check_can_see_dashboard(user)
    if user.commune is None:
        return _all_communes(request, user)
    return _commune_dashboard(request, user, user.commune)


@require_safe
def commune_dashboard(request: HttpRequest, pk: int) -> HttpResponse:
    """One commune, for those who see several."""
    user = signed_in(request)
    commune = get_object_or_404(Commune.objects.visible_to(user), pk=pk)
    check_can_see_dashboard(user)
    return _commune_dashboard(request, user, commune)


def _all_communes(request: HttpRequest, user: User) -> HttpResponse:
    rows = standings_of_communes(Commune.objects.visible_to(user), DailySummary.objects.visible_to(user))
    return render(request, "reports/dashboard_communes.html", {"rows": rows})


def _commune_dashboard(request: HttpRequest, user: User, commune: Commune) -> HttpResponse:
    day, problem = asked_day(request)
    shown = None if problem else progress(commune, day)
    due = _at_due_date(shown, day)
    context: dict[str, object] = {
        "commune": commune,
        "progress": shown,
        "due": due,
        "day": day,
        "problem": problem,
        "today": HomeVisit.objects.filter(village__commune=commune).figures_since(timezone.localdate()),
        "can_set_target": can_set_target(user),
        "can_open": can_open_lists(user) and user.commune == commune,
    }
    if shown:
        context |= _of_the_day(shown, due or shown)
    if not problem and day is None:
        context |= _of_now(user, commune)
    return render(request, "reports/dashboard.html", context, status=422 if problem else 200)


def _of_the_day(shown: Progress, trend: Progress) -> dict[str, object]:
    """What stands beside the figures of a closed day."""
    commune, day = shown.commune, shown.summary.day
    done = outreach(commune, [(row.day, row.installed) for row in trend.series])
    reported = standings(commune, day)
    return {
        "trend": trend,
        "outreach": done,
        "chart": chart(trend, done),
        "staff": summed(reported),
        "staff_kinds": by_kind(reported),
    }


def _of_now(user: User, commune: Commune) -> dict[str, object]:
    """What is to be done; only for the last day, and lists of persons only for those who may open them."""
    now: dict[str, object] = {"waiting": waiting(commune), "categories": categories(commune, timezone.localdate())}
    if can_open_lists(user) and user.commune == commune:
        now["releases"] = Release.objects.visible_to(user).waiting().count()
        now |= {"todo": todo_of_late(commune), "posters": posters(user), "can_see_alerts": can_see_alerts(user)}
    return now


def _at_due_date(shown: Progress | None, day: date | None) -> Progress | None:
    """After the due date, and if no day was asked for: the result on the due date, which stands first."""
    if shown is None or shown.target is None or day is not None or shown.summary.day <= shown.target.due_on:
        return None
    return progress(shown.commune, shown.target.due_on)


@require_http_methods(["GET", "POST"])
def target_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_set_target(user)
    assert user.commune is not None
    form = TargetForm(user.commune, request.POST or None, initial={"starts_on": timezone.localdate(), "percent": 50})
    if request.method == "POST" and form.is_valid():
        actions.set_target(actor=user, target=form.save(commit=False))
        messages.success(request, _("The target is set; the next closed day counts against it."))
        return redirect("dashboard")
    context = {"targets": Target.objects.visible_to(user).filter(village=None)}
    return form_page(request, form, _("Set a new target"), reverse("dashboard"), "reports/target_form.html", context)
