"""Settings come from the environment; what is wrong stops the portal at its start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from thongnhat_portal.secret_files import read_or_create_secret, secret

ROOT = Path(__file__).resolve().parents[2]
KEEP = ("PATH", "HOME", "LANG")


def start(var: Path, code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """A process that loads the settings in an environment of these variables only."""
    environment = {name: os.environ[name] for name in KEEP if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"from thongnhat_portal.settings import *; {code}"],
        cwd=ROOT,
        env=environment | {"VAR_DIR": str(var)} | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "address", ["portal.example.vn", "localhost:8000", "https://", "ftp://portal.example.vn", "//x"]
)
def test_a_malformed_public_url_stops_the_start_and_is_named(tmp_path: Path, address: str) -> None:
    process = start(tmp_path, PUBLIC_URL=address)

    assert process.returncode == 1
    assert f"PUBLIC_URL must look like https://portal.example.vn, not {address.rstrip('/')!r}" in process.stderr


@pytest.mark.parametrize(("name", "text"), [("PORT", "many"), ("DATABASE_URL", "nonsense")])
def test_a_malformed_variable_stops_the_start_and_is_named(tmp_path: Path, name: str, text: str) -> None:
    process = start(tmp_path, **{name: text})

    assert process.returncode == 1
    assert f'"{name}" invalid' in process.stderr


def test_without_any_variable_the_portal_is_embedded(tmp_path: Path) -> None:
    code = "print(DATABASES['default']['NAME'], CELERY_BROKER_URL.split(':')[0], PUBLIC_URL)"

    process = start(tmp_path, code)

    assert process.stdout.split() == [f"{tmp_path}/portal.sqlite3", "filesystem", "http://127.0.0.1:8000"]


def test_behind_https_everything_is_secure(tmp_path: Path) -> None:
    names = "SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, LANGUAGE_COOKIE_SECURE, SECURE_SSL_REDIRECT"

    process = start(tmp_path, f"print(all([{names}]), SECURE_HSTS_SECONDS)", PUBLIC_URL="https://portal.example.vn")

    assert process.stdout.split() == ["True", "31536000"]


def test_a_fresh_installation_makes_a_secret_key_once(tmp_path: Path) -> None:
    keys = [start(tmp_path, "print(SECRET_KEY)").stdout.strip() for _ in range(2)]

    assert len(keys[0]) >= 50
    assert keys[0] == keys[1]


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "secret"

    first, second = read_or_create_secret(path), read_or_create_secret(path)

    assert first == second == path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_process_that_comes_second_takes_the_secret_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret"
    path.write_text("of the first process\n")
    monkeypatch.setattr(Path, "exists", lambda path: False)

    assert read_or_create_secret(path) == "of the first process"


def test_a_secret_comes_from_the_environment_or_from_the_file_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mounted"
    path.write_text("from the file\n")
    monkeypatch.setenv("THING_FILE", str(path))
    from_file = secret(Env(), "THING")
    monkeypatch.setenv("THING", "from the variable")

    assert (from_file, secret(Env(), "THING"), secret(Env(), "OTHER")) == ("from the file", "from the variable", "")


def test_a_secrets_file_that_is_missing_stops_the_start(tmp_path: Path) -> None:
    process = start(tmp_path, SECRET_KEY_FILE=str(tmp_path / "absent"))

    assert process.returncode == 1
    assert "FileNotFoundError" in process.stderr


def test_a_secret_whose_file_is_empty_is_told_and_not_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "secret_key"
    empty.touch()
    monkeypatch.setenv("SECRET_KEY_FILE", str(empty))
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE"):
        secret(Env(), "SECRET_KEY")
