"""Venue lists as commune offices send them."""

from accounts.models import Commune, User
from tests.spreadsheets.files import excel
from venues.importing import actions
from venues.importing.entries import COLUMN_TITLES
from venues.models import VenueImport

HEADER = list(COLUMN_TITLES.values())
SOUND = {
    "name": "Quán phở Mẫu",
    "category": "Quán ăn",
    "village": "Thôn Đồng Tiến",
    "address": "Ngõ 3",
    "owner": "NGUYỄN VĂN MẪU",
    "phone": "0912 345 678",
    "capacity": 40,
}


def a_row(**cells: object) -> list[object]:
    return list((SOUND | cells).values())


def venue_list(*rows: list[object]) -> bytes:
    """Row 1 is the header: the first venue stands in row 2."""
    return excel(HEADER, *rows)


def checked(commune: Commune, *rows: list[object], approve: bool = False, actor: User | None = None) -> VenueImport:
    """After the dry run."""
    upload = actions.receive_list(
        actor=actor, commune=commune, file_name="dia-diem.xlsx", content=venue_list(*rows), approve=approve
    )
    actions.check_list(upload=upload)
    return upload


def stored(commune: Commune, *rows: list[object], approve: bool = False, actor: User | None = None) -> VenueImport:
    upload = checked(commune, *rows, approve=approve, actor=actor)
    assert upload.state == VenueImport.State.READY, upload.outcome
    actions.store_list(upload=upload)
    return upload
