"""What people ask for and what jobs counted, in words: tasks have names and answer with keys."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ASKED_FOR: dict[str, Promise] = {
    "villages.check_list": _("Check a list of households"),
    "villages.store_list": _("Import a list of households"),
    "venues.check_list": _("Check a list of venues"),
    "venues.store_list": _("Import a list of venues"),
    "venues.print_posters": _("Make a file of posters"),
    "organisations.check_roster": _("Check a staff roster"),
    "organisations.store_roster": _("Import a staff roster"),
}

COUNTED: dict[str, Promise] = {
    "closed": _("days closed"),
    "revised": _("days corrected"),
    "sent": _("mails sent"),
    "failed": _("failed"),
    "faulty": _("faulty rows"),
    "cases": _("closed cases cleared"),
    "contacts": _("contacts removed"),
    "removed": _("removed"),
    "held": _("kept for a case"),
    "visits": _("check-ins looked at"),
    "doubts": _("doubtful"),
    "posters": _("posters"),
    "created": _("created"),
    "updated": _("updated"),
    "unchanged": _("unchanged"),
}
