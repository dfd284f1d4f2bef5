from venues.models.category import Category, CategoryList, choices_by_list
from venues.models.poster import Poster
from venues.models.venue import Venue, VenueQuerySet

__all__ = ["Category", "CategoryList", "Poster", "Venue", "VenueQuerySet", "choices_by_list"]
