"""What the desk asks and sends: its venues and today's visits, cards, test scans, batches of visits."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.models import Commune
from checkins.desk import actions, cards
from checkins.desk.day import desk_of
from checkins.desk.serializers import (
    CardSerializer,
    DeskBatchSerializer,
    DeskSerializer,
    KnownCardSerializer,
    ScannedPosterSerializer,
    TestScanSerializer,
)
from checkins.intake import DESK_RECORDS
from checkins.permissions import can_keep
from checkins.throttle import is_guessing
from intake.api import OfACommune, person, take_batch
from intake.serializers import AnswerSerializer
from venues.models import Venue


class Keeps(OfACommune):
    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and can_keep(person(request))


def _commune(request: Request) -> Commune:
    """Behind `OfACommune`."""
    commune = person(request).commune
    assert commune is not None
    return commune


def _told(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """Raises ValidationError."""
    scanned = serializer(data=request.data)
    scanned.is_valid(raise_exception=True)
    told: dict[str, Any] = scanned.validated_data
    return told


class DeskView(APIView):
    """The keeper's venues and today's masked visits; never more."""

    permission_classes = [IsAuthenticated, Keeps]

    @extend_schema(operation_id="desk", responses=DeskSerializer)
    def get(self, request: Request) -> Response:
        return Response(desk_of(person(request), timezone.now()), headers={"Cache-Control": "no-store"})


class CardLookupView(APIView):
    """Whose card was scanned: a masked name and phone, and an opaque key by which the visit can be recorded."""

    permission_classes = [IsAuthenticated, Keeps]

    @extend_schema(operation_id="cards_lookup", request=CardSerializer, responses=KnownCardSerializer)
    def post(self, request: Request) -> Response:
        told, commune = _told(CardSerializer, request), _commune(request)
        if told["kind"] == cards.VISITOR:
            found = cards.look_up_visitor(commune, told["code"])
            if not found.is_known and is_guessing(request._request):
                raise Throttled
        else:
            found = cards.look_up_remembered(commune, told["kind"], told["number"], told["name"])
        return Response(found.masked(), headers={"Cache-Control": "no-store"})


class TestScanView(APIView):
    """The keeper's daily test scan of the poster on the wall."""

    permission_classes = [IsAuthenticated, Keeps]

    @extend_schema(operation_id="desk_test_scan", request=TestScanSerializer, responses=ScannedPosterSerializer)
    def post(self, request: Request) -> Response:
        keeper, told = person(request), _told(TestScanSerializer, request)
        venue = get_object_or_404(Venue.objects.filter(keepers=keeper, commune=keeper.commune), pk=told["venue"])
        check = actions.check_poster(keeper=keeper, venue=venue, code=told["code"], now=timezone.now())
        of = check.poster.venue.name if check.poster else ""
        at = timezone.localtime(check.checked_at).isoformat()
        return Response({"outcome": check.outcome, "of": of, "at": at})


class CheckInBatchView(APIView):
    """Visits from a desk. Whoever no longer keeps the venue still gets rid of them: they are set aside."""

    permission_classes = [IsAuthenticated, OfACommune]

    @extend_schema(operation_id="check_ins_batch", request=DeskBatchSerializer, responses=AnswerSerializer)
    def post(self, request: Request) -> Response:
        return take_batch(request, DESK_RECORDS, DeskBatchSerializer(data=_without_numbers(request)))


def _without_numbers(request: Request) -> Any:
    """The batch before anything can be kept of it, also what is set aside: cards' numbers are hashes by then."""
    told: Any = request.data
    if not isinstance(told, dict) or not isinstance(told.get("records"), list):
        return told
    return told | {"records": [cards.without_numbers(_commune(request), record) for record in told["records"]]}
