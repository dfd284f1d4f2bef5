from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backups.actions import CannotRestore, restore
from vault.actions import WrongKeys

WHY_NOT = {
    "not_a_backup": gettext_lazy("This file is no backup of the portal, or it is damaged."),
    "cut_off": gettext_lazy("This backup is cut off; take another."),
    "not_empty": gettext_lazy("This installation holds a commune already; restore into an empty one."),
    "other_version": gettext_lazy("This backup was made by another version of the portal; restore it with that one."),
    "miscounted": gettext_lazy("The backup does not hold as many rows as it says; take another."),
    "chain_broken": gettext_lazy("The audit chain in this backup is broken: it was changed after it was made."),
}


class Command(BaseCommand):
    help = "Restore a backup into an empty installation; check-ins past their retention are removed before it serves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": options["file"]})
        try:
            counts = restore(path=options["file"], now=timezone.now())
        except CannotRestore as problem:
            raise CommandError(WHY_NOT[str(problem)]) from problem
        except WrongKeys as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            _("%(rows)d rows restored; check-ins past their time were removed again.") % {"rows": sum(counts.values())}
        )
