import os
from argparse import ArgumentParser
from datetime import date
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actions import save_commune
from accounts.models import Commune, Role, User
from reports.actions import set_target
from reports.models import Target
from vietnam.text import clean, fold

LETTER = "Công văn số 210/UBND ngày 25/6/2021"


class Command(BaseCommand):
    help = "Begin an empty installation: the commune, the first administrator, the letter's target."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commune", help="its name without the word “Xã”")
        parser.add_argument("--admin", help="user name of the first administrator; password in ADMIN_PASSWORD")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        name = clean(options["commune"] or input(_("Name of the commune, without “Xã”: ")))
        username = (options["admin"] or input(_("User name of the administrator: "))).strip()
        commune = self._commune(name)
        self._admin(username)
        self._target(commune)
        self.stdout.write(_("%(commune)s is set up; sign in as %(user)s.") % {"commune": commune, "user": username})

    def _commune(self, name: str) -> Commune:
        slug = fold(name).replace(" ", "-")
        if not slug:
            raise CommandError(_("A commune needs a name."))
        if Commune.objects.filter(slug=slug).exists():
            raise CommandError(_("There is a commune of this name already."))
        commune = Commune(name=name, slug=slug, signatory_title="Chủ tịch")
        save_commune(actor=None, commune=commune)
        return commune

    def _admin(self, username: str) -> None:
        admin = User(username=username, full_name=_("Administrator"), role=Role.ADMIN)
        password = os.environ.get("ADMIN_PASSWORD") or getpass(_("Password: "))
        try:
            validate_password(password, admin)
            admin.set_password(password)
            admin.full_clean()
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        admin.save()
        audit.record(actor=None, action="account.create", target=admin, role=admin.role)

    def _target(self, commune: Commune) -> None:
        target = Target(
            commune=commune,
            percent=50,
            starts_on=date(2021, 6, 25),
            due_on=date(2021, 7, 30),
            source_letter=LETTER,
        )
        set_target(actor=None, target=target)
