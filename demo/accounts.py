"""The demo accounts: one a role, named for it, and a head for each further village; one password."""

import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts import audit
from accounts.actions import one_time_password
from accounts.models import Commune, Role, User
from accounts.models.user import ROLES_WITHOUT_COMMUNE

# Invented people. The accounts of a role carry its name.
PEOPLE = {
    Role.CHAIR: "Hoàng Đình Định",
    Role.OFFICER: "Lê Thị Thảo",
    Role.HEALTH: "Trần Thị Hồng Hạnh",
    Role.MONITOR: "Phạm Đức Kiên",
    Role.VILLAGE_HEAD: "Nguyễn Hữu Tiến",
    Role.SURVEYOR: "Nguyễn Thị Ánh",
    Role.REPORTER: "Đặng Ngọc Lâm",
    Role.KEEPER: "Đỗ Thị Kim Oanh",
    Role.SUPERVISOR: "Vũ Quang Huy",
    Role.ADMIN: "Ngô Minh Duy",
}
OTHER_VILLAGE_HEADS = (
    *("Trần Văn Long", "Bùi Xuân Toàn", "Lê Công Thành", "Nguyễn Thị Liên"),
    *("Đinh Văn Sơn", "Phạm Bá Lực", "Dương Văn Ân"),
)


def make_accounts(commune: Commune) -> dict[str, User]:
    """All demo accounts by user name, stored. The password is hashed once: hashing is slow on purpose."""
    encoded = make_password(demo_password())
    users = [
        User(
            username=username,
            full_name=full_name,
            role=role,
            commune=None if role in ROLES_WITHOUT_COMMUNE else commune,
            password=encoded,
        )
        for username, role, full_name in _accounts()
    ]
    for user in users:
        user.save()
        audit.record(actor=None, action="account.create", target=user, commune=user.commune, role=user.role)
    return {user.username: user for user in users}


def _accounts() -> list[tuple[str, Role, str]]:
    """(user name, role, full name); heads of the further villages are village_head_2, village_head_3, …"""
    others = enumerate(OTHER_VILLAGE_HEADS, start=2)
    return [
        *((role.value, role, full_name) for role, full_name in PEOPLE.items()),
        *((f"{Role.VILLAGE_HEAD}_{number}", Role.VILLAGE_HEAD, full_name) for number, full_name in others),
    ]


def demo_password() -> str:
    """From DEMO_PASSWORD, else the one kept in var/, made up the first time."""
    return settings.DEMO_PASSWORD or _kept_password(settings.DEMO_PASSWORD_FILE)


def _kept_password(path: Path) -> str:
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(one_time_password() + "\n")
    return path.read_text(encoding="utf-8").strip()


def where_the_password_is() -> str:
    """The name of the variable or the file it stands in; never the password."""
    return "DEMO_PASSWORD" if settings.DEMO_PASSWORD else str(settings.DEMO_PASSWORD_FILE)
