from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from vault.actions import make_keys


class Command(BaseCommand):
    help = "Make the file of keys of a new installation; a file that is there is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self.make())

    def make(self) -> str:
        if settings.VAULT_KEYS:
            return _("The keys come from VAULT_KEYS; no file was made.")
        path = settings.VAULT_KEYS_FILE
        if not make_keys(path):
            return _("%(path)s is there already; nothing was changed.") % {"path": path}
        return _("Made %(path)s. Copy it to a safe place: without it nothing sealed can be read.") % {"path": path}
