"""Every fact and every code that the apps write into the audit has a word."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import TextChoices

from accounts.audit_words import FACTS, VALUES, facts_in_words
from accounts.models import Role
from checkins.models import PosterCheck
from organisations.models import OrganisationKind, OutreachKind
from reports.models import DocumentKind, Reminder
from tracing.models.case import CaseKind
from tracing.models.contact import FollowUp
from tracing.models.stay import StaySource
from venues.models import Category, Poster
from venues.models.printing import Format

APPS = [app for app in settings.INSTALLED_APPS if (Path(settings.BASE_DIR) / app).is_dir()]
NO_FACTS = {"actor", "action", "target", "commune", "reason", "events"}


def calls_that_record() -> Iterator[tuple[ast.Module, ast.Call]]:
    """Calls of audit.record, of audit.event, and of the functions that hand their facts on to them."""
    for path in (path for app in APPS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "audit.record" in source:
            tree = ast.parse(source)
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                if ast.unparse(call.func).startswith(("audit.record", "audit.event", "_record", "_search", "_prove")):
                    yield tree, call


def keys_of(tree: ast.Module, name: str) -> set[str]:
    """The keys written out for a dictionary of that name."""
    found = set()
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(one, ast.Name) and one.id == name for one in targets):
            value = getattr(node, "value", None)
            keys = value.keys if isinstance(value, ast.Dict) else []
            found |= {key.value for key in keys if isinstance(key, ast.Constant)}
            named = isinstance(value, ast.DictComp)
            found |= {one.value for one in ast.walk(value) if isinstance(one, ast.Constant)} if named else set()
    return found


def recorded() -> set[str]:
    found: set[str] = set()
    for tree, call in calls_that_record():
        for keyword in call.keywords:
            found |= {keyword.arg} if keyword.arg else keys_of(tree, ast.unparse(keyword.value))
    return found - NO_FACTS


def test_every_fact_that_the_apps_record_has_a_word() -> None:
    facts = recorded()

    assert {"count", "held", "created", "exposures", "as_of", "new"} <= facts
    assert facts - set(FACTS) - {"now", "oldest"} == set()


@pytest.mark.parametrize(
    ("fact", "choices"),
    [
        ("category", Category),
        ("cause", Reminder.Cause),
        ("channel", Reminder.Channel),
        ("kind", CaseKind),
        ("kind", Poster.Kind),
        ("kind", OrganisationKind),
        ("kind", OutreachKind),
        ("kind", DocumentKind),
        ("outcome", PosterCheck.Outcome),
        ("paper", Format),
        ("result", FollowUp.Result),
        ("role", Role),
        ("source", StaySource),
    ],
)
def test_a_code_reads_as_it_does_on_its_own_pages(fact: str, choices: type[TextChoices]) -> None:
    labels = {value: str(label) for value, label in choices.choices if value != PosterCheck.Outcome.OWN}

    assert {value: str(word) for value, word in VALUES[fact].items() if value in labels} == labels


def test_a_number_of_posters_is_no_phone_number() -> None:
    told = facts_in_words({"version": 1, "kind": "entrance", "count": 1, "in_order": False})

    assert told == "bản số: 1, loại: lối vào, số lượng: 1, đạt: không"
