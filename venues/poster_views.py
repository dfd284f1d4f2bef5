"""The page of one poster: print it in any format, replace it, revoke it; and the issue of new ones."""

from collections.abc import Callable
from typing import Any, Literal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from thongnhat_portal.downloads import PDF, PNG, SVG, download
from thongnhat_portal.http import form_page, form_status, signed_in
from venues import actions
from venues.models import Format, Poster, Venue
from venues.permissions import can_approve_venue, check_can_approve_venue
from venues.poster_forms import IssueForm, ReissueForm
from venues.posters import code_svg, file_name, one_page, poster_pdf, poster_picture

CODE = "code"
PICTURES: dict[str, tuple[Literal["png", "svg"], str]] = {"png": ("png", PNG), "svg": ("svg", SVG)}


@require_http_methods(["GET", "POST"])
def poster_issue(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    venue = get_object_or_404(Venue.objects.visible_to(user), pk=pk)
    check_can_approve_venue(user)
    form = IssueForm(venue, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _issue(request, venue, form)
    return form_page(request, form, _heading(venue), venue.get_absolute_url())


def _heading(venue: Venue) -> str:
    return _("New posters: %(venue)s") % {"venue": venue.name}


def _issue(request: HttpRequest, venue: Venue, form: IssueForm) -> HttpResponse:
    kind = form.cleaned_data["kind"]
    try:
        posters = actions.issue_posters(actor=signed_in(request), venue=venue, kind=kind, labels=form.labels)
    except actions.WrongStatus:
        form.add_error(None, _("The venue is not open: nothing was issued."))
        shown = {"form": form, "heading": _heading(venue), "back": venue.get_absolute_url()}
        return render(request, "form_page.html", shown, status=409)
    said = ngettext("%(n)d new poster is ready to print.", "%(n)d new posters are ready to print.", len(posters))
    messages.success(request, said % {"n": len(posters)})
    return redirect(venue)


def _poster(user: User, venue_pk: int, pk: int) -> Poster:
    return get_object_or_404(Poster.objects.visible_to(user).with_venue(), pk=pk, venue=venue_pk)


@require_safe
def poster_detail(request: HttpRequest, pk: int, poster_pk: int) -> HttpResponse:
    return _detail(request, _poster(signed_in(request), pk, poster_pk))


def _detail(request: HttpRequest, poster: Poster, *, status: int = 200, **more: Any) -> HttpResponse:
    can_decide = can_approve_venue(signed_in(request))
    context = {
        "poster": poster,
        "venue": poster.venue,
        "formats": Format.choices,
        "can_reissue": can_decide and poster.venue.is_open and poster.revoked_at is None,
        "can_revoke": can_decide and not poster.is_revoked,
        "reissuing": ReissueForm(),
        **more,
    }
    return render(request, "venues/poster_detail.html", context, status=status)


@require_safe
def poster_download(request: HttpRequest, pk: int, poster_pk: int, kind: str) -> HttpResponse:
    """Whoever sees the venue may print its poster; one that ended or is about to is not printed again."""
    poster = _poster(signed_in(request), pk, poster_pk)
    paper = request.GET.get("paper", Format.A4)
    if kind not in ("pdf", *PICTURES) or paper not in ((*Format.values, CODE) if kind == "svg" else Format.values):
        raise Http404
    if poster.revoked_at:
        return _detail(request, poster, status=410, is_gone=True)
    return _file(poster, paper, kind)


def _file(poster: Poster, paper: str, kind: str) -> HttpResponse:
    name = file_name(poster, paper, kind)
    if paper == CODE:
        return download(code_svg(poster), file_name=name, content_type=SVG)
    if kind == "pdf":
        return download(poster_pdf(one_page(poster, paper), paper), file_name=name, content_type=PDF)
    picture, content_type = PICTURES[kind]
    return download(poster_picture(poster, paper, picture), file_name=name, content_type=content_type)


@require_POST
def poster_revoke(request: HttpRequest, pk: int, poster_pk: int) -> HttpResponse:
    user = signed_in(request)
    poster = _poster(user, pk, poster_pk)
    check_can_approve_venue(user)

    def deed() -> Venue:
        actions.revoke_poster(actor=user, poster=poster)
        return poster.venue

    return _do(request, poster, deed, _("The poster no longer works."))


@require_POST
def poster_reissue(request: HttpRequest, pk: int, poster_pk: int) -> HttpResponse:
    """A newer one in its place; shown at once, to be printed."""
    user = signed_in(request)
    poster = _poster(user, pk, poster_pk)
    check_can_approve_venue(user)
    form = ReissueForm(request.POST)
    if not form.is_valid():
        return _detail(request, poster, status=form_status(form), reissuing=form)

    def deed() -> Poster:
        return actions.reissue_poster(actor=user, poster=poster, grace=form.grace)

    return _do(request, poster, deed, _("This is the new poster: print it and hang it up in place of the old one."))


def _do(request: HttpRequest, poster: Poster, deed: Callable[[], Venue | Poster], said: str) -> HttpResponse:
    """Do it and show what came of it; 409 when somebody else was first."""
    try:
        done = deed()
    except (actions.WrongStatus, actions.AlreadyRevoked):
        present = _poster(signed_in(request), poster.venue_id, poster.pk)
        return _detail(request, present, status=409, is_refused=True)
    messages.success(request, said)
    if isinstance(done, Poster):
        return redirect("venues:poster_detail", done.venue_id, done.pk)
    return redirect(done)
