"""Doubtful visits for the officer, masked and with the reason in words; posters that want looking at."""

from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from checkins.actions import DESK_KIND
from checkins.alerts import quiet_posters, stray_posters, swapped_posters
from checkins.models import CheckIn, Notice
from checkins.permissions import can_see_doubts, check_can_see_alerts
from intake.models import SetAside
from thongnhat_portal.days import start_of
from thongnhat_portal.http import signed_in

DAYS_SHOWN, VISITS_SHOWN = 30, 300


@require_safe
def doubts(request: HttpRequest) -> HttpResponse:
    """The doubtful visits of one day by venue (`?ngay=2021-07-15`, else the newest such day), and the alerts."""
    user = signed_in(request)
    check_can_see_alerts(user)
    doubtful = CheckIn.objects.doubtful_to(user)
    recent = doubtful.filter(entered_at__gte=start_of(timezone.localdate() - timedelta(days=DAYS_SHOWN)))
    by_day = recent.annotate(day=TruncDate("entered_at")).order_by("-day").values_list("day")
    days = list(by_day.annotate(n=Count("pk")))
    asked = request.GET.get("ngay", "")
    shown, count = next((row for row in days if row[0].isoformat() == asked), days[0] if days else (None, 0))
    visits = doubtful.on_day(shown).by_venue()[:VISITS_SHOWN] if shown else []
    context = {
        "notices": Notice.objects.visible_to(user).recent(timezone.now()),
        "sees_visits": can_see_doubts(user),
        "from_desks": SetAside.objects.visible_to(user).filter(kind=DESK_KIND).undecided().count(),
        "days": days,
        "shown": shown,
        "count": count,
        "visits": visits,
        "quiet": quiet_posters(user),
        "stray": stray_posters(user),
        "swapped": swapped_posters(user),
    }
    return render(request, "checkins/doubts.html", context)
