"""Contacts as the list shows them."""

from typing import Any

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tracing.models import Case, ContactQuerySet, Degree, Exposure, FollowUpState

ANY = ("", _("all"))


class ContactFilter(forms.Form):
    """Which contacts of a case; by GET, for nothing in it names anybody."""

    degree = forms.TypedChoiceField(
        label=_("Degree"), choices=[ANY, *Degree.choices], coerce=int, empty_value=None, required=False
    )
    state = forms.ChoiceField(label=_("Follow-up"), choices=[ANY, *FollowUpState.choices], required=False)
    new = forms.BooleanField(label=_("only new ones"), required=False)

    def chosen(self, case: Case) -> ContactQuerySet:
        """Strongest first, F1 before F2; none for an address that somebody made up."""
        contacts = with_doubts(case.contacts.strongest_first())
        if not self.is_valid():
            return contacts.none()
        wanted: dict[str, Any] = {}
        if self.cleaned_data["degree"]:
            wanted["degree"] = self.cleaned_data["degree"]
        if self.cleaned_data["state"]:
            wanted["state"] = self.cleaned_data["state"]
        if self.cleaned_data["new"]:
            wanted["is_new"] = True
        return contacts.filter(**wanted)


def with_doubts(contacts: Any) -> ContactQuerySet:
    """Each with `is_doubtful`: all that ties it to the case are check-ins that bear a doubt."""
    sound = Exposure.objects.filter(contact=OuterRef("pk"), is_doubtful=False)
    doubtful = Exposure.objects.filter(contact=OuterRef("pk"), is_doubtful=True)
    marked: ContactQuerySet = contacts.annotate(is_doubtful=Exists(doubtful) & ~Exists(sound))
    return marked


def counts(case: Case) -> dict[str, int]:
    """{"all", "f1", "f2", "new", "open"}: people of the case, of each degree, found later, opened by a release."""
    contacts = case.contacts.marked_open().order_by()
    return contacts.aggregate(
        all=Count("pk"),
        f1=Count("pk", filter=Q(degree=Degree.F1)),
        f2=Count("pk", filter=Q(degree=Degree.F2)),
        new=Count("pk", filter=Q(is_new=True)),
        open=Count("pk", filter=Q(is_open=True)),
    )


def open_among(contacts: ContactQuerySet) -> int:
    """How many of them a release in force opens."""
    opened: int = contacts.marked_open().order_by().aggregate(n=Count("pk", filter=Q(is_open=True)))["n"]
    return opened
