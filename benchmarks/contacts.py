"""The contacts of a case with 20 stays: database time of the one query, and how it grows with the check-ins stored.

Communes of 50 venues with 2,000 check-ins each in a month; 100 of them make 10,000,000 check-ins at 5,000 venues.
Rows are made by the database. The plan is printed, and must read check-ins by (venue, entered_at) alone.
"""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta

from benchmarks.fresh import analyse, fresh_database, median_seconds

STAYS, CHECK_INS_A_VENUE, DAYS, TIMES = 20, 2_000, 30, 9
SMALL, LARGE, LARGE_QUICK, LARGE_SQLITE = 100_000, 10_000_000, 300_000, 1_000_000
BEGIN = "2021-07-01 00:00:00"
INDEX = "checkins_ch_venue_i"
COLUMNS = """venue_id, public_id, token, body_hash, entered_at, left_at, presumed_left_at, received_at, provenance,
    name, phone, phone_index, companions, health, device_hash, left_how, flags"""
# Each venue a visitor every 21 minutes or so, staying one hour; two in five check out earlier.
POSTGRES = f"""
    INSERT INTO checkins_checkin ({COLUMNS})
    SELECT v.id, gen_random_uuid(), gen_random_uuid(), 'bench', t.at,
        CASE WHEN n % 5 < 2 THEN t.at + interval '30 minutes' END, t.at + interval '60 minutes', t.at, 'poster',
        %(name)s, %(phone)s, md5(n::text || '-' || v.id::text), n % 3, '', '', '', 0
    FROM generate_series(1, {CHECK_INS_A_VENUE}) AS n
    CROSS JOIN venues_venue AS v
    CROSS JOIN LATERAL (SELECT timestamptz '{BEGIN}+07' + n * interval '{DAYS * 24 * 60 / CHECK_INS_A_VENUE} minutes'
        + (v.id % 60) * interval '1 minute' AS at) AS t
    WHERE v.id > %(after)s
"""  # noqa: S608
SQLITE = f"""
    INSERT INTO checkins_checkin ({COLUMNS})
    WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {CHECK_INS_A_VENUE}),
    visit AS (SELECT v.id AS venue, n, strftime('%%s', '{BEGIN}') - 25200
        + n * {DAYS * 24 * 3600 // CHECK_INS_A_VENUE} + (v.id %% 60) * 60 AS at
        FROM series CROSS JOIN venues_venue AS v WHERE v.id > %(after)s)
    SELECT venue, lower(hex(randomblob(16))), lower(hex(randomblob(16))), 'bench', datetime(at, 'unixepoch'),
        CASE WHEN n %% 5 < 2 THEN datetime(at + 1800, 'unixepoch') END, datetime(at + 3600, 'unixepoch'),
        datetime(at, 'unixepoch'), 'poster', %(name)s, %(phone)s, hex(randomblob(16)), n %% 3, '', '', '', 0
    FROM visit
"""  # noqa: S608


