from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from vault import actions
from vault.sealing import CannotUnseal


class Command(BaseCommand):
    help = (
        "Put new keys in force and seal every row anew. An hour later, when no request begun before can be "
        "open any more, drop the older keys with --retire. After an interruption, go on with --resume."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--retire", action="store_true", help="drop the older keys, once no row needs them")
        choice.add_argument("--resume", action="store_true", help="seal what is left, without new keys")

    def handle(self, *args: Any, retire: bool, resume: bool, **options: Any) -> None:
        try:
            actions.check_keys()  # before anything is put into somebody else's key file
            if retire:
                self.retire()
            else:
                self.rotate(resume=resume)
        except (CannotUnseal, ImproperlyConfigured, actions.KeysStillNeeded) as error:
            raise CommandError(str(error)) from error

    def rotate(self, *, resume: bool) -> None:
        if settings.VAULT_KEYS:
            self.stdout.write(
                _(
                    "The keys come from VAULT_KEYS, so none were added. To rotate, put a new key first in "
                    "each of its lists, restart every process of the portal, and run this again."
                )
            )
        elif not resume:
            actions.add_keys(settings.VAULT_KEYS_FILE)
        for label, count in actions.reseal_all(report=self.progress).items():
            self.stdout.write(_("%(model)s: %(count)d rows sealed anew") % {"model": label, "count": count})

    def retire(self) -> None:
        if settings.VAULT_KEYS:
            actions.prove_newest_keys_suffice()
            self.stdout.write(
                _(
                    "No row needs the older keys. Keep in VAULT_KEYS only the first encryption key, the "
                    "first index key of each purpose and every audit key, then restart every process."
                )
            )
        else:
            actions.retire_keys(settings.VAULT_KEYS_FILE)
            self.stdout.write(_("The older keys are dropped from %(path)s.") % {"path": settings.VAULT_KEYS_FILE})
        self.stdout.write(_("Backups made before are opened only with a copy of the older keys."))

    def progress(self, label: str, read: int) -> None:
        self.stderr.write(_("%(model)s: %(count)d rows read") % {"model": label, "count": read})
