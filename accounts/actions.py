"""What is done to accounts and communes; every deed leaves an audit event."""

import secrets

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Commune, KnownDevice, User

# Without look-alikes, so that a password can be read out over the telephone.
PASSWORD_ALPHABET = "cdefhjkmprtvwxy2345689"  # noqa: S105
PASSWORD_LENGTH = 12


def one_time_password() -> str:
    """About 53 bits, shown once to whoever made the account and replaced by its owner at the first sign-in."""
    return "".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(PASSWORD_LENGTH))


@transaction.atomic
def create_account(*, actor: User | None, account: User) -> str:
    """Store a new account, already cleaned by its form; returns its one-time password. It may not sign for 24 hours."""
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.credentials_reset_at = timezone.now()
    account.save()
    audit.record(actor=actor, action="account.create", target=account, commune=account.commune, role=account.role)
    return password


@transaction.atomic
def update_account(*, actor: User, account: User) -> None:
    """A new role is a new right to sign: it waits 24 hours, like a new password."""
    if not User.objects.get_queryset().filter(pk=account.pk, role=account.role).exists():
        account.credentials_reset_at = timezone.now()
    account.save()
    audit.record(actor=actor, action="account.update", target=account, commune=account.commune, role=account.role)


@transaction.atomic
def set_account_active(*, actor: User, account: User, active: bool) -> None:
    """A disabled account is signed out everywhere at its next request; nothing it did is removed."""
    account.is_active = active
    account.save(update_fields=["is_active"])
    action = "account.enable" if active else "account.disable"
    audit.record(actor=actor, action=action, target=account, commune=account.commune)


@transaction.atomic
def reset_password(*, actor: User | None, account: User) -> str:
    """A new one-time password; sessions end, devices are forgotten, and tracing refuses a signature for 24 hours."""
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.credentials_reset_at = timezone.now()
    account.save()
    KnownDevice.objects.filter(user=account).delete()
    audit.record(actor=actor, action="account.reset_password", target=account, commune=account.commune)
    return password


@transaction.atomic
def replace_password(*, account: User, password: str) -> None:
    account.set_password(password)
    account.must_change_password = False
    account.save()
    audit.record(actor=account, action="account.change_password", target=account)


@transaction.atomic
def save_commune(*, actor: User | None, commune: Commune) -> None:
    action = "commune.update" if commune.pk else "commune.create"
    commune.save()
    audit.record(actor=actor, action=action, target=commune, commune=commune)
