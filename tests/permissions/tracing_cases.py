from tests.conftest import Cast
from tests.permissions.roles import Rows, others
from tests.tracing.cases import SUBJECT, a_venue, opened, was_at
from tracing.cases.actions import notify_venue

SEEING = ["health", "chair"]


def rows(cast: Cast) -> Rows:
    """Health works, the chair looks; to all others there is no case."""
    venue = a_venue(cast.commune)
    was_at(venue, "09:00", "10:00", phone=SUBJECT)
    was_at(venue, "09:00", "10:00")
    case = opened(cast.commune)
    stay = case.stays.get()
    notify_venue(actor=cast.people["health"], stay=stay, text="Khử khuẩn")
    looking = {200: SEEING, 404: others(*SEEING)}
    working = {200: ["health"], 403: ["chair"], 404: others(*SEEING)}
    doing = {302: ["health"], 403: ["chair"], 404: others(*SEEING)}
    return {
        "tracing:list": ("get", [], {200: SEEING, 403: others(*SEEING)}),
        "tracing:create": ("get", [], {200: ["health"], 403: others("health")}),
        "tracing:case": ("get", [case.pk], looking),
        "tracing:edit": ("get", [case.pk], working),
        "tracing:add_phone": ("get", [case.pk], working),
        "tracing:add_stay": ("get", [case.pk], working),
        "tracing:place": ("get", [case.pk], working),
        "tracing:secondary": ("post", [case.pk, case.contacts.get().pk], doing),
        "tracing:leave_out": ("post", [case.pk, stay.pk], doing),
        "tracing:take_back": ("post", [case.pk, stay.pk], doing),
        "tracing:notice": ("get", [case.pk, stay.pk], working),
        "tracing:trace": ("post", [case.pk], doing),
    }
