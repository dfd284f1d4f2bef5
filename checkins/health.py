"""The health declaration (khai báo y tế) of places that ask for one: three questions, the answers sealed JSON."""

import json
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

YES, NO = "yes", "no"
QUESTIONS = {
    "symptoms": _("In the last 14 days, have you had fever, cough or trouble breathing?"),
    "contact": _("In the last 14 days, were you in contact with a case of Covid-19 or somebody suspected of it?"),
    "outbreak": _("In the last 14 days, were you in an area with an outbreak?"),
}


def declaration(answers: Mapping[str, str]) -> str:
    """`{"symptoms": false, "contact": true, "outbreak": false}`."""
    return json.dumps({question: answers[question] == YES for question in QUESTIONS})


def declares_risk(declared: str) -> bool:
    """Whether any question was answered with yes; a visit without declaration says nothing."""
    return any(json.loads(declared).values()) if declared else False
