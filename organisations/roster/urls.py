"""Below /organisations/rosters/."""

from organisations.roster.kind import ROSTERS
from villages.importing.pages import addresses

app_name = "rosters"
urlpatterns = addresses(ROSTERS)
