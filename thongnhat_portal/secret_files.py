"""Secrets from the environment, from a file that the environment names, or made once and kept in `var/`."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env


def secret(env: Env, name: str) -> str:
    """`NAME`, else the text of the file `NAME_FILE` points to (Docker's secrets; never empty), else ""."""
    value: str = env.str(name, "")
    path: str = env.str(f"{name}_FILE", "")
    if value or not path:
        return value
    text = Path(path).read_text(encoding="utf-8").strip()
    if not text:
        raise ImproperlyConfigured(f"{name}_FILE points to {path}, which is empty.")
    return text


def read_or_create_secret(path: Path) -> str:
    """The secret kept in `path` (mode 600), made up the first time; processes that start at once agree on one."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()
