"""Photos of venues: turned upright, stripped, small; bombs and other files are refused with a sentence."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from tests.venues.forms import errors
from tests.venues.photos import bomb, photo, turned_with_metadata, upload
from venues.models import Poster, Venue, VenuePhoto
from venues.photos.pictures import MAX_BYTES, NotAPicture, picture


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_a_large_photo_becomes_a_small_jpeg_and_a_thumbnail() -> None:
    made = picture(photo((3000, 2000)))

    assert opened(made.content).size == (1280, 853)
    assert opened(made.thumbnail).format == "JPEG"
    assert len(made.thumbnail) <= 4000


def test_a_photo_is_turned_upright_and_tells_nothing_else() -> None:
    made = picture(turned_with_metadata())

    shown = opened(made.content)
    assert shown.size == (600, 800)
    red, green, blue = shown.getpixel((590, 400))  # the red band, above before, stands at the right
    assert red > 200 > max(green, blue)
    assert not shown.getexif()
    assert not {b"MAKERMAKER", b"COMMENTCOMMENT", b"Exif"} & {word for word in WORDS if word in made.content}


WORDS = (b"MAKERMAKER", b"COMMENTCOMMENT", b"Exif")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_come_in_three_formats(kind: str) -> None:
    assert opened(picture(photo((300, 200), kind)).content).size == (300, 200)


def test_what_is_transparent_lies_on_white() -> None:
    stream = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(stream, "PNG")

    assert opened(picture(stream.getvalue()).content).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg onload='alert(1)'/>", "unknown"),
        (b"%PDF-1.4", "unknown"),
        (photo((40, 40), "GIF"), "unknown"),
        (bomb(), "too_many_pixels"),
        (photo()[:2000], "damaged"),
        (b"x" * (MAX_BYTES + 1), "too_large"),
    ],
    ids=["svg", "pdf", "gif", "bomb", "cut", "large"],
)
def test_what_is_no_photo_is_refused(cast: Cast, content: bytes, code: str) -> None:
    venue = VenueFactory(village=cast.village)

    response = cast.client("officer").post(f"{venue.get_absolute_url()}photo/", upload(content))

    assert errors(response) == {"photo": [code]}
    assert not VenuePhoto.objects.exists()


@pytest.mark.parametrize("side", [6_000, 60_000])
def test_a_bomb_is_not_unpacked(side: int) -> None:
    with pytest.raises(NotAPicture, match="too_many_pixels"):
        picture(bomb(side))


@pytest.fixture
def photographed(cast: Cast) -> Venue:
    venue: Venue = PosterFactory(venue=VenueFactory(village=cast.village)).venue
    cast.client("officer").post(f"{venue.get_absolute_url()}photo/", upload(photo()))
    return venue


def test_a_new_photo_takes_the_place_of_the_old(cast: Cast, photographed: Venue) -> None:
    cast.client("village_head").post(f"{photographed.get_absolute_url()}photo/", upload(photo((300, 200))))

    assert opened(VenuePhoto.objects.get().content).size == (300, 200)
    assert [event.action for event in AuditEvent.objects.all()] == ["venue.photo"] * 2


def test_a_photo_is_removed(cast: Cast, photographed: Venue) -> None:
    cast.client("officer").post(f"{photographed.get_absolute_url()}photo/remove/")

    assert not VenuePhoto.objects.exists()
    assert cast.client("officer").get(f"{photographed.get_absolute_url()}photo.jpg").status_code == 404


def test_signed_in_people_see_the_photo_of_a_venue_they_see(cast: Cast, photographed: Venue) -> None:
    response = cast.client("chair").get(f"{photographed.get_absolute_url()}photo.jpg")

    assert response["Content-Type"] == "image/jpeg"
    assert opened(response.content).size == (1280, 720)
    assert cast.client("stranger").get(f"{photographed.get_absolute_url()}photo.jpg").status_code == 404


def test_a_visitor_sees_the_thumbnail_behind_a_live_code_only(photographed: Venue) -> None:
    code = photographed.posters.get().code

    shown = Client().get(f"/v/{code}/photo.jpg")
    Poster.objects.update(revoked_at="2021-07-01T00:00:00Z")
    revoked = Client().get(f"/v/{code}/photo.jpg")

    assert shown.status_code == 200
    assert len(shown.content) <= 4000
    assert revoked.status_code == 404


@pytest.mark.parametrize("status", ["suspended", "retired"])
def test_a_place_that_is_not_open_shows_no_photo_at_its_door(photographed: Venue, status: str) -> None:
    Venue.objects.update(status=status, status_reason="Mẫu")

    assert Client().get(f"/v/{photographed.posters.get().code}/photo.jpg").status_code == 404
