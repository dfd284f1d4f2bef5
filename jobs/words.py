"""What jobs counted, in words: tasks answer with keys."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COUNTED: dict[str, Promise] = {
    "closed": _("days closed"),
    "revised": _("days corrected"),
    "sent": _("mails sent"),
    "failed": _("failed"),
    "removed": _("removed"),
    "held": _("kept for a case"),
    "visits": _("check-ins looked at"),
    "doubts": _("doubtful"),
    "posters": _("posters"),
    "created": _("created"),
    "updated": _("updated"),
    "unchanged": _("unchanged"),
}
