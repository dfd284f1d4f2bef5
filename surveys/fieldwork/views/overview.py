"""How the field work goes, and what waits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from surveys.permissions import can_direct_fieldwork, check_can_see_fieldwork
from thongnhat_portal.http import signed_in


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_fieldwork(user)
    context = {"can_direct": can_direct_fieldwork(user)}
    return render(request, "surveys/fieldwork/overview.html", context)
