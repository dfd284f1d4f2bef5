"""What an officer is told of the faults of a venue list's rows."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from villages.importing.messages import FAULTS as HOUSEHOLD_FAULTS

SHARED = ("village_missing", "village_unknown", "legacy_encoding", "phone_invalid", "formula", "too_long")
OWN: dict[str, StrOrPromise] = {
    "name_missing": _("the name of the venue is empty"),
    "name_twice": _("the venue stands twice in the file: same village, same name"),
    "category_missing": _("the category is empty"),
    "category_unknown": _("the category is not one of those in the template"),
    "event": _("a wedding, a funeral or a meeting has a day: open it one by one"),
    "not_a_name": _("the owner is not a person's name"),
    "capacity_invalid": _("the capacity is not a number of people from 1 to 50,000"),
    "on_register_twice": _("the register has two venues of this name in the village: rename one"),
}
FAULTS: dict[str, StrOrPromise] = {**OWN, **{code: HOUSEHOLD_FAULTS[code] for code in SHARED}}
