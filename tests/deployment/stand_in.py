"""This machine in place of the containers: commands and environment of docker-compose.yml, addresses changed."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from tests.deployment.files import DOTENV, ROOT, environment_of_image, interpolated, services

START, END, CHECK = 60, 40, 30  # seconds
Processes = dict[str, subprocess.Popen[bytes]]


@dataclass
class StandIn:
    """`changed` says what stands here for a container's address or folder."""

    folder: Path
    port: int
    changed: dict[str, str]

    def here(self, text: str) -> str:
        """One pass, so that what was put in is not changed again."""
        names = sorted(self.changed, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, names)), lambda found: self.changed[found[0]], interpolated(text))

    def environment(self, name: str) -> dict[str, str]:
        """Nothing of this process's own but PATH."""
        given = environment_of_image() | services()[name]["environment"]
        here = {variable: self.here(str(value)) for variable, value in given.items()}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return here | {"PATH": path, "PORT": str(self.port), "HOSTNAME": socket.gethostname()}

    def command(self, name: str) -> list[str]:
        return [self.here(word) for word in services()[name]["command"]]

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def run(self, name: str) -> None:
        """A service that runs once and must end well."""
        with self.log(name).open("wb") as log:
            done = subprocess.run(
                self.command(name),
                cwd=ROOT,
                env=self.environment(name),
                stdout=log,
                stderr=log,
                timeout=180,
                check=False,
            )
        assert done.returncode == 0, self.log(name).read_text()

    @contextmanager
    def running(self, *names: str) -> Iterator[Processes]:
        """Services that stay."""
        with ExitStack() as stack:
            yield {name: stack.enter_context(self.started(name)) for name in names}

    @contextmanager
    def started(self, name: str) -> Iterator[subprocess.Popen[bytes]]:
        """In a group of its own; if it has not ended by itself at the end, it is killed with its children."""
        command, environment = self.command(name), self.environment(name)
        with (
            self.log(name).open("wb") as log,
            subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            ) as process,
        ):
            try:
                yield process
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text; status 0 where nobody answers."""
        status, _, text = self.ask("GET", path)
        return status, text

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where to go next, and text, asked as the proxy asks; status 0 where nobody answers."""
        headers = {"Host": DOTENV["PORTAL_HOST"], "X-Forwarded-Proto": "https"}
        if form:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"https://{DOTENV['PORTAL_HOST']}",
            }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            response = connection.getresponse()
            return response.status, response.getheader("Location") or "", response.read().decode()
        except OSError:
            return 0, "", ""
        finally:
            connection.close()

    def told_by_shell(self, name: str, script: str) -> str:
        """What a script prints that runs where the service runs."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
        told = subprocess.run(
            command, cwd=ROOT, env=self.environment(name), capture_output=True, timeout=CHECK, check=True
        )
        return told.stdout.decode().strip()

    def until_ready(self, processes: Processes) -> tuple[int, str]:
        """The answer of /readyz once it is 200; the last one when time is up or a process is gone."""
        return self._until_200("/readyz", processes)

    def until_answering(self, processes: Processes) -> None:
        """As until_ready, where only the web service runs."""
        self._until_200("/healthz", processes)

    def _until_200(self, path: str, processes: Processes) -> tuple[int, str]:
        deadline = time.monotonic() + START
        answer = self.get(path)
        while answer[0] != 200 and time.monotonic() < deadline and not ended(processes):
            time.sleep(0.5)
            answer = self.get(path)
        return answer

    def is_healthy(self, name: str) -> bool:
        """What the engine would find out by the service's own health check."""
        kind, *words = services()[name]["healthcheck"]["test"]
        words = [self.here(word) for word in words]
        command = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
        with self.log(f"{name}-health").open("wb") as log:
            done = subprocess.run(
                command, cwd=ROOT, env=self.environment(name), stdout=log, stderr=log, timeout=CHECK, check=False
            )
        return done.returncode == 0

    def logs(self) -> str:
        return "\n".join(f"--- {path.name}\n{path.read_text()[-3000:]}" for path in sorted(self.folder.glob("*.log")))


def ended(processes: Processes) -> dict[str, int]:
    """Return codes of those that are over."""
    return {name: process.returncode for name, process in processes.items() if process.poll() is not None}


def told_to_stop(processes: Processes) -> dict[str, int]:
    """Return codes after SIGTERM; who does not end in time is missing."""
    for process in processes.values():
        process.terminate()
    deadline = time.monotonic() + END
    while len(ended(processes)) < len(processes) and time.monotonic() < deadline:
        time.sleep(0.1)
    return ended(processes)
