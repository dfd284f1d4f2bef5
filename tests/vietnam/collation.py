"""ICU's own opinion on Vietnamese order, asked of Node.js."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SORT_ROWS = """
const { rows, locale, options } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const collator = new Intl.Collator(locale, options);
const compare = (a, b) => a.reduce((order, part, i) => order || collator.compare(part, b[i]), 0);
console.log(JSON.stringify(rows.sort(compare)));
"""


def icu_sorted(rows: list[list[str]], *, locale: str = "vi", numeric: bool = False) -> list[list[str]]:
    """The rows sorted by their first part, then the second, …; case ignored; equal rows stay as they were."""
    options = {"numeric": numeric, "sensitivity": "accent"}
    question = json.dumps({"rows": rows, "locale": locale, "options": options})
    answer = subprocess.run(
        [node(), "-e", SORT_ROWS], input=question, capture_output=True, encoding="utf-8", check=True
    )
    return json.loads(answer.stdout)


def icu_sorted_texts(texts: list[str], *, locale: str = "vi", numeric: bool = False) -> list[str]:
    return [text for (text,) in icu_sorted([[text] for text in texts], locale=locale, numeric=numeric)]


def node() -> str:
    beside_python = Path(sys.executable).with_name("node")
    found = shutil.which("node") or shutil.which(beside_python)
    if found is None:
        pytest.fail(f"These tests need Node.js: none on PATH, and no {beside_python}.")
    return found
