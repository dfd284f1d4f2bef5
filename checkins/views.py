"""The citizen's pages: any camera opens them, without JavaScript, and each is one small answer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins import actions, device, ticket, visitor
from checkins.citizens import citizens_page, page, to_confirmation
from checkins.doubts import doubt_of_time
from checkins.drawn import blank_form, confirmation
from checkins.forms import CheckInForm, form_at
from checkins.models import CheckIn, Notice, Purge
from checkins.permissions import check_can_keep, check_can_see_retention
from checkins.throttle import is_guessing
from thongnhat_portal.http import form_status, signed_in
from venues.doors import Door, door, typed_code
from venues.models import OldPosterScan, Venue

KEEPER_ROWS, PURGES_SHOWN = 200, 60


@citizens_page
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, code: str) -> HttpResponse:
    found = door(typed_code(code))
    if found is None:
        return _unknown(request)
    if not found.is_open:
        return _closed(request, found)
    inside = _own_visits_inside(request, found)
    if found.is_exit and inside:
        return page(request, "checkins/leaving.html", {"door": found, "visits": inside})
    known = visitor.remembered(request)
    if request.method == "GET" and known is None and not inside:
        return blank_form(found)
    form = form_at(found, request.POST or None, known=known)
    token = ticket.read_token(request.POST.get("token", ""), found.code) if form.is_bound else None
    if token and form.is_valid():
        return _check_in(request, found, form, token)
    return _ask(request, found, form, inside=inside, is_stale=form.is_bound and token is None)


@citizens_page
@require_safe
def type_code(request: HttpRequest) -> HttpResponse:
    """For whom no camera reads the poster: the code that is printed on it, typed."""
    code = typed_code(request.GET.get("code", ""))
    return redirect("checkins:create", code) if code else page(request, "checkins/type_code.html", {})


def _closed(request: HttpRequest, at: Door) -> HttpResponse:
    """Says so. A revoked poster that is scanned still hangs: counted for those who can take it down."""
    if at.is_revoked:
        OldPosterScan.objects.count_one(at.poster_id, timezone.localdate())
    return page(request, "checkins/closed.html", {"door": at}, status=410 if at.is_gone else 409)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Only unknown codes are throttled: nobody may search for live ones."""
    return page(request, "checkins/unknown.html", {}, status=429 if is_guessing(request) else 404)


def _own_visits_inside(request: HttpRequest, at: Door) -> list[CheckIn]:
    """Newest first; at an exit what its poster may end. None for who asks for the form (`?in`), or sends it."""
    own = [] if request.method == "POST" or "in" in request.GET else ticket.own_visits(request)
    if not own:
        return []
    here, now = CheckIn.objects.own_at(own, at.venue_id), timezone.now()
    going_on = here.to_leave(now) if at.is_exit else here.present(now)
    return list(going_on.only("entered_at", "public_id"))


def _check_in(request: HttpRequest, at: Door, form: CheckInForm, token: UUID) -> HttpResponse:
    who, companions, now = form.visitor, form.companions_count, timezone.now()
    slip = ticket.ticket(token, name=who.name, phone=who.phone, companions=companions, health=form.health)
    days = at.retention_days if form.known or form.cleaned_data["remember"] else None
    earlier, number = ticket.own_visits(request), device.number_of(request)
    new_number = device.new_number() if days and not number else ""
    is_new = actions.record_check_in(
        door=at,
        visitor=who,
        companions=companions,
        health=form.health,
        device_hash=device.hash_of(number or new_number),
        ticket=slip,
        at=now,
    )
    if is_new and earlier:
        actions.leave_where_they_were(public_ids=earlier, visitor=who, at=now)
    response = to_confirmation(slip.public_id)
    ticket.keep_visit(request, response, slip.public_id, days=days)
    if days and who != form.known:
        visitor.remember(response, who, days=days)
    if days and new_number:
        device.keep(response, new_number, days=days)
    return response


def _ask(request: HttpRequest, at: Door, form: CheckInForm, *, inside: list[CheckIn], is_stale: bool) -> HttpResponse:
    """The form; after a mistake with what was typed, and with the token it had unless that was not ours."""
    kept = request.POST.get("token", "") if form.is_bound and not is_stale else ""
    context = {
        "door": at,
        "form": form,
        "token": kept or ticket.new_token(at.code),
        "inside": inside[0] if inside else None,
        "is_stale": is_stale,
        "doubt": doubt_of_time(at, timezone.now()),
    }
    return page(request, "checkins/create.html", context, status=422 if is_stale else form_status(form))


@citizens_page
@require_safe
def done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The big green page to show at the door. Its address tells where and when, never who."""
    visit = CheckIn.objects.slip(public_id)
    if visit is None:
        raise Http404
    return confirmation(visit, is_own=public_id in ticket.own_visits(request))


@citizens_page
@require_POST
def leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Only the browser that made the visit may end it; to any other it does not exist."""
    if public_id not in ticket.own_visits(request):
        raise Http404
    actions.check_out(public_id=public_id, at=timezone.now())
    return to_confirmation(public_id)


@citizens_page
@require_POST
def leave_by_exit(request: HttpRequest, code: str) -> HttpResponse:
    """The one button behind an exit poster; pressed twice it shows the same confirmation."""
    found = door(typed_code(code))
    if found is None:
        return _unknown(request)
    own = CheckIn.objects.own_at(ticket.own_visits(request), found.venue_id)
    newest = own.values_list("public_id", flat=True).first()
    if newest is None:
        return redirect("checkins:create", found.code)
    actions.leave_by_exit(visits=own, at=timezone.now())
    return to_confirmation(newest)


@citizens_page
@require_POST
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """“Not me”: this browser forgets who was remembered."""
    response = redirect("checkins:create", code)
    visitor.forget(response)
    return response


@require_safe
def keeper(request: HttpRequest) -> HttpResponse:
    """Today's visits of the venues one keeps, masked, and how many people are inside now."""
    user = signed_in(request)
    check_can_keep(user)
    visits = CheckIn.objects.visible_to(user)
    today = visits.on_day(timezone.localdate())
    kept = Venue.objects.visible_to(user)
    context = {
        "venues": kept,
        "notices": Notice.objects.visible_to(user).recent(timezone.now()),
        "old_posters": OldPosterScan.objects.alerts(kept),
        "inside": visits.inside(timezone.now()).people(),
        "visits": today.select_related("venue")[:KEEPER_ROWS],
        "count": today.count(),
    }
    return render(request, "checkins/keeper.html", context)


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Proof that visits are removed: each purge, what it removed, what a case holds, the oldest visit left."""
    user = signed_in(request)
    check_can_see_retention(user)
    purges = Purge.objects.visible_to(user).select_related("commune")
    return render(request, "checkins/retention.html", {"purges": purges[:PURGES_SHOWN]})
