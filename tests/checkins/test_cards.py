"""Visitor cards: issued, printed, revoked, issued anew; and what a stranger's camera learns from one."""

import io
import re
from html import unescape
from typing import Any

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import AuditEvent, User
from checkins.cards import actions, views
from checkins.cards.forms import Layout
from checkins.cards.lists import FAULTS, TITLES
from checkins.cards.printing import TEMPLATE, cards_pdf, inputs
from checkins.cards.views import PAGE
from checkins.models import VisitorCard
from tests.conftest import Cast
from tests.factories import a_card
from tests.pdfs import embedded_typefaces
from tests.spreadsheets.files import excel
from tests.venues.cameras import by_jsqr
from tests.venues.forms import HOSTILE, errors
from tests.villages.queries import queries_of
from thongnhat_portal.pdf import compiler
from villages.models import Village

LIST, NEW, UPLOAD = "/cards/", "/cards/new/", "/cards/upload/"
DPI = 200
MM_PER_DOT = 25.4 / DPI


def create(cast: Cast, role: str = "officer", **typed: Any) -> Any:
    person = {"name": "Trần Thị Mẫu", "phone": "0912 345 678", "village": cast.village.pk}
    return cast.client(role).post(NEW, person | typed)


def upload(cast: Cast, *rows: list[object], role: str = "officer", content: bytes | None = None) -> Any:
    file = SimpleUploadedFile("the.xlsx", content or excel(TITLES, *rows))
    return cast.client(role).post(UPLOAD, {"village": cast.village.pk, "file": file})


def confirm(cast: Cast, checked: Any, role: str = "officer") -> Any:
    found = re.search(r'name="list" value="([^"]+)"', checked.content.decode())
    assert found
    return cast.client(role).post(f"{UPLOAD}issue/", {"list": unescape(found[1])}, follow=True)


def sheets(cards: list[VisitorCard], layout: str) -> list[Image.Image]:
    made: Any = compiler(TEMPLATE).compile(format="png", ppi=DPI, sys_inputs=inputs(cards, layout))
    return [Image.open(io.BytesIO(page)).convert("L") for page in (made if isinstance(made, list) else [made])]


def read(picture: Image.Image) -> list[Any]:
    return list(zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode))


@pytest.mark.parametrize("role", ["officer", "village_head"])
def test_a_card_is_issued_sealed_and_on_record_without_a_name(cast: Cast, role: str) -> None:
    response = create(cast, role)

    card = VisitorCard.objects.get()
    assert response.url == LIST
    assert (card.name, card.phone, card.village, card.commune) == (
        "Trần Thị Mẫu",
        "+84912345678",
        cast.village,
        cast.commune,
    )
    assert (card.issued_by, len(card.code)) == (cast.people[role], 16)
    assert AuditEvent.objects.get(action="card.issue").facts == {"village": cast.village.pk}


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"name": ""}, {"name": ["required"]}),
        ({"name": "=1+1"}, {"name": ["not_a_name"]}),
        ({"phone": "123"}, {"phone": ["invalid"]}),
        ({"village": ""}, {"village": ["required"]}),
    ],
)
def test_a_mistake_is_handed_back(cast: Cast, typed: dict[str, str], faults: dict[str, list[str]]) -> None:
    assert errors(create(cast, **typed)) == faults
    assert not VisitorCard.objects.exists()


def test_a_card_may_be_without_a_phone(cast: Cast) -> None:
    create(cast, phone="")

    assert VisitorCard.objects.get().masked_phone == "–"


def test_a_village_head_issues_in_the_own_village_alone(cast: Cast) -> None:
    there = Village.objects.get(name="Tân Lập")

    assert errors(create(cast, "village_head", village=there.pk)) == {"village": ["invalid_choice"]}


def test_the_list_masks_everybody(cast: Cast) -> None:
    a_card(cast.village, name="Nguyễn Văn Bí Mật")

    html = unescape(cast.client("village_head").get(LIST).content.decode())

    assert "Nguyễn Văn ***" in html or "Nguyễn Văn Bí ***" in html
    assert "091****678" in html
    assert "Mật" not in html
    assert "912345678" not in html.replace(" ", "")


