from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import AuditEvent, Commune, Role, User
from demo.management.commands import demo
from surveys.models import HomeVisit
from tests.demo.conftest import SMALL


def run() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "build", lambda *, seed: demo_build(seed=seed, households_factor=SMALL))


demo_build = demo.build


@pytest.mark.django_db
def test_it_names_the_accounts_and_where_the_password_is(password_file: Path):
    said = run()

    assert all(f"  {role} " in said for role in Role.values)
    assert str(password_file) in said
    assert password_file.read_text().strip() not in said


@pytest.mark.django_db
def test_a_second_run_changes_nothing():
    run()
    before = _counts()

    said = run()

    assert "demo_password" in said or "DEMO_PASSWORD" in said
    assert _counts() == before


@pytest.mark.django_db
def test_a_commune_of_ones_own_is_left_alone():
    Commune.objects.create(name="Yên Bình", slug="yen-binh")

    run()

    assert Commune.objects.get().name == "Yên Bình"
    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_loads_all_or_nothing(monkeypatch: pytest.MonkeyPatch):
    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("demo.commune.close_days", fail)

    with pytest.raises(RuntimeError):
        run()

    assert _counts() == (0, 0, 0, 0)


def _counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Commune, User, HomeVisit, AuditEvent))
