"""The marks that stand on the sheet and, so that they are typed as they are read, in the choices of the typing page."""

from string import ascii_uppercase

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from surveys.models import NotInstalledReason, Outcome

OUTCOMES = dict(zip("1234", Outcome, strict=True))
REASONS = dict(zip(ascii_uppercase, NotInstalledReason, strict=False))

OUTCOME_CHOICES = [
    ("", _("– skip –")),
    *((outcome.value, format_lazy("{} {}", mark, outcome.label)) for mark, outcome in OUTCOMES.items()),
]
REASON_CHOICES = [
    ("", "–"),
    *((reason.value, format_lazy("{} {}", mark, reason.label)) for mark, reason in REASONS.items()),
]
