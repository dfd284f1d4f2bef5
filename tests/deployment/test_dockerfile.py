"""What the Dockerfile and .dockerignore must never lose."""

import json
import re

import pytest

from tests.deployment.files import instructions, last_stage, services, text_of


def place_of(text: str) -> int:
    """Of the one instruction that holds this text."""
    (place,) = [place for place, (_, arguments) in enumerate(instructions()) if text in arguments]
    return place


def test_the_image_ends_as_a_user_with_a_fixed_number_and_few_rights() -> None:
    (user,) = [arguments for name, arguments in last_stage() if name == "USER"]

    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert f"PORTAL_UID:-{user.split(':')[0]}" in text_of("scripts/make_secrets")


def test_every_stage_stands_on_a_pinned_image() -> None:
    stages = [arguments.split() for name, arguments in instructions() if name == "FROM"]
    names = {words[2] for words in stages if len(words) == 3}

    others = [words[0] for words in stages if words[0] not in names]
    assert others
    assert all(re.fullmatch(r"[a-z]+:\d+(\.\d+)?-slim", image) for image in others)


@pytest.mark.parametrize(("lock", "source"), [("package-lock.json", "assets assets"), ("requirements.txt ./", ". .")])
def test_locks_are_copied_before_sources(lock: str, source: str) -> None:
    assert place_of(lock) < place_of(source)


def test_libraries_are_installed_from_the_lock_alone() -> None:
    runs = [arguments for name, arguments in instructions() if name == "RUN"]

    assert [run for run in runs if "pip install" in run and "--require-hashes" not in run] == []
    assert [run for run in runs if re.search(r"npm (i|install)\b", run)] == []


def test_the_image_holds_no_compiler_and_nothing_from_a_package_manager() -> None:
    runs = [arguments for name, arguments in last_stage() if name == "RUN"]

    assert [run for run in runs if re.search(r"\b(apt-get|apt|pip|npm|gcc)\b", run)] == []


def test_the_image_by_itself_is_the_web_service() -> None:
    image = {name: arguments for name, arguments in last_stage() if name in ("CMD", "HEALTHCHECK")}
    web = services()["web"]

    assert json.loads(image["CMD"]) == web["command"]
    assert ["CMD", *json.loads(image["HEALTHCHECK"].partition("CMD ")[2])] == web["healthcheck"]["test"]


@pytest.mark.parametrize("name", [".git", ".env", ".venv", "node_modules", "secrets", "static/dist", "tests", "var"])
def test_the_image_does_not_hold(name: str) -> None:
    assert name in text_of(".dockerignore").splitlines()


def test_nothing_is_let_back_into_the_image() -> None:
    assert [line for line in text_of(".dockerignore").splitlines() if line.startswith("!")] == []
