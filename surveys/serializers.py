"""The survey page's records as the API takes them, cleaned by the same rules as the portal's forms."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from intake.serializers import BATCH_MOST, Cleaned, EnvelopeSerializer, KeyField, Unread, WithinField, optional
from surveys.drafts import PhoneSeen
from surveys.forms import PHONES_MOST
from surveys.models import NotInstalledReason, Outcome, PhoneKind
from thongnhat_portal.fields import CleanTextField, PersonNameField, PhoneField
from villages.models.household import MEMBERS_MOST

WRONG_MEMBERS = _("Members: a number from 1 to {most}.")


class PhoneSerializer(serializers.Serializer[PhoneSeen]):
    kind = serializers.ChoiceField(PhoneKind.choices)
    installed = serializers.BooleanField(default=False)
    installed_on_the_spot = serializers.BooleanField(default=False)
    reason = serializers.ChoiceField(NotInstalledReason.choices, allow_blank=True, default="")
    owner = optional(PersonNameField, 300)
    number = optional(PhoneField, 40)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        smart, installed = attrs["kind"] == PhoneKind.SMART, attrs["installed"]
        if (installed and not smart) or (attrs["installed_on_the_spot"] and not installed):
            raise serializers.ValidationError({"installed": _("Only a smartphone can have Bluezone.")})
        if bool(attrs["reason"]) != (smart and not installed):
            raise serializers.ValidationError({"reason": _("Say why a smartphone has no Bluezone, and only then.")})
        return attrs


class NewHouseholdSerializer(serializers.Serializer[Any]):
    """A household found at the door; `uuid` was made once for it, and is the same in each visit to it."""

    uuid = serializers.UUIDField()
    village = KeyField()
    group = KeyField(allow_null=True, default=None)
    head = Cleaned(PersonNameField(max_length=300).clean)
    alley = optional(CleanTextField, 100)
    house = optional(CleanTextField, 30)
    members = WithinField(1, MEMBERS_MOST, WRONG_MEMBERS)


class VisitSerializer(serializers.Serializer[Any]):
    """One knock on one door. `captured_at` is the device's clock; `surveyor` whoever captured it."""

    uuid = serializers.UUIDField()
    surveyor = KeyField()
    household = KeyField(allow_null=True, default=None)
    new_household = NewHouseholdSerializer(required=False, allow_null=True, default=None)
    captured_at = serializers.DateTimeField()
    outcome = serializers.ChoiceField(Outcome.choices)
    members = WithinField(0, MEMBERS_MOST, WRONG_MEMBERS, default=0)
    note = optional(CleanTextField, 300)
    phones = serializers.ListField(child=PhoneSerializer(), default=list, max_length=PHONES_MOST)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["household"] is None) == (attrs["new_household"] is None):
            raise serializers.ValidationError({"household": _("Name one household, known or new.")})
        if attrs["outcome"] == Outcome.COMPLETED and not attrs["members"]:
            raise serializers.ValidationError({"members": _("Say how many people live here.")})
        if attrs["outcome"] != Outcome.COMPLETED and (attrs["members"] or attrs["phones"]):
            raise serializers.ValidationError({"outcome": _("Members and phones count only when somebody opened.")})
        return attrs


@extend_schema_field(VisitSerializer)
class AnyVisit(Unread):
    pass


class BatchSerializer(EnvelopeSerializer):
    records = serializers.ListField(child=AnyVisit(allow_null=True), max_length=BATCH_MOST)


class ListedGroupSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class ListedVillageSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    groups = ListedGroupSerializer(many=True)


class ListedHouseholdSerializer(serializers.Serializer[Any]):
    """`state`: the outcome of the newest visit that settles it, else of the newest, else "unvisited"."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    head = serializers.CharField()
    alley = serializers.CharField()
    house = serializers.CharField()
    village = serializers.IntegerField()
    group = serializers.IntegerField(allow_null=True)
    members = serializers.IntegerField()
    state = serializers.ChoiceField(["unvisited", *Outcome.values])
    smartphones = serializers.IntegerField()
    installed = serializers.IntegerField()
    visited_at = serializers.DateTimeField(allow_null=True)


class SurveyListSerializer(serializers.Serializer[Any]):
    """Describes the answer for the schema; the rows are written as they are read, in their hundreds."""

    as_of = serializers.DateTimeField()
    user = serializers.IntegerField()
    villages = ListedVillageSerializer(many=True)
    households = ListedHouseholdSerializer(many=True)