@pytest.mark.parametrize(("role", "count"), [("officer", 2), ("village_head", 1), ("stranger", 1), ("foreigner", 0)])
def test_each_role_lists_its_cards(cast: Cast, role: str, count: int) -> None:
    a_card(cast.village)
    a_card(Village.objects.get(name="Tân Lập"))

    assert len(cast.client(role).get(LIST).context["page"]) == count


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("thi hoa", ["Trần Thị Hòa"]),
        ("HOÀ", ["Trần Thị Hòa"]),
        ("0912.345.679", ["Trần Thị Hòa"]),
        ("0912", []),
        ("🙂", []),
        ("", ["Nguyễn Văn Mẫu", "Trần Thị Hòa"]),
    ],
)
def test_a_lost_card_is_found_by_name_or_phone(cast: Cast, asked: str, names: list[str]) -> None:
    a_card(cast.village)
    a_card(cast.village, name="Trần Thị Hòa", phone="+84912345679")
    a_card(Village.objects.get(name="Tân Lập"), name="Trần Thị Hòa", phone="+84912345679")

    page = cast.client("village_head").post(LIST, {"q": asked}).context["page"]

    assert sorted(card.name for card in page) == names


def test_the_queries_of_the_list_do_not_grow_with_the_cards(cast: Cast) -> None:
    actions.reissue_card(actor=cast.people["officer"], card=a_card(cast.village))
    before = queries_of(cast.client("officer"), LIST)

    for _ in range(5):
        actions.reissue_card(actor=cast.people["officer"], card=a_card(cast.village))

    assert queries_of(cast.client("officer"), LIST) == before


def test_a_long_list_has_pages(cast: Cast) -> None:
    for _ in range(PAGE + 1):
        a_card(cast.village)

    assert len(cast.client("officer").get(f"{LIST}?page=2").context["page"]) == 1


def test_a_card_is_revoked_once(cast: Cast) -> None:
    card = a_card(cast.village)
    client = cast.client("village_head")

    for _ in range(2):
        client.post(f"{LIST}{card.pk}/revoke/")

    card.refresh_from_db()
    assert (card.revoked_by, card.revoked_at is not None) == (cast.people["village_head"], True)
    assert AuditEvent.objects.filter(action="card.revoke").count() == 1
    assert client.get(f"{LIST}{card.pk}.pdf").status_code == 404


def test_a_lost_card_is_replaced_by_a_new_code_for_the_same_person(cast: Cast) -> None:
    old = a_card(cast.village, name="Trần Thị Mẫu")
    client = cast.client("officer")

    for _ in range(2):
        client.post(f"{LIST}{old.pk}/reissue/")

    newer = VisitorCard.objects.live().get()
    assert (newer.name, newer.phone, newer.phone_index, newer.replaces) == (old.name, old.phone, old.phone_index, old)
    assert newer.code != old.code
    assert AuditEvent.objects.get(action="card.reissue").facts == {"replaces": old.pk}


def test_a_list_is_checked_first_and_issued_when_confirmed(cast: Cast) -> None:
    checked = upload(cast, ["Trần Thị Mẫu", "0912345678"], ["Lê Văn Mẫu", ""], role="village_head")
    before = VisitorCard.objects.count()

    confirm(cast, checked, "village_head")

    assert (checked.status_code, before) == (200, 0)
    assert {card.name for card in VisitorCard.objects.all()} == {"Trần Thị Mẫu", "Lê Văn Mẫu"}
    assert AuditEvent.objects.get(action="card.issue_list").facts == {"count": 2}


def test_a_checked_list_waits_in_the_page_without_a_readable_name(cast: Cast) -> None:
    html = unescape(upload(cast, ["Trần Thị Bí Mật", "0912345678"]).content.decode())

    assert "Bí Mật" not in html
    assert "912345678" not in html


