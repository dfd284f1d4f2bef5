"""The door of all batches: the envelope, the device that reports itself, one result for each record."""

from typing import Any

from django.utils import timezone
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from intake import actions
from intake.batches import Kind, Sending, take
from intake.reading import bounded_skew
from intake.serializers import EnvelopeSerializer

LEFT_THE_DEVICE = {"accepted", "duplicate", "conflict", "quarantined"}


def person(request: Request) -> User:
    """Behind `IsAuthenticated`, which stands first in every list of permissions."""
    assert isinstance(request.user, User)
    return request.user


class OfACommune(BasePermission):
    """Records are kept by commune, also those that are set aside."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(person(request).commune_id)


def take_batch(request: Request, kind: Kind, envelope: EnvelopeSerializer) -> Response:
    """Raises ValidationError for a malformed envelope: then nothing was receipted."""
    envelope.is_valid(raise_exception=True)
    user, told, now = person(request), envelope.validated_data, timezone.now()
    device = actions.report_device(user=user, **_device(told["device"]), now=now)
    skew = bounded_skew(sent_at=told["sent_at"], received_at=now)
    results = take(kind, told["records"], Sending(user, device, now, skew))
    left = sum(result.status in LEFT_THE_DEVICE for result in results)
    if left:
        actions.has_sent(device=device, records=left)
    shown = [{"uuid": result.uuid, "status": result.status, "errors": result.errors} for result in results]
    return Response({"received_at": timezone.localtime(now).isoformat(), "results": shown})


def _device(told: dict[str, Any]) -> dict[str, Any]:
    return {"uuid": told["id"], **{name: told[name] for name in ("name", "app", "unsent", "oldest")}}
