from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from vault.actions import check_keys


class Command(BaseCommand):
    help = "Check that the key file belongs to this database, before anything is served or written."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_keys()
        except ImproperlyConfigured as fault:  # WrongKeys is one of them
            raise CommandError(str(fault)) from fault
