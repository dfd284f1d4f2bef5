"""Groups and households are given to surveyors, in bulk or one by one; the last change can be undone."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from surveys.fieldwork.coverage import by_place, by_surveyor, surveyors_of
from surveys.fieldwork.forms import AssignForm, HouseholdSurveyorsForm
from surveys.households import states, with_newest_visits
from surveys.permissions import check_can_direct_fieldwork
from thongnhat_portal.http import form_page, form_status, signed_in
from villages.assigning import Assignable, Assignments, Way, assign, assign_back
from villages.models import Household, HouseholdQuerySet, ResidentialGroup, Village

LAST_CHANGE = "fieldwork_last_assignment"
NAMES_SAID = 3


@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """Every group with its surveyors and the households left in it."""
    user = signed_in(request)
    check_can_direct_fieldwork(user)
    mine = ResidentialGroup.objects.visible_to(user).select_related("village").prefetch_related("surveyors")
    form = AssignForm(user, mine, _("Tick at least one residential group."), request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _assign(request, form, "fieldwork:assignments")
    places = by_place(Household.objects.visible_to(user))
    ticked = form.ticked("chosen")
    context = {
        "rows": [(group, places[group.village_id, group.pk], str(group.pk) in ticked) for group in mine],
        "ungrouped": [(village, places[village.pk, None]) for village in Village.objects.visible_to(user)],
    }
    return _page(request, "surveys/fieldwork/assignments.html", form, context)


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(ResidentialGroup.objects.visible_to(user).select_related("village"), pk=pk)
    check_can_direct_fieldwork(user)
    households = Household.objects.visible_to(user).filter(group=found)
    context = {"heading": f"{found.name} · {found.village}", "surveyors_of_group": found.surveyors.all()}
    return _households(request, households, context)


@require_http_methods(["GET", "POST"])
def ungrouped(request: HttpRequest, pk: int) -> HttpResponse:
    """The households of a village that belong to no group: these can be given only one by one."""
    user = signed_in(request)
    village = get_object_or_404(Village.objects.visible_to(user), pk=pk)
    check_can_direct_fieldwork(user)
    households = Household.objects.visible_to(user).filter(village=village, group=None)
    heading = _("In no residential group")
    return _households(request, households, {"heading": f"{heading} · {village}"})


def _households(request: HttpRequest, households: HouseholdQuerySet, context: dict[str, Any]) -> HttpResponse:
    living = households.living().by_door().select_related("village", "group").defer("phone")
    form = AssignForm(signed_in(request), living, _("Tick at least one household."), request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _assign(request, form, request.path)
    rows = states(with_newest_visits(living).prefetch_related("surveyors"))
    ticked = form.ticked("chosen")
    context["rows"] = [(row, str(row.household.pk) in ticked) for row in rows]
    return _page(request, "surveys/fieldwork/assign_households.html", form, context)


def _page(request: HttpRequest, template: str, form: AssignForm, context: dict[str, Any]) -> HttpResponse:
    user = signed_in(request)
    loads, ticked = by_surveyor(Household.objects.visible_to(user)), form.ticked("surveyors")
    context |= {
        "form": form,
        "people": [(person, loads[person.pk], str(person.pk) in ticked) for person in surveyors_of(user)],
        "last_change": request.session.get(LAST_CHANGE),
    }
    return render(request, template, context, status=form_status(form))


def _assign(request: HttpRequest, form: AssignForm, back: str) -> HttpResponse:
    things, surveyors = list(form.cleaned_data["chosen"]), list(form.cleaned_data["surveyors"])
    _change(request, things, surveyors, Way(form.cleaned_data["way"]))
    return redirect(back)


def _change(request: HttpRequest, things: Sequence[Assignable], surveyors: Sequence[User], way: Way) -> None:
    """Assign, say so, and keep in the session what undoing needs: keys and nothing else."""
    changes = assign(actor=signed_in(request), things=things, surveyors=surveyors, way=way)
    if not changes:
        messages.info(request, _("Nothing to change: it is so already."))
        return
    changed = [thing for thing in things if thing.pk in changes]
    messages.success(request, _said(changed, surveyors, way))
    request.session[LAST_CHANGE] = {
        "is_groups": isinstance(changed[0], ResidentialGroup),
        "changes": {key: (sorted(before), sorted(after)) for key, (before, after) in changes.items()},
    }


def _said(changed: Sequence[Assignable], surveyors: Sequence[User], way: Way) -> str:
    told = {"what": _counted(changed), "who": _names(surveyors)}
    if way == Way.TAKE_AWAY:
        return _("Taken away from %(who)s: %(what)s.") % told
    if not surveyors:
        return _("Given to nobody now: %(what)s.") % told
    if way == Way.REPLACE:
        return _("Given to %(who)s alone: %(what)s.") % told
    return _("Given to %(who)s: %(what)s.") % told


def _counted(things: Sequence[Assignable]) -> str:
    n = len(things)
    if isinstance(things[0], ResidentialGroup):
        counted = ngettext("%(n)d residential group", "%(n)d residential groups", n) % {"n": n}
        names = ", ".join(f"{thing}" for thing in things[:NAMES_SAID])
        return f"{counted} ({names}{', …' if n > NAMES_SAID else ''})"
    return ngettext("%(n)d household", "%(n)d households", n) % {"n": n}


def _names(surveyors: Sequence[User]) -> str:
    return ", ".join(person.full_name for person in surveyors)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Put back what the last change of this session found; what was changed again since stays."""
    user = signed_in(request)
    check_can_direct_fieldwork(user)
    kept = request.session.pop(LAST_CHANGE, None)
    if not kept:
        messages.info(request, _("There is nothing to undo any more."))
        return redirect("fieldwork:assignments")
    changes = {int(key): (set(before), set(after)) for key, (before, after) in kept["changes"].items()}
    put_back = assign_back(actor=user, things=_things(user, kept["is_groups"], changes), changes=changes)
    messages.success(request, _("Undone: the assignments before the last change stand again."))
    if put_back < len(changes):
        messages.error(request, _("Some were changed again since by somebody; these stay as they are."))
    return redirect("fieldwork:assignments")


def _things(user: User, is_groups: bool, changes: Assignments) -> list[Assignable]:
    if is_groups:
        return list(ResidentialGroup.objects.visible_to(user).filter(pk__in=changes))
    return list(Household.objects.visible_to(user).filter(pk__in=changes))


@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """One household, besides its group: given to exactly those who are ticked."""
    user = signed_in(request)
    households = Household.objects.visible_to(user).living().select_related("village", "group")
    found = get_object_or_404(households, pk=pk)
    check_can_direct_fieldwork(user)
    form = HouseholdSurveyorsForm(user, list(found.surveyors.all()), request.POST or None)
    if request.method == "POST" and form.is_valid():
        _change(request, [found], list(form.cleaned_data["surveyors"]), Way.REPLACE)
        return redirect("fieldwork:household", pk)
    of_group = found.group.surveyors.all() if found.group else User.objects.get_queryset().none()
    context = {"household": found, "of_group": of_group, "last_change": request.session.get(LAST_CHANGE)}
    template = "surveys/fieldwork/household_surveyors.html"
    return form_page(request, form, found.head_name, found.get_absolute_url(), template, context)
