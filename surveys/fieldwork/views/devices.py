"""Unsent work on other people's phones, and surveyors nobody has heard of."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from intake.models import Device
from surveys.fieldwork.coverage import Share, by_surveyor
from surveys.permissions import check_can_see_fieldwork
from thongnhat_portal.http import signed_in
from vietnam.names import name_sort_key
from villages.models import Household


@dataclass(frozen=True)
class Silent:
    """A surveyor with households left of whom no device was ever heard."""

    person: User
    share: Share


@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_fieldwork(user)
    now = timezone.now()
    known = Device.objects.visible_to(user).worst_first().select_related("user")
    context = {"rows": [(device, device.alarm(now)) for device in known], "silent": _silent(user)}
    return render(request, "surveys/fieldwork/devices.html", context)


def _silent(user: User) -> list[Silent]:
    """Those with most left first. A device speaks for its last user."""
    shares = {key: share for key, share in by_surveyor(Household.objects.visible_to(user)).items() if share.left}
    people = User.objects.get_queryset().filter(pk__in=shares, is_active=True, survey_devices=None)
    found = [Silent(person, shares[person.pk]) for person in people]
    return sorted(found, key=lambda silent: (-silent.share.left, name_sort_key(silent.person.full_name)))
