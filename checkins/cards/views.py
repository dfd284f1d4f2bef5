"""Visitor cards as officers and village heads see them, masked; and the public page that tells nothing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from checkins.cards import actions
from checkins.cards.forms import CardForm, CardListForm, CardPrintForm, Layout
from checkins.cards.lists import COLUMNS, FAULTS, LIST_MOST, TITLES, CheckedList, check, sealed, unsealed
from checkins.cards.permissions import check_can_issue_cards
from checkins.cards.printing import cards_pdf
from checkins.citizens import ENGINE, citizens_page
from checkins.models import VisitorCard
from spreadsheets.archives import Unreadable
from spreadsheets.reading import read_table
from spreadsheets.writing import write_xlsx
from thongnhat_portal.days import start_of
from thongnhat_portal.downloads import PDF, download
from thongnhat_portal.http import form_page, form_status, signed_in
from vault.sealing import CannotUnseal
from villages.importing.messages import unreadable_message
from villages.models import Village

PAGE, PRINT_MOST, FAULTS_SHOWN = 50, 1_000, 200


@citizens_page
@require_safe
def card_page(request: HttpRequest, code: str) -> HttpResponse:
    """The same for every code, known or not, live or not: whoever finds a card learns nothing of anybody."""
    return render(request, "checkins/card.html", using=ENGINE)


@require_http_methods(["GET", "POST"])
def card_list(request: HttpRequest) -> HttpResponse:
    """By POST those of one name or phone: persons do not belong into addresses and logs."""
    user = signed_in(request)
    check_can_issue_cards(user)
    mine = VisitorCard.objects.visible_to(user)
    asked = request.POST.get("q", "")[:100]
    shown = (
        mine.matching(asked).select_related("village", "replaced_by").order_by("village__sort_key", "-issued_at", "-pk")
    )
    context = {
        "page": Paginator(shown, PAGE).get_page(request.POST.get("page") or request.GET.get("page")),
        "asked": asked,
        "live": mine.live().count(),
        "printing": CardPrintForm(user),
    }
    return render(request, "checkins/cards/card_list.html", context)


@require_http_methods(["GET", "POST"])
def card_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_issue_cards(user)
    form = CardForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.issue_card(actor=user, **form.cleaned_data)
        messages.success(request, _("The card is issued; print it."))
        return redirect("cards:list")
    return form_page(request, form, _("New visitor card"), reverse("cards:list"))


@require_safe
def card_template(request: HttpRequest) -> HttpResponse:
    check_can_issue_cards(signed_in(request))
    example = ("Nguyễn Văn Mẫu", "0912 345 678")
    return download(write_xlsx("Thẻ QR cá nhân", TITLES, [example], (28, 18)), file_name="mau-the-qr.xlsx")


@require_http_methods(["GET", "POST"])
def card_upload(request: HttpRequest) -> HttpResponse:
    """The dry run: every faulty row at once; a list in order is shown in numbers, to be confirmed."""
    user = signed_in(request)
    check_can_issue_cards(user)
    form = CardListForm(user, request.POST or None, request.FILES or None)
    checked = _checked(form) if request.method == "POST" and form.is_valid() else None
    context: dict[str, Any] = {"form": form, "checked": checked, "faults": _fault_rows(checked)}
    if checked and not checked.faults:
        context["sealed"] = sealed(form.cleaned_data["village"], checked.entries)
    faulty = bool(checked and checked.faults)
    return render(request, "checkins/cards/upload.html", context, status=422 if faulty else form_status(form))


def _checked(form: CardListForm) -> CheckedList | None:
    """None, with the reason beside the file, for what cannot be read."""
    try:
        rows = read_table(form.cleaned_data["file"].read(), COLUMNS).rows
    except Unreadable as problem:
        form.add_error("file", unreadable_message(problem.code, problem.details))
        return None
    if len(rows) > LIST_MOST:
        form.add_error("file", _("The list has more than %(most)d rows. Split it.") % {"most": LIST_MOST})
        return None
    return check(rows, form.cleaned_data["village"])


def _fault_rows(checked: CheckedList | None) -> list[tuple[int, list[str]]]:
    faults = checked.faults if checked else {}
    return [(row, [str(FAULTS[fault]) for fault in found]) for row, found in sorted(faults.items())][:FAULTS_SHOWN]


@require_POST
def card_issue_list(request: HttpRequest) -> HttpResponse:
    """Confirmed: the list comes back as it was sealed. Pressed twice it is issued once."""
    user = signed_in(request)
    check_can_issue_cards(user)
    try:
        village_pk, entries = unsealed(request.POST.get("list", ""))
    except CannotUnseal:
        messages.error(request, _("The list did not arrive whole: choose the file again."))
        return redirect("cards:upload")
    village = get_object_or_404(Village.objects.visible_to(user).select_related("commune"), pk=village_pk)
    try:
        count = actions.issue_cards(actor=user, village=village, entries=entries)
    except actions.AlreadyIssued:
        messages.success(request, _("This list was issued already."))
    else:
        said = ngettext("%(n)d card is issued; print it.", "%(n)d cards are issued; print them.", count)
        messages.success(request, said % {"n": count})
    return redirect("cards:list")


@require_safe
def card_print(request: HttpRequest) -> HttpResponse:
    """Every live card of a village; the list is shown again when a choice is wrong or there is nothing to print."""
    user = signed_in(request)
    check_can_issue_cards(user)
    form = CardPrintForm(user, request.GET)
    if not form.is_valid():
        messages.error(request, _("Choose a village and a format."))
        return redirect("cards:list")
    cards = VisitorCard.objects.visible_to(user).live().filter(village=form.cleaned_data["village"])
    if form.cleaned_data["today"]:
        cards = cards.filter(issued_at__gte=start_of(timezone.localdate()))
    count = cards.count()
    if 0 < count <= PRINT_MOST:
        return _printed(request, list(cards.select_related("village", "commune")), form.cleaned_data["layout"])
    too_many = _(
        "These are %(count)d cards, and one file holds %(most)d at the most. Take those issued today, or single ones."
    )
    messages.error(
        request, too_many % {"count": count, "most": PRINT_MOST} if count else _("There is no card to print.")
    )
    return redirect("cards:list")


@require_safe
def card_download(request: HttpRequest, pk: int) -> HttpResponse:
    card = _card(request, pk)
    layout = request.GET.get("layout", Layout.CARD)
    if card.revoked_at or layout not in Layout.values:
        raise Http404
    return _printed(request, [card], layout)


def _printed(request: HttpRequest, cards: list[VisitorCard], layout: str) -> HttpResponse:
    """On record, for the sheet holds names."""
    village, user = cards[0].village, signed_in(request)
    audit.record(actor=user, action="card.print", target=village, commune=village.commune, count=len(cards))
    return download(cards_pdf(cards, layout), file_name=f"the-qr-{layout}.pdf", content_type=PDF)


def _card(request: HttpRequest, pk: int) -> VisitorCard:
    user = signed_in(request)
    check_can_issue_cards(user)
    cards = VisitorCard.objects.visible_to(user).select_related("village__commune", "commune")
    return get_object_or_404(cards, pk=pk)


@require_POST
def card_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    card = _card(request, pk)
    said = _("The card no longer works.")
    return _do(request, lambda: actions.revoke_card(actor=signed_in(request), card=card), said)


@require_POST
def card_reissue(request: HttpRequest, pk: int) -> HttpResponse:
    card = _card(request, pk)
    said = _("The old card no longer works; the new one is ready to print.")
    return _do(request, lambda: actions.reissue_card(actor=signed_in(request), card=card), said)


def _do(request: HttpRequest, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except actions.AlreadyRevoked:
        messages.error(request, _("Not done: this card was revoked before."))
    else:
        messages.success(request, said)
    return redirect("cards:list")
