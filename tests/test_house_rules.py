"""Rules of the house that no linter knows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import IsAuthenticated

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
PUBLIC = {"healthz", "readyz", "login", "logout", "language", "progress_list", "progress"}
PUBLIC |= {"create", "type_code", "done", "leave", "leave_by_exit", "forget"}  # the citizen's check-in pages
PUBLIC |= {"mine", "correct", "delete"}  # one's own check-ins, by the cookie of the browser that made them
PUBLIC |= {"survey_worker", "survey_manifest", "keeper_worker", "keeper_manifest"}  # fetched without cookies
PUBLIC |= {"card"}  # says of a visitor card what it is, and nothing of whose
PUBLIC |= {"door_photo"}  # how the place looks, on the check-in page
PUBLIC |= {"enrol_communes", "enrol", "enrolled"}  # owners register their place
PUBLIC |= {"api_session"}  # a device asks whether anybody is signed in
STYLED_BY_HASH = {"checkins/base.html"}
DJANGO_LOOKS_FOR = {"400.html", "403.html", "404.html", "500.html"}
LONGEST_FILE = 400
SCRIPT_INSIDE = re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE)
STYLE_INSIDE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
BARE_DAY = re.compile(r"\bforms\.Date(Time)?Field\b")
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|\bmark_safe\b|\bSafeString\b|\bautoescape\s+off\b|\bis_safe\s*=\s*True")


def names_of_templates() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


def app_files() -> list[Path]:
    """Python files of the project and its apps, migrations aside."""
    folders = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
    folders += [ROOT / "thongnhat_portal", ROOT / "vietnam", ROOT / "spreadsheets"]
    return sorted(path for folder in folders for path in folder.rglob("*.py") if path.parent.name != "migrations")


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def addresses(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry)
        else:
            yield entry


def asks_for_sign_in(entry: URLPattern) -> bool:
    """By the middleware, or by the first permission of an API view, which the middleware lets through."""
    api = getattr(entry.callback, "cls", None)
    if api:
        return IsAuthenticated in api.permission_classes[:1]
    return bool(getattr(entry.callback, "login_required", True))


def test_there_is_something_to_check() -> None:
    assert len(names_of_templates()) > 30
    assert {"accounts", "jobs", "thongnhat_portal"} <= {path.relative_to(ROOT).parts[0] for path in app_files()}


def test_the_views_open_to_everybody_are_these() -> None:
    every = list(addresses(get_resolver()))

    public = {entry.name for entry in every if not asks_for_sign_in(entry)}

    assert public == PUBLIC
    assert len(every) > len(PUBLIC)


def test_login_is_the_default() -> None:
    assert "accounts.middleware.SignInFirstMiddleware" in settings.MIDDLEWARE


def test_every_address_has_a_name() -> None:
    assert all(entry.name for entry in addresses(get_resolver()))


@pytest.mark.parametrize("name", names_of_templates())
def test_a_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", sorted(set(names_of_templates()) - DJANGO_LOOKS_FOR))
def test_a_template_is_used(name: str) -> None:
    others = [path for path in TEMPLATES.rglob("*.html") if path != TEMPLATES / name]

    users = [path for path in [*others, *app_files()] if f'"{name}"' in path.read_text(encoding="utf-8")]

    assert users


@pytest.mark.parametrize("name", [name for name in names_of_templates() if "/_" in f"/{name}"])
def test_a_fragment_says_first_what_it_is_given(name: str) -> None:
    assert re.match(r"{% comment %}Given: .+?{% endcomment %}", source(name), re.DOTALL)


@pytest.mark.parametrize("name", names_of_templates())
def test_what_is_included_is_a_fragment(name: str) -> None:
    included = re.findall(r"{%\s*include\s+[\"']([^\"']+)", source(name))

    assert [other for other in included if not other.rsplit("/")[-1].startswith("_")] == []


@pytest.mark.parametrize("name", names_of_templates())
def test_a_template_holds_neither_script_nor_style(name: str) -> None:
    assert SCRIPT_INSIDE.findall(source(name)) == []
    assert STYLE_INSIDE.findall(source(name)) == ([] if name not in STYLED_BY_HASH else ["<style"])


@pytest.mark.parametrize("name", names_of_templates())
def test_a_template_escapes_everything(name: str) -> None:
    assert not UNESCAPED.search(source(name))


@pytest.mark.parametrize("text", ["{{ x|safe }}", "mark_safe(x)", "{% autoescape off %}", "{{ x | safeseq }}"])
def test_what_is_not_escaped_would_be_found(text: str) -> None:
    assert UNESCAPED.search(text)


@pytest.mark.parametrize("text", ['<p style="x">', "<style>", '<a onclick="x()">', "<script>x()</script>"])
def test_scripts_and_styles_would_be_found(text: str) -> None:
    assert SCRIPT_INSIDE.search(text) or STYLE_INSIDE.search(text)


@pytest.mark.parametrize("path", app_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_short_and_marks_nothing_safe(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= LONGEST_FILE
    assert not UNESCAPED.search(text)


@pytest.mark.parametrize("path", app_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_day_that_is_typed_keeps_within_the_calendar(path: Path) -> None:
    shared = path == ROOT / "thongnhat_portal" / "fields.py"

    assert bool(BARE_DAY.search(path.read_text(encoding="utf-8"))) == shared


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
