from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from reports import actions
from reports.models import Target
from reports.permissions import can_set_target, check_can_see_targets, check_can_set_target
from reports.targets.allotment import allotment
from reports.targets.forms import AllotmentForms
from thongnhat_portal.downloads import Column, download_table
from thongnhat_portal.http import signed_in

PAGE = 50


@require_http_methods(["GET", "POST"])
def village_targets(request: HttpRequest) -> HttpResponse:
    """The chair gives each village its own target, one or all at once; an empty row has the commune's."""
    user = signed_in(request)
    check_can_set_target(user)
    assert user.commune is not None
    shared = allotment(user.commune)
    forms = AllotmentForms(shared, request.POST or None) if shared else None
    if forms and request.method == "POST" and forms.is_valid():
        targets = forms.targets()
        if targets:
            actions.set_village_targets(actor=user, commune=user.commune, targets=targets)
        messages.success(request, _told(len(targets)))
        return redirect("village_targets")
    context = {"allotment": shared, "forms": forms}
    return render(request, "reports/village_targets.html", context, status=422 if forms and forms.has_errors else 200)


def _told(n: int) -> str:
    if n == 0:
        return _("Nothing was changed: every village keeps its target.")
    return ngettext("The target of %(n)d village is set.", "The targets of %(n)d villages are set.", n) % {"n": n}


@require_safe
def target_history(request: HttpRequest) -> HttpResponse:
    """What was asked of the commune and of its villages, newest first."""
    user = signed_in(request)
    check_can_see_targets(user)
    targets = Target.objects.visible_to(user).in_full()
    context = {
        "page": Paginator(targets, PAGE).get_page(request.GET.get("page")),
        "can_set_target": can_set_target(user),
    }
    return render(request, "reports/target_history.html", context)


@require_safe
def target_history_xlsx(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_targets(user)
    targets = Target.objects.visible_to(user).in_full()
    return download_table(targets, _columns(), title=_("History of the targets"), name="chi-tieu")


def _columns() -> list[Column[Target]]:
    return [
        Column(_("Of whom"), lambda t: str(t.village) if t.village else _("The whole commune"), 24),
        Column(_("Percent"), lambda t: t.percent, 10),
        Column(_("Denominator"), lambda t: str(t.get_denominator_display()), 30),
        Column(_("As the commune"), lambda t: _("yes") if t.follows_commune else "", 14),
        Column(_("From"), lambda t: t.starts_on, 12),
        Column(_("Due on"), lambda t: t.due_on, 12),
        Column(_("Source letter"), lambda t: t.source_letter, 36),
        Column(_("Set by"), lambda t: t.set_by.full_name if t.set_by else "", 24),
        Column(_("Set at"), lambda t: t.set_at, 18),
    ]
