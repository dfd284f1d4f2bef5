"""A place registered by its owner, and the account the owner is given."""

from django.db import transaction

from accounts import audit
from accounts.actions import create_account
from accounts.models import Commune, Role, User
from venues.actions import WrongStatus, approve_venue, register_venue
from venues.models import Venue
from vietnam.text import fold, sort_key

USERNAME_STEM = 40


@transaction.atomic
def enrol(*, venue: Venue) -> Venue:
    """Waits for an officer. The same name with the same phone again is the first one."""
    Commune.objects.select_for_update().get(pk=venue.commune_id)
    same_name = Venue.objects.filter(commune=venue.commune_id, sort_key=sort_key(venue.name))
    for twin in same_name.exclude(status=Venue.Status.RETIRED):
        if twin.contact_phone == venue.contact_phone:
            return twin
    register_venue(actor=None, venue=venue, keepers=[])
    return venue


@transaction.atomic
def give_owner_an_account(*, actor: User, venue: Venue) -> tuple[User, str]:
    """The owner as keeper of the venue, which is opened if it waits; returns the account and its one-time password.

    Raises WrongStatus where there is no owner to make an account for, or somebody keeps the venue already.
    """
    locked = Venue.objects.select_for_update().get(pk=venue.pk)
    if not locked.contact_name or locked.status == Venue.Status.RETIRED or locked.keepers.exists():
        raise WrongStatus
    if locked.status == Venue.Status.PENDING:
        approve_venue(actor=actor, venue=locked)
    owner = User(
        username=_free_username(locked.contact_name),
        full_name=locked.contact_name,
        role=Role.KEEPER,
        commune=locked.commune,
    )
    password = create_account(actor=actor, account=owner)
    locked.keepers.add(owner)
    audit.record(actor=actor, action="venue.keeper", target=locked, commune=locked.commune, coming=owner.pk)
    return owner, password


def _free_username(name: str) -> str:
    """Nguyễn Văn Mẫu → nguyenvanmau, nguyenvanmau2, …"""
    stem = fold(name).replace(" ", "")[:USERNAME_STEM]
    taken = set(User.objects.get_queryset().filter(username__startswith=stem).values_list("username", flat=True))
    number = 1
    while (username := stem if number == 1 else f"{stem}{number}") in taken:
        number += 1
    return username
