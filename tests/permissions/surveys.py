from uuid import uuid4

from django.utils import timezone

from intake.models import SetAside
from tests.conftest import Cast
from tests.factories import HouseholdFactory
from tests.factories import visit as surveyed
from tests.permissions.roles import OPEN, SURVEYING, WALKERS, Rows, others


def rows(cast: Cast) -> Rows:
    return (
        fieldwork_rows(cast)
        | paper_rows()
        | {
            "survey": ("get", [], {200: SURVEYING, 403: others(*SURVEYING)}),
            "survey_worker": ("get", [], OPEN),
            "survey_manifest": ("get", [], OPEN),
        }
    )


def fieldwork_rows(cast: Cast) -> Rows:
    """The chair looks at the overview and the devices; village heads and officers direct."""
    village, group, household = cast.village.pk, cast.group.pk, cast.household.pk
    directors = ["officer", "village_head", "stranger", "foreigner"]
    onlookers = ["chair", *directors]
    directs = {200: directors, 403: others(*directors)}
    looks = {200: onlookers, 403: others(*onlookers)}
    seen = {200: ["officer", "village_head"], 403: ["chair", "monitor", "surveyor"], 404: others(*WALKERS)}
    decides = {200: ["officer"], 404: others("officer")}
    aside = damaged_record(cast).pk
    found = HouseholdFactory(village=cast.village, group=cast.group, is_provisional=True).pk
    pair: list[object] = [surveyed(cast.household, f"2021-07-0{day}").pk for day in (1, 2)]
    return {
        "fieldwork:overview": ("get", [], looks),
        "fieldwork:assignments": ("get", [], directs),
        "fieldwork:undo": ("post", [], {302: directors, 403: others(*directors)}),
        "fieldwork:group": ("get", [group], seen),
        "fieldwork:ungrouped": ("get", [village], seen),
        "fieldwork:household": ("get", [household], seen),
        "fieldwork:devices": ("get", [], looks),
        "fieldwork:revisit": ("get", [], directs),
        "fieldwork:revisit_file": ("get", [], directs),
        "fieldwork:provisional": ("get", [], directs),
        "fieldwork:confirm": ("get", [found], seen),
        "fieldwork:doubles": ("get", [], directs),
        "fieldwork:compare": ("get", [household, found], seen),
        "fieldwork:find_double": ("get", [household], seen),
        "fieldwork:review": ("get", [], directs),
        "fieldwork:record": ("get", [aside], decides),
        "fieldwork:accept": ("post", [aside], decides | {409: ["officer"], 200: []}),
        "fieldwork:reject": ("post", [aside], decides | {422: ["officer"], 200: []}),
        "fieldwork:pair": ("get", pair, seen),
        "fieldwork:pair_seen": ("post", pair, seen | {302: seen[200], 200: []}),
    }


def paper_rows() -> Rows:
    """Whoever has one village is not asked which; `stranger` has no household in it to print."""
    surveying = ["officer", "monitor", "village_head", "surveyor", "stranger", "foreigner"]
    answers = {200: ["village_head", "surveyor"], 302: ["officer", "monitor", "foreigner"], 422: ["stranger"]}
    return {
        "paper:choose": ("get", [], {200: surveying, 403: others(*surveying)}),
        "paper:sheet": ("get", [], answers | {403: others(*surveying)}),
        "paper:type": ("get", [], answers | {403: others(*surveying)}),
    }


def damaged_record(cast: Cast) -> SetAside:
    facts = {"commune": cast.commune, "sender": cast.people["surveyor"], "received_at": timezone.now()}
    return SetAside.objects.create(kind="visit", uuid=uuid4(), body="{}", cause="conflict", **facts)
