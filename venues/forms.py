from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from thongnhat_portal.fields import CleanTextField, MomentField, PersonNameField, PhoneField
from venues.models import Category, Venue, VenueQuerySet, choices_by_list
from venues.models.venue import CAPACITY_MOST, EVERY_DAY, STAY_LEAST, STAY_MOST, WEEKDAYS
from vietnam.text import fold
from villages.forms import UserChoice, people
from villages.models import Village

DAYS = [(str(number), name) for number, name in enumerate(WEEKDAYS, start=1)]
AS_USUAL, YES, NO = "", "yes", "no"
WITHOUT_POSTER = "without_poster"
EVENT_LONGEST = timedelta(days=31)
EVENT_FARTHEST = timedelta(days=366)


class HourField(forms.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), required=False, **kwargs)


class VenueForm(forms.ModelForm[Venue]):
    name = CleanTextField(label=_("Name of the venue"), max_length=120)
    category = forms.ChoiceField(
        label=_("Category"), choices=lambda: [("", _("— choose —")), *choices_by_list()], help_text=_("Letter 210, §2.")
    )
    address = CleanTextField(label=_("Address"), max_length=160, required=False)
    starts_at = MomentField(
        label=_("Begins"),
        required=False,
        help_text=_("For a meeting, a funeral, a wedding; leave empty for a place that stays."),
    )
    ends_at = MomentField(label=_("Ends"), required=False)
    opens_at = HourField(label=_("Opens at"))
    closes_at = HourField(
        label=_("Closes at"), help_text=_("May lie after midnight. Both empty: open all day, or not known.")
    )
    open_on = forms.MultipleChoiceField(
        label=_("Open on"),
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every day."),
    )
    asks_health = forms.ChoiceField(
        label=_("Asks for a health declaration"),
        required=False,
        choices=[
            (AS_USUAL, _("as usual: schools and the health station do")),
            (YES, _("yes, three questions on the check-in page")),
            (NO, _("no")),
        ],
    )
    capacity = forms.IntegerField(
        label=_("Capacity (people)"),
        required=False,
        min_value=1,
        max_value=CAPACITY_MOST,
        help_text=_("The keeper's desk compares it with who is inside."),
    )
    usual_stay = forms.IntegerField(
        label=_("Usual stay (minutes)"),
        required=False,
        min_value=STAY_LEAST,
        max_value=STAY_MOST,
        help_text=_("Empty: what is usual for the category. Who forgets to check out is taken to leave then."),
    )
    contact_name = PersonNameField(label=_("Owner of the place"), required=False, max_length=300)
    contact_phone = PhoneField(
        label=_("Owner's phone"), required=False, help_text=_("Seen by officers and the village head only.")
    )
    keepers = UserChoice(label=_("Keepers"))

    class Meta:
        model = Venue
        fields = [
            "name",
            "category",
            "village",
            "address",
            "starts_at",
            "ends_at",
            "opens_at",
            "closes_at",
            "open_on",
            "capacity",
            "usual_stay",
            "contact_name",
            "contact_phone",
        ]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert user.commune is not None
        self.instance.commune = user.commune
        village, keepers = self.fields["village"], self.fields["keepers"]
        assert isinstance(village, forms.ModelChoiceField)
        assert isinstance(keepers, UserChoice)
        village.queryset, village.empty_label = Village.objects.visible_to(user), _("— choose —")
        only = list(village.queryset[:2])
        village.initial = only[0] if len(only) == 1 else None
        keepers.queryset = people(user.commune, Role.KEEPER, Role.HEALTH)
        keepers.initial = list(self.instance.keepers.all()) if self.instance.pk else []
        self.initial["open_on"] = list(self.instance.open_on)
        if self.instance.pk:
            self.fields["asks_health"].initial = YES if self.instance.asks_health else NO

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not fold(name):
            raise ValidationError(forms.Field.default_error_messages["required"], code="required")
        return name

    def clean_open_on(self) -> str:
        return "".join(sorted(self.cleaned_data["open_on"])) or EVERY_DAY

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_hours(cleaned)
        if "category" in cleaned:
            usual = Category(cleaned["category"]).asks_health
            self.instance.asks_health = {YES: True, NO: False}.get(cleaned.get("asks_health", ""), usual)
        if not {"starts_at", "ends_at", "category"} & set(self.errors):
            self._check_times(cleaned["category"], cleaned["starts_at"], cleaned["ends_at"])
        named = {"name", "village"}
        if named & set(self.changed_data) and not named & set(self.errors) and not cleaned.get("ends_at"):
            self._check_twin(cleaned["name"], cleaned["village"])
        return cleaned

    def _check_twin(self, name: str, village: Village) -> None:
        """Of places that stay: lists from Excel know them again by village and name."""
        places = Venue.objects.of_that_name(village, name).filter(ends_at=None)
        if places.exclude(pk=self.instance.pk).exists():
            message = _("The village has a venue of this name already. Name them apart, as by the alley or the owner.")
            self.add_error("name", ValidationError(message, code="twin"))

    def _check_hours(self, cleaned: dict[str, Any]) -> None:
        """Both hours or neither; asked for beside the one that lacks."""
        for name, other in (("opens_at", "closes_at"), ("closes_at", "opens_at")):
            if cleaned.get(other) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("Say both hours, or neither."), code="required"))

    def _check_times(self, category: str, starts_at: datetime | None, ends_at: datetime | None) -> None:
        is_event = Category(category).is_event or starts_at or ends_at
        for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
            if is_event and not moment:
                self.add_error(name, ValidationError(_("An event begins and ends: say when."), code="required"))
        if starts_at and ends_at:
            self._check_period(starts_at, ends_at)

    def _check_period(self, starts_at: datetime, ends_at: datetime) -> None:
        now = timezone.now()
        if ends_at <= starts_at:
            self.add_error("ends_at", ValidationError(_("The end must come after the beginning."), code="order"))
        elif ends_at - starts_at > EVENT_LONGEST:
            self.add_error("ends_at", ValidationError(_("An event lasts 31 days at most."), code="too_long"))
        elif "ends_at" in self.changed_data and ends_at <= now:
            self.add_error("ends_at", ValidationError(_("This event is over already."), code="past"))
        elif starts_at > now + EVENT_FARTHEST:
            self.add_error("starts_at", ValidationError(_("This is more than a year ahead."), code="too_far"))


