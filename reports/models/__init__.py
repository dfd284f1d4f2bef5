from reports.models.draft import DocumentKind, Draft
from reports.models.mails import MailPlan, Reminder, SentMail
from reports.models.summary import DailySummary
from reports.models.target import Denominator, Target

__all__ = [
    "DailySummary",
    "Denominator",
    "DocumentKind",
    "Draft",
    "MailPlan",
    "Reminder",
    "SentMail",
    "Target",
]
