"""The survey page's shell, worker and manifest, as the server gives them. What they do is in tests/browser."""

import gzip
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation

from surveys.models import NotInstalledReason, Outcome
from surveys.survey_page import PAGE
from surveys.words import WORDS
from tests.conftest import Cast
from thongnhat_portal import offline_page

ROOT = Path(settings.BASE_DIR)
SCRIPTS = sorted(path for folder in ("offline", "survey") for path in (ROOT / "assets" / folder).glob("*.js"))
WEIGHT_MOST = 150_000


def shell_of(worker: Any) -> list[str]:
    found = re.search(r"const SHELL = (\[.*?\]);", worker.content.decode())
    assert found
    listed: list[str] = json.loads(found[1])
    return listed


def test_the_page_is_the_same_for_everybody(cast: Cast) -> None:
    pages = {role: cast.client(role).get("/survey/").content.decode() for role in ("village_head", "officer")}

    assert pages["village_head"] == pages["officer"]
    assert "csrf" not in pages["officer"]
    assert cast.people["officer"].full_name not in pages["officer"]


def test_without_javascript_the_page_names_the_list_that_works(cast: Cast) -> None:
    page = cast.client("surveyor").get("/survey/").content.decode()

    assert re.search(r'<noscript>.*href="/households/".*</noscript>', page, re.DOTALL)


def test_the_worker_keeps_the_page_and_its_files_and_nothing_of_the_api(cast: Cast) -> None:
    client = cast.client("surveyor")
    page = client.get("/survey/").content.decode()

    shell = shell_of(client.get("/survey/sw.js"))

    loaded = re.findall(r'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*(?:href|src)="([^"]+)"', page)
    assert shell[0] == "/survey/"
    assert set(shell[1:]) == set(loaded)
    assert len(loaded) > 3
    assert not [address for address in shell if "/api/" in address]


def test_the_worker_is_asked_for_anew_each_time_and_bears_the_version_of_the_page(cast: Cast) -> None:
    worker = Client().get("/survey/sw.js")

    version = re.search(r'const VERSION = "(\w+)";', worker.content.decode())

    assert version
    assert f'data-version="{version[1]}"' in cast.client("officer").get("/survey/").content.decode()
    assert (worker["Cache-Control"], worker["Content-Type"]) == ("no-cache", "text/javascript")


@pytest.mark.parametrize("name", [*PAGE.files, offline_page.WORKER])
def test_any_changed_file_is_another_version(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read, before = offline_page.source, PAGE.version("vi")
    changed = lambda asked: read(asked) + (b" " if asked == name else b"")  # noqa: E731

    monkeypatch.setattr(offline_page, "source", changed)

    assert offline_page.page_version.__wrapped__(PAGE, "vi") != before


def test_the_manifest_makes_the_page_installable() -> None:
    manifest = Client().get("/survey/manifest.webmanifest")

    described = manifest.json()
    assert manifest["Content-Type"] == "application/manifest+json"
    assert (described["start_url"], described["display"]) == ("/survey/", "standalone")
    assert {(icon["sizes"], icon["purpose"]) for icon in described["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


@pytest.mark.parametrize(("name", "size"), [(name, size) for name, size, _ in offline_page.ICONS])
def test_an_icon_is_as_large_as_it_says(name: str, size: int) -> None:
    head = Path(str(finders.find(name))).read_bytes()[:24]

    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (size, size)


def test_the_script_has_every_word_it_uses_and_no_other() -> None:
    used = {key for path in SCRIPTS for key in re.findall(r'\bt\(\s*"(\w+)"', path.read_text(encoding="utf-8"))}

    assert used == set(WORDS)


def test_the_page_knows_the_outcomes_and_reasons_of_the_register() -> None:
    outcomes = {key.removeprefix("outcome_") for key in WORDS if key.startswith("outcome_")}
    reasons = {key.removeprefix("reason_") for key in WORDS if key.startswith("reason_")}

    assert outcomes == set(Outcome.values)
    assert reasons == set(NotInstalledReason.values)


def test_the_page_speaks_the_language_of_the_reader(cast: Cast) -> None:
    client = cast.client("surveyor")
    client.post("/language/", {"language": "en"})

    page = unescape(client.get("/survey/").content.decode())

    assert '<html lang="en"' in page
    with translation.override("en"):
        assert str(WORDS["save"]) in page


def test_the_first_load_is_light(cast: Cast) -> None:
    client = cast.client("surveyor")
    files = [Path(str(finders.find(name))).read_bytes() for name in PAGE.files]
    answers = [client.get(address).content for address in ("/survey/", "/survey/sw.js", "/survey/manifest.webmanifest")]

    weight = sum(len(gzip.compress(content, 6)) for content in [*files, *answers])

    assert weight < WEIGHT_MOST
