from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Commune, User
from organisations.models import Organisation
from reports.mailing import actions
from reports.mailing.behind import behind, last_reminders, letters_of_today
from reports.mailing.forms import MailPlanForm
from reports.mailing.sending import MailFailed
from reports.models import MailPlan, SentMail
from reports.permissions import check_can_send_mails
from thongnhat_portal.http import form_status, signed_in
from villages.models import Village

MAILS_SHOWN = 30
WHY_NOT = {
    "fine": gettext_lazy("It is neither behind nor silent, and no report is overdue: nothing to remind of."),
    "no_mail": gettext_lazy("Nobody who answers for this unit has an e-mail address; write a letter."),
    "recently": gettext_lazy("This unit was reminded by mail less than an hour ago."),
    "letter_today": gettext_lazy("A letter to this unit was noted today already."),
    "failed": gettext_lazy("The mail server did not take the mail; nothing was sent. Try again, or write a letter."),
}


def _sender(request: HttpRequest) -> tuple[User, Commune]:
    user = signed_in(request)
    check_can_send_mails(user)
    assert user.commune is not None
    return user, user.commune


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """What is mailed when and to whom; whether mail is set up; what went out last."""
    user, commune = _sender(request)
    form = MailPlanForm(commune, request.POST or None, instance=MailPlan.objects.of(commune))
    if request.method == "POST" and form.is_valid():
        people = list(form.cleaned_data["recipients"])
        actions.save_plan(actor=user, plan=form.save(commit=False), recipients=people)
        messages.success(request, _("Saved."))
        return redirect("mails:plan")
    context = {
        "form": form,
        "sent": SentMail.objects.filter(commune=commune).select_related("user")[:MAILS_SHOWN],
        "is_set_up": settings.MAIL_IS_SET_UP,
        "mail_host": settings.EMAIL_HOST,
        "mail_folder": settings.EMAIL_FILE_PATH,
        "mail_from": settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "reports/mails/plan.html", context, status=form_status(form))


@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    user, _commune = _sender(request)
    if not user.email:
        messages.error(request, _("Your account has no e-mail address; whoever keeps the accounts can add it."))
        return redirect("mails:plan")
    try:
        actions.send_test(actor=user)
    except MailFailed as fault:
        cause = type(fault.__cause__).__name__
        messages.error(request, _("The mail server did not take the mail (%(cause)s).") % {"cause": cause})
    else:
        messages.success(request, _("The test mail is on its way to %(address)s.") % {"address": user.email})
    return redirect("mails:plan")


@require_safe
def behind_list(request: HttpRequest) -> HttpResponse:
    """Who is behind, silent or late; when they were last reminded; remind now, or write a letter."""
    _user, commune = _sender(request)
    last, lettered = last_reminders(commune), letters_of_today(commune)
    rows = [(found, last.get(found.key), found.key in lettered) for found in behind(commune)]
    return render(request, "reports/mails/behind.html", {"rows": rows, "is_set_up": settings.MAIL_IS_SET_UP})


@require_POST
def remind(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    user, _commune = _sender(request)
    unit = _unit(user, kind, pk)
    try:
        n = actions.remind_now(actor=user, unit=unit)
    except actions.NotReminded as fault:
        messages.error(request, WHY_NOT[fault.code])
    else:
        said = ngettext("%(unit)s: %(n)s reminder sent.", "%(unit)s: %(n)s reminders sent.", n)
        messages.success(request, said % {"unit": unit, "n": n})
    return redirect("mails:behind")


@require_POST
def letter(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Note that a letter went out."""
    user, _commune = _sender(request)
    unit = _unit(user, kind, pk)
    try:
        actions.letter_made(actor=user, unit=unit)
    except actions.NotReminded as fault:
        messages.error(request, WHY_NOT[fault.code])
    else:
        messages.success(request, _("%(unit)s: the letter is noted.") % {"unit": unit})
    return redirect("mails:behind")


def _unit(user: User, kind: str, pk: int) -> Village | Organisation:
    """404 to strangers, and for words that name no kind of unit."""
    if kind == "village":
        return get_object_or_404(Village.objects.visible_to(user).select_related("commune"), pk=pk)
    if kind == "organisation":
        return get_object_or_404(Organisation.objects.visible_to(user).active().select_related("commune"), pk=pk)
    raise Http404
