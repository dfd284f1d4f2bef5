from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Commune, Role, User
from demo.accounts import where_the_password_is
from demo.commune import SEED, build


class Command(BaseCommand):
    help = "Load a commune of invented people into an empty installation; where there is one, change nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="another number, other people (default: 210)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if Commune.objects.exists():
            self.stdout.write(_("There is a commune already; the demo was not loaded and nothing was changed."))
        else:
            commune = build(seed=options["seed"])
            self.stdout.write(_("%(commune)s is loaded.") % {"commune": commune})
        self._list_accounts()

    def _list_accounts(self) -> None:
        accounts = User.objects.filter(username__in=Role.values).order_by("pk")
        if accounts.count() != len(Role):
            return
        self.stdout.write(_("The demo's accounts:"))
        for user in accounts:
            self.stdout.write(f"  {user.username:<16}{user.get_role_display()}, {user.full_name}")
        self.stdout.write(_("The password of all of them is in %(place)s.") % {"place": where_the_password_is()})
