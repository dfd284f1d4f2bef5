"""What is said of the faults of a roster's rows."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from villages.importing.messages import FAULTS as HOUSEHOLD_FAULTS

SHARED = ("legacy_encoding", "phone_invalid", "formula")
OWN: dict[str, StrOrPromise] = {
    "person_missing": _("the name is empty"),
    "not_a_person": _("this is not a person's name"),
    "person_twice": _("this person stands twice in the file: same name, same phone"),
    "smartphone_missing": _("say whether there is a smartphone: có or không"),
    "smartphone_unclear": _("under smartphone write có or không"),
    "installed_unclear": _("under Bluezone write có or không"),
    "installed_without_smartphone": _("Bluezone without a smartphone cannot be"),
    "too_many_people": _("a roster holds 5,000 people at most"),
}
FAULTS: dict[str, StrOrPromise] = {**OWN, **{code: HOUSEHOLD_FAULTS[code] for code in SHARED}}
