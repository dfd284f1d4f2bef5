"""Double visits: two surveyors had a household opened within a week. Both visits stay; the newest counts."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from accounts import audit
from accounts.models import User
from surveys.models import HomeVisit, Outcome, Provenance, ReviewedPair
from surveys.models.visit import HomeVisitQuerySet

WITHIN = timedelta(days=7)


def double_visits(user: User) -> HomeVisitQuerySet:
    """The later visit of each pair with the key of the earlier one as `earlier_id`; newest first.

    The earlier one's time is bound by itself on both sides, so that the index of household and time finds it without
    the household's history.
    """
    completed = HomeVisit.objects.visible_to(user).filter(outcome=Outcome.COMPLETED, household__retired_at=None)
    other: dict[str, Any] = {
        "earlier_id": F("household__visits__pk"),
        "earlier_at": F("household__visits__captured_at"),
        "earlier_outcome": F("household__visits__outcome"),
        "earlier_provenance": F("household__visits__provenance"),
        "earlier_surveyor": F("household__visits__surveyor"),
    }
    is_earlier = Q(earlier_at__lt=F("captured_at")) | Q(earlier_at=F("captured_at"), earlier_id__lt=F("pk"))
    is_near = Q(earlier_at__gte=F("captured_at") - WITHIN, earlier_at__lte=F("captured_at"))
    is_other_knock = (
        Q(earlier_outcome=Outcome.COMPLETED)
        & ~Q(earlier_provenance=Provenance.MERGE)
        & ~Q(earlier_surveyor=F("surveyor"))
    )
    pairs = completed.knocks().annotate(**other).filter(is_earlier & is_near & is_other_knock)
    return pairs.order_by("-captured_at", "-pk", F("earlier_at").desc())


def unseen(pairs: HomeVisitQuerySet) -> HomeVisitQuerySet:
    """Those nobody has looked at."""
    reviewed = ReviewedPair.objects.filter(later=OuterRef("pk"), earlier=OuterRef("earlier_id"))
    return pairs.filter(~Exists(reviewed))


def mark_seen(*, actor: User, earlier: HomeVisit, later: HomeVisit) -> None:
    """Once, whoever is first: a constraint decides."""
    pair = ReviewedPair(earlier=earlier, later=later, reviewed_by=actor)
    ReviewedPair.objects.bulk_create([pair], ignore_conflicts=True)
    audit.record(actor=actor, action="visits.pair_seen", target=later, earlier=earlier.pk)
