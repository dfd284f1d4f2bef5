"""The day's list and the hand-over notes, for the health station."""

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from thongnhat_portal.fields import CleanTextField
from thongnhat_portal.http import form_status, signed_in
from tracing.case import CaseClosed, case_of
from tracing.following.working import actions
from tracing.following.working.lists import sections, to_call
from tracing.models import Case, HandOver
from tracing.permissions import check_can_trace

NOTES_SHOWN = 10
DAYS_AWAY = timedelta(days=366)


class HandOverForm(forms.Form):
    text = CleanTextField(
        label=gettext_lazy("Note for the next shift"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Say “no. 12” instead of a name: the note is read without a release."),
    )


@never_cache
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What is to be done today, or on another day: `?ngay=2021-07-15`."""
    user = signed_in(request)
    check_can_trace(user)
    today = timezone.localdate()
    day = _day(request.GET.get("ngay", ""), today)
    notes = HandOver.objects.filter(case__in=Case.objects.visible_to(user).open()).select_related("case", "written_by")
    context = {
        "day": day,
        "is_today": day == today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "sections": sections(user, day),
        "to_call": to_call(user) if day == today else [],
        "notes": notes[:NOTES_SHOWN],
    }
    return render(request, "tracing/following/work.html", context)


def _day(asked: str, today: date) -> date:
    """Today for what is no day, or one too far away."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today
    return day if abs(day - today) <= DAYS_AWAY else today


@never_cache
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    case = case_of(user, pk)
    check_can_trace(user)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over(actor=user, case=case, text=form.cleaned_data["text"])
        except CaseClosed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The note is handed over."))
            return redirect("tracing:hand_over", case.pk)
    context = {"case": case, "form": form, "notes": case.hand_overs.select_related("written_by")}
    return render(request, "tracing/following/hand_over.html", context, status=form_status(form))
