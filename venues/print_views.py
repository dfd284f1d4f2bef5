"""Every live poster of a venue, of a village, or of all venues, in one file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from thongnhat_portal.downloads import PDF, download
from thongnhat_portal.http import form_status, signed_in
from venues import print_actions
from venues.models import PosterPrint, Venue
from venues.permissions import check_can_print_posters
from venues.poster_forms import PrintForm
from venues.posters import in_file_name

EARLIER_SHOWN = 10
TOLD = ("village", "venue", "asked_by", "job")


@require_http_methods(["GET", "POST"])
def print_choose(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Few posters come at once; for many a job is asked. `pk`: those of one venue."""
    user = signed_in(request)
    venue = get_object_or_404(Venue.objects.visible_to(user), pk=pk) if pk else None
    check_can_print_posters(user)
    form = PrintForm(user, venue, request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = print_actions.to_print(user, form.where).count()
        if 0 < count <= print_actions.PRINT_MOST:
            return _print(request, form, count)
        form.refuse(count, print_actions.PRINT_MOST)
    earlier = PosterPrint.objects.visible_to(user).defer("content").select_related(*TOLD)
    context = {
        "form": form,
        "venue": venue,
        "earlier": earlier[:EARLIER_SHOWN],
        "at_once": print_actions.AT_ONCE_MOST,
        "most": print_actions.PRINT_MOST,
    }
    return render(request, "venues/print_choose.html", context, status=form_status(form))


def _print(request: HttpRequest, form: PrintForm, count: int) -> HttpResponse:
    user, where, paper = signed_in(request), form.where, form.cleaned_data["paper"]
    if count > print_actions.AT_ONCE_MOST:
        return redirect(print_actions.ask_to_print(actor=user, where=where, paper=paper))
    content = print_actions.print_now(actor=user, where=where, paper=paper)
    return download(content, file_name=_file_name(paper), content_type=PDF)


def _file_name(paper: str) -> str:
    return f"ma-qr-{in_file_name(paper)}-{timezone.localdate():%Y-%m-%d}.pdf"


@require_safe
def print_status(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the job is; while it runs the fragment asks again by itself."""
    mine = PosterPrint.objects.visible_to(signed_in(request)).defer("content").select_related(*TOLD)
    asked = get_object_or_404(mine, pk=pk)
    name = "venues/_print_status.html" if request.htmx else "venues/print_status.html"  # type: ignore[attr-defined]
    return render(request, name, {"asked": asked})


@require_safe
def print_download(request: HttpRequest, pk: int) -> HttpResponse:
    mine = PosterPrint.objects.visible_to(signed_in(request)).filter(content__isnull=False)
    asked = get_object_or_404(mine, pk=pk)
    return download(bytes(asked.content or b""), file_name=_file_name(asked.paper), content_type=PDF)
