import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.models import Commune


class Command(BaseCommand):
    help = "Bring an installation up to date before it is served: keys, tables, static files, the demo if wanted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo commune when the database is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VAULT_KEYS:
            call_command("make_keys")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("check_keys")
        if self._static_files_changed():
            call_command("collectstatic", interactive=False, verbosity=0)
        if options["demo"]:
            call_command("demo")
        self._say_how_to_begin()

    def _static_files_changed(self) -> bool:
        """Compressing them takes seconds, so it is done only when one is newer than what was collected."""
        collected = settings.STATIC_ROOT / "staticfiles.json"
        sources = (path for folder in settings.STATICFILES_DIRS for path in folder.rglob("*"))
        newest = max((path.stat().st_mtime for path in sources), default=0.0)
        return not collected.exists() or collected.stat().st_mtime < newest

    def _say_how_to_begin(self) -> None:
        if not Commune.objects.exists():
            self.stdout.write(_("This installation is empty. Begin with: %(command)s") % {"command": _setup_command()})
        self.stdout.write(_("The portal: %(url)s (Ctrl-C ends it)") % {"url": settings.PUBLIC_URL})


def _setup_command() -> str:
    """As it is typed where this runs: by the checkout's own Python, or by that of an image."""
    python = Path(sys.executable)
    shown = python.relative_to(settings.BASE_DIR) if python.is_relative_to(settings.BASE_DIR) else python.name
    return f"{shown} manage.py setup"
