"""`make bench`, or `make bench QUICK=1` in about three minutes: prints a table and writes var/bench.json."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
Figures = dict[str, float]


def main() -> None:
    quick = bool(os.environ.get("QUICK"))
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    from benchmarks.servers import postgres

    try:
        with postgres(folder):
            figures = measure(quick)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report(figures)


def measure(quick: bool) -> Figures:
    import django

    django.setup()
    from benchmarks import checkin, closing, contacts, dashboard, documents, imports, posters, survey

    figures: Figures = {}
    for part in (checkin, survey, imports, closing, dashboard, posters, documents, contacts):
        figures |= run(part.measure, quick)
    return figures


def run(part: Callable[[bool], Figures], quick: bool) -> Figures:
    begin = monotonic()
    figures = part(quick)
    print(f"… {part.__module__}: {monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    return figures


def report(figures: Figures) -> None:
    from benchmarks.aims import AIMS

    for name, value in figures.items():
        print(f"{name:<28}{value:>12.3f}   {AIMS.get(name, '')}")
    path = ROOT / "var" / "bench.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
