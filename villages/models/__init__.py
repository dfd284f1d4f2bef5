from villages.models.household import Household, HouseholdQuerySet
from villages.models.imports import HouseholdImport, ImportJournal, ListImport
from villages.models.village import ResidentialGroup, Village

__all__ = [
    "Household",
    "HouseholdImport",
    "HouseholdQuerySet",
    "ImportJournal",
    "ListImport",
    "ResidentialGroup",
    "Village",
]
