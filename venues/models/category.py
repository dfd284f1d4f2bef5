from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class CategoryList(models.TextChoices):
    """The two lists of letter 210/UBND §2, and the health station of §3.3."""

    BUSINESS = "business", _("Places of business, work and entertainment")
    CROWDED = "crowded", _("Places where people crowd")
    HEALTH = "health", _("Health station")


class Category(models.TextChoices):
    """Every kind of place the letter names; both lists end in “…”, so each has an “other”."""

    OFFICE = "office", _("Office")
    FACTORY = "factory", _("Factory, workshop, production")
    EATERY = "eatery", _("Eating and drinking on the spot")
    MASSAGE = "massage", _("Massage")
    BEAUTY = "beauty", _("Beauty parlour")
    GYM = "gym", _("Gym, sports hall")
    MEETING = "meeting", _("Meeting, conference, training")
    OTHER_BUSINESS = "other_business", _("Other place of business or work")
    COMMITTEE = "committee", _("People's Committee")
    SCHOOL = "school", _("School")
    MARKET = "market", _("Market")
    SHOP = "shop", _("Shop of essential goods and services")
    FUNERAL = "funeral", _("Funeral")
    WEDDING = "wedding", _("Wedding")
    SIGHTS = "sights", _("Sights, tourism")
    PLAY = "play", _("Play and entertainment")
    WORSHIP = "worship", _("Place of worship")
    OTHER_CROWDED = "other_crowded", _("Other place where people crowd")
    HEALTH_STATION = "health_station", _("Health station")

    @property
    def list(self) -> CategoryList:
        if self == Category.HEALTH_STATION:
            return CategoryList.HEALTH
        return CategoryList.BUSINESS if self in BUSINESS else CategoryList.CROWDED

    @property
    def usual_stay(self) -> int:
        """Minutes after which a visitor without check-out is taken to have left, unless the venue says otherwise."""
        return USUAL_STAY[self]

    @property
    def asks_health(self) -> bool:
        """Schools and the health station ask for a health declaration unless the venue says otherwise."""
        return self in (Category.SCHOOL, Category.HEALTH_STATION)

    @property
    def is_event(self) -> bool:
        """Has a beginning and an end."""
        return self in EVENTS


BUSINESS = (
    Category.OFFICE,
    Category.FACTORY,
    Category.EATERY,
    Category.MASSAGE,
    Category.BEAUTY,
    Category.GYM,
    Category.MEETING,
    Category.OTHER_BUSINESS,
)
EVENTS = (Category.MEETING, Category.FUNERAL, Category.WEDDING)
USUAL_STAY = {
    Category.OFFICE: 60,
    Category.FACTORY: 480,
    Category.EATERY: 60,
    Category.MASSAGE: 90,
    Category.BEAUTY: 90,
    Category.GYM: 90,
    Category.MEETING: 180,
    Category.OTHER_BUSINESS: 60,
    Category.COMMITTEE: 45,
    Category.SCHOOL: 240,
    Category.MARKET: 45,
    Category.SHOP: 20,
    Category.FUNERAL: 120,
    Category.WEDDING: 180,
    Category.SIGHTS: 120,
    Category.PLAY: 120,
    Category.WORSHIP: 60,
    Category.OTHER_CROWDED: 60,
    Category.HEALTH_STATION: 60,
}


def choices_by_list() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Every category under the heading of its list, as a select shows them."""
    return [
        (heading.label, [(category.value, category.label) for category in Category if category.list == heading])
        for heading in CategoryList
    ]
