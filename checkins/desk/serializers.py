"""The desk's records as the API takes them, and what it answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from checkins.models import PosterCheck
from checkins.models.checkin import COMPANIONS_MOST
from intake.serializers import BATCH_MOST, EnvelopeSerializer, KeyField, Unread, WithinField, optional
from thongnhat_portal.fields import PersonNameField, PhoneField
from vietnam.cards import NUMBERS

SOURCES = ["card", "cccd", "bhyt", "typed", "paper"]
KEY_MOST = 300
TOO_EARLY = _("This time is before the portal existed.")


class AtTheDoor(serializers.Serializer[Any]):
    """`keeper`: whoever stood at the door. Moments are by the device's clock."""

    uuid = serializers.UUIDField()
    keeper = KeyField()
    venue = KeyField()


class CheckInSerializer(AtTheDoor):
    """A visit. `card_code` of a visitor card, or the `card_key` that a lookup gave; of other cards their `card_number`,
    which is replaced by a hash before anything is kept."""

    kind = serializers.ChoiceField(["check_in"])
    entered_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True, default=None)
    source = serializers.ChoiceField(SOURCES)  # type: ignore[assignment]
    name = optional(PersonNameField, 300)
    phone = optional(PhoneField, 40)
    companions = WithinField(0, COMPANIONS_MOST, _("People with them: a number from 0 to {most}."), default=0)
    card_code = serializers.CharField(max_length=16, allow_null=True, default="")
    card_key = serializers.CharField(max_length=KEY_MOST, allow_null=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs |= {name: attrs[name] or "" for name in ("card_code", "card_key")}
        attrs["card_code"] = attrs["card_code"].upper()
        is_visitor_card = attrs["source"] == "card"
        if is_visitor_card and not (attrs["card_code"] or attrs["card_key"]):
            raise serializers.ValidationError({"card_code": _("Name the card that was scanned.")})
        if not is_visitor_card and not attrs["name"]:
            raise serializers.ValidationError({"name": _("Enter a name.")})
        if attrs["left_at"] and attrs["left_at"] < attrs["entered_at"]:
            raise serializers.ValidationError({"left_at": _("Nobody leaves before entering.")})
        return attrs


class CheckOutSerializer(AtTheDoor):
    """One visit ends, named by its record's id or its public id; without one, everybody has left."""

    kind = serializers.ChoiceField(["check_out"])
    check_in = serializers.UUIDField(allow_null=True, default=None)
    at = serializers.DateTimeField()


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="DeskRecord",
        serializers={"check_in": CheckInSerializer, "check_out": CheckOutSerializer},
        resource_type_field_name="kind",
    )
)
class AnyDeskRecord(Unread):
    pass


class DeskBatchSerializer(EnvelopeSerializer):
    records = serializers.ListField(child=AnyDeskRecord(allow_null=True), max_length=BATCH_MOST)


class CardSerializer(serializers.Serializer[Any]):
    """A scanned card: a visitor card's `code`, or `number` and `name` of another. Never the text of its QR."""

    kind = serializers.ChoiceField(["card", "cccd", "bhyt"])
    code = serializers.RegexField("^[A-Za-z0-9]{10,16}$", default="")
    number = serializers.CharField(max_length=20, default="")
    name = optional(PersonNameField, 300)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        pattern = NUMBERS.get(attrs["kind"])
        if pattern is None and not attrs["code"]:
            raise serializers.ValidationError({"code": _("Name the card that was scanned.")})
        if pattern and not (attrs["name"] and pattern.fullmatch(attrs["number"])):
            raise serializers.ValidationError({"number": _("This is not the number of such a card.")})
        return attrs


class KnownCardSerializer(serializers.Serializer[Any]):
    known = serializers.BooleanField()
    revoked = serializers.BooleanField()
    card_key = serializers.CharField()
    name = serializers.CharField(help_text="Masked.")
    phone = serializers.CharField(help_text="Masked.")


class TestScanSerializer(serializers.Serializer[Any]):
    __test__ = False  # not a test of pytest's

    venue = KeyField()
    code = serializers.CharField(max_length=40)


class ScannedPosterSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(PosterCheck.Outcome.choices)
    of = serializers.CharField(help_text="The venue this poster belongs to.")
    at = serializers.DateTimeField()


class DeskNoticeSerializer(serializers.Serializer[Any]):
    """What the health station told a venue: that and when, never who."""

    told_at = serializers.DateTimeField()
    from_at = serializers.DateTimeField()
    until_at = serializers.DateTimeField()
    text = serializers.CharField(help_text="What the venue is to do.")


class DeskOldPosterSerializer(serializers.Serializer[Any]):
    """A poster that was revoked and still hangs somewhere."""

    version = serializers.IntegerField()
    poster_label = serializers.CharField(allow_blank=True)
    times = serializers.IntegerField(help_text="Scans since it was revoked.")


class DeskVenueSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    capacity = serializers.IntegerField(allow_null=True)
    usual_stay = serializers.IntegerField(help_text="In minutes.")
    inside = serializers.IntegerField(help_text="People, companions included.")
    checked_at = serializers.DateTimeField(allow_null=True, help_text="Today's test scan of the poster.")
    notices = DeskNoticeSerializer(many=True)
    old_posters = DeskOldPosterSerializer(many=True)


class DeskVisitSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    venue = serializers.IntegerField()
    name = serializers.CharField(help_text="Masked.")
    phone = serializers.CharField(help_text="Masked.")
    companions = serializers.IntegerField()
    entered_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)
    presumed_left_at = serializers.DateTimeField(help_text="After the usual stay: then the visit ended by itself.")


class DeskSerializer(serializers.Serializer[Any]):
    """Describes the answer for the schema."""

    as_of = serializers.DateTimeField()
    user = serializers.IntegerField()
    retention_days = serializers.IntegerField()
    venues = DeskVenueSerializer(many=True)
    visits = DeskVisitSerializer(many=True)
    count = serializers.IntegerField(help_text="Of all visits today; the newest are listed.")
