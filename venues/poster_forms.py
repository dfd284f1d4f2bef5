"""What is asked about posters: which new ones, how long an old one lives on, which to print."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from thongnhat_portal.fields import CleanTextField
from venues.models import Format, Poster, Venue
from venues.permissions import can_approve_venue
from villages.models import Village

TABLES_MOST = 200
TABLE_WORD = "Bàn"
NUMBER_MOST = 9_999
LABEL_MOST = 40
GRACE_DAYS = {
    0: _("at once"),
    1: _("for 1 more day"),
    3: _("for 3 more days"),
    7: _("for 7 more days"),
}
GRACE_USUAL = 3


class IssueForm(forms.Form):
    """One poster, or one for each of many tables."""

    kind = forms.ChoiceField(
        label=_("Where it hangs"), choices=Poster.Kind.choices, widget=forms.RadioSelect, initial=Poster.Kind.ENTRANCE
    )
    label = CleanTextField(
        label=_("Label"),
        max_length=LABEL_MOST,
        required=False,
        help_text=_("Printed large, as “Cổng sau” or “Bàn 5”; for numbered tables the word before the number."),
    )
    first = forms.IntegerField(label=_("Tables from number"), required=False, min_value=1, max_value=NUMBER_MOST)
    last = forms.IntegerField(
        label=_("to number"),
        required=False,
        min_value=1,
        max_value=NUMBER_MOST,
        help_text=_("Each table gets a poster with a code of its own. Leave both empty for a single poster."),
    )

    def __init__(self, venue: Venue, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.venue = venue

    @property
    def labels(self) -> list[str]:
        cleaned = self.cleaned_data
        if cleaned["first"] is None:
            return [cleaned["label"]]
        word = cleaned["label"] or TABLE_WORD
        return [f"{word} {number}" for number in range(cleaned["first"], cleaned["last"] + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self._numbers_are_sound(cleaned["kind"], cleaned["first"], cleaned["last"]):
            self._check_labels()
        return cleaned

    def _numbers_are_sound(self, kind: str, first: int | None, last: int | None) -> bool:
        if first is None and last is None:
            return True
        if kind != Poster.Kind.TABLE:
            self.add_error("kind", ValidationError(_("Only tables are numbered."), code="not_tables"))
        elif first is None or last is None:
            missing = "first" if first is None else "last"
            self.add_error(missing, ValidationError(_("Say the first number and the last."), code="required"))
        elif last < first:
            self.add_error("last", ValidationError(_("The last number comes before the first."), code="order"))
        elif last - first >= TABLES_MOST:
            message = _("At most %(most)d tables at once.") % {"most": TABLES_MOST}
            self.add_error("last", ValidationError(message, code="too_many"))
        return not self.errors

    def _check_labels(self) -> None:
        labels = self.labels
        if max(map(len, labels)) > LABEL_MOST:
            self.add_error("label", ValidationError(_("With its number the label is too long."), code="too_long"))
            return
        standing = Poster.objects.filter(venue=self.venue, revoked_at=None).exclude(label="")
        twice = standing.filter(kind=self.cleaned_data["kind"], label__in=labels).order_by("version").first()
        if twice:
            message = _("“%(label)s” has a live poster already: replace that one.") % {"label": twice.label}
            self.add_error("label", ValidationError(message, code="twice"))


class ReissueForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("The old one still works"),
        choices=list(GRACE_DAYS.items()),
        coerce=int,
        initial=GRACE_USUAL,
        help_text=_("Time to print the new one and to hang it up in place of the old."),
    )

    @property
    def grace(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])


class PrintForm(forms.Form):
    """All live posters of the venue given, or else of a village, or of every venue one sees."""

    NOTHING = _("No open venue has a live poster here.")

    village = forms.ModelChoiceField(Village.objects.none(), label=_("Village"), required=False)
    paper = forms.ChoiceField(label=_("Format"), choices=Format.choices, widget=forms.RadioSelect, initial=Format.A4)

    def __init__(self, user: User, venue: Venue | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.venue = venue
        village = self.fields["village"]
        assert isinstance(village, forms.ModelChoiceField)
        village.queryset = Village.objects.visible_to(user)
        village.empty_label = _("all villages") if can_approve_venue(user) else _("all my villages")
        if venue:
            del self.fields["village"]

    @property
    def where(self) -> Village | Venue | None:
        village: Village | None = self.cleaned_data.get("village")
        return self.venue or village

    def refuse(self, count: int, most: int) -> None:
        """So many posters make no file."""
        too_many = _("These are %(count)d posters, and one file holds %(most)d at the most. Choose one village.")
        told = too_many % {"count": count, "most": most} if count else self.NOTHING
        self.add_error(None if self.venue else "village", told)
