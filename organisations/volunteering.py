"""What the volunteers lent by mass organisations did, by organisation (letter 210 §3.5). One query each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Sum

from organisations.models import Organisation
from surveys.models import HomeVisit
from surveys.models.visit import HomeVisitQuerySet
from thongnhat_portal.remembering import key_of, remembered
from villages.models import ResidentialGroup

WEEK = timedelta(days=6)  # today and the six days before
LENDER = "surveyor__lending_organisations"
NAMED = ("organisation", "user")


@dataclass(frozen=True)
class Walked:
    """Households whose door was knocked on, and people helped to install on the spot."""

    households: int = 0
    installed: int = 0


Done = dict[int, Walked]  # by key of the organisation


@dataclass(frozen=True)
class Lent:
    organisation: Organisation
    volunteers: int
    groups: int
    ever: Walked
    week: Walked


def lent(organisations: Iterable[Organisation], today: date) -> list[Lent]:
    """Four queries, whatever the number. What a volunteer did counts from the first visit on, lent by then or not."""
    rows = list(organisations)
    keys = [organisation.pk for organisation in rows]
    named = sorted(Organisation.volunteers.through.objects.filter(organisation__in=keys).values_list(*NAMED))
    volunteers = Counter(key for key, _volunteer in named)
    groups = dict(
        ResidentialGroup.objects.filter(surveyors__lending_organisations__in=keys)
        .order_by()
        .values_list("surveyors__lending_organisations")
        .annotate(n=Count("pk", distinct=True))
    )
    ever, week = _done(named, today)
    return [
        Lent(
            organisation,
            volunteers[organisation.pk],
            groups.get(organisation.pk, 0),
            ever.get(organisation.pk, Walked()),
            week.get(organisation.pk, Walked()),
        )
        for organisation in rows
    ]


def _done(named: list[tuple[int, int]], today: date) -> tuple[Done, Done]:
    """Ever, and in the week. Remembered for ten minutes, for it reads all their visits; of other volunteers anew."""
    keys = {key for key, _volunteer in named}

    def read() -> tuple[Done, Done]:
        return _walked(HomeVisit.objects.all(), keys), _walked(HomeVisit.objects.captured_since(today - WEEK), keys)

    return remembered(key_of("lent.1", named, today), read)


def _walked(visits: HomeVisitQuerySet, keys: set[int]) -> Done:
    rows = visits.knocks().filter(**{f"{LENDER}__in": keys}).order_by().values_list(LENDER)
    counted = rows.annotate(households=Count("household", distinct=True), installed=Sum("installed_on_the_spot"))
    return {key: Walked(households, installed) for key, households, installed in counted}
