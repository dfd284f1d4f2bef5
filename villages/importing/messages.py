"""What an officer is told: faults of a row, and why a whole file cannot be read."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

FAULTS: dict[str, StrOrPromise] = {
    "code_missing": _("the household code is empty"),
    "code_invalid": _("the household code may have letters, digits, dots and dashes only, at most 20"),
    "code_twice": _("the household code stands twice in the file"),
    "village_missing": _("the village is empty; if cells are merged, unmerge them"),
    "village_unknown": _("the village does not exist in this commune"),
    "head_missing": _("the household head is missing"),
    "not_a_name": _("the household head is not a person's name"),
    "legacy_encoding": _("the text is in an old font encoding (TCVN3 or VNI); convert the file to Unicode"),
    "members_missing": _("the number of members is empty"),
    "members_not_a_number": _("the number of members is not a number"),
    "members_not_whole": _("the number of members is not a whole number"),
    "members_none": _("there must be at least one member"),
    "members_absurd": _("more members than a household can have (at most 40)"),
    "phone_invalid": _("the phone number is not valid"),
    "formula": _("a cell holds a formula; paste the value instead"),
    "too_long": _("a text is too long"),
}
UNREADABLE: dict[str, StrOrPromise] = {
    "too_large": _("The file is larger than 10 MB. Split the list by village and import each part."),
    "too_big_inside": _("The file unpacks to an absurd size and was not opened. Save the list anew as .xlsx."),
    "macro": _("The workbook holds macros. Save it as .xlsx (without macros) and send that."),
    "old_xls": _("This is an old .xls file. Open it in Excel and save it as .xlsx."),
    "encrypted": _("The file is protected by a password. Save it without one."),
    "not_a_workbook": _("This is neither an Excel workbook nor a CSV, or it is damaged. Save the list as .xlsx."),
    "empty": _("The sheet is empty."),
    "missing_columns": _("Columns are missing: %(details)s. Download the template and compare the header."),
    "no_rows": _("There is a header but no row under it."),
    "too_many_rows": _("The list has more than 50,000 rows. Split it."),
    "bad_text": _("The CSV is not in Unicode (UTF-8). Save the list as .xlsx."),
}


def unreadable_message(code: str, details: tuple[str, ...]) -> str:
    return str(UNREADABLE[code]) % {"details": ", ".join(details)}
