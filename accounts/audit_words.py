"""A sentence for each action of the audit. What has none is shown by its code: nothing is left out."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

SENTENCES: dict[str, StrOrPromise] = {
    "account.create": _("made an account"),
    "account.update": _("changed an account"),
    "account.enable": _("let an account sign in again"),
    "account.disable": _("closed an account"),
    "account.reset_password": _("reset the password of an account"),
    "account.change_password": _("changed the own password"),
    "audit.export": _("took the audit as an Excel file"),
    "card.issue": _("issued a visitor card"),
    "card.issue_list": _("issued visitor cards from a list"),
    "card.print": _("printed visitor cards"),
    "card.reissue": _("replaced a visitor card"),
    "card.revoke": _("revoked a visitor card"),
    "case.open": _("opened a case"),
    "case.edit": _("changed a case"),
    "case.phone": _("added a phone of the subject to a case"),
    "case.stay": _("added a stay to a case"),
    "case.leave_out": _("left a stay out of a case"),
    "case.take_back": _("took a stay back into a case"),
    "case.place": _("looked at who was at a place"),
    "case.notice": _("told a venue that and when somebody infectious was there"),
    "case.trace": _("searched the contacts of a case"),
    "case.trace_secondary": _("searched the contacts of an F1"),
    "case.look": _("looked at contacts of a case"),
    "case.export": _("took contacts of a case as a file"),
    "case.release_ask": _("asked for a release"),
    "case.release_sign": _("signed a release"),
    "case.release_refuse": _("refused a release"),
    "case.release_withdraw": _("withdrew a release"),
    "case.follow_call": _("noted a call to a contact"),
    "case.follow_quarantine": _("noted a contact's quarantine"),
    "case.follow_test": _("noted a contact's test"),
    "case.follow_note": _("wrote a note on a contact, or its next step"),
    "case.hand_over": _("wrote a hand-over note"),
    "case.close": _("closed a case"),
    "case.forget": _("removed the people of a closed case"),
    "checkins.purge": _("removed lapsed check-ins"),
    "commune.create": _("made a commune"),
    "commune.update": _("changed a commune's particulars"),
    "group.create": _("made a residential group"),
    "group.update": _("changed a residential group"),
    "household.create": _("registered a household"),
    "household.update": _("changed a household"),
    "household.confirm": _("confirmed a household found at the door"),
    "household.found": _("reported households found at the door"),
    "household.import": _("imported a list of households"),
    "household.merge": _("merged two households"),
    "household.revisit_list": _("took a list of households to visit again"),
    "intake.accepted": _("accepted a record that was set aside"),
    "intake.rejected": _("rejected a record that was set aside"),
    "paper.print": _("printed paper sheets"),
    "paper.type": _("typed in a paper sheet"),
    "place.list": _("listed a place without a poster"),
    "place.register": _("made a venue of a listed place"),
    "place.strike": _("struck a listed place off"),
    "poster.check_failed": _("scanned a poster that is not the venue's"),
    "poster.issue": _("issued a poster"),
    "poster.print": _("printed posters"),
    "poster.reissue": _("replaced a poster"),
    "poster.revoke": _("revoked a poster"),
    "target.set": _("set the target"),
    "venue.approve": _("approved a venue"),
    "venue.import": _("imported a list of venues"),
    "venue.inspect": _("inspected a venue"),
    "venue.keeper": _("made an account for a venue's owner"),
    "venue.photo": _("changed the photo of a venue"),
    "venue.photo_removed": _("removed the photo of a venue"),
    "venue.register": _("registered a venue"),
    "venue.reopen": _("opened a venue again"),
    "venue.retire": _("closed a venue for good"),
    "venue.suspend": _("suspended a venue"),
    "venue.transfer": _("gave venues into other hands"),
    "venue.update": _("changed a venue"),
    "village.create": _("made a village"),
    "village.update": _("changed a village"),
    "visits.pair_seen": _("looked at two visits that contradict each other"),
}

GROUPS: dict[str, StrOrPromise] = {
    "case.": _("tracing"),
    "account.": _("accounts"),
    "audit.": _("the audit itself"),
    "card.": _("visitor cards"),
    "checkins.": _("check-ins"),
    "commune.": _("communes"),
    "group.": _("residential groups"),
    "household.": _("households"),
    "intake.": _("records set aside"),
    "paper.": _("paper"),
    "place.": _("places without a poster"),
    "poster.": _("posters"),
    "target.": _("the target"),
    "venue.": _("venues"),
    "village.": _("villages"),
    "visits.": _("visits"),
}

FACTS: dict[str, StrOrPromise] = {
    "at": _("where"),
    "count": _("number"),
    "contact": _("contact no."),
    "contacts": _("contacts"),
    "days": _("days"),
    "forget_on": _("to be removed on"),
    "holds": _("visits released to the purge"),
    "in_clear": _("in clear"),
    "kind": _("kind"),
    "masked": _("masked"),
    "release": _("release no."),
    "releases": _("releases no."),
    "removed": _("removed"),
    "result": _("result"),
    "rows": _("rows"),
    "shown": _("shown"),
    "stay": _("stay no."),
    "stays": _("stays"),
}

VALUES: dict[object, StrOrPromise] = {
    "list": _("in the list"),
    "contact": _("on a contact's page"),
    "xlsx": "Excel",
    "pdf": "PDF",
    True: _("yes"),
    False: _("no"),
}


def sentence(action: str) -> str:
    return str(SENTENCES.get(action, action))


def facts_in_words(facts: dict[str, object]) -> str:
    """As "shown: 12, in clear: 3"; what is empty is left out."""
    told = ((str(FACTS.get(key, key)), value) for key, value in facts.items() if value not in (None, ""))
    return ", ".join(f"{key}: {_in_words(value)}" for key, value in told)


def _in_words(value: object) -> str:
    """Numbers stand as they are: 1 is not yes."""
    known = isinstance(value, str | bool) and value in VALUES
    return str(VALUES[value]) if known else str(value)
