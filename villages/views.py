"""Villages, residential groups and the entries of single households."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Commune
from thongnhat_portal.http import form_page, signed_in
from villages import actions
from villages.forms import GroupForm, HouseholdForm, VillageForm
from villages.importing.journal import BuiltUpon
from villages.models import Household, HouseholdImport, ResidentialGroup, Village
from villages.permissions import (
    can_edit_register,
    check_can_add_household,
    check_can_edit_household,
    check_can_edit_register,
    check_can_see_households,
)


def _commune(request: HttpRequest) -> Commune:
    commune = signed_in(request).commune
    assert commune is not None
    return commune


@require_safe
def village_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_households(user)
    villages = Village.objects.visible_to(user).with_household_counts().prefetch_related("heads")
    context = {"villages": villages, "can_edit": can_edit_register(user)}
    return render(request, "villages/village_list.html", context)


@require_safe
def village_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    village = get_object_or_404(Village.objects.visible_to(user).with_household_counts(), pk=pk)
    groups = ResidentialGroup.objects.visible_to(user).filter(village=village)
    context = {
        "village": village,
        "heads": village.heads.all(),
        "groups": groups.with_household_counts().prefetch_related("surveyors"),
        "can_edit": can_edit_register(user),
    }
    return render(request, "villages/village_detail.html", context)


@require_http_methods(["GET", "POST"])
def village_create(request: HttpRequest) -> HttpResponse:
    check_can_edit_register(signed_in(request))
    return _village_form(request, Village())


@require_http_methods(["GET", "POST"])
def village_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    village = get_object_or_404(Village.objects.visible_to(user), pk=pk)
    check_can_edit_register(user)
    return _village_form(request, village)


def _village_form(request: HttpRequest, village: Village) -> HttpResponse:
    form = VillageForm(_commune(request), request.POST or None, instance=village)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        actions.save_village(actor=signed_in(request), village=saved, heads=list(form.cleaned_data["heads"]))
        messages.success(request, _("The village is saved."))
        return redirect(saved)
    heading = str(village) if village.pk else _("New village")
    return form_page(request, form, heading, reverse("villages:list"))


@require_http_methods(["GET", "POST"])
def group_create(request: HttpRequest, village_pk: int) -> HttpResponse:
    user = signed_in(request)
    village = get_object_or_404(Village.objects.visible_to(user), pk=village_pk)
    check_can_edit_register(user)
    return _group_form(request, ResidentialGroup(village=village))


@require_http_methods(["GET", "POST"])
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    group = get_object_or_404(ResidentialGroup.objects.visible_to(user).select_related("village"), pk=pk)
    check_can_edit_register(user)
    return _group_form(request, group)


def _group_form(request: HttpRequest, group: ResidentialGroup) -> HttpResponse:
    form = GroupForm(group.village, request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        surveyors = list(form.cleaned_data["surveyors"])
        actions.save_group(actor=signed_in(request), group=saved, surveyors=surveyors)
        messages.success(request, _("The residential group is saved."))
        return redirect(group.village)
    heading = f"{group.name if group.pk else _('New group')} · {group.village}"
    return form_page(request, form, heading, group.village.get_absolute_url())


@require_http_methods(["GET", "POST"])
def household_create(request: HttpRequest) -> HttpResponse:
    check_can_add_household(signed_in(request))
    return _household_form(request, Household())


@require_http_methods(["GET", "POST"])
def household_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    household = get_object_or_404(Household.objects.visible_to(user), pk=pk)
    check_can_edit_household(user, household)
    return _household_form(request, household)


def _household_form(request: HttpRequest, household: Household) -> HttpResponse:
    form = HouseholdForm(signed_in(request), request.POST or None, instance=household)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        actions.save_household(actor=signed_in(request), household=saved)
        messages.success(request, _("The household is saved."))
        return redirect(saved)
    back = household.get_absolute_url() if household.pk else reverse("households:list")
    return form_page(request, form, household.head_name if household.pk else _("New household"), back)


@require_POST
def import_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    upload = get_object_or_404(HouseholdImport.objects.visible_to(user), pk=pk)
    try:
        actions.take_back_list(actor=user, upload=upload)
    except BuiltUpon:
        messages.error(
            request,
            _(
                "Households of this list were visited, changed or merged since, or stand in a later list; so it cannot"
                " be taken back as a whole. Take back the later list first, or import a mended one: known codes are"
                " updated."
            ),
        )
    return redirect(upload)
