from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import actions
from organisations.models import Organisation
from organisations.permissions import check_can_report_staff
from organisations.staff.forms import StaffReportForm
from thongnhat_portal.http import form_page, signed_in


@require_http_methods(["GET", "POST"])
def report_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of a day. A correction is a newer report of the same day."""
    user = signed_in(request)
    organisation = get_object_or_404(Organisation.objects.visible_to(user).select_related("commune"), pk=pk)
    check_can_report_staff(user, organisation)
    last = organisation.staff_reports.newest_first().first()
    form = StaffReportForm(organisation, last, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.report_staff(actor=user, report=form.save(commit=False))
        messages.success(request, _("The report is kept. Something wrong? Send another one: the newest counts."))
        return redirect(organisation)
    back, heading = reverse("organisations:detail", args=[pk]), _("Staff report")
    context = {"organisation": organisation, "last": last}
    return form_page(request, form, heading, back, "organisations/report_form.html", context)
