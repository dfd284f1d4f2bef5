"""Choosing a list, and saying when and by whom a sheet was carried from door to door."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from surveys.forms import BLUEZONE_BEGAN
from surveys.paper.lists import EVERY, LEFT, PaperList, doors, parts
from thongnhat_portal.days import start_of
from thongnhat_portal.fields import DayField, MomentField
from villages.models import ResidentialGroup, Village

EMPTY = {
    LEFT: _("Nobody is left to visit here. Choose all households if you want them again."),
    EVERY: _("There is no household here yet."),
}


class ListForm(forms.Form):
    """Which list of a village; bound to the query of an address."""

    part = forms.ChoiceField(label=_("Which part"), required=False)
    which = forms.ChoiceField(
        label=_("Which households"),
        choices=[(LEFT, _("only those not settled yet")), (EVERY, _("all"))],
        initial=LEFT,
        required=False,
        widget=forms.RadioSelect,
    )
    at = MomentField(
        label=_("Time of the list, if it was printed before"),
        widget=forms.DateTimeInput,
        required=False,
        help_text=_("It stands at the foot of the sheet, as 14:30 25/06/2021; the same pages come again."),
    )

    def __init__(self, user: User, village: Village, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.user, self.village = user, village
        part = self.fields["part"]
        assert isinstance(part, forms.ChoiceField)
        part.choices = parts(user, village, timezone.now())

    def clean_which(self) -> str:
        return str(self.cleaned_data["which"] or LEFT)

    def clean_at(self) -> datetime:
        moment: datetime = self.cleaned_data["at"] or timezone.now()
        if moment > timezone.now():
            raise ValidationError(_("This time is in the future."), code="future")
        if moment.year < BLUEZONE_BEGAN:
            raise ValidationError(_("This time is before Bluezone existed."), code="too_early")
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self.list = PaperList(self.user, self.village, **cleaned)
            if not self.list.pages:
                self.add_error("which", ValidationError(EMPTY[cleaned["which"]], code="empty"))
        return cleaned


def walkers(user: User, village: Village) -> QuerySet[User]:
    """Who may have gone from door to door there: `user`, the village's heads and surveyors, the monitors."""
    groups = ResidentialGroup.objects.visible_to(user).filter(village=village)
    given = Q(assigned_groups__in=groups) | Q(assigned_households__in=doors(user, village))
    there = Q(role=Role.SURVEYOR) & given | Q(role=Role.VILLAGE_HEAD, headed_villages=village) | Q(role=Role.MONITOR)
    people = User.objects.get_queryset().filter(commune=user.commune_id, is_active=True)
    return people.filter(Q(pk=user.pk) | there).order_by("full_name", "pk").distinct()


def _day(asked: Mapping[str, str]) -> date | None:
    """The day of the page before this one, out of its address."""
    try:
        return date.fromisoformat(asked.get("day", ""))
    except ValueError:
        return None


class TripForm(forms.Form):
    """When the sheet was carried from door to door, and by whom."""

    day = DayField(label=_("Day of the visits"), widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}))
    surveyor = forms.ModelChoiceField(User.objects.none(), label=_("Who went"), empty_label=None)
    opened_at = MomentField(widget=forms.HiddenInput)

    def __init__(self, user: User, village: Village, data: Any = None, *, asked: Mapping[str, str]) -> None:
        now = timezone.localtime()
        initial = {"day": _day(asked) or now.date(), "surveyor": asked.get("surveyor", user.pk)}
        super().__init__(data, initial=initial | {"opened_at": now.isoformat()})
        surveyor = self.fields["surveyor"]
        assert isinstance(surveyor, forms.ModelChoiceField)
        surveyor.queryset = walkers(user, village)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is in the future."), code="future")
        if day.year < BLUEZONE_BEGAN:
            raise ValidationError(_("This day is before Bluezone existed."), code="too_early")
        return day

    def clean_opened_at(self) -> datetime:
        opened_at: datetime = self.cleaned_data["opened_at"]
        return min(opened_at, timezone.now())

    @property
    def told(self) -> dict[str, Any]:
        """For the address of the next page."""
        told = {"day": self["day"].initial, "surveyor": self["surveyor"].initial}
        if self.is_bound and self.is_valid():
            told = {"day": self.cleaned_data["day"], "surveyor": self.cleaned_data["surveyor"].pk}
        return told

    @property
    def captured_at(self) -> datetime:
        """Noon of that day, or when the page was opened if that was earlier today.

        Our own clock is not asked: the same page sent again must say the same.
        """
        morning, opened_at = start_of(self.cleaned_data["day"]), self.cleaned_data["opened_at"]
        moment: datetime = min(morning + timedelta(hours=12), max(morning, opened_at))
        return moment
