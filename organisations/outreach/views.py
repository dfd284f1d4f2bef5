from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from organisations.models import OutreachActivity
from organisations.outreach import actions
from organisations.outreach.forms import ActivityForm, MonthFilter
from organisations.outreach.month import Month, asked_month, month
from organisations.outreach.permissions import (
    can_change_activity,
    can_log_outreach,
    check_can_change_activity,
    check_can_log_outreach,
    check_can_see_outreach,
)
from spreadsheets.writing import Value, write_xlsx
from thongnhat_portal.downloads import download
from thongnhat_portal.http import form_page, signed_in
from venues.photos.views import jpeg

WIDTHS = (12, 22, 20, 28, 30, 30, 12, 40, 24)


@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """The outreach of a month (`?thang=2021-07`) as a calendar and a list."""
    user = signed_in(request)
    check_can_see_outreach(user)
    search = MonthFilter(user, request.GET)
    shown = _month(request, user, search)
    asked = request.GET.copy()
    asked.pop("thang", None)
    context = {"search": search, "month": shown, "asked": asked.urlencode(), "can_log": can_log_outreach(user)}
    return render(request, "organisations/outreach/activity_list.html", context)


def _month(request: HttpRequest, user: User, search: MonthFilter) -> Month:
    mine = OutreachActivity.objects.visible_to(user)
    newest = mine.order_by("-day").values_list("day", flat=True).first()
    return month(search.chosen(mine), asked_month(request.GET.get("thang", ""), newest, timezone.localdate()))


@require_safe
def activity_xlsx(request: HttpRequest) -> HttpResponse:
    """The rows that the page shows, no more and no fewer."""
    user = signed_in(request)
    check_can_see_outreach(user)
    shown = _month(request, user, MonthFilter(user, request.GET))
    headers = [_("Day"), _("What was done"), _("Village"), _("Place"), _("Organisation"), _("By whom")]
    headers += [_("People reached"), _("Note"), _("Recorded by")]
    notes = [_("Outreach in %(month)s") % {"month": f"{shown.first:%m/%Y}"}]
    content = write_xlsx(_("Outreach"), headers, list(_rows(shown)), WIDTHS, notes)
    return download(content, file_name=f"tuyen-truyen-{shown.first:%Y-%m}.xlsx")


def _rows(shown: Month) -> Iterator[list[Value]]:
    for activity in shown.activities:
        village = activity.village.name if activity.village else _("the whole commune")
        organisation = activity.organisation.name if activity.organisation else ""
        where = (village, activity.place, organisation, activity.by_whom)
        what = (activity.reached, activity.note, activity.recorded_by.full_name)
        yield [activity.day, activity.get_kind_display(), *where, *what]


def _activity(user: User, pk: int) -> OutreachActivity:
    mine = OutreachActivity.objects.visible_to(user).select_related("village", "organisation", "recorded_by", "commune")
    return get_object_or_404(mine, pk=pk)


@require_safe
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    activity = _activity(user, pk)
    context = {"activity": activity, "can_change": can_change_activity(user, activity, timezone.now())}
    return render(request, "organisations/outreach/activity_detail.html", context)


@require_safe
def activity_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """To whoever sees the activity."""
    activity = _activity(signed_in(request), pk)
    if not activity.photo:
        raise Http404
    return jpeg(bytes(activity.photo), cache="private, no-cache")


@require_http_methods(["GET", "POST"])
def activity_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_log_outreach(user)
    form = ActivityForm(user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        activity, picture = form.save(commit=False), form.cleaned_data["photo_file"]
        actions.log_activity(actor=user, activity=activity, picture=picture)
        messages.success(request, _("The activity is recorded."))
        return redirect(f"{reverse('outreach:list')}?thang={activity.day:%Y-%m}")
    back = reverse("outreach:list")
    return form_page(request, form, _("Record outreach"), back, "organisations/outreach/activity_form.html")


@require_http_methods(["GET", "POST"])
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    activity = _activity(user, pk)
    check_can_change_activity(user, activity, timezone.now())
    form = ActivityForm(user, request.POST or None, request.FILES or None, instance=activity)
    if request.method == "POST" and form.is_valid():
        saved, given = form.save(commit=False), form.cleaned_data
        remove = given.get("remove_photo", False)
        actions.update_activity(actor=user, activity=saved, picture=given["photo_file"], remove_photo=remove)
        messages.success(request, _("The activity is saved."))
        return redirect(activity)
    back, heading = reverse("outreach:detail", args=[pk]), _("Correct the activity")
    return form_page(request, form, heading, back, "organisations/outreach/activity_form.html")


@require_POST
def activity_delete(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    activity = _activity(user, pk)
    check_can_change_activity(user, activity, timezone.now())
    actions.delete_activity(actor=user, activity=activity)
    messages.success(request, _("The activity is deleted."))
    return redirect("outreach:list")
