"""A page of a sheet as it is typed in: one row a household, all of them checked at once."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from surveys.drafts import PhoneSeen, VisitDraft
from surveys.forms import PHONES_MOST, TOO_FEW_MEMBERS
from surveys.households import HouseholdState, states, with_newest_visits
from surveys.models import Outcome, PhoneKind
from surveys.paper.forms import TripForm
from surveys.paper.lists import ROWS, Page, PaperList
from surveys.paper.marks import OUTCOME_CHOICES, REASON_CHOICES
from surveys.permissions import can_record_visit
from thongnhat_portal.fields import CleanTextField
from villages.models import Household
from villages.models.household import MEMBERS_MOST

PHONES = ("installed", "just_now", "without", "reason", "basic")
Fault = tuple[str, Any]


def counting(label: Any, most: int, least: int = 0) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, widget=widget)


class RowForm(forms.Form):
    """One household's row. Without an outcome it is skipped, unless something typed there would be lost."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    household = forms.CharField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOME_CHOICES, required=False)
    members = counting(_("Members"), MEMBERS_MOST, least=1)
    installed = counting(_("With Bluezone"), PHONES_MOST)
    just_now = counting(_("of these just now"), PHONES_MOST)
    without = counting(_("Without Bluezone"), PHONES_MOST)
    reason = forms.ChoiceField(label=_("Why not"), choices=REASON_CHOICES, required=False)
    basic = counting(_("Basic phones"), PHONES_MOST)
    note = CleanTextField(label=_("Note"), max_length=300, required=False)

    def __init__(self, user: User, state: HouseholdState, data: Mapping[str, Any] | None, *, number: int) -> None:
        initial = {"uuid": uuid4(), "household": state.household.pk, "members": state.household.member_count}
        super().__init__(data, prefix=f"row-{number}", initial=initial)
        self.user, self.state = user, state

    @property
    def door(self) -> Household:
        return self.state.household

    @property
    def is_touched(self) -> bool:
        """Something stands in it that was not there when the page opened; the members are not looked at."""
        return any(self[name].value() for name in ("outcome", *PHONES, "note"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for field, fault in list(self._faults(cleaned)):
                self.add_error(field, fault)
        return cleaned

    def _faults(self, cleaned: dict[str, Any]) -> Iterator[Fault]:
        has_phones = any(cleaned[name] for name in PHONES)
        if not cleaned["outcome"]:
            if has_phones or cleaned["note"]:
                yield "outcome", _("Choose an outcome, or empty this row.")
            return
        if not can_record_visit(self.user, self.door):
            yield "outcome", _("This household has left the register.")
        if cleaned["outcome"] == Outcome.COMPLETED:
            yield from self._faults_of_counts(cleaned)
        elif has_phones:
            yield "outcome", _("Phones count only when somebody opened.")

    def _faults_of_counts(self, cleaned: dict[str, Any]) -> Iterator[Fault]:
        installed, without, basic = (cleaned[name] or 0 for name in ("installed", "without", "basic"))
        if (cleaned["just_now"] or 0) > installed:
            yield "just_now", _("More than have Bluezone.")
        if without and not cleaned["reason"]:
            yield "reason", _("Say why.")
        if cleaned["reason"] and not without:
            yield "without", _("Say how many.")
        if installed + without + basic > PHONES_MOST:
            yield "basic", _("More than %(most)s phones in one house.") % {"most": PHONES_MOST}
        if not cleaned["members"]:
            yield "members", _("Say how many people live here.")
        elif not self.draft(timezone.now()).people_fit:
            yield "members", TOO_FEW_MEMBERS

    def draft(self, captured_at: datetime) -> VisitDraft:
        """Members and phones count only when somebody opened the door."""
        cleaned = self.cleaned_data
        opened = cleaned["outcome"] == Outcome.COMPLETED
        return VisitDraft(
            uuid=cleaned["uuid"],
            captured_at=captured_at,
            outcome=Outcome(cleaned["outcome"]),
            members=cleaned["members"] if opened else 0,
            note=cleaned["note"],
            phones=self._phones() if opened else (),
        )

    def _phones(self) -> list[PhoneSeen]:
        """Paper counts phones and names nobody."""
        counted = {name: self.cleaned_data[name] or 0 for name in ("installed", "just_now", "without", "basic")}
        return [
            *(
                PhoneSeen(PhoneKind.SMART, installed=True, installed_on_the_spot=number < counted["just_now"])
                for number in range(counted["installed"])
            ),
            *[PhoneSeen(PhoneKind.SMART, reason=self.cleaned_data["reason"])] * counted["without"],
            *[PhoneSeen(PhoneKind.BASIC)] * counted["basic"],
        ]


class SheetEntry:
    """A page of rows with its day and surveyor as one thing: what was typed, whether it is sound, its drafts."""

    def __init__(
        self, paper_list: PaperList, page: Page, data: Mapping[str, Any] | None, *, asked: Mapping[str, str]
    ) -> None:
        self.paper_list, self.page, self.data, self.asked = paper_list, page, data, asked
        user = paper_list.user
        self.trip = TripForm(user, paper_list.village, data, asked=asked)
        keys = _keys(data) if data else [str(household.pk) for household in page.households]
        self.rows = [RowForm(user, state, data, number=number) for number, state in enumerate(_states(user, keys))]

    def is_valid(self) -> bool:
        """Everything is looked at, so that everything wrong is told at once."""
        return all([self.trip.is_valid(), *(row.is_valid() for row in self.rows)])

    @property
    def is_touched(self) -> bool:
        return any(row.is_touched for row in self.rows)

    def visits(self) -> list[tuple[Household, VisitDraft]]:
        """Those of the rows with an outcome."""
        filled = [row for row in self.rows if row.cleaned_data["outcome"]]
        return [(row.door, row.draft(self.trip.captured_at)) for row in filled]

    def forget_errors(self) -> None:
        """Somebody is still typing: what is missing so far is no error yet."""
        for form in (self.trip, *self.rows):
            form.errors.clear()

    def set_focus(self, household: Household | None) -> None:
        """Where typing goes on: at this household, else at the first fault, else in the first row."""
        found = [(row, "outcome") for row in self.rows if row.door == household]
        faulty = [(form, name) for form in (self.trip, *self.rows) for name in form.errors]
        form, name = [*found, *faulty, (self.rows[0], "outcome")][0]
        form.fields[name].widget.attrs["autofocus"] = True

    def address(self, page: int, **more: Any) -> str:
        """Of a page of this list, its day and surveyor filled in as they are here."""
        return self.paper_list.address(page, **self.trip.told, **more)

    @property
    def here(self) -> str:
        return self.address(self.page.number)

    @property
    def before(self) -> str:
        return self.address(self.page.number - 1) if self.page.number > 1 else ""

    @property
    def after(self) -> str:
        return self.address(self.page.number + 1) if self.page.number < len(self.paper_list.pages) else ""

    def as_newer_visits(self, used: Collection[UUID]) -> "SheetEntry":
        """The same answers, under new ids where the old ones were used for other answers."""
        data = {**(self.data or {})}
        rows = [row for row in self.rows if row.cleaned_data["uuid"] in used]
        data |= {row.add_prefix("uuid"): str(uuid4()) for row in rows}
        entry = SheetEntry(self.paper_list, self.page, data, asked=self.asked)
        for row in entry.rows:
            if row.prefix in {old.prefix for old in rows}:
                row.add_error("outcome", _("Saved before with other answers. Save again for a newer visit."))
        return entry


def _keys(data: Mapping[str, Any]) -> list[str]:
    names = (f"row-{number}-household" for number in range(ROWS))
    return [data[name] for name in names if name in data]


def _states(user: User, keys: Sequence[str]) -> list[HouseholdState]:
    """In the order of the keys, also of households that have just left the register; 404 for what is not seen."""
    sound = [int(key) for key in keys if re.fullmatch("[0-9]{1,18}", key)]
    seen = Household.objects.visible_to(user).filter(pk__in=sound).defer("phone")
    found = {str(state.household.pk): state for state in states(with_newest_visits(seen))}
    if not found or not found.keys() >= set(keys):
        raise Http404
    return [found[key] for key in keys]
