"""The strings of the portal and their Vietnamese, without a system gettext.

`update` brings locale/ up to date with the code; `check` fails when a string lacks its Vietnamese, is fuzzy or unused,
or when Django has gained an untranslated string of its own (locale/of_django holds those).
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
DJANGO_PO = ROOT / "locale" / "of_django" / "vi" / "LC_MESSAGES" / "django.po"
SKIPPED = {".venv", "node_modules", "var", "tests", "benchmarks", "scripts", ".git", "static", "docs"}
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "_": None,
}


def extract_template(fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Django turns a template into something that reads like Python; Babel reads that."""
    from django.utils.translation.template import templatize

    # Indentation means something to Python's tokenizer and nothing here.
    source = "\n".join(line.strip() for line in templatize(fileobj.read().decode(), origin="template").splitlines())
    yield from extract_python(io.BytesIO(source.encode()), keywords, comment_tags, {"encoding": "utf-8"})


def extracted() -> Catalog:
    catalog = Catalog(locale="vi", domain="django", project="thongnhat-portal", charset="utf-8")
    methods: Any = [("**.py", "python"), ("templates/**.html", extract_template)]
    for name, _line, message, _comments, context in extract_from_dir(
        ROOT, methods, {}, KEYWORDS, directory_filter=lambda folder: Path(folder).name not in SKIPPED
    ):
        catalog.add(message, locations=[(name, 0)], context=context, flags=())
    return catalog


def update() -> None:
    catalog = read(PO)
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(
            file,
            catalog,
            width=110,
            sort_output=True,
            include_lineno=False,
            ignore_obsolete=True,
            no_location=True,
        )
    print(f"{len(list(untranslated(catalog)))} strings wait for their Vietnamese in {PO.relative_to(ROOT)}")


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="vi", domain="django")
    with path.open("rb") as file:
        return read_po(file, locale="vi", domain="django", abort_invalid=True)


def untranslated(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and (message.fuzzy or not all(texts)):
            yield str(message.id)


def faults() -> Iterator[str]:
    ours, wanted = read(PO), extracted()
    known = {(message.id, message.context) for message in ours if message.id}
    needed = {(message.id, message.context) for message in wanted if message.id}
    yield from (f"no Vietnamese: {text}" for text in untranslated(ours))
    yield from (f"not in the catalogue (make messages): {text}" for text, _ in sorted(needed - known, key=str))
    yield from (f"used nowhere (make messages): {text}" for text, _ in sorted(known - needed, key=str))
    for catalog in (ours, read(DJANGO_PO)):
        yield from (f"{message.id}: {fault}" for message, found in catalog.check() for fault in found)
    yield from (f"Django's own, without Vietnamese: {text}" for text in django_gaps())


def django_gaps() -> Iterator[str]:
    """Django's core strings that neither Django nor locale/of_django says in Vietnamese."""
    import django

    folder = Path(django.__file__).parent / "conf" / "locale"
    done = {message.id for message in read(DJANGO_PO) if message.id and message.string}
    english = read(folder / "en" / "LC_MESSAGES" / "django.po")
    vietnamese = read(folder / "vi" / "LC_MESSAGES" / "django.po")
    for message in english:
        theirs = vietnamese.get(message.id, message.context) if message.id else None
        is_missing = theirs is None or theirs.fuzzy or not theirs.string or not all(theirs.string)
        if message.id and is_missing and message.id not in done:
            yield str(message.id)


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    else:
        found = list(faults())
        sys.exit("\n".join(found) if found else 0)
