from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models.commune import RETENTION_DAYS_MOST
from thongnhat_portal.fields import CleanTextField, DayField
from thongnhat_portal.http import form_status, signed_in
from tracing.case import CaseClosed, case_of
from tracing.following.closing import actions
from tracing.models import Case, FollowUpState
from tracing.permissions import check_can_trace


class CloseForm(forms.Form):
    reason = CleanTextField(label=gettext_lazy("Reason"), max_length=500)
    forget_on = DayField(
        label=gettext_lazy("Remove the contacts on"),
        help_text=gettext_lazy(
            "Proposed: when the commune's check-ins of today lapse too. Until then they can be read."
        ),
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forget_on"].initial = timezone.localdate() + timedelta(days=case.commune.retention_days)

    def clean_forget_on(self) -> date:
        day: date = self.cleaned_data["forget_on"]
        today = timezone.localdate()
        if not today <= day <= today + timedelta(days=RETENTION_DAYS_MOST):
            message = _("Choose a day from today on, at most %(n)d days away.") % {"n": RETENTION_DAYS_MOST}
            raise ValidationError(message, code="day")
        return day


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a case: its visits are held no more, its contacts go on the day chosen."""
    user = signed_in(request)
    case = case_of(user, pk)
    check_can_trace(user)
    form = CloseForm(case, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_case(actor=user, case=case, **form.cleaned_data)
        except CaseClosed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The case is closed; its visits are held no more."))
            return redirect("tracing:contacts", case.pk)
    unfinished = case.contacts.exclude(state=FollowUpState.FINISHED)
    context = {
        "case": case,
        "form": form,
        "unfinished": unfinished.count(),
        "in_quarantine": unfinished.filter(quarantine_until__gte=timezone.localdate()).count(),
    }
    return render(request, "tracing/following/close.html", context, status=form_status(form))
