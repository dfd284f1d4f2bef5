from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from thongnhat_portal.days import TAPPED_TWICE
from tracing.case import locked
from tracing.models import Case, HandOver


@transaction.atomic
def hand_over(*, actor: User, case: Case, text: str) -> HandOver:
    """Append a note for the next nurse; sent twice it is one. Raises CaseClosed."""
    held, now = locked(case), timezone.now()
    last = held.hand_overs.filter(written_by=actor, written_at__gt=now - TAPPED_TWICE).first()
    if last and last.text == text:
        return last
    note = HandOver.objects.create(case=held, text=text, written_by=actor, written_at=now)
    audit.record(actor=actor, action="case.hand_over", target=held, commune=held.commune, note=note.pk)
    return note
