"""Rosters as personnel offices send them."""

from organisations.models import Organisation, RosterImport
from organisations.roster import actions
from organisations.roster.entries import COLUMN_TITLES
from tests.spreadsheets.files import excel

SOUND = {"name": "Nguyễn Văn Mẫu", "phone": "0912 345 678", "smartphone": "có", "installed": "có"}


def person(**cells: object) -> list[object]:
    return list((SOUND | cells).values())


def roster_file(*rows: list[object]) -> bytes:
    """Row 1 is the header: the first person stands in row 2."""
    return excel(list(COLUMN_TITLES.values()), *rows)


def checked(organisation: Organisation, *rows: list[object]) -> RosterImport:
    """After the dry run."""
    upload = actions.receive_list(
        actor=None,
        commune=organisation.commune,
        file_name="can-bo.xlsx",
        content=roster_file(*rows),
        organisation=organisation,
    )
    actions.check_list(upload=upload)
    return upload


def stored(organisation: Organisation, *rows: list[object]) -> RosterImport:
    upload = checked(organisation, *rows)
    assert upload.state == RosterImport.State.READY, upload.outcome
    actions.store_list(upload=upload)
    return upload


def a_roster(organisation: Organisation, state: str) -> RosterImport:
    """Received, in some state of its way."""
    upload = checked(organisation, person(name=""))
    RosterImport.objects.filter(pk=upload.pk).update(state=state)
    return upload
