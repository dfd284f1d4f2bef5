"""The ping of devices that capture without signal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from checkins.permissions import can_keep
from surveys.permissions import can_survey

PORTAL = "thongnhat-portal"


@login_not_required
@never_cache
@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in: `portal` tells our answer from a captive portal's, `csrf` lets an old page send."""
    user = request.user if isinstance(request.user, User) and not request.user.must_change_password else None
    return JsonResponse(
        {
            "portal": PORTAL,
            "user": _known(user) if user else None,
            "csrf": get_token(request),
            "now": timezone.localtime().isoformat(),
        }
    )


def _known(user: User) -> dict[str, object]:
    return {"id": user.pk, "name": user.full_name, "can_survey": can_survey(user), "can_keep": can_keep(user)}
