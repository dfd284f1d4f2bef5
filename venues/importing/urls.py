"""Below /venues/import/."""

from venues.importing.kind import VENUES
from villages.importing.pages import addresses

app_name = "venue_lists"
urlpatterns = addresses(VENUES)
