from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Commune, Role, User
from organisations.models import Organisation, OrganisationQuerySet, OutreachActivity, OutreachKind
from organisations.models.outreach import OutreachQuerySet
from thongnhat_portal.fields import CleanTextField, DayField
from venues.photos.forms import PhotoField
from villages.models import Village
from villages.models.village import VillageQuerySet

WHOLE = _("the whole commune")
REACHED_MOST = 100_000


def villages_of(user: User, commune: Commune) -> VillageQuerySet:
    """Where this person may have told people: a village head in the own villages, the others anywhere."""
    if user.has_role(Role.VILLAGE_HEAD):
        return Village.objects.visible_to(user)
    return Village.objects.filter(commune=commune)


class ActivityForm(forms.ModelForm[OutreachActivity]):
    kind = forms.ChoiceField(label=_("What was done"), choices=OutreachKind.choices, widget=forms.RadioSelect)
    day = DayField(label=_("Day"))
    reached = forms.IntegerField(
        label=_("People reached"),
        min_value=0,
        max_value=REACHED_MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-control-lg", "autocomplete": "off"}),
        help_text=_("An estimate will do."),
    )
    place = CleanTextField(label=_("Place"), max_length=160, required=False)
    by_whom = CleanTextField(label=_("By whom"), max_length=160, required=False)
    note = CleanTextField(label=_("Note"), max_length=500, required=False)
    photo_file = PhotoField(
        label=_("Photo"),
        required=False,
        help_text=_("At most 10 MB. Place and time of the photo are removed, faces are not."),
    )

    class Meta:
        model = OutreachActivity
        fields = ["kind", "day", "reached", "village", "organisation", "place", "by_whom", "note"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert user.commune is not None
        self.instance.commune = user.commune
        if not self.instance.pk:
            self.initial["day"] = timezone.localdate()
        self._offer("village", villages_of(user, user.commune), None if user.has_role(Role.VILLAGE_HEAD) else WHOLE)
        own = Organisation.objects.visible_to(user).filter(retired_at=None)
        if self.instance.organisation_id:
            own = own | Organisation.objects.visible_to(user).filter(pk=self.instance.organisation_id)
        self._offer_organisations(user, own)
        if self.instance.photo:
            self.fields["remove_photo"] = forms.BooleanField(label=_("Remove the photo"), required=False)

    def _offer(self, name: str, queryset: Any, empty: StrOrPromise | None) -> None:
        """A choice among few. Without words for none it must be made, and is made where there is only one."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.required, field.help_text = queryset, empty is None, ""
        field.empty_label = _("— choose —") if empty is None else empty
        only = list(queryset[:2]) if empty is None else []
        if len(only) == 1:
            self.initial.setdefault(name, only[0].pk)

    def _offer_organisations(self, user: User, own: OrganisationQuerySet) -> None:
        """A village head speaks for the village; a reporter for an organisation, always."""
        if user.has_role(Role.VILLAGE_HEAD):
            del self.fields["organisation"]
            return
        self._offer("organisation", own, None if user.has_role(Role.REPORTER) else "–")

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is in the future."), code="future")
        return day


class MonthFilter(forms.Form):
    """What the calendar shows beside its month; asked by GET, for it names nobody."""

    village = forms.ModelChoiceField(Village.objects.none(), label=_("Village"), required=False, empty_label=_("all"))
    kind = forms.ChoiceField(
        label=_("What was done"), required=False, choices=lambda: [("", _("all")), *OutreachKind.choices]
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village = self.fields["village"]
        assert isinstance(village, forms.ModelChoiceField)
        assert user.commune is not None
        village.queryset = villages_of(user, user.commune)

    def chosen(self, activities: OutreachQuerySet) -> OutreachQuerySet:
        """Those asked for; none for an address that somebody made up."""
        if not self.is_valid():
            return activities.none()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return activities.filter(**wanted)
