"""The desk's shell, worker and manifest, as the server gives them. What they do is in tests/browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from checkins.desk.page import PAGE
from checkins.desk.words import WORDS
from tests.conftest import Cast

ASSETS = Path(settings.BASE_DIR) / "assets"
SCRIPTS = sorted(path for folder in ("offline", "keeper") for path in (ASSETS / folder).glob("*.js"))


def policy(answer: Any) -> str:
    found: str = answer["Content-Security-Policy"]
    return found


def test_the_page_is_the_same_for_everybody(cast: Cast) -> None:
    pages = {role: cast.client(role).get("/keeper/").content.decode() for role in ("keeper", "health")}

    assert pages["keeper"] == pages["health"]
    assert "csrf" not in pages["keeper"]
    assert cast.people["keeper"].full_name not in pages["keeper"]


def test_wasm_runs_on_this_page_and_on_no_other(cast: Cast) -> None:
    client = cast.client("keeper")

    assert "script-src 'self' 'wasm-unsafe-eval'" in policy(client.get("/keeper/"))
    for other in ("/keeper/today/", "/venues/", "/"):
        assert "wasm" not in policy(client.get(other))


def test_without_javascript_the_page_names_the_list_that_works(cast: Cast) -> None:
    page = cast.client("keeper").get("/keeper/").content.decode()

    assert re.search(r'<noscript>.*href="/keeper/today/".*</noscript>', page, re.DOTALL)


def test_the_worker_keeps_the_page_at_once_and_the_reader_from_its_first_use(cast: Cast) -> None:
    worker = Client().get("/keeper/sw.js").content.decode()

    assert re.search(r'const SHELL = \["/keeper/", ".*keeper\.css", ".*keeper\.js"', worker)
    assert re.search(r'const LATER = \[".*scanner\.js", ".*zxing_reader\.wasm"\];', worker)
    assert "/api/" not in worker.split("const LATER")[0]


@pytest.mark.parametrize("name", ["/keeper/sw.js", "/keeper/manifest.webmanifest"])
def test_what_the_browser_fetches_by_itself_is_asked_for_anew(name: str, db: None) -> None:
    assert Client().get(name)["Cache-Control"] == "no-cache"


def test_the_manifest_makes_the_page_installable() -> None:
    described = Client().get("/keeper/manifest.webmanifest").json()

    assert (described["start_url"], described["display"]) == ("/keeper/", "standalone")
    assert described["name"] == PAGE.title


def test_the_script_has_every_word_it_uses_and_no_other() -> None:
    used = {key for path in SCRIPTS for key in re.findall(r'\bt\(\s*"(\w+)"', path.read_text(encoding="utf-8"))}

    assert used == set(WORDS)


def test_the_language_of_the_page_changes_its_version() -> None:
    assert PAGE.version("vi") != PAGE.version("en")
