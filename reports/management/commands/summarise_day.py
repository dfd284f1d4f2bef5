from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Commune
from reports.actions import Closed, close_days
from vietnam.documents import parse_date


class Command(BaseCommand):
    help = "Close every day that is due up to DAY (default: yesterday), in every commune. Twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", nargs="?", metavar="DAY", help="YYYY-MM-DD or DD/MM/YYYY")

    def handle(self, *args: Any, **options: Any) -> None:
        day = self._day(options["day"])
        for commune in Commune.objects.all():
            self._say(commune, close_days(commune=commune, until=day))

    def _day(self, text: str | None) -> date:
        yesterday = timezone.localdate() - timedelta(days=1)
        try:
            day = parse_date(text) if text else yesterday
        except ValueError as fault:
            raise CommandError(_("“%(text)s” is not a day; write 2021-07-15.") % {"text": text}) from fault
        if day > yesterday:
            raise CommandError(_("A day can be closed only when it is over."))
        return day

    def _say(self, commune: Commune, closed: Closed) -> None:
        for template, days in (
            (_("%(commune)s: closed %(days)s"), closed.days),
            (_("%(commune)s: revised %(days)s"), closed.revised),
        ):
            if days:
                names = ", ".join(day.strftime("%d/%m/%Y") for day in days)
                self.stdout.write(template % {"commune": commune, "days": names})
        if not closed.days and not closed.revised:
            self.stdout.write(_("%(commune)s: nothing to close") % {"commune": commune})
