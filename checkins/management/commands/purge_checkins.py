from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.models import Commune
from checkins.actions import purge


class Command(BaseCommand):
    help = "Remove the check-ins older than each commune's retention, but for those an open case holds."

    def handle(self, *args: Any, **options: Any) -> None:
        for commune in Commune.objects.all():
            proof = purge(commune=commune)
            counts = {"commune": commune, "removed": proof.removed, "held": proof.held}
            self.stdout.write(_("%(commune)s: %(removed)d removed, %(held)d held by a case") % counts)
