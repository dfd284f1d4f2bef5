"""The envelope of a batch and its answer, and texts cleaned by the same rules as the portal's forms."""

from collections.abc import Callable
from typing import Any

from django.utils.text import format_lazy
from django_stubs_ext import StrOrPromise
from rest_framework import serializers

from thongnhat_portal.fields import CleanTextField, PersonNameField, PhoneField

BATCH_MOST = 50


class KeyField(serializers.IntegerField):
    """What can be a row's key in a database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **kwargs)


class WithinField(serializers.IntegerField):
    """A whole number; `fault` says in one sentence what is wanted, since DRF's own have no Vietnamese."""

    def __init__(self, least: int, most: int, fault: StrOrPromise, **kwargs: Any) -> None:
        said: StrOrPromise = format_lazy(fault, most=most)
        faults = dict.fromkeys(("invalid", "min_value", "max_value", "max_string_length"), said)
        super().__init__(min_value=least, max_value=most, error_messages=faults, **kwargs)


class Cleaned(serializers.CharField):
    """A text that one of the portal's form fields cleans."""

    def __init__(self, clean: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)
        self.clean = clean

    def to_internal_value(self, data: Any) -> str:
        return self.clean(super().to_internal_value(data))


def optional(field: type[CleanTextField] | type[PersonNameField] | type[PhoneField], length: int) -> Cleaned:
    clean = field(max_length=length, required=False).clean
    return Cleaned(clean, required=False, allow_blank=True, default="")


class Unread(serializers.JSONField):
    """Whatever was sent as a record; looked at later, and alone."""


class DeviceSerializer(serializers.Serializer[Any]):
    """`unsent` and `oldest`: the outbox at the moment of sending, this batch included."""

    id = serializers.UUIDField()
    name = serializers.CharField(max_length=60, allow_blank=True, default="")
    app = serializers.CharField(max_length=40, allow_blank=True, default="")
    unsent = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)
    oldest = serializers.DateTimeField(allow_null=True, default=None)


class EnvelopeSerializer(serializers.Serializer[Any]):
    """Records are looked at one by one, so that a bad one takes no other with it. Each kind says what they are."""

    device = DeviceSerializer()
    sent_at = serializers.DateTimeField()
    records = serializers.ListField(child=Unread(allow_null=True), max_length=BATCH_MOST)


class ResultSerializer(serializers.Serializer[Any]):
    uuid = serializers.CharField()
    status = serializers.ChoiceField(["accepted", "duplicate", "conflict", "quarantined", "rejected"])
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class AnswerSerializer(serializers.Serializer[Any]):
    received_at = serializers.DateTimeField()
    results = ResultSerializer(many=True)
