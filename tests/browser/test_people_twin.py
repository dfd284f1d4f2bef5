"""What the offline pages take for a name or a phone: nothing that the portal takes is refused at the door."""

from base64 import b64encode
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.vietnam import test_names, test_phones

SCRIPT = Path(settings.BASE_DIR) / "assets" / "offline" / "people.js"
JUDGE = """async ([source, judge, texts]) => {
  const people = await import(`data:text/javascript;base64,${source}`);
  return texts.map((text) => people[judge](text));
}"""
NAMES = [
    *("Nguyễn Thị Mai", "Ý", "H'Hen Niê", "K’Brông", "Rơ Châm Hơ̆m", "Kpă Ñuê", "Jean-Luc", "Günel Əliyeva", "'t Hooft"),
    *("ÐÀO VĂN ÐỨC", "  Nguyễn\u00a0 Văn\tMẫu ", "Ngu\u200byễn Văn Mẫu", "Nguyễn V. An", "Đ" * 100),
]
NO_NAMES = ["", " ", "12345", "Bà 3", "Phòng trọ số 3", "=1+1", "An, Bình", "(An)", "-An", "Đ" * 101]
PHONES = [
    *("0912345678", "+84 (0)912 345 678", "84912345678", "0084912345678", "912345678", "912345678.0", "0912–345–678"),
    *(
        "０９１２３４５６７８",
        "＋84 912 345 678",
        " \u202a0912\u00a0345\u200b678\u202c\n",
        "0168 1234 567",
        "01991234567",
    ),
    *("841234567", "0841234567", "84841234567", "024 3825 1234", "842438251234", "1900 1234", "+33 6 12 34 56 78"),
    *("0033612345678", "+1 650 253 0000"),
]
NO_PHONES = [
    "",
    "12345678",
    "0",
    "091234567",
    "09123456789",
    "0412345678",
    "không có",
    "+",
    "0912 345 67a",
    "33612345678",
]


def judged(browser: Browser, judge: str, texts: list[str]) -> dict[str, bool]:
    page = browser.new_page()
    source = b64encode(SCRIPT.read_bytes()).decode()
    answers = page.evaluate(JUDGE, [source, judge, texts])
    page.close()
    return dict(zip(texts, answers, strict=True))


@pytest.mark.parametrize(("judge", "sound", "unsound"), [("isName", NAMES, NO_NAMES), ("isPhone", PHONES, NO_PHONES)])
def test_the_script_judges_as_the_portal_does(
    browser: Browser, judge: str, sound: list[str], unsound: list[str]
) -> None:
    refusal = {"isName": test_names.refusal, "isPhone": test_phones.refusal}[judge]
    texts = sound + unsound

    assert judged(browser, judge, texts) == {text: refusal(text) is None for text in texts}
    assert [text for text in texts if refusal(text) is None] == sound
