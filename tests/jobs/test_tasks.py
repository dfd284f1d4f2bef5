"""Rules that every Celery task of the portal keeps."""

import inspect

import pytest
from django.apps import apps
from django.conf import settings

from jobs.schedule import SCHEDULE
from thongnhat_portal.celery import app

PLAIN = {int, str, bool}


def own_tasks() -> list[str]:
    """Names of the tasks that stand in the portal's own apps."""
    app.autodiscover_tasks(force=True)
    roots = {config.name for config in apps.get_app_configs() if config.path.startswith(str(settings.BASE_DIR))}
    return sorted(name for name, task in app.tasks.items() if task.__module__.split(".")[0] in roots)


def test_there_are_tasks_to_check() -> None:
    assert {"jobs.tick", "jobs.perform", "villages.check_list"} <= set(own_tasks())


@pytest.mark.parametrize("name", own_tasks())
def test_a_tasks_arguments_are_plain_keys(name: str) -> None:
    parameters = inspect.signature(app.tasks[name].run, eval_str=True).parameters.values()

    assert {parameter.annotation for parameter in parameters} <= PLAIN


@pytest.mark.parametrize("name", own_tasks())
def test_a_tasks_name_says_its_app(name: str) -> None:
    assert app.tasks[name].__module__ == f"{name.split('.')[0]}.tasks"


@pytest.mark.parametrize("entry", SCHEDULE, ids=lambda entry: entry.task)
def test_what_is_scheduled_is_registered_and_takes_no_arguments(entry: object) -> None:
    task = app.tasks[entry.task]

    assert not inspect.signature(task.run).parameters


def test_a_task_is_scheduled_once() -> None:
    names = [entry.task for entry in SCHEDULE]

    assert len(names) == len(set(names))


def test_beat_sends_the_tick_and_nothing_else() -> None:
    assert [entry["task"] for entry in app.conf.beat_schedule.values()] == ["jobs.tick"]
    assert "jobs.tick" in app.tasks
