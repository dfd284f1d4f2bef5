"""The words of the keeper's desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thongnhat_portal.offline_words import SHARED

WORDS: dict[str, Promise] = {
    **SHARED,
    # the door
    "title": _("At the door"),
    "back": _("Back to the door"),
    "venue": _("Venue"),
    "no_venue": _("No venue is in your care yet. Ask the officer of the commune."),
    "desk_missing": _("Open this page once with a connection: then it also works without one."),
    "inside": _("Inside now"),
    "inside_of": _("of {capacity} people"),
    "inside_hint": _("people, companions included"),
    "nearly_full": _("Nearly full"),
    "full": _("Full: let nobody in until somebody leaves"),
    "as_known": _("as last known, with what waits on this device"),
    "other_pages": _("Other pages, sign out"),
    # scanning
    "scan": _("Scan"),
    "camera_on": _("Turn the camera on"),
    "camera_off": _("Turn the camera off"),
    "camera_hint": _(
        "Hold a visitor card, an identity card (CCCD) or a health-insurance card (BHYT) before the camera."
    ),
    "camera_denied": _("The browser may not use the camera. Allow it in the browser's settings, or type the name."),
    "camera_missing": _("No camera was found on this device. Use a USB scanner, or type the name."),
    "camera_broken": _("The camera cannot be read here. Use a USB scanner, or type the name."),
    "camera_picture": _("Picture of the camera"),
    "usb": _("USB scanner"),
    "usb_hint": _("Put the cursor here and scan."),
    "fault_unknown": _("This code is not one the portal knows. Type the name instead."),
    "fault_unified": _("This is the newer personal QR. The portal does not read it: scan the card, or type the name."),
    "fault_garbled": _(
        "The keyboard changed what the scanner typed. Switch Vietnamese typing (Telex, VNI) off, then scan again."
    ),
    "card_unknown": _("This visitor card is not known. Type the name instead."),
    "card_revoked": _("This visitor card is no longer valid. Type the name instead."),
    # one visitor
    "visitor_card": _("Visitor card"),
    "cccd": _("Identity card (CCCD)"),
    "bhyt": _("Health-insurance card (BHYT)"),
    "card_offline": _("Without connection the portal finds out later whose card it is."),
    "phone_once": _("The phone is asked once for each card."),
    "phone_known": _("Phone known: {phone}"),
    "by_hand": _("Type a visitor"),
    "name": _("Full name"),
    "phone": _("Phone"),
    "phone_hint": _("Leave it empty when there is none."),
    "companions": _("People with them"),
    "fewer": _("One fewer"),
    "more": _("One more"),
    "check_in": _("Check in"),
    "cancel": _("Cancel"),
    "checked_in": _("Saved on this device: {name}"),
    "need_name": _("Enter the name."),
    "need_phone": _("The phone number looks wrong. Mend it, or leave it empty."),
    "being_sent": _("This row is on its way to the portal. Wait a moment, then save again."),
    "correcting": _("The portal could not take this row. What you save now takes its place."),
    # paper
    "paper": _("Type a row from paper"),
    "paper_hint": _("With the time that stands on the paper."),
    "day": _("Day"),
    "time_in": _("In"),
    "time_out": _("Out"),
    "need_time": _("Enter the day and the time."),
    "need_past": _("This time is still to come."),
    "need_recent": _("Visits are kept for {days} days: this one is older."),
    "need_order": _("Out lies before in."),
    # today
    "today": _("Today"),
    "today_n": _("{n} check-ins today"),
    "today_latest": _("The newest {n} are listed."),
    "nobody_today": _("Nobody has checked in today."),
    "unseen": _("Without connection the list shows only what waits on this device."),
    "tag_unsent": _("not sent yet"),
    "leave": _("Check out"),
    "leave_who": _("Check out {name}"),
    "left": _("Checked out: {name}"),
    "left_tag": _("leaving, not sent yet"),
    "everyone_left": _("Everyone has left"),
    "everyone_sure": _("Check out everybody who is inside {venue} now?"),
    "everyone_done": _("Everybody is checked out of {venue}."),
    # the test scan
    "test_scan": _("Test scan of the poster"),
    "test_hint": _("Once a day: scan your own poster on the wall, so that nobody has put another over it."),
    "test_start": _("Start the test scan"),
    "test_show": _("Now scan the poster: with the camera, or with the USB scanner."),
    "test_done": _("Checked today at {time}"),
    "test_open": _("Not checked today"),
    "test_own": _("The poster is yours and works."),
    "test_foreign": _("WARNING: this poster belongs to another venue ({of}). Take it down and call the officer."),
    "test_unknown": _("WARNING: this poster is not one of the portal. Take it down and call the officer."),
    "test_revoked": _("WARNING: this poster no longer works. Take it down and hang the new one."),
    "test_later": _("A test scan needs a connection. Try again later."),
    # the outbox
    "outbox_empty": _("Nothing waits here: the portal has everything."),
    "sent_visits": _("Sent rows"),
    "sent_none": _("Nothing was sent from this device yet."),
    "imported": _("{taken} rows taken in, {known} were known already."),
    "row_card": _("a visitor card"),
    "row_cccd": _("an identity card"),
    "row_bhyt": _("an insurance card"),
    "row_typed": _("typed"),
    "row_paper": _("from paper"),
    "row_check_out": _("a check-out"),
    "row_everyone": _("everyone has left"),
    # the connection
    "offline": _("No connection. Visits stay on this device and are sent later."),
    "sign_in_to_refresh": _("Sign in to see your venue"),
    "may_not": _("This account keeps no venue."),
    "in_app": _(
        "You are inside another app's browser. Open this page in Chrome or Safari: there your rows are kept safely."
    ),
}
