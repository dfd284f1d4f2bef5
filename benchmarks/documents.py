"""The daily report of 8 villages and 36 days, made as .docx and as PDF by a process that has just started: seconds."""

import json
import subprocess
import sys
from datetime import date, timedelta

from benchmarks.fresh import seconds

VILLAGES, DAYS = 8, 36


def measure(quick: bool) -> dict[str, float]:
    """In a process of its own: what is slow to import has not been imported there."""
    child = subprocess.run([sys.executable, "-m", "benchmarks.documents"], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(child.stdout.splitlines()[-1])
    return figures


def main() -> None:
    import django

    django.setup()
    from reports.documents.as_docx import as_docx
    from reports.documents.as_pdf import as_pdf
    from reports.documents.report import Report

    report = Report(made())
    document = report.document(report.proposals(), date(2021, 7, 31))
    took = seconds(lambda: (as_docx(document), as_pdf(document)))
    print(json.dumps({"report_docx_pdf_s": took}))


def made():  # type: ignore[no-untyped-def]
    """Never stored: reading the figures is the dashboard's benchmark."""
    from accounts.models import Commune
    from reports.dashboard import Progress, VillageStanding, goal_of
    from reports.documents.facts import DAY_SUMS, Facts
    from reports.models import DailySummary, Target
    from villages.models import Village

    commune, last = Commune(name="Mẫu", district="Huyện Mẫu"), date(2021, 7, 30)
    figures = {"population": 900, "smartphones": 400, "households": 240, "surveyed": 200}
    days = [last - timedelta(days=n) for n in range(DAYS)][::-1]
    series = [DailySummary(commune=commune, day=day, installed=8 * n, **figures) for n, day in enumerate(days)]
    villages = [Village(pk=n, name=f"Đồng Tiến {n}", sort_key=str(n)) for n in range(VILLAGES)]
    rows = [DailySummary(commune=commune, village=village, day=last, installed=300, **figures) for village in villages]
    target = Target(commune=commune, percent=50, starts_on=days[0], due_on=last)
    standings = [VillageStanding(n, row, goal_of(target, row)) for n, row in enumerate(rows, start=1)]
    progress = Progress(commune, series[-1], target, series, standings)
    sums = dict.fromkeys(DAY_SUMS, 100)
    return Facts(commune, last, last, progress, series[-2], sums, [], 0, (0, 0), series)


if __name__ == "__main__":
    main()
