"""What stands in a downloaded Excel file."""

from io import BytesIO
from typing import Any

from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet


def opened(response: Any) -> Worksheet:
    """The one sheet of a file; formulas stay formulas, so that one would be seen."""
    assert response.status_code == 200
    sheet: Worksheet = load_workbook(BytesIO(response.content)).active
    return sheet


def sheet_of(client: Client, address: str) -> Worksheet:
    return opened(client.get(address))


def lines_of(client: Client, address: str) -> list[tuple[object, ...]]:
    """The lines below the note and the headings."""
    return list(sheet_of(client, address).iter_rows(min_row=3, values_only=True))
