"""Things to test with. People are invented; province code 000."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone

from accounts.models import Commune, Role, User
from checkins.models import CheckIn, VisitorCard
from reports.models import Target
from surveys.actions import record_visit
from surveys.drafts import PhoneSeen, VisitDraft
from surveys.models import HomeVisit, Outcome, PhoneKind
from venues.models import Category, Poster, Venue
from villages.models import Household, ResidentialGroup, Village

PASSWORD = "ba con meo den"


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commune

    name = factory.Sequence(lambda n: "Thống Nhất" if n == 0 else f"Thống Nhất {n}")
    slug = factory.Sequence(lambda n: f"thong-nhat-{n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = "Nguyễn Văn Mẫu"
    role = Role.OFFICER
    commune = factory.SubFactory(CommuneFactory)
    password = factory.django.Password(PASSWORD)


class VillageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Village

    commune = factory.SubFactory(CommuneFactory)
    name = factory.Sequence(lambda n: f"Đồng Tiến {n}")


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResidentialGroup

    village = factory.SubFactory(VillageFactory)
    name = factory.Sequence(lambda n: f"Tổ {n}")


class HouseholdFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Household

    village = factory.SubFactory(VillageFactory)
    commune = factory.SelfAttribute("village.commune")
    code = factory.Sequence(lambda n: f"{n + 1000:06d}")  # the cast has 000001
    head_name = "Trần Thị Mẫu"
    alley = "Ngõ 3"
    member_count = 4


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    commune = factory.SubFactory(CommuneFactory)
    percent = 50
    starts_on = date(2021, 6, 25)
    due_on = date(2021, 7, 30)


class VenueFactory(factory.django.DjangoModelFactory):
    """Open by default; a meeting, wedding or funeral goes on now."""

    class Meta:
        model = Venue

    village = factory.SubFactory(VillageFactory)
    commune = factory.SelfAttribute("village.commune")
    name = factory.Sequence(lambda n: f"Chợ Mẫu {n}")
    category = Category.MARKET
    status = Venue.Status.APPROVED
    status_reason = factory.LazyAttribute(lambda venue: "Mẫu" if venue.status == "suspended" else "")
    approved_at = factory.LazyAttribute(lambda venue: None if venue.status == "pending" else timezone.now())
    approved_by = factory.LazyAttribute(lambda venue: UserFactory(commune=venue.commune) if venue.approved_at else None)
    starts_at = factory.LazyAttribute(
        lambda venue: timezone.now() - timedelta(hours=1) if Category(venue.category).is_event else None
    )
    ends_at = factory.LazyAttribute(lambda venue: venue.starts_at and venue.starts_at + timedelta(hours=4))


class PosterFactory(factory.django.DjangoModelFactory):
    """The venue's next poster, live."""

    class Meta:
        model = Poster

    venue = factory.SubFactory(VenueFactory)
    version = factory.LazyAttribute(lambda poster: poster.venue.posters.count() + 1)
    issued_at = factory.LazyFunction(timezone.now)


def at(day: date | str, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of the commune's day."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return timezone.make_aware(datetime(on.year, on.month, on.day, hour, minute))  # noqa: DTZ001


def smart(*, installed: bool, owner: str = "", on_the_spot: bool = False) -> PhoneSeen:
    return PhoneSeen(
        kind=PhoneKind.SMART,
        owner=owner,
        installed=installed,
        installed_on_the_spot=on_the_spot,
        reason="" if installed else "full",
    )


def visit(
    household: Household, day: date | str, *, installed: int = 0, smartphones: int = 0, **facts: Any
) -> HomeVisit:
    """A completed visit by default, with so many people with smartphones, so many of them with Bluezone."""
    outcome = facts.pop("outcome", Outcome.COMPLETED)
    completed = outcome == Outcome.COMPLETED
    phones = [smart(installed=number < installed) for number in range(max(smartphones, installed))]
    draft = VisitDraft(
        uuid=uuid4(),
        captured_at=at(day, facts.pop("hour", 9)),
        outcome=outcome,
        members=facts.pop("members", household.member_count) if completed else 0,
        phones=phones if completed else (),
    )
    surveyor = facts.pop("surveyor", None) or UserFactory(commune=household.commune)
    return record_visit(surveyor=surveyor, household=household, draft=draft)


def enter(venue: Venue, day: date | str, hour: int = 9, **facts: Any) -> CheckIn:
    """A visit to a venue, as the poster writes it down."""
    moment = at(day, hour)
    made = {"name": "Nguyễn Văn Mẫu", "phone": "+84912345678", "entered_at": moment, "body_hash": "0", **facts}
    made.setdefault("presumed_left_at", moment + timedelta(minutes=venue.usual_stay))
    stored: CheckIn = CheckIn.objects.create(venue=venue, public_id=uuid4(), token=uuid4(), **made)
    return stored


def a_card(village: Village, **facts: Any) -> VisitorCard:
    """A live visitor card."""
    made = {"name": "Nguyễn Văn Mẫu", "phone": "+84912345678", "issued_at": timezone.now(), **facts}
    made.setdefault("issued_by", UserFactory(commune=village.commune))
    card: VisitorCard = VisitorCard.objects.create(village=village, commune=village.commune, **made)
    return card
