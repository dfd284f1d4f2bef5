import openpyxl.xml

import spreadsheets


def test_workbooks_are_parsed_by_the_parser_that_hostile_files_were_tried_against() -> None:
    assert spreadsheets.__doc__
    assert not openpyxl.xml.LXML
