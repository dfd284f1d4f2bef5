"""Standing at a venue's door with the keeper's desk."""

from collections.abc import Callable
from pathlib import Path

import qrcode
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from checkins.models import CheckIn
from tests.browser.surveying import CONTROLLED
from tests.checkins.desks import NUMBER

OpenPage = Callable[..., Page]
CCCD = f"{NUMBER}||Nguyễn Văn Mẫu|01011990|Nam|Thôn Mẫu, Xã Thống Nhất|01072021"
WIDTH, HEIGHT, A_SECOND = 640, 480, 10
GREY = 128
STORED = """async () => {
  const db = await new Promise((resolve) => {
    const opening = indexedDB.open("thongnhat-keeper");
    opening.onsuccess = () => resolve(opening.result);
  });
  const all = (name) => new Promise((resolve) => {
    const asking = db.transaction(name).objectStore(name).getAll();
    asking.onsuccess = () => resolve(asking.result);
  });
  return JSON.stringify(await Promise.all([...db.objectStoreNames].map(all)));
}"""


def open_desk(open_page: OpenPage, width: str = "phone", *, forgives: str = "net::ERR_") -> Page:
    """The page with its venue, kept by the service worker: from here on it needs no connection."""
    page = open_page("keeper", width, forgives=forgives)
    page.goto("/keeper/")
    page.wait_for_function(CONTROLLED)
    expect(page.locator("#inside")).to_be_visible()
    return page


def button(page: Page, name: str) -> Locator:
    return page.locator("#app").get_by_role("button", name=name, exact=True)


def type_visitor(page: Page, name: str, phone: str = "0912 345 678") -> None:
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Điện thoại").fill(phone)
    save(page)


def save(page: Page) -> None:
    button(page, "Ghi lượt vào").click()
    expect(page.locator("#status")).to_contain_text("Đã lưu trên máy")


def scan_by_usb(page: Page, text: str) -> None:
    """A scanner types into its field, faster than any hand, and presses Enter."""
    page.locator("#usb").fill(text)
    page.locator("#usb").press("Enter")


def kept_on_device(page: Page) -> str:
    """All that the browser stores of the desk, as JSON."""
    return str(page.evaluate(STORED))


def visitors() -> list[str]:
    return sorted(visit.name for visit in CheckIn.objects.all())


def film(path: Path, text: str, *, grey_s: float = 1.5, shown_s: float = 3) -> Path:
    """A Y4M film for Chromium's camera: grey, then a QR code held still; played again and again."""
    code = _code(text)
    picture = Image.new("L", (WIDTH, HEIGHT), 235)
    picture.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    colour = bytes([GREY]) * (WIDTH * HEIGHT // 2)
    grey = bytes([GREY]) * (WIDTH * HEIGHT) + colour
    frames = [grey] * int(grey_s * A_SECOND) + [picture.tobytes() + colour] * int(shown_s * A_SECOND)
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{A_SECOND}:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(header + b"".join(b"FRAME\n" + frame for frame in frames))
    return path


def _code(text: str) -> Image.Image:
    """Dark on light with its quiet zone, about two thirds of the picture's height."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    code.box_size = 340 // (code.modules_count + 8)
    return code.make_image(fill_color="#101010", back_color="#ebebeb").get_image().convert("L")
