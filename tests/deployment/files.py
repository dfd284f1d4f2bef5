"""The files of the production shape, read as the container engine reads them."""

import re
import shlex
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?::-([^}]*)|:?\?[^}]*)?\})")
DOTENV = {"PORTAL_HOST": "portal.example.vn", "PORTAL_TLS": "internal"}

Service = dict[str, Any]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(text_of("docker-compose.yml"))
    return document


def services() -> dict[str, Service]:
    found: dict[str, Service] = compose()["services"]
    return found


def built_here() -> dict[str, Service]:
    return {name: service for name, service in services().items() if service["image"].startswith("thongnhat-portal:")}


def interpolated(text: str) -> str:
    """`${NAME:?…}` from .env, `${NAME:-…}` too if it stands there, and `$$` as `$`, as Compose does it."""
    return VARIABLE.sub(_value, text)


def _value(found: re.Match[str]) -> str:
    dollar, name, default = found.groups()
    return dollar or (DOTENV[name] if default is None else DOTENV.get(name, default))


def instructions() -> list[tuple[str, str]]:
    """(name, arguments) of the Dockerfile's instructions, continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", text_of("Dockerfile"))
    parts = [line.partition(" ") for line in joined.splitlines() if line and not line.startswith("#")]
    return [(name, arguments) for name, _, arguments in parts]


def last_stage() -> list[tuple[str, str]]:
    every = instructions()
    start = max(place for place, (name, _) in enumerate(every) if name == "FROM")
    return every[start:]


def environment_of_image() -> dict[str, str]:
    pairs = [pair for name, arguments in last_stage() if name == "ENV" for pair in shlex.split(arguments)]
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
