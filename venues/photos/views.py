from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from thongnhat_portal.http import form_status, signed_in
from venues.models import Venue, VenuePhoto
from venues.permissions import check_can_photograph_venue
from venues.photos import actions
from venues.photos.forms import PhotoForm

JPEG = "image/jpeg"
AN_HOUR = 3600


def jpeg(content: bytes, *, cache: str) -> HttpResponse:
    headers = {"Cache-Control": cache, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=JPEG, headers=headers)


@login_not_required
@require_safe
def door_photo(request: HttpRequest, code: str) -> HttpResponse:
    """What a visitor sees before confirming; nothing behind a code that is revoked, unknown or not open."""
    content = actions.door_photo(code)
    if content is None:
        raise Http404
    return jpeg(content, cache=f"public, max-age={AN_HOUR}")


@require_safe
def venue_photo(request: HttpRequest, pk: int) -> HttpResponse:
    photos = VenuePhoto.objects.filter(venue__in=Venue.objects.visible_to(signed_in(request)))
    photo = get_object_or_404(photos.only("content"), venue=pk)
    return jpeg(bytes(photo.content), cache="private, no-cache")


@require_http_methods(["GET", "POST"])
def photo_change(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    venue = _venue(user, pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_photo(actor=user, venue=venue, picture=form.cleaned_data["photo"])
        messages.success(request, _("The photo is kept."))
        return redirect(venue)
    context = {"form": form, "heading": venue.name, "back": reverse("venues:detail", args=[pk]), "venue": venue}
    context["has_photo"] = VenuePhoto.objects.filter(venue=venue).exists()
    return render(request, "venues/photo_form.html", context, status=form_status(form))


@require_POST
def photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    venue = _venue(user, pk)
    actions.remove_photo(actor=user, venue=venue)
    messages.success(request, _("The photo is removed."))
    return redirect(venue)


def _venue(user: User, pk: int) -> Venue:
    venue = get_object_or_404(Venue.objects.visible_to(user).select_related("commune"), pk=pk)
    check_can_photograph_venue(user, venue)
    return venue
