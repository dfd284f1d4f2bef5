from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from organisations import actions
from organisations.forms import OrganisationFilter, OrganisationForm, VolunteersForm
from organisations.lists import standings, workbook
from organisations.models import Organisation, OrganisationKind
from organisations.permissions import (
    can_edit_organisation,
    can_keep_organisations,
    can_lend_volunteers,
    can_report_staff,
    can_see_overlap,
    check_can_edit_organisation,
    check_can_keep_organisations,
    check_can_lend_volunteers,
    check_can_see_organisations,
)
from organisations.roster.overlap import roster
from organisations.staff.history import history
from organisations.volunteering import lent
from thongnhat_portal.downloads import download
from thongnhat_portal.http import form_page, signed_in

PAGE = 50
HISTORY_PAGE = 10


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The register with the newest report of each, and who owes one."""
    user, today = signed_in(request), timezone.localdate()
    check_can_see_organisations(user)
    mine = Organisation.objects.visible_to(user)
    search = OrganisationFilter(request.GET)
    page = Paginator(search.chosen(mine, today).select_related("village"), PAGE).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "page": page,
        "rows": standings(page.object_list, today),
        "asked": _asked(request),
        "overdue": mine.overdue(today).count(),
        "can_keep": can_keep_organisations(user),
        "missing": actions.missing_mass_organisations(user.commune) if user.commune else [],
    }
    return render(request, "organisations/organisation_list.html", context)


def _asked(request: HttpRequest) -> str:
    """The search as the links to other pages and the Excel file repeat it."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def own_page(user: User) -> str:
    """Where a reporter begins: the one organisation reported for, or the list of them."""
    own = list(Organisation.objects.visible_to(user).active()[:2])
    return own[0].get_absolute_url() if len(own) == 1 else reverse("organisations:list")


@require_safe
def organisation_xlsx(request: HttpRequest) -> HttpResponse:
    """Every row of the list that was searched for, all pages of it."""
    user, today = signed_in(request), timezone.localdate()
    check_can_see_organisations(user)
    found = OrganisationFilter(request.GET).chosen(Organisation.objects.visible_to(user), today)
    content = workbook(standings(found.select_related("village"), today), today)
    return download(content, file_name=f"co-quan-don-vi-{today:%Y-%m-%d}.xlsx")


def _organisation(user: User, pk: int) -> Organisation:
    organisations = Organisation.objects.visible_to(user).with_silence(timezone.localdate())
    return get_object_or_404(organisations.select_related("village", "commune"), pk=pk)


@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    organisation = _organisation(user, pk)
    reports = organisation.staff_reports.newest_first().select_related("reported_by")
    page = Paginator(reports, HISTORY_PAGE).get_page(request.GET.get("page"))
    shown = list(reports[page.start_index() - 1 : page.end_index() + 1]) if page.paginator.count else []
    context = {
        "organisation": organisation,
        "standing": standings([organisation], today)[0],
        "page": page,
        "history": history(shown, is_whole=not page.has_next()),
        "reporters": organisation.reporters.all(),
        "lent": lent([organisation], today)[0] if organisation.lends_volunteers else None,
        "volunteers": organisation.volunteers.all(),
        "roster": roster(organisation, with_overlap=can_see_overlap(user)),
        "can_keep": can_keep_organisations(user),
        "can_edit": can_edit_organisation(user, organisation),
        "can_report": can_report_staff(user, organisation),
        "can_lend": can_lend_volunteers(user, organisation),
    }
    return render(request, "organisations/organisation_detail.html", context)


@require_http_methods(["GET", "POST"])
def organisation_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_keep_organisations(user)
    form = OrganisationForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation, reporters = form.save(commit=False), list(form.cleaned_data["reporters"])
        actions.register_organisation(actor=user, organisation=organisation, reporters=reporters)
        messages.success(request, _("The organisation is registered."))
        return redirect(organisation)
    return form_page(request, form, _("New organisation"), reverse("organisations:list"))


@require_http_methods(["GET", "POST"])
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    organisation = _organisation(user, pk)
    check_can_edit_organisation(user, organisation)
    heading = organisation.name
    form = OrganisationForm(user, request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        saved, reporters = form.save(commit=False), list(form.cleaned_data["reporters"])
        actions.update_organisation(actor=user, organisation=saved, reporters=reporters)
        messages.success(request, _("The organisation is saved."))
        return redirect(organisation)
    return form_page(request, form, heading, reverse("organisations:detail", args=[pk]))


def _organisation_to_keep(request: HttpRequest, pk: int) -> tuple[User, Organisation]:
    user = signed_in(request)
    organisation = _organisation(user, pk)
    check_can_keep_organisations(user)
    return user, organisation


@require_POST
def organisation_retire(request: HttpRequest, pk: int) -> HttpResponse:
    user, organisation = _organisation_to_keep(request, pk)
    actions.retire_organisation(actor=user, organisation=organisation)
    messages.success(request, _("The organisation is retired: it owes no more reports, what it reported stays."))
    return redirect(organisation)


@require_POST
def organisation_restore(request: HttpRequest, pk: int) -> HttpResponse:
    user, organisation = _organisation_to_keep(request, pk)
    actions.restore_organisation(actor=user, organisation=organisation)
    messages.success(request, _("The organisation is active again."))
    return redirect(organisation)


@require_POST
def mass_register(request: HttpRequest) -> HttpResponse:
    """The letter's five mass organisations at one touch, those not on the register yet."""
    user = signed_in(request)
    check_can_keep_organisations(user)
    assert user.commune is not None
    added = actions.register_mass_organisations(actor=user, commune=user.commune)
    said = ngettext("%(n)d mass organisation is registered.", "%(n)d mass organisations are registered.", added)
    messages.success(request, said % {"n": added})
    return redirect("organisations:list")


@require_safe
def mass_overview(request: HttpRequest) -> HttpResponse:
    """Mass organisations and what the volunteers they lent did."""
    user = signed_in(request)
    check_can_see_organisations(user)
    mass = Organisation.objects.visible_to(user).active().filter(kind=OrganisationKind.MASS_ORGANISATION)
    context = {"rows": lent(mass, timezone.localdate()), "can_keep": can_keep_organisations(user)}
    return render(request, "organisations/mass_overview.html", context)


@require_http_methods(["GET", "POST"])
def volunteers_change(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    organisation = _organisation(user, pk)
    check_can_lend_volunteers(user, organisation)
    form = VolunteersForm(organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        volunteers = list(form.cleaned_data["volunteers"])
        actions.lend_volunteers(actor=user, organisation=organisation, volunteers=volunteers)
        messages.success(request, _("The lent volunteers are saved."))
        return redirect(organisation)
    back, heading = reverse("organisations:detail", args=[pk]), organisation.name
    return form_page(request, form, heading, back, "organisations/volunteers_form.html")
