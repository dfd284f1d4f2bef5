from surveys.models.pair import ReviewedPair
from surveys.models.phone import NotInstalledReason, PhoneKind, SurveyedPhone
from surveys.models.visit import HomeVisit, Outcome, Provenance

__all__ = ["HomeVisit", "NotInstalledReason", "Outcome", "PhoneKind", "Provenance", "ReviewedPair", "SurveyedPhone"]
