"""The real check-in page against a bare one-INSERT view, on the same server program and database.

Bare is measured right before and right after; eight clients; a new connection per request.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

CLIENTS = 8
TOKEN = re.compile(rb'name="token" value="([^"]+)"')
Headers = dict[str, str]


@contextmanager
def server() -> Iterator[int]:
    """gunicorn as in production, on a free loopback port, with the bare view beside the portal's addresses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "thongnhat_portal.wsgi"]
    process = subprocess.Popen(command, env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            if ask(port, "GET", "/healthz")[0].status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


def ask(
    port: int, method: str, path: str, body: str = "", headers: Headers | None = None
) -> tuple[HTTPResponse, bytes]:
    """One request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body or None, headers or {})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def rate(call: Callable[[int], object], count: int, clients: int = CLIENTS) -> float:
    """Calls per second by so many clients at once."""
    with ThreadPoolExecutor(clients) as pool:
        start = time.perf_counter()
        list(pool.map(call, range(count)))
        return count / (time.perf_counter() - start)


def open_page(port: int, code: str) -> str:
    """The form's token; a fresh browser gets no cookie."""
    token = TOKEN.search(ask(port, "GET", f"/v/{code}/")[1])
    assert token
    return token[1].decode()


def post(port: int, code: str, token: str, number: int) -> str:
    """Check in; returns the address of the confirmation."""
    typed = {"name": "Nguyễn Văn Mẫu", "phone": f"091{number % 10**7:07d}", "token": token}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}
    answer, body = ask(port, "POST", f"/v/{code}/", urlencode(typed), headers)
    assert answer.status == 302, (answer.status, body[:300])
    return answer.getheader("Location") or ""


def flow(port: int, code: str, number: int) -> None:
    """Page, POST, confirmation."""
    assert ask(port, "GET", post(port, code, open_page(port, code), number))[0].status == 200


def bare(port: int) -> None:
    assert ask(port, "POST", "/bare/")[0].status == 200
