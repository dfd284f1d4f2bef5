from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from tracing.case import locked
from tracing.models import Case, HandOver


@transaction.atomic
def hand_over(*, actor: User, case: Case, text: str) -> HandOver:
    """Append a note for the next nurse. Raises CaseClosed."""
    held = locked(case)
    note = HandOver.objects.create(case=held, text=text, written_by=actor, written_at=timezone.now())
    audit.record(actor=actor, action="case.hand_over", target=held, commune=held.commune, note=note.pk)
    return note
