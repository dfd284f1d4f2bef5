from villages.models.household import Household, HouseholdQuerySet
from villages.models.imports import HouseholdImport
from villages.models.village import ResidentialGroup, Village

__all__ = ["Household", "HouseholdImport", "HouseholdQuerySet", "ResidentialGroup", "Village"]
