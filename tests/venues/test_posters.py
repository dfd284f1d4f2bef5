"""The poster: read back by a camera's library, measured, and looked through for what it must say."""

import io
import json
import re
from datetime import UTC
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError

from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory, at
from tests.pdfs import embedded_typefaces
from tests.venues.forms import HOSTILE
from thongnhat_portal.pdf import compiler
from venues.models import Poster
from venues.models.poster import CODE_ALPHABET, new_code
from venues.posters import TEMPLATE, file_name, inputs, poster_pdf
from venues.qr import qr_code

DPI = 100
MM_PER_DOT = 25.4 / DPI
HOSTS = [
    "https://a.vn",
    "http://127.0.0.1:8000",
    "https://congxa.thongnhat.example.vn",
    f"https://{'a' * 63}.example.vn",
]


@pytest.fixture
def poster(cast: Cast) -> Poster:
    made: Poster = PosterFactory(venue=VenueFactory(village=cast.village, name="Chợ Mẫu", address="Ngõ 3"))
    return made


def pictures(*posters: Poster) -> list[Image.Image]:
    pages: Any = compiler(TEMPLATE).compile(format="png", ppi=DPI, sys_inputs=inputs(posters))
    return [Image.open(io.BytesIO(page)).convert("L") for page in (pages if isinstance(pages, list) else [pages])]


def test_a_camera_reads_the_address(poster: Poster) -> None:
    (page,) = pictures(poster)

    (found,) = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)

    assert found.text == poster.address == f"http://testserver/v/{poster.code}/"


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_the_name_and_the_host_it_is_one_page_that_reads(
    poster: Poster, settings: Any, host: str, name: str
) -> None:
    settings.PUBLIC_URL, poster.venue.name, poster.venue.address = host, name, "W" * 160

    (page,) = pictures(poster)

    assert [found.text for found in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)] == [
        poster.address
    ]


@pytest.mark.parametrize("host", HOSTS)
def test_the_code_is_printed_at_least_15_centimetres_wide_with_room_around(
    poster: Poster, settings: Any, host: str
) -> None:
    settings.PUBLIC_URL, poster.venue.name, poster.venue.address = host, "W" * 120, "W" * 160
    (page,) = pictures(poster)

    corners = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)[0].position
    left, right, top, bottom = corners.top_left.x, corners.top_right.x, corners.top_left.y, corners.bottom_left.y
    quiet = 4 * (right - left) / qr_code(poster.address).modules_count - 2
    around = page.crop((int(left - quiet), int(top - quiet), int(right + quiet), int(bottom + quiet)))

    assert (right - left) * MM_PER_DOT >= 150
    assert (bottom - top) * MM_PER_DOT >= 150
    for edge in (
        (0, 0, around.width, int(quiet) - 2),
        (0, around.height - int(quiet) + 2, around.width, around.height),
    ):
        assert around.crop(edge).getextrema() == (255, 255)
    for edge in (
        (0, 0, int(quiet) - 2, around.height),
        (around.width - int(quiet) + 2, 0, around.width, around.height),
    ):
        assert around.crop(edge).getextrema() == (255, 255)


def test_a_poster_is_a4(poster: Poster) -> None:
    (page,) = pictures(poster)

    assert [round(side * MM_PER_DOT) for side in page.size] == [210, 297]


def test_a_torn_and_blurred_poster_still_reads(poster: Poster) -> None:
    (page,) = pictures(poster)
    page.paste(255, (520, 500, 680, 660))

    blurred = page.filter(ImageFilter.GaussianBlur(3))

    assert [found.text for found in zxingcpp.read_barcodes(blurred, formats=zxingcpp.BarcodeFormat.QRCode)] == [
        poster.address
    ]


@pytest.mark.parametrize("host", HOSTS)
def test_the_code_is_the_smallest_that_holds_the_address(settings: Any, poster: Poster, host: str) -> None:
    settings.PUBLIC_URL = host
    version = qr_code(poster.address).version

    smaller: QRCode[Any] = QRCode(version=version - 1, error_correction=ERROR_CORRECT_Q)
    smaller.add_data(poster.address)

    with pytest.raises(DataOverflowError):
        smaller.make(fit=False)


