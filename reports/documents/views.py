from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.documents import actions
from reports.documents.as_docx import as_docx
from reports.documents.as_pdf import as_pdf
from reports.documents.chart import draw
from reports.documents.forms import ChooseForm, WordsForm
from reports.documents.sources import Source, cited, compose, dated, source, words_of
from reports.models import DailySummary, DocumentKind, Draft
from reports.permissions import check_can_write_documents
from thongnhat_portal.downloads import DOCX, PDF, PNG, download
from thongnhat_portal.http import form_status, signed_in

DRAFTS_SHOWN = 30
FILES = {"docx": (as_docx, DOCX), "pdf": (as_pdf, PDF)}


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Which document; other pages link here with `?kind=reminder&unit=village-3&day=2021-07-15`."""
    user = signed_in(request)
    check_can_write_documents(user)
    assert user.commune is not None
    last = DailySummary.objects.last_closed_day(user.commune)
    initial = {"kind": DocumentKind.DAILY, "day": last, **request.GET.dict()}
    form = ChooseForm(user, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.open_draft(actor=user, draft=form.draft()))
    drafts = Draft.objects.visible_to(user).with_units()[:DRAFTS_SHOWN]
    context = {"form": form, "drafts": drafts, "last_closed_day": last}
    return render(request, "reports/documents/choose.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The free parts beside the whole document as it will be."""
    draft = _draft(request, pk)
    made_of = source(draft)
    proposed = made_of.proposals()
    form = WordsForm(draft, proposed, request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, draft, form, made_of)
    summary = cited(made_of)
    revision = summary.revision if summary else None
    try:
        actions.save_draft(
            actor=signed_in(request),
            draft=draft,
            texts=form.texts(),
            revision=revision,
            seen=form.cleaned_data["seen"],
        )
    except actions.EditedMeanwhile as fault:
        return _told_of_the_earlier(request, fault.draft, form, made_of)
    return _after_saving(request, draft)


def _draft(request: HttpRequest, pk: int) -> Draft:
    user = signed_in(request)
    draft = get_object_or_404(Draft.objects.visible_to(user).with_units(), pk=pk)
    check_can_write_documents(user)
    return draft


def _page(
    request: HttpRequest, draft: Draft, form: WordsForm, made_of: Source, status: int = 0, **more: Any
) -> HttpResponse:
    """Beside the form stands what is saved, or what was just typed where it could be read."""
    has_words = form.is_bound and form.is_valid()
    words = form.words() if has_words else words_of(draft, form.proposed)
    on = form.cleaned_data["dated"] if has_words else dated(draft)
    context = {"draft": draft, "form": form, "document": made_of.document(words, on), "cited": cited(made_of), **more}
    return render(request, "reports/documents/edit.html", context, status=status or form_status(form))


def _told_of_the_earlier(request: HttpRequest, current: Draft, form: WordsForm, made_of: Source) -> HttpResponse:
    """What was typed stays in the form; the other's words stand beside it; saving again replaces them."""
    theirs = words_of(current, form.proposed)
    differing = [(form[part].label, theirs[part]) for part, text in form.words().items() if text != theirs[part]]
    form.data = {**form.data.dict(), "seen": current.edited_at.isoformat()}  # type: ignore[attr-defined]
    return _page(request, current, form, made_of, status=409, other=current, differing=differing)


def _after_saving(request: HttpRequest, draft: Draft) -> HttpResponse:
    then = request.POST.get("then")
    if then in FILES:
        return redirect(f"documents:{then}", draft.pk)
    messages.success(request, _("Saved. This is the document as it will be."))
    return redirect(draft)


@require_safe
def file(request: HttpRequest, pk: int, file_type: str) -> HttpResponse:
    """The whole document, as one of `FILES`."""
    draft = _draft(request, pk)
    document = compose(draft)
    written_as, content_type = FILES[file_type]
    content = written_as(document)
    actions.record_download(actor=signed_in(request), draft=draft, file_type=file_type)
    return download(content, file_name=f"{document.file_stem}.{file_type}", content_type=content_type)


@require_safe
def chart(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture on the page, apart from it: the words need not wait for it."""
    drawn = compose(_draft(request, pk)).chart
    if drawn is None:
        raise Http404
    return HttpResponse(draw(drawn, "png"), content_type=PNG, headers={"Cache-Control": "private, no-cache"})
