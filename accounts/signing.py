"""Who may not sign for a day: an account that somebody else has just made, or given a password or a role.

Else whoever manages accounts could be both of the two persons that a signature takes (Mainz: RULES).
"""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Commune, Role, User

WAIT = timedelta(hours=24)


def barred_until(user: User) -> datetime | None:
    """The moment from which this account signs again; None where nothing bars it."""
    if user.credentials_reset_at is None:
        return None
    until = user.credentials_reset_at + WAIT
    return until if until > timezone.now() else None


def barred_signers(commune: Commune) -> list[tuple[User, datetime]]:
    """The chairs of a commune who may not sign yet, and until when; for the other signers to be told."""
    chairs = User.objects.get_queryset().filter(commune=commune, role=Role.CHAIR, is_active=True)
    reset = chairs.filter(credentials_reset_at__gt=timezone.now() - WAIT)
    return [(user, user.credentials_reset_at + WAIT) for user in reset if user.credentials_reset_at]
