from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.audit import faults
from accounts.models import AuditChain


class Command(BaseCommand):
    help = "Verify every chain of audit events; exits with an error where one is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for chain in AuditChain.objects.select_related("commune"):
            name = chain.commune or _("installation")
            for fault in faults(chain):
                broken += 1
                self.stderr.write(f"{name}: #{fault.number} {fault.cause}")
            self.stdout.write(
                _("%(chain)s: %(length)d events, head %(head)s")
                % {"chain": name, "length": chain.length, "head": chain.head}
            )
        if broken:
            raise CommandError(_("The audit chain is broken in %(count)d places.") % {"count": broken})
