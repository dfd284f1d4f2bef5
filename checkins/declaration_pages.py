"""Today's health declarations, for the health station at its own door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from checkins.models import CheckIn
from checkins.permissions import check_can_see_declarations
from thongnhat_portal.http import signed_in

VISITS_SHOWN = 300


@require_safe
def declarations(request: HttpRequest) -> HttpResponse:
    """Masked, newest first; says whether anything was answered with yes, not what."""
    user = signed_in(request)
    check_can_see_declarations(user)
    declared = CheckIn.objects.declared_to(user).on_day(timezone.localdate()).select_related("venue")
    visits = list(declared[:VISITS_SHOWN])
    context = {"visits": visits, "risky": sum(visit.declares_risk for visit in visits)}
    return render(request, "checkins/declarations.html", context)
