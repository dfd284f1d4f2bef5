from reports.models.summary import DailySummary
from reports.models.target import Denominator, Target

__all__ = ["DailySummary", "Denominator", "Target"]
