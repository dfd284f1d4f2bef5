"""The desk's script reads cards as vietnam/cards.py does: by the same table."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.vietnam.test_cards import CASES

SCRIPT = Path(settings.BASE_DIR) / "assets" / "keeper" / "cards.js"
READ = """async ([source, texts]) => {
  const { readCard } = await import(`data:text/javascript;base64,${source}`);
  return texts.map((text) => ({ text, ...readCard(text) }));
}"""


@pytest.fixture
def read_by_script(browser: Browser) -> list[dict[str, Any]]:
    page = browser.new_page()
    source = b64encode(SCRIPT.read_bytes()).decode()
    found: list[dict[str, Any]] = page.evaluate(READ, [source, [case["text"] for case in CASES]])
    page.close()
    return found


def test_the_script_reads_every_card_as_the_portal_does(read_by_script: list[dict[str, Any]]) -> None:
    assert read_by_script == CASES