def test_a_list_confirmed_twice_is_issued_once(cast: Cast) -> None:
    checked = upload(cast, ["Trần Thị Mẫu", "0912345678"])

    answers = [confirm(cast, checked).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert VisitorCard.objects.count() == 1
    assert AuditEvent.objects.filter(action="card.issue_list").count() == 1


def test_who_has_a_live_card_gets_no_second_one(cast: Cast) -> None:
    a_card(cast.village, name="Trần Thị Mẫu", phone="+84912345678")

    checked = upload(cast, ["Trần Thị Mẫu", "0912345678"], ["Trần Thị Mẫu", "0912345679"])

    assert (checked.context["checked"].known, len(checked.context["checked"].entries)) == (1, 1)


def test_every_faulty_row_is_named_at_once_and_nothing_can_be_confirmed(cast: Cast) -> None:
    rows = [["Trần Thị Mẫu", "0912345678"], ["", "12"], ["=1+1", ""], ["Trần Thị Mẫu", "0912345678"], ["A" * 101, ""]]

    response = upload(cast, *rows)

    said = dict(response.context["faults"])
    assert (response.status_code, sorted(said)) == (422, [3, 4, 5, 6])
    assert said[3] == [str(FAULTS["empty"]), str(FAULTS["phone_invalid"])]
    assert said[5] == [str(FAULTS["twice"])]
    assert 'name="list"' not in response.content.decode()


@pytest.mark.parametrize("content", [b"x", excel(), excel(TITLES), excel(["Họ và tên"], ["Trần Thị Mẫu"])])
def test_a_file_that_is_no_list_is_told_beside_it(cast: Cast, content: bytes) -> None:
    response = upload(cast, content=content)

    assert response.status_code == 422
    assert response.context["form"].errors["file"]


@pytest.mark.parametrize("role", ["stranger", "foreigner"])
def test_the_list_of_another_village_cannot_be_confirmed(cast: Cast, role: str) -> None:
    checked = upload(cast, ["Trần Thị Mẫu", ""])

    assert confirm(cast, checked, role).status_code == 404
    assert not VisitorCard.objects.exists()


@pytest.mark.parametrize("text", ["", "x", "gAAAA"])
def test_a_list_that_we_did_not_seal_is_not_taken(cast: Cast, text: str) -> None:
    response = cast.client("officer").post(f"{UPLOAD}issue/", {"list": text})

    assert response.url == UPLOAD
    assert not VisitorCard.objects.exists()


@pytest.mark.parametrize(("layout", "a_page", "least_mm"), [("card", 10, 30), ("square", 12, 49.5)])
def test_cards_are_read_by_both_readers_and_wide_enough(
    cast: Cast, settings: Any, layout: str, a_page: int, least_mm: float
) -> None:
    settings.PUBLIC_URL = "https://congxa.thongnhat.example.vn"
    cards = [a_card(cast.village) for _ in range(a_page + 1)]

    first, second = sheets(cards, layout)

    found = read(first)
    wide = [(at.position.top_right.x - at.position.top_left.x) * MM_PER_DOT for at in found]
    wanted = {f"https://congxa.thongnhat.example.vn/c/{card.code}/" for card in cards}
    assert {at.text for at in [*found, *read(second)]} == wanted
    assert len(found) == a_page
    assert min(wide) >= least_mm
    assert set(by_jsqr(second)) <= wanted


@pytest.mark.parametrize("layout", Layout.values)
@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_data_and_ten_of_them_stay_on_one_page(cast: Cast, layout: str, name: str) -> None:
    pdf = cards_pdf([a_card(cast.village, name=name) for _ in range(10)], layout)

    assert b"/Type/Pages/Count 1/" in pdf
    assert embedded_typefaces(pdf) == {"BeVietnamPro"}


def test_the_cards_of_a_village_are_printed_those_of_today_alone_if_asked(cast: Cast) -> None:
    a_card(cast.village, issued_at="2021-07-01T00:00:00Z")
    client, asked = cast.client("village_head"), {"village": cast.village.pk, "layout": "card"}

    every = client.get("/cards/cards.pdf", asked)
    today = client.get("/cards/cards.pdf", asked | {"today": "on"})

    assert every.content.startswith(b"%PDF-")
    assert every["Cache-Control"] == "no-store"
    assert today.url == LIST
    assert AuditEvent.objects.get(action="card.print").facts == {"count": 1}


def test_more_cards_than_one_file_holds_are_refused_and_none_left_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PRINT_MOST", 1)
    for _number in range(2):
        a_card(cast.village)

    response = cast.client("officer").get(
        "/cards/cards.pdf", {"village": cast.village.pk, "layout": "card"}, follow=True
    )

    (said,) = response.context["messages"]
    assert re.findall(r"\d+", str(said)) == ["2", "1"]
    assert not AuditEvent.objects.filter(action="card.print").exists()


def test_what_a_strangers_camera_opens_is_the_same_for_every_code(cast: Cast) -> None:
    live, revoked = a_card(cast.village), a_card(cast.village)
    actions.revoke_card(actor=User.objects.get(username="officer"), card=revoked)

    pages = [Client().get(f"/c/{code}/") for code in (live.code, revoked.code, "CDEFHJKMPRTVWXY2", "x")]

    assert {page.status_code for page in pages} == {200}
    assert len({page.content for page in pages}) == 1
    assert "Đồng Tiến" not in unescape(pages[0].content.decode())


def test_what_a_strangers_camera_opens_asks_the_database_nothing(cast: Cast, django_assert_num_queries: Any) -> None:
    card = a_card(cast.village)

    with django_assert_num_queries(0):
        Client().get(f"/c/{card.code}/")
