"""The words of the offline survey page. The page's script gets them as JSON: it has no catalogue of its own.

`{n}` and the like are filled in by the script.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    # the list
    "title": _("Door to door"),
    "progress": _("{done} of {all} households done"),
    "search": _("Name, code or alley"),
    "filter": _("Which households"),
    "filter_all": _("All"),
    "filter_unvisited": _("Not visited"),
    "filter_absent": _("Absent last time"),
    "filter_lacking": _("No Bluezone yet"),
    "none_found": _("No household matches. Try fewer words, or show all."),
    "list_empty": _("There is no household on this phone yet. Ask the officer which groups are yours."),
    "list_missing": _("The list is not on this phone yet: open this page once with a connection."),
    "show_more": _("Show more"),
    "new_household": _("New household"),
    "state_unvisited": _("not visited"),
    "state_absent": _("Nobody at home"),
    "state_refused": _("Refused"),
    "state_moved_away": _("Moved away"),
    "state_phones": _("{installed} of {smartphones} with Bluezone"),
    "state_no_smartphone": _("no smartphone"),
    "tag_unsent": _("not sent yet"),
    "tag_draft": _("draft"),
    "tag_new": _("new"),
    # a household
    "back": _("Back to the list"),
    "household_gone": _("This household is not on this phone any more."),
    "outcome": _("What happened at the door"),
    "outcome_completed": _("Surveyed"),
    "outcome_absent": _("Nobody at home"),
    "outcome_refused": _("Refused"),
    "outcome_moved_away": _("Moved away"),
    "members": _("Members"),
    "fewer": _("One fewer"),
    "more": _("One more"),
    "phones": _("Phones in this house"),
    "phones_hint": _("One button a phone."),
    "add_installed": _("Has Bluezone"),
    "add_on_the_spot": _("Installed just now"),
    "add_missing": _("Not installed"),
    "add_basic": _("Plain phone"),
    "phone_n": _("Phone {n}"),
    "remove_n": _("Remove phone {n}"),
    "owner_and_number": _("Owner and number"),
    "owner": _("Owner"),
    "number": _("Number"),
    "why_not": _("Why not?"),
    "reason_too_old": _("Phone too old"),
    "reason_full": _("No storage left"),
    "reason_no_internet": _("No internet"),
    "reason_cannot": _("Does not know how"),
    "reason_owner_away": _("Owner was away"),
    "reason_unwilling": _("Does not want to"),
    "reason_other": _("Other reason"),
    "note": _("Note"),
    "save": _("Save on this phone"),
    "draft_kept": _("Draft kept on this phone"),
    "discard": _("Discard the draft"),
    "discard_sure": _("Discard what you entered for this household?"),
    "correcting": _("This visit waits on the phone. What you save now takes its place."),
    "last_known": _("Last known: {what}"),
    # what is missing in it
    "need_outcome": _("Choose what happened at the door."),
    "need_members": _("Members: a number from 1 to {most}."),
    "need_more_members": _("More people with a smartphone than members. Mend the members, or name the owners."),
    "need_reason": _("Phone {n}: choose why Bluezone is not installed."),
    "need_number": _("Phone {n}: the number looks wrong. Mend it, or leave it empty."),
    "need_head": _("Give the name of the household head."),
    "need_village": _("Choose the village."),
    # a new household
    "new_title": _("New household at the door"),
    "new_hint": _("It gets its code once the portal has it and the village head has confirmed it."),
    "village": _("Village"),
    "choose": _("Choose"),
    "group": _("Group"),
    "no_group": _("I do not know"),
    "head": _("Household head"),
    "alley": _("Alley"),
    "house": _("House number"),
    "go_on": _("Go on to the visit"),
    # saving
    "saved": _("Saved on this phone: {name}"),
    "correct": _("Correct"),
    "not_saved_full": _(
        "NOT saved: this phone's storage is full. Your answers are still on this screen. Free some space"
        " (photos, videos), then press save again."
    ),
    "not_saved": _("NOT saved. Your answers are still on this screen: press save again."),
    "draft_not_kept_full": _("This phone's storage is full: the draft is NOT kept. Free some space before you go on."),
    "draft_not_kept": _("The draft could NOT be kept on this phone."),
    "being_sent": _("This visit is on its way to the portal. Wait a moment, then save again."),
    "storage_silent": _(
        "This phone's storage does not answer, so NOTHING can be saved. Close the page completely and open it again."
    ),
    "storage_retry": _("Try again"),
    # the outbox
    "outbox": _("Outbox"),
    "outbox_n": _("To send: {n}"),
    "outbox_empty": _("Nothing waits here: the portal has every visit."),
    "waiting": _("Waiting to be sent"),
    "attention": _("Needs attention"),
    "attention_hint": _("The portal could not take these. Correct them, or send them again. They are not lost."),
    "send_now": _("Send now"),
    "send_again": _("Send again"),
    "sending": _("Sending…"),
    "sent_visits": _("Sent visits"),
    "sent_none": _("No visit was sent from this phone yet."),
    "sent_latest": _("The newest {n} of {all}"),
    "status_accepted": _("Received"),
    "status_duplicate": _("Received (it was there already)"),
    "status_conflict": _("Kept for review by the officer: another version was there already"),
    "status_quarantined": _("Kept for review by the officer"),
    "export": _("Save as a file"),
    "import": _("Take in a file"),
    "file_hint": _("For a phone that cannot send: save what waits as a file and take it in on another one."),
    "imported": _("{taken} visits taken in, {known} were known already."),
    "import_bad": _("This file holds no outbox. Nothing was taken in."),
    "this_phone": _("This phone"),
    "last_contact": _("Last contact with the portal"),
    "never": _("no contact yet"),
    "device": _("Device"),
    "version": _("Version"),
    "persistent": _("The browser keeps the data until you delete them."),
    "not_persistent": _(
        "The browser may delete data when storage runs low: send often, add the page to the home screen."
    ),
    "without_name": _("household"),
    # the connection
    "offline": _("No connection. Visits stay on this phone and are sent later."),
    "sign_in_to_send": _("Sign in to send {n}"),
    "sign_in_to_refresh": _("Sign in to get the list"),
    "cannot_survey": _("This account does not survey households."),
    "update_ready": _("A new version is ready."),
    "update": _("Update"),
    "storage_trouble": _("This phone's storage has a fault. What is in the outbox stays there; open the page again."),
    "storage_full": _("This phone's storage is full. Free some space (photos, videos)."),
    # where the page stands
    "in_app": _(
        "You are inside another app's browser. Open this page in Chrome or Safari: there your visits are kept safely."
    ),
    "ios_install": _(
        "On an iPhone, put this page on the home screen first: Share, then “Add to Home Screen”."
        " Otherwise the phone deletes its data after 7 days."
    ),
    "understood": _("Understood"),
}