def test_only_be_vietnam_pro_is_embedded(poster: Poster) -> None:
    assert embedded_typefaces(poster_pdf([poster])) == {"BeVietnamPro"}


def test_the_code_is_drawn_and_no_picture(poster: Poster) -> None:
    assert b"/Subtype/Image" not in poster_pdf([poster]).replace(b" ", b"")


def test_it_is_black_on_white(poster: Poster) -> None:
    page: Any = compiler(TEMPLATE).compile(format="png", ppi=30, sys_inputs=inputs([poster]))

    colours = Image.open(io.BytesIO(page)).convert("RGB").getcolors(100_000)

    assert colours is not None
    assert all(red == green == blue for _, (red, green, blue) in colours)


@pytest.mark.parametrize(
    "text", ["ỦY BAN NHÂN DÂN XÃ THỐNG NHẤT", "Chợ Mẫu", "Ngõ 3, Thôn Đồng Tiến", "testserver", "45", "02/07/2021"]
)
def test_the_template_is_given_what_it_says(poster: Poster, text: str) -> None:
    poster.venue.commune.retention_days = 45
    poster.issued_at = at("2021-07-02", 0, 30).astimezone(UTC)

    (given,) = json.loads(inputs([poster])["posters"])

    assert text in [str(value) for value in given.values()]


def test_an_exit_poster_has_its_own_heading_and_steps(poster: Poster) -> None:
    (entrance,) = pictures(poster)
    poster.kind = "exit"

    (exit_,) = pictures(poster)

    for top, bottom in ((40, 100), (950, 1090)):  # the heading; the steps
        strip = (0, top, entrance.width, bottom)
        assert entrance.crop(strip).tobytes() != exit_.crop(strip).tobytes()


def test_many_posters_are_as_many_pages(cast: Cast) -> None:
    posters = [PosterFactory(venue=VenueFactory(village=cast.village)) for _ in range(3)]

    read = [zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)[0].text for page in pictures(*posters)]

    assert read == [poster.address for poster in posters]


@pytest.mark.parametrize("role", ["officer", "village_head", "keeper", "chair", "monitor"])
def test_whoever_sees_the_venue_downloads_its_poster(cast: Cast, poster: Poster, role: str) -> None:
    poster.venue.keepers.add(cast.people["keeper"])

    response = cast.client(role).get(f"{poster.venue.get_absolute_url()}posters/{poster.pk}.pdf")

    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="ma-qr-cho-mau-v1.pdf"' in response["Content-Disposition"]


@pytest.mark.parametrize("name", [*HOSTILE, "../../etc/passwd", "ﷺ" * 120])
def test_a_file_is_named_in_plain_letters(poster: Poster, name: str) -> None:
    poster.venue.name = name

    assert re.fullmatch(r"ma-qr-[\w-]{1,60}-v1\.pdf", file_name(poster))
    assert file_name(poster, "sheet").endswith("-v1-tam-ma-nho.pdf")


def test_a_revoked_poster_is_not_printed_again(cast: Cast, poster: Poster) -> None:
    Poster.objects.update(revoked_at="2021-07-01T00:00:00Z")

    response = cast.client("officer").get(f"{poster.venue.get_absolute_url()}posters/{poster.pk}.pdf")

    assert response.status_code == 410
    assert response.context["is_gone"]


def test_a_poster_is_not_found_under_another_venue(cast: Cast, poster: Poster) -> None:
    other = VenueFactory(village=cast.village)

    assert cast.client("officer").get(f"{other.get_absolute_url()}posters/{poster.pk}.pdf").status_code == 404


def test_codes_are_long_without_look_alikes_and_never_alike() -> None:
    codes = [new_code() for _ in range(2_000)]

    assert len(set(codes)) == len(codes)
    assert min(map(len, codes)) >= 10
    assert set("".join(codes)) == set(CODE_ALPHABET) == set("CDEFHJKMPRTVWXY2345689")
