"""A wedding, a funeral or a meeting in a few taps: what it is, whose, which day, which hours."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from thongnhat_portal.fields import CleanTextField, DayField
from venues.forms import EVENT_FARTHEST
from venues.models import Category, Venue
from vietnam.text import fold
from villages.models import Village

OTHER = "other"
SATURDAY = 5
HOURS = ("07-11", "08-14", "13-17", "17-22")
# How a village writes the name on an invitation. Data of the venue, not words of the page.
OPENINGS = {Category.WEDDING: "Đám cưới", Category.FUNERAL: "Đám tang", Category.MEETING: "Họp"}
HOUSE = ("nha ", "ong ", "ba ", "anh ", "chi ", "cu ", "co ", "chu ", "bac ", "gia dinh ", "thon ", "to ")


class EventForm(forms.Form):
    """Everything has its usual answer but whose event it is."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        widget=forms.RadioSelect,
        choices=lambda: [(kind.value, kind.label) for kind in OPENINGS],
        initial=Category.WEDDING,
    )
    name = CleanTextField(
        label=gettext_lazy("Whose house, or the name"),
        max_length=100,
        help_text=gettext_lazy("As “nhà ông Ba”: the poster then says “Đám cưới nhà ông Ba”."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
    )
    village = forms.ModelChoiceField(
        Village.objects.none(), label=gettext_lazy("Village"), empty_label=gettext_lazy("— choose —")
    )
    day = forms.ChoiceField(label=gettext_lazy("Day"), widget=forms.RadioSelect)
    other_day = DayField(label=gettext_lazy("Another day"), required=False)
    hours = forms.ChoiceField(label=gettext_lazy("From – to"), widget=forms.RadioSelect)
    begins = forms.TimeField(
        label=gettext_lazy("From"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=gettext_lazy("An earlier hour than the first is of the next day."),
    )
    address = CleanTextField(
        label=gettext_lazy("Place, if it needs saying"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        day, hours = _next_usual(timezone.localtime())
        self._choose("day", [*_days(timezone.localdate()), (OTHER, _("another day"))], day.isoformat())
        self._choose("hours", [*((span, _hours_label(span)) for span in HOURS), (OTHER, _("other hours"))], hours)
        village = self.fields["village"]
        assert isinstance(village, forms.ModelChoiceField)
        village.queryset = Village.objects.visible_to(user)
        self.own_village = self._only_village(village)

    def _choose(self, name: str, choices: list[tuple[str, str]], initial: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices, field.initial = choices, initial

    def _only_village(self, field: Any) -> Village | None:
        """Whoever has one village is not asked for it."""
        first = list(field.queryset[:2])
        if len(first) != 1:
            return None
        del self.fields["village"]
        village: Village = first[0]
        return village

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not fold(name):
            raise ValidationError(forms.Field.default_error_messages["required"], code="required")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._require(cleaned, "day", "other_day", gettext_lazy("Say which day."))
        self._require(cleaned, "hours", "begins", gettext_lazy("Say from when."))
        self._require(cleaned, "hours", "ends", gettext_lazy("Say until when."))
        if not self.errors:
            self._check_window(*self._window(cleaned))
        return cleaned

    def _require(self, cleaned: dict[str, Any], choice: str, field: str, message: Any) -> None:
        """What “other” asks for."""
        if cleaned.get(choice) == OTHER and not cleaned.get(field) and field not in self.errors:
            self.add_error(field, ValidationError(message, code="required"))

    def _check_window(self, starts_at: datetime, ends_at: datetime) -> None:
        where_day = "other_day" if self.cleaned_data["day"] == OTHER else "day"
        where_hours = "ends" if self.cleaned_data["hours"] == OTHER else "hours"
        if starts_at == ends_at:
            self.add_error(where_hours, ValidationError(_("The end must come after the beginning."), code="order"))
        elif ends_at <= timezone.now():
            self.add_error(where_hours, ValidationError(_("These hours are over already."), code="past"))
        elif starts_at > timezone.now() + EVENT_FARTHEST:
            self.add_error(where_day, ValidationError(_("This is more than a year ahead."), code="too_far"))

    def _window(self, cleaned: dict[str, Any]) -> tuple[datetime, datetime]:
        day = cleaned["other_day"] if cleaned["day"] == OTHER else date.fromisoformat(cleaned["day"])
        if cleaned["hours"] == OTHER:
            begins, ends = cleaned["begins"], cleaned["ends"]
        else:
            begins, ends = (time(int(hour)) for hour in cleaned["hours"].split("-"))
        next_day = timedelta(days=1 if ends < begins else 0)
        return (
            timezone.make_aware(datetime.combine(day, begins)),
            timezone.make_aware(datetime.combine(day + next_day, ends)),
        )

    def venue(self) -> Venue:
        """The event as a venue, not yet stored."""
        assert self.user.commune is not None
        starts_at, ends_at = self._window(self.cleaned_data)
        return Venue(
            commune=self.user.commune,
            village=self.own_village or self.cleaned_data["village"],
            name=_full_name(Category(self.cleaned_data["kind"]), self.cleaned_data["name"]),
            category=self.cleaned_data["kind"],
            address=self.cleaned_data["address"],
            starts_at=starts_at,
            ends_at=ends_at,
        )


def _full_name(kind: Category, name: str) -> str:
    """A house is given the word of its event; whatever already is a name stays as typed."""
    return f"{OPENINGS[kind]} {name}" if fold(name).startswith(HOUSE) else name


def _next_usual(now: datetime) -> tuple[date, str]:
    """The day and hours offered first: those of today from the usual ones on that are not over yet."""
    left = [span for span in HOURS[1:] if int(span[-2:]) > now.hour]
    return (now.date(), left[0]) if left else (now.date() + timedelta(days=1), HOURS[1])


def _days(today: date) -> list[tuple[str, str]]:
    """Today, tomorrow, and the Saturday to come where it is neither."""
    named = [(today, _("today")), (today + timedelta(days=1), _("tomorrow"))]
    ahead = (SATURDAY - today.weekday()) % 7
    if ahead > 1:
        named.append((today + timedelta(days=ahead), _("Saturday")))
    return [(day.isoformat(), f"{word} {day.day}/{day.month}") for day, word in named]


def _hours_label(span: str) -> str:
    begins, ends = (int(hour) for hour in span.split("-"))
    return _("%(begins)d – %(ends)d h") % {"begins": begins, "ends": ends}