class VenueFilter(forms.Form):
    """The search above the list; it asks by GET, for a venue is no person."""

    q = forms.CharField(
        label=_("Name or address"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
    )
    village = forms.ModelChoiceField(Village.objects.none(), label=_("Village"), required=False, empty_label=_("all"))
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=lambda: [("", _("all")), *choices_by_list()]
    )
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village, status = self.fields["village"], self.fields["status"]
        assert isinstance(village, forms.ModelChoiceField)
        assert isinstance(status, forms.ChoiceField)
        village.queryset = Village.objects.visible_to(user)
        status.choices = [("", _("all")), *Venue.Status.choices, (WITHOUT_POSTER, _("open, without poster"))]

    def chosen(self, venues: VenueQuerySet) -> VenueQuerySet:
        """Those asked for; none for an address that somebody made up."""
        if not self.is_valid():
            return venues.none()
        found = venues.matching(self.cleaned_data["q"])
        for name in ("village", "category"):
            if self.cleaned_data[name]:
                found = found.filter(**{name: self.cleaned_data[name]})
        status = self.cleaned_data["status"]
        if status == WITHOUT_POSTER:
            return found.open().without_live_poster()
        return found.filter(status=status) if status else found


class ReasonForm(forms.Form):
    """Why a venue is suspended, or closed for good."""

    reason = CleanTextField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
