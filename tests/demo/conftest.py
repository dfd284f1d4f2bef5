from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Commune
from demo.commune import build

SMALL = 0.03  # of the demo's households: about 57


@pytest.fixture(autouse=True)
def password_file(settings: Settings, tmp_path: Path) -> Path:
    settings.DEMO_PASSWORD = ""
    settings.DEMO_PASSWORD_FILE = tmp_path / "demo_password"
    return settings.DEMO_PASSWORD_FILE


@pytest.fixture
def commune(db: None) -> Commune:
    """A small demo commune, stored."""
    return build(households_factor=SMALL)
