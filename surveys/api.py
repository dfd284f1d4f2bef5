"""What the offline survey page asks and sends: the households to visit, batches of visits."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from intake.api import OfACommune, person, take_batch
from intake.serializers import AnswerSerializer
from surveys.households import survey_list
from surveys.intake import VISITS
from surveys.permissions import can_survey
from surveys.serializers import BatchSerializer, SurveyListSerializer
from villages.models import Household, ResidentialGroup, Village


class Surveys(OfACommune):
    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and can_survey(person(request))


class HouseholdsView(APIView):
    """The doors this person may knock on, as one walks. Never a phone number."""

    permission_classes = [IsAuthenticated, Surveys]

    @extend_schema(operation_id="households", responses=SurveyListSerializer)
    def get(self, request: Request) -> Response:
        user = person(request)
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
        return take_batch(request, VISITS, BatchSerializer(data=request.data))
