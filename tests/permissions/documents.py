from datetime import date

from reports.models import Draft
from tests.conftest import Cast
from tests.permissions.roles import Rows, others

LEADING = ["chair", "officer"]


def a_list(cast: Cast) -> Draft:
    """A document that needs no closed day."""
    day = date(2021, 7, 15)
    found, _ = Draft.objects.get_or_create(
        commune=cast.commune,
        kind="list",
        since=day,
        day=day,
        village=cast.village,
        defaults={"edited_by": cast.people["officer"]},
    )
    return found


def rows(cast: Cast) -> Rows:
    own = {200: LEADING, 404: others(*LEADING)}
    deed = {302: LEADING, 404: ["foreigner"], 403: others(*LEADING, "foreigner")}
    draft = a_list(cast).pk
    return {
        "documents:choose": ("get", [], {200: [*LEADING, "foreigner"], 403: others(*LEADING, "foreigner")}),
        "documents:edit": ("get", [draft], own),
        "documents:docx": ("get", [draft], own),
        "documents:pdf": ("get", [draft], own),
        "documents:chart": ("get", [draft], {404: others()}),
        "mails:plan": ("get", [], {200: [*LEADING, "foreigner"], 403: others(*LEADING, "foreigner")}),
        "mails:test": ("post", [], {302: [*LEADING, "foreigner"], 403: others(*LEADING, "foreigner")}),
        "mails:behind": ("get", [], {200: [*LEADING, "foreigner"], 403: others(*LEADING, "foreigner")}),
        "mails:remind": ("post", ["village", cast.village.pk], deed),
        "mails:letter": ("post", ["village", cast.village.pk], deed),
    }
