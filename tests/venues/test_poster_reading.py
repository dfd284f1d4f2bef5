"""What phones make of posters that hung in the rain: every format, every damage, two readers."""

import random

import pytest
from PIL import Image

from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from tests.venues.cameras import DAMAGE, by_jsqr, by_zxing, printed, torn
from venues.models import Format, Poster
from venues.models.poster import new_code
from venues.qr import qr_code

HOST = "https://congxa.thongnhat.example.vn"


@pytest.fixture
def poster(cast: Cast, settings: object) -> Poster:
    settings.PUBLIC_URL = HOST  # type: ignore[attr-defined]
    made: Poster = PosterFactory(venue=VenueFactory(village=cast.village, name="Quán Mẫu"), kind="table", label="Bàn 5")
    return made


@pytest.mark.parametrize("paper", Format.values)
def test_two_readers_read_every_format_after_every_damage(poster: Poster, paper: str) -> None:
    page = printed(poster, paper)
    seen = {"fresh": page} | {name: damage(page, poster) for name, damage in DAMAGE.items()}

    by_one = {name: by_zxing(picture) for name, picture in seen.items()}
    by_other = dict(zip(seen, by_jsqr(*seen.values()), strict=True))

    assert by_one == dict.fromkeys(seen, poster.address)
    assert by_other == dict.fromkeys(seen, poster.address)


@pytest.mark.parametrize("paper", Format.values)
def test_a_poster_without_an_eighth_of_its_code_is_still_read(poster: Poster, paper: str) -> None:
    assert by_zxing(torn(printed(poster, paper), poster)) == poster.address


def test_a_page_without_a_code_is_read_by_neither() -> None:
    empty = Image.new("L", (300, 300), 255)

    assert by_zxing(empty) is None
    assert by_jsqr(empty) == [None]


@pytest.mark.parametrize("paper", Format.values)
def test_the_damage_is_damage(poster: Poster, paper: str) -> None:
    page = printed(poster, paper)

    changed = [name for name, damage in DAMAGE.items() if damage(page, poster).tobytes() != page.tobytes()]

    assert changed == list(DAMAGE)


def test_a_corner_and_the_finder_pattern_beside_it_are_too_much(poster: Poster) -> None:
    page = torn(printed(poster, "a4"), poster)
    page.paste(255, (0, page.height // 2, page.width // 2, page.height))

    assert by_zxing(page) is None


def test_the_fixed_mask_makes_codes_that_are_read() -> None:
    chance = random.Random(210)
    hosts = ["https://a.vn", HOST, f"https://{'a' * 63}.example.vn", "http://127.0.0.1:8000"]
    addresses = [f"{chance.choice(hosts)}/v/{new_code()}/" for _ in range(300)]

    codes = [qr_code(address) for address in addresses]
    pictures = [code.make_image().get_image().convert("L") for code in codes]

    assert [by_zxing(picture) for picture in pictures] == addresses
    assert {code.mask_pattern for code in codes} == {0}
