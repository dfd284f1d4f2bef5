from villages.models.household import Household, HouseholdQuerySet
from villages.models.imports import HouseholdImport, ListImport
from villages.models.village import ResidentialGroup, Village

__all__ = ["Household", "HouseholdImport", "HouseholdQuerySet", "ListImport", "ResidentialGroup", "Village"]
