"""What the offline survey page asks and sends: who is signed in, the households to visit, batches of visits."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from intake import actions
from intake.batches import Sending, take
from surveys.households import survey_list
from surveys.intake import VISITS, bounded_skew
from surveys.permissions import can_survey
from surveys.serializers import AnswerSerializer, BatchSerializer, SurveyListSerializer
from villages.models import Household, ResidentialGroup, Village

PORTAL = "thongnhat-portal"
LEFT_THE_DEVICE = {"accepted", "duplicate", "conflict", "quarantined"}


@login_not_required
@never_cache
@require_GET
def session(request: HttpRequest) -> HttpResponse:
    """The ping of a device: `portal` tells our answer from a captive portal's, `csrf` lets an old page send."""
    user = request.user if isinstance(request.user, User) and not request.user.must_change_password else None
    known = {"id": user.pk, "name": user.full_name, "can_survey": can_survey(user)} if user else None
    return JsonResponse(
        {"portal": PORTAL, "user": known, "csrf": get_token(request), "now": timezone.localtime().isoformat()}
    )


def _person(request: Request) -> User:
    """Behind `IsAuthenticated`, which stands first in every list of permissions."""
    assert isinstance(request.user, User)
    return request.user


class OfACommune(BasePermission):
    """Records are kept by commune, also those that are set aside."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(_person(request).commune_id)


class Surveys(OfACommune):
    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and can_survey(_person(request))


class HouseholdsView(APIView):
    """The doors this person may knock on, as one walks. Never a phone number."""

    permission_classes = [IsAuthenticated, Surveys]

    @extend_schema(operation_id="households", responses=SurveyListSerializer)
    def get(self, request: Request) -> Response:
        user = _person(request)
        households = Household.objects.visible_to(user).living().by_door()
        return Response(
            {
                "as_of": timezone.localtime().isoformat(),
                "user": user.pk,
                "villages": _villages(user),
                "households": survey_list(households),
            }
        )


def _villages(user: User) -> list[dict[str, Any]]:
    """With their groups: where a new household can be added."""
    groups = list(ResidentialGroup.objects.visible_to(user).values("pk", "name", "village"))
    return [
        {
            "id": village.pk,
            "name": village.name,
            "groups": [
                {"id": group["pk"], "name": group["name"]} for group in groups if group["village"] == village.pk
            ],
        }
        for village in Village.objects.visible_to(user)
    ]


class VisitBatchView(APIView):
    """Visits from a device. Whoever lost the right to record still gets rid of them: they are set aside."""

    permission_classes = [IsAuthenticated, OfACommune]

    @extend_schema(operation_id="visits_batch", request=BatchSerializer, responses=AnswerSerializer)
    def post(self, request: Request) -> Response:
        envelope = BatchSerializer(data=request.data)
        envelope.is_valid(raise_exception=True)
        user, told, now = _person(request), envelope.validated_data, timezone.now()
        device = actions.report_device(user=user, **_device(told["device"]), now=now)
        skew = bounded_skew(sent_at=told["sent_at"], received_at=now)
        results = take(VISITS, told["records"], Sending(user, device, now, skew))
        left = sum(result.status in LEFT_THE_DEVICE for result in results)
        if left:
            actions.has_sent(device=device, records=left)
        shown = [{"uuid": result.uuid, "status": result.status, "errors": result.errors} for result in results]
        return Response({"received_at": timezone.localtime(now).isoformat(), "results": shown})


def _device(told: dict[str, Any]) -> dict[str, Any]:
    return {"uuid": told["id"], **{name: told[name] for name in ("name", "app", "unsent", "oldest")}}
