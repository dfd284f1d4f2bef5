"""The audit as people read it: newest first, filtered by case, person, kind of deed and days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.audit_words import GROUPS, facts_in_words, sentence
from accounts.models import AuditEvent, User
from accounts.models.audit import CASE, AuditEventQuerySet
from accounts.permissions import check_can_see_audit
from spreadsheets.writing import write_xlsx
from thongnhat_portal.days import start_of
from thongnhat_portal.downloads import download
from thongnhat_portal.fields import CleanTextField, DayField
from thongnhat_portal.http import signed_in

PAGE = 50
FILE_MOST = 20_000
# Whose text is neither a visitor's name nor a household's: told by it, all others by their number.
NAMED = (CASE, "accounts.user", "accounts.commune", "venues.venue", "villages.village")
OTHERS = {
    CASE: gettext_lazy("the case"),
    "accounts.user": gettext_lazy("account"),
    "venues.venue": gettext_lazy("venue"),
    "checkins.visitorcard": gettext_lazy("visitor card"),
    "checkins.purge": gettext_lazy("purge"),
    "villages.household": gettext_lazy("household"),
    "intake.setaside": gettext_lazy("record"),
}


class AuditFilter(forms.Form):
    """By GET, so that a case's page can link to its events: case codes and account names name no citizen."""

    case = CleanTextField(label=gettext_lazy("Case"), max_length=12, required=False)
    actor = CleanTextField(label=gettext_lazy("User name"), max_length=50, required=False)
    action = forms.ChoiceField(
        label=gettext_lazy("What"), choices=[("", gettext_lazy("all")), *GROUPS.items()], required=False
    )
    first = DayField(label=gettext_lazy("From"), required=False)
    last = DayField(label=gettext_lazy("to, this day included"), required=False)

    def chosen(self, events: AuditEventQuerySet) -> AuditEventQuerySet:
        """None for what is no day or no kind: the form says so."""
        if not self.is_valid():
            return events.none()
        asked = self.cleaned_data
        if asked["case"]:
            events = events.filter(object_type=CASE, object_id__in=_cases(asked["case"]))
        if asked["actor"]:
            events = events.filter(actor__username__iexact=asked["actor"])
        if asked["action"]:
            events = events.filter(action__startswith=asked["action"])
        if asked["first"]:
            events = events.filter(at__gte=start_of(asked["first"]))
        if asked["last"]:
            events = events.filter(at__lt=start_of(asked["last"] + timedelta(days=1)))
        return events


def _cases(code: str) -> list[str]:
    """Keys of the cases of this code, as events name them; the commune is bounded by what the reader sees."""
    keys = apps.get_model(CASE).objects.filter(code=code).values_list("pk", flat=True)
    return [str(key) for key in keys]


@dataclass(frozen=True)
class Told:
    """An event in words. `who` is "" for what the portal did by itself."""

    event: AuditEvent
    who: str
    what: str
    on: str
    facts: str
    case_code: str


def told(events: Iterable[AuditEvent]) -> list[Told]:
    """With the names of their objects: one query for each kind of object, however many events."""
    listed = list(events)
    names = _names(listed)
    return [_told(event, names) for event in listed]


def _told(event: AuditEvent, names: dict[tuple[str, str], str]) -> Told:
    kind, key = event.object_type, event.object_id
    name = names.get((kind, key), "")
    on = f"{OTHERS.get(kind, '')} {name or f'#{key}'}".strip() if kind else ""
    who = event.actor.full_name if event.actor else ""
    code = name if kind == CASE else ""
    return Told(event, who, sentence(event.action), on, facts_in_words(event.facts), code)


def _names(events: Iterable[AuditEvent]) -> dict[tuple[str, str], str]:
    wanted: dict[str, set[str]] = {kind: set() for kind in NAMED}
    for event in events:
        if event.object_type in wanted and event.object_id.isdecimal():
            wanted[event.object_type].add(event.object_id)
    names = {}
    for kind, keys in wanted.items():
        if keys:
            found = apps.get_model(kind)._base_manager.in_bulk(keys)
            names.update({(kind, str(key)): str(thing) for key, thing in found.items()})
    return names


def _chosen(request: HttpRequest, user: User) -> tuple[AuditFilter, AuditEventQuerySet]:
    check_can_see_audit(user)
    search = AuditFilter(request.GET)
    return search, search.chosen(AuditEvent.objects.visible_to(user)).in_words()


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    search, found = _chosen(request, user)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "search": search,
        "page": page,
        "told": told(page.object_list),
        "asked": asked.urlencode(),
        "too_many": page.paginator.count > FILE_MOST,
        "file_most": FILE_MOST,
        "several_communes": user.sees_all_communes,
    }
    return render(request, "accounts/audit.html", context)


@require_safe
def events_xlsx(request: HttpRequest) -> HttpResponse:
    """All that the filter finds, the newest `FILE_MOST` at most; taking it is an event itself."""
    user = signed_in(request)
    _search, found = _chosen(request, user)
    listed = told(found[:FILE_MOST])
    audit.record(actor=user, action="audit.export", rows=len(listed))
    titles = [_("Commune"), _("No."), _("Time"), _("Who"), _("User name"), _("What"), _("On"), _("Reason"), _("Facts")]
    content = write_xlsx(_("Audit"), titles, [_row(one) for one in listed], (18, 8, 18, 26, 16, 40, 28, 40, 60))
    return download(content, file_name=f"nhat-ky-{timezone.localtime():%Y%m%d-%H%M}.xlsx")


def _row(one: Told) -> list[str]:
    event = one.event
    commune = event.chain.commune
    return [
        str(commune) if commune else "",
        str(event.number),
        f"{timezone.localtime(event.at):%d/%m/%Y %H:%M:%S}",
        one.who or _("the portal"),
        event.actor.username if event.actor else "",
        one.what,
        one.on,
        event.reason,
        one.facts,
    ]
