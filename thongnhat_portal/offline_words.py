"""The words that offline pages share. A page's script gets its words as JSON: it has no catalogue of its own.

`{n}` and the like are filled in by the script. Each page says the rest in words of its own trade.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHARED: dict[str, Promise] = {
    "loading": _("Fetching from the portal…"),
    # saving
    "not_saved_full": _(
        "NOT saved: this phone's storage is full. Your answers are still on this screen. Free some space"
        " (photos, videos), then press save again."
    ),
    "not_saved": _("NOT saved. Your answers are still on this screen: press save again."),
    "correct": _("Correct"),
    "need_letters": _("This is not a person's name: use letters only."),
    "storage_silent": _(
        "This phone's storage does not answer, so NOTHING can be saved. Close the page completely and open it again."
    ),
    "storage_retry": _("Try again"),
    # the outbox
    "outbox": _("Outbox"),
    "outbox_n": _("To send: {n}"),
    "waiting": _("Waiting to be sent"),
    "attention": _("Needs attention"),
    "attention_n": _("Rows the portal could not take, please look: {n}"),
    "attention_hint": _("The portal could not take these. Correct them, or send them again. They are not lost."),
    "send_now": _("Send now"),
    "send_again": _("Send again"),
    "sending": _("Sending…"),
    "sent_latest": _("The newest {n} of {all}"),
    "status_accepted": _("Received"),
    "status_duplicate": _("Received (it was there already)"),
    "status_conflict": _("Kept for review by the officer: another version was there already"),
    "status_quarantined": _("Kept for review by the officer"),
    "set_aside": _("Sent, and kept for review by the officer: {n}"),
    "export": _("Save as a file"),
    "import": _("Take in a file"),
    "file_hint": _("For a phone that cannot send: save what waits as a file and take it in on another one."),
    "import_bad": _("This file holds no outbox. Nothing was taken in."),
    # the device
    "this_phone": _("This phone"),
    "last_contact": _("Last contact with the portal"),
    "never": _("no contact yet"),
    "device": _("Device"),
    "version": _("Version"),
    "persistent": _("The browser keeps the data until you delete them."),
    "not_persistent": _(
        "The browser may delete data when storage runs low: send often, add the page to the home screen."
    ),
    # the connection
    "sign_in_to_send": _("Sign in to send {n}"),
    "stay_here": _("No connection: other pages cannot open now. Stay on this one, it goes on working."),
    "update_ready": _("A new version is ready."),
    "update": _("Update"),
    "storage_trouble": _("This phone's storage has a fault. What is in the outbox stays there; open the page again."),
    "storage_full": _("This phone's storage is full. Free some space (photos, videos)."),
    # where the page stands
    "ios_install": _(
        "On an iPhone, put this page on the home screen first: Share, then “Add to Home Screen”."
        " Otherwise the phone deletes its data after 7 days."
    ),
    "understood": _("Understood"),
}
