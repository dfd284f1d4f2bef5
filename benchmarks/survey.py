"""The offline survey: visits taken per second, what a phone downloads, how fast the page opens without connection."""

import gzip
import json
import os
import random
import re
import shutil
from importlib import import_module
from statistics import median
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from benchmarks import web
from benchmarks.fresh import bare_table, fresh_database

BATCH, HOUSEHOLDS, CLIENTS, ROUNDS = 50, 300, 4, 3
SLOWER = 4  # times, as a phone of 2014 is
TYPE_A_LETTER = """() => new Promise((resolve) => {
  const field = document.getElementById("search"), start = performance.now();
  field.value = field.value ? "" : "a";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
})"""
FILES = re.compile(r'(?:src|href)="(/(?:static|survey)/[^"]+)"')
LIST_IS_SHOWN = "() => document.querySelectorAll('.doors li').length >= 100"  # the page draws the rest on demand


def measure(quick: bool) -> dict[str, float]:
    fresh_database()
    call_command("collectstatic", interactive=False, verbosity=0)
    surveyor, households = prepare()
    session = signed_in(surveyor)
    with web.server() as port:
        figures = batches(port, session, surveyor, households, 20 if quick else 100)
        figures["survey_list_300_bytes"] = len(gzip.compress(get(port, session, "/api/v1/households")))
        figures["survey_first_load_bytes"] = first_load(port, session)
        figures |= on_a_slow_phone(port, session)
    return figures


def prepare() -> tuple[Any, list[int]]:
    """A village head and the 300 households of the village."""
    from accounts.models import Role
    from tests.factories import GroupFactory, HouseholdFactory, UserFactory

    bare_table()
    group = GroupFactory()
    head = UserFactory(role=Role.VILLAGE_HEAD, commune=group.village.commune)
    group.village.heads.add(head)
    chance = random.Random(210)
    made = [
        HouseholdFactory(
            village=group.village, group=group, alley=f"Ngõ {n % 12}", house_number=str(n), head_name=name(chance)
        )
        for n in range(HOUSEHOLDS)
    ]
    return head, [household.pk for household in made]


def name(chance: random.Random) -> str:
    from demo.names import FAMILIES, FEMALE_GIVEN, FEMALE_MIDDLES

    return " ".join(chance.choice(list(words)) for words in (FAMILIES, FEMALE_MIDDLES, FEMALE_GIVEN))


def signed_in(user: Any) -> str:
    """The cookie of a session of this person."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def get(port: int, session: str, path: str) -> bytes:
    answer, body = web.ask(port, "GET", path, headers={"Cookie": f"sessionid={session}", "Accept-Encoding": "br"})
    assert answer.status == 200, (path, answer.status)
    return body


def batches(port: int, session: str, surveyor: Any, households: list[int], count: int) -> dict[str, float]:
    """Visits per second in batches of 50, by four devices at once; beside it the bare view's rate."""
    csrf = json.loads(get(port, session, "/api/v1/session"))["csrf"]
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={csrf}",
        "X-CSRFToken": csrf,
        "Content-Type": "application/json",
    }

    def send(body: str) -> None:
        answer, told = web.ask(port, "POST", "/api/v1/visits/batch", body, headers)
        assert answer.status == 200, told[:300]
        assert {result["status"] for result in json.loads(told)["results"]} == {"accepted"}

    rates = []
    for _ in range(ROUNDS):
        bodies = [envelope(surveyor.pk, households, number) for number in range(count)]
        rates.append(BATCH * web.rate(lambda number, bodies=bodies: send(bodies[number]), count, CLIENTS))
    bare = web.rate(lambda number: web.bare(port), count * 10)
    return {"visit_batch_per_s": median(rates), "visit_batch_bare_per_s": bare}


def envelope(surveyor: int, households: list[int], number: int) -> str:
    now = timezone.now().isoformat()
    doors = [households[(number * BATCH + place) % HOUSEHOLDS] for place in range(BATCH)]
    device = {"id": str(uuid4()), "name": "Android · Chrome", "app": "bench", "unsent": BATCH, "oldest": now}
    return json.dumps({"device": device, "sent_at": now, "records": [record(surveyor, door, now) for door in doors]})


def record(surveyor: int, household: int, now: str) -> dict[str, Any]:
    """A completed visit: three phones, two with Bluezone, one of them with owner and number."""
    phone = {
        "kind": "smart",
        "installed": True,
        "installed_on_the_spot": False,
        "reason": "",
        "owner": "",
        "number": "",
    }
    return {
        "uuid": str(uuid4()),
        "surveyor": surveyor,
        "household": household,
        "captured_at": now,
        "outcome": "completed",
        "members": 4,
        "note": "",
        "phones": [
            phone | {"owner": "Nguyễn Văn Mẫu", "number": "0912345678"},
            phone,
            phone | {"installed": False, "reason": "full"},
        ],
    }


def first_load(port: int, session: str) -> float:
    """All bytes of a first visit: the page compressed as the proxy does it, its files as they are kept."""
    page = get(port, session, "/survey/")
    files = set(FILES.findall(page.decode())) - {"/survey/"}
    worker = re.search(r'data-worker="([^"]+)"', page.decode())
    assert worker
    total = len(gzip.compress(page)) + len(gzip.compress(get(port, session, worker[1])))
    return total + sum(len(get(port, session, path)) for path in files)


def on_a_slow_phone(port: int, session: str) -> dict[str, float]:
    """Without connection, on a processor four times slower: opening the list of 300, and answering a letter typed."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        context = browser.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/survey/")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        page.wait_for_function(LIST_IS_SHOWN)
        context.set_offline(True)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        opened = [opened_after_ms(page) for _ in range(5)]
        answered = [page.evaluate(TYPE_A_LETTER) for _ in range(5)]
        browser.close()
    return {"survey_offline_open_ms": median(opened), "survey_search_ms": median(answered)}


def opened_after_ms(page: Any) -> float:
    """From the address to the list on the screen."""
    page.reload()
    page.wait_for_function(LIST_IS_SHOWN)
    return float(page.evaluate("performance.now()"))
