"""The dashboard at many times the demo's data in the same eight villages, against the demo's own.

At 100 times: 190,000 households and ten million check-ins (QUICK: three times).
"""

from django.db import connection

from benchmarks.crowd import let_in
from benchmarks.fresh import analyse, fresh_database, median_seconds

REQUESTS = 21
CHECK_INS_PER_TIME = 100_000
COPY_HOUSEHOLDS = """
    INSERT INTO villages_household (commune_id, village_id, group_id, code, head_name, head_sort, search_fold, alley,
        alley_sort, house_number, house_sort, member_count, phone, phone_index, note, is_provisional)
    SELECT commune_id, village_id, group_id, code || '.' || copy, head_name, head_sort, search_fold, alley,
        alley_sort, house_number, house_sort, member_count, phone, phone_index, note, is_provisional
    FROM villages_household, generate_series(2, %s) AS copy
"""
COPY_VISITS = """
    INSERT INTO surveys_homevisit (uuid, body_hash, household_id, village_id, surveyor_id, captured_at, received_at,
        outcome, members, smartphones, installed, installed_on_the_spot, note, provenance, summarised_at, clock_skew_s)
    SELECT gen_random_uuid(), body_hash, copied.id, visit.village_id, surveyor_id, captured_at, received_at,
        outcome, members, smartphones, installed, installed_on_the_spot, visit.note, provenance, summarised_at,
        clock_skew_s
    FROM villages_household AS copied
    JOIN villages_household AS original ON original.code = split_part(copied.code, '.', 1)
        AND original.commune_id = copied.commune_id
    JOIN surveys_homevisit AS visit ON visit.household_id = original.id
    WHERE copied.code LIKE '%%.%%'
"""


def measure(quick: bool) -> dict[str, float]:
    from demo.commune import build

    fresh_database()
    build()
    analyse()
    once = dashboard_seconds()
    multiply(3 if quick else 100)
    analyse()
    return {"dashboard_100x_ratio": dashboard_seconds() / once}


def multiply(times: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COPY_HOUSEHOLDS, [times])
        cursor.execute(COPY_VISITS)
    let_in(CHECK_INS_PER_TIME * times, people=6_800 * times)


def dashboard_seconds() -> float:
    """Looks as they follow each other: what to do today is read by the first, and remembered for ten minutes."""
    from django.conf import settings
    from django.core.cache import cache
    from django.test import Client

    from accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    cache.clear()
    client = Client()
    client.force_login(User.objects.get(username="chair"))
    assert client.get("/dashboard/").status_code == 200
    return median_seconds(lambda: client.get("/dashboard/"), REQUESTS)