def measure(quick: bool) -> dict[str, float]:
    fresh_database()
    figures = grown("", LARGE_QUICK if quick else LARGE)
    if quick:
        return figures
    child = subprocess.run(
        [sys.executable, "-m", "benchmarks.contacts"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
    )
    return figures | json.loads(child.stdout.splitlines()[-1])


def main() -> None:
    """On SQLite, in a process of its own."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        import django
        from django.core.management import call_command

        django.setup()
        call_command("make_keys", verbosity=0, stdout=sys.stderr)
        call_command("migrate", verbosity=0)
        print(json.dumps(grown("_sqlite", LARGE_SQLITE)))


def grown(suffix: str, large: int) -> dict[str, float]:
    """Milliseconds at 100,000 check-ins, and how many times as long it takes at `large` (named for it)."""
    case = a_case()
    fill(case.commune, SMALL)
    small = query_ms(case)
    leave_only_the_index_in_question()
    fill(case.commune, large)
    # The name says what DESIGN calls it; QUICK measures at 300,000.
    name = f"contacts_{'1m' if suffix else '10m'}_over_100k{suffix}"
    return {f"contacts_100k_ms{suffix}": small, name: query_ms(case) / small}


def a_case():  # type: ignore[no-untyped-def]
    from accounts.models import Commune, Role, User
    from tests.factories import at
    from tracing.models import Case
    from villages.models import Village

    commune = Commune.objects.create(name="Mẫu", slug="mau")
    Village.objects.create(commune=commune, name="Đồng Tiến")
    health = User.objects.create(username="health", role=Role.HEALTH, commune=commune, full_name="Mẫu")
    return Case.objects.create(
        commune=commune,
        code="2021-001",
        kind="confirmed",
        authority_reference="1",
        reason="Mẫu",
        infectious_from=at("2021-07-08", 0),
        infectious_until=at("2021-07-22", 0),
        opened_by=health,
        opened_at=at("2021-07-22"),
    )


def fill(commune, check_ins: int) -> None:  # type: ignore[no-untyped-def]
    """Venues and their check-ins up to this number; the stays are made at the first ones."""
    from django.db import connection
    from django.db.models import Max

    from tracing.models import Case
    from vault.sealing import seal
    from venues.models import Venue
    from villages.models import Village

    village, last = Village.objects.get(), Venue.objects.aggregate(last=Max("pk"))["last"] or 0
    missing = check_ins // CHECK_INS_A_VENUE - Venue.objects.count()
    venues = [Venue(commune=commune, village=village, name=f"Quán {n}", category="eatery") for n in range(missing)]
    for venue in venues:
        venue.set_keys()
    Venue.objects.bulk_create(venues, 1_000)
    sealed = {"name": seal("Nguyễn Văn Mẫu"), "phone": seal("+84912345678"), "after": last}
    with connection.cursor() as cursor:
        sql = POSTGRES.replace("n % ", "n %% ").replace("id % ", "id %% ") if is_postgres() else SQLITE
        cursor.execute(sql, sealed)
        cursor.execute("SELECT count(*) FROM checkins_checkin")
        assert cursor.fetchone() == (check_ins,)
    analyse()
    if not last:
        add_stays(Case.objects.get())


def leave_only_the_index_in_question() -> None:
    """The plan at 100,000 was chosen among all of them; ten million rows need not be written into the others too."""
    from django.db import connection

    if not is_postgres():
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # nor need their keys be looked up one by one
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'checkins_checkin'::regclass AND contype = 'u'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE checkins_checkin DROP CONSTRAINT {name}")
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'checkins_checkin'")
        for (name,) in cursor.fetchall():
            if not name.startswith(INDEX) and not name.endswith("_pkey"):
                cursor.execute(f"DROP INDEX {name}")


def add_stays(case) -> None:  # type: ignore[no-untyped-def]
    """Two hours each, at 20 venues on 14 days."""
    from tests.factories import at
    from tracing.models import Stay
    from venues.models import Venue

    begin = at("2021-07-08", 8)
    for number, venue in enumerate(Venue.objects.order_by("pk")[:STAYS]):
        from_at = begin + timedelta(days=number % 14, hours=number % 7)
        times = {"from_at": from_at, "until_at": from_at + timedelta(hours=2), "found_at": begin}
        Stay.objects.create(case=case, venue=venue, source="typed", found_by=case.opened_by, **times)


def is_postgres() -> bool:
    from django.db import connection

    return bool(connection.vendor == "postgresql")


def query_ms(case) -> float:  # type: ignore[no-untyped-def]
    """Median time of the statement with all its rows fetched, unsealing apart; its plan goes to the error output."""
    from django.db import connection

    from tracing.searching import near_statement

    statement, stays = near_statement(case, list(case.stays.values_list("pk", flat=True)))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'' if is_postgres() else 'QUERY PLAN '}{statement}", stays)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    print(plan, file=sys.stderr)
    assert INDEX in plan, plan
    assert re.search(r"venue_id ?= ?.+entered_at ?>=?.+entered_at ?<=?", plan), plan

    def fetch() -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute(statement, stays)
            return list(cursor.fetchall())

    print(f"{len(fetch())} rows", file=sys.stderr)
    return median_seconds(fetch, TIMES) * 1000


if __name__ == "__main__":
    main()
