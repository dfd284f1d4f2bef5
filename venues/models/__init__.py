from venues.models.category import Category, CategoryList, choices_by_list
from venues.models.imports import VenueImport
from venues.models.inspection import Inspection, RequiredPlace
from venues.models.poster import OldPosterAlert, OldPosterScan, Poster, PosterQuerySet
from venues.models.printing import Format, PosterPrint
from venues.models.venue import Venue, VenuePhoto, VenueQuerySet

__all__ = [
    "Category",
    "CategoryList",
    "Format",
    "Inspection",
    "OldPosterAlert",
    "OldPosterScan",
    "Poster",
    "PosterPrint",
    "PosterQuerySet",
    "RequiredPlace",
    "Venue",
    "VenueImport",
    "VenuePhoto",
    "VenueQuerySet",
    "choices_by_list",
]
