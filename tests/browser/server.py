"""A server of a test's own, which can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection


class Server:
    """gunicorn as in production, on a port of its own and on this test's database."""

    process: subprocess.Popen[bytes]

    def __init__(self, folder: Path) -> None:
        self.log = folder / "server.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "thongnhat_portal.wsgi"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def environment(self) -> dict[str, str]:
        facts = connection.settings_dict
        where = f"{quote(str(facts['HOST']), safe='')}:{facts['PORT']}/{facts['NAME']}"
        own = {"DATABASE_URL": f"postgres://{facts['USER']}@{where}", "PORT": str(self.port)}
        return os.environ | own | {"DJANGO_SETTINGS_MODULE": "tests.settings"}

    def kill(self) -> None:
        """-9, with its workers: nothing is put in order."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
