from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from backups.actions import back_up, forget_old_backups

KEPT_DAYS = 30


class Command(BaseCommand):
    help = "Write the whole database into one file, without any key; remove backups that are past their time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.VAR_DIR / "backups", help="where the files lie")
        parser.add_argument("--keep-days", type=int, default=KEPT_DAYS, help="older backups in the folder are removed")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        path = back_up(folder=options["folder"], now=now)
        removed = forget_old_backups(folder=options["folder"], now=now, days=options["keep_days"])
        told = {"path": path, "size": f"{path.stat().st_size:,}", "removed": removed}
        self.stdout.write(_("%(path)s: %(size)s bytes; %(removed)d older backups removed.") % told)
        self.stdout.write(_("It holds no key: keep a copy of the keys in another place."))
