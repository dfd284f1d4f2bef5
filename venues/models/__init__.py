from venues.models.category import Category, CategoryList, choices_by_list
from venues.models.imports import VenueImport
from venues.models.inspection import Inspection, RequiredPlace
from venues.models.poster import Poster
from venues.models.venue import Venue, VenuePhoto, VenueQuerySet

__all__ = [
    "Category",
    "CategoryList",
    "Inspection",
    "Poster",
    "RequiredPlace",
    "Venue",
    "VenueImport",
    "VenuePhoto",
    "VenueQuerySet",
    "choices_by_list",
]
