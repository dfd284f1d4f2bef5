"""Drafts of official documents: opened once for each document, saved by one hand at a time, every file noted."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from reports.documents.sources import cited, source
from reports.models import Draft


class EditedMeanwhile(Exception):
    """Somebody else saved the draft after it was shown."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


def open_draft(*, actor: User, draft: Draft) -> Draft:
    """The one draft of this document; a new one has no words of its own yet, so that what is proposed shows."""
    summary = cited(source(draft))
    defaults = {"edited_by": actor, "revision": summary.revision if summary else None}
    unit = {"village": draft.village, "organisation": draft.organisation}
    opened, _created = Draft.objects.get_or_create(
        commune=draft.commune, kind=draft.kind, since=draft.since, day=draft.day, **unit, defaults=defaults
    )
    return opened


@transaction.atomic
def save_draft(*, actor: User, draft: Draft, texts: dict[str, str], revision: int | None, seen: datetime) -> Draft:
    """Keep the words, and which figures they were written for.

    Raises EditedMeanwhile if another person saved others after `seen`, when the page was shown.
    """
    current = Draft.objects.select_for_update(of=("self",)).select_related("edited_by").get(pk=draft.pk)
    if current.edited_at != seen and current.edited_by != actor:
        raise EditedMeanwhile(current)
    current.texts, current.revision, current.edited_by = texts, revision, actor
    current.save()
    audit.record(actor=actor, action="document.edit", target=current, commune=current.commune)
    return current


def record_download(*, actor: User, draft: Draft, file_type: str) -> None:
    """Who took a document out, as which file: a list of households has names in it."""
    audit.record(
        actor=actor,
        action="document.download",
        target=draft,
        commune=draft.commune,
        kind=draft.kind,
        day=draft.day.isoformat(),
        file_type=file_type,
    )
