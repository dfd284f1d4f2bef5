"""Many posters in one file: at once when they are few, by a job when they are many."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from jobs.actions import ask_for, report_progress
from venues.models import Poster, PosterPrint, PosterQuerySet, Venue
from venues.posters import poster_pdf
from villages.models import Village

Where = Village | Venue | None  # whose posters; None: of all venues that the person sees
AT_ONCE_MOST = 40
PRINT_MOST = 2_000


def to_print(user: User, where: Where) -> PosterQuerySet:
    """Every live poster there, of venues this person sees."""
    venues = Venue.objects.visible_to(user)
    if isinstance(where, Village):
        venues = venues.filter(village=where)
    elif where:
        venues = venues.filter(pk=where.pk)
    return Poster.objects.printable().filter(venue__in=venues).with_venue()


def print_now(*, actor: User, where: Where, paper: str) -> bytes:
    """Set first and recorded then: nobody waits for the record while posters are set."""
    posters = list(to_print(actor, where))
    content = poster_pdf(posters, paper)
    audit.record(actor=actor, action="poster.print", target=where, paper=paper, count=len(posters))
    return content


@transaction.atomic
def ask_to_print(*, actor: User, where: Where, paper: str) -> PosterPrint:
    assert actor.commune is not None
    asked = PosterPrint(commune=actor.commune, paper=paper, asked_by=actor)
    if isinstance(where, Village):
        asked.village = where
    else:
        asked.venue = where
    asked.save()
    asked.job = ask_for(
        task="venues.print_posters", arguments={"print_id": asked.pk}, requested_by=actor, commune=actor.commune
    )
    asked.save(update_fields=["job"])
    return asked


def make_print(*, asked: PosterPrint) -> int:
    """Set the posters as they are now; returns how many. Done twice it is done once."""
    if asked.content is not None:
        return asked.count
    posters = list(to_print(asked.asked_by, asked.venue or asked.village))
    content = poster_pdf(posters, asked.paper, report_progress)
    with transaction.atomic():
        asked.count, asked.content = len(posters), content
        asked.save(update_fields=["count", "content"])
        audit.record(actor=asked.asked_by, action="poster.print", target=asked, paper=asked.paper, count=len(posters))
    return len(posters)


def forget_prints(*, now: datetime) -> int:
    return PosterPrint.objects.forgotten(now).delete()[0]
