from __future__ import annotations

from datetime import date
from functools import cache

from django.db import connection, models
from django.db.models import Max, Sum

from venues.models import Poster


class RevokedScanQuerySet(models.QuerySet["RevokedScan"]):
    def count_one(self, *, poster_id: int, day: date) -> None:
        """One statement, so that two at a time are two."""
        with connection.cursor() as cursor:
            cursor.execute(_counting_statement(), [poster_id, day.isoformat()])

    def by_poster(self, since: date) -> dict[int, tuple[int, date]]:
        """{poster's key: (scans, the last day of them)} since that day, in one query."""
        rows = self.filter(day__gte=since).order_by().values_list("poster")
        return {poster: (scans, last) for poster, scans, last in rows.annotate(Sum("scans"), Max("day"))}


@cache
def _counting_statement() -> str:
    table = RevokedScan._meta.db_table
    return (
        f"INSERT INTO {table} (poster_id, day, scans) VALUES (%s, %s, 1) "  # noqa: S608 - a name of our own
        f"ON CONFLICT (poster_id, day) DO UPDATE SET scans = {table}.scans + 1"
    )


class RevokedScan(models.Model):
    """How often a revoked poster was scanned on a day: it still hangs somewhere. Nothing of who scanned it."""

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    scans = models.PositiveIntegerField(default=0)

    objects = RevokedScanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poster", "day"], name="revoked_scan_once_a_day")]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"scans of poster {self.poster_id} on {self.day}"
