"""Secrets are made once, read by the portal alone, and reach it as files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deployment.files import ROOT, compose

SHOW = "from thongnhat_portal.settings import DATABASES; print(DATABASES['default'].get('PASSWORD'))"
ADDRESS = "postgres://portal@database/portal"


def make_secrets(folder: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PORTAL_UID": str(os.getuid())}
    subprocess.run([ROOT / "scripts/make_secrets", folder], env=environment, check=True, timeout=20)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def password_seen(**variables: str) -> str:
    code = [sys.executable, "-c", SHOW]
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": ADDRESS, "SECRET_KEY": "x", **variables}
    process = subprocess.run(code, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=60)
    return process.stdout.strip()


def test_every_secret_of_the_compose_file_is_made_for_its_owner_only(tmp_path: Path) -> None:
    make_secrets(tmp_path)

    assert set(contents(tmp_path)) == {Path(secret["file"]).name for secret in compose()["secrets"].values()}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir() if path.is_file()} == {0o600}
    assert (tmp_path / "vault").stat().st_mode & 0o777 == 0o700


def test_every_secret_is_long_and_another(tmp_path: Path) -> None:
    make_secrets(tmp_path)

    made = list(contents(tmp_path).values())
    assert min(map(len, made)) >= 50
    assert len(set(made)) == len(made)


def test_a_secret_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    before = contents(tmp_path)
    (tmp_path / "secret_key").unlink()

    make_secrets(tmp_path)

    after = contents(tmp_path)
    assert after["database_password"] == before["database_password"]
    assert after["secret_key"] != before["secret_key"]


@pytest.mark.parametrize("text", ["from-the-file", "from-the-file\n"])
def test_the_password_of_the_database_comes_from_a_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "database_password"
    path.write_text(text)

    assert password_seen(DATABASE_PASSWORD_FILE=str(path), VAR_DIR=str(tmp_path)) == "from-the-file"


def test_a_password_in_the_address_still_counts(tmp_path: Path) -> None:
    address = "postgres://portal:in-the-address@database/portal"

    assert password_seen(DATABASE_URL=address, VAR_DIR=str(tmp_path)) == "in-the-address"
