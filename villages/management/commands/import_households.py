from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import Commune
from spreadsheets.archives import Unreadable
from villages import actions
from villages.importing.messages import FAULTS, unreadable_message
from villages.models import HouseholdImport


class Command(BaseCommand):
    help = "Import a household list (.xlsx or CSV): a dry run first, then all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--commune", help="the commune's address (slug), where there are several")
        parser.add_argument("--create-villages", action="store_true", help="create villages that are missing")
        parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")
        parser.add_argument("--faults", type=Path, metavar="FILE", help="write the list with an error column to FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        upload = self._receive(options)
        actions.check_list(upload=upload)
        if upload.state == HouseholdImport.State.UNREADABLE:
            raise CommandError(unreadable_message(upload.problem[0], tuple(upload.problem[1:])))
        if upload.state == HouseholdImport.State.READY and not options["dry_run"]:
            actions.store_list(upload=upload)
        self._tell(upload)
        if upload.outcome["failed"]:
            self._refuse(upload, options["faults"])

    def _receive(self, options: dict[str, Any]) -> HouseholdImport:
        try:
            content = options["file"].read_bytes()
        except OSError as fault:
            raise CommandError(_("The file cannot be opened: %(file)s") % {"file": options["file"]}) from fault
        return actions.receive_list(
            actor=None,
            commune=_commune(options["commune"]),
            file_name=options["file"].name,
            content=content,
            create_villages=options["create_villages"],
        )

    def _tell(self, upload: HouseholdImport) -> None:
        template = _("created %(created)d, updated %(updated)d, unchanged %(unchanged)d, failed %(failed)d")
        self.stdout.write(template % upload.outcome)
        if upload.state != HouseholdImport.State.STORED:
            self.stdout.write(_("Nothing was stored."))

    def _refuse(self, upload: HouseholdImport, faults: Path | None) -> None:
        for row, found in upload.outcome["faults"].items():
            words = "; ".join(str(FAULTS[fault]) for fault in found)
            self.stderr.write(_("row %(row)s: %(faults)s") % {"row": row, "faults": words})
        if faults:
            self._write_faults(upload, faults)
        raise CommandError(_("The list has faulty rows; mend them and import it again."))

    def _write_faults(self, upload: HouseholdImport, file: Path) -> None:
        try:
            file.write_bytes(actions.list_with_faults(upload=upload, title=_("Error")))
        except (OSError, Unreadable) as fault:
            raise CommandError(_("The file cannot be opened: %(file)s") % {"file": file}) from fault


def _commune(slug: str | None) -> Commune:
    communes = Commune.objects.filter(slug=slug) if slug else Commune.objects.all()
    found = list(communes[:2])
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(_("There is no such commune; begin with the command setup."))
    raise CommandError(_("There are several communes; name one with --commune."))
