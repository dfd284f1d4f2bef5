"""Who may do what with venues; a venue handed in was fetched within what the user sees."""

from django.core.exceptions import PermissionDenied

from accounts.models import Role, User
from venues.models import Venue

LOOKERS = (Role.CHAIR, Role.OFFICER, Role.MONITOR, Role.VILLAGE_HEAD, Role.KEEPER, Role.HEALTH)


def can_see_venues(user: User) -> bool:
    return user.has_role(*LOOKERS)


def check_can_see_venues(user: User) -> None:
    if not can_see_venues(user):
        raise PermissionDenied


def can_register_venue(user: User) -> bool:
    """The officer anywhere in the commune, a village head in the own village: the form offers no other."""
    return user.has_role(Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_register_venue(user: User) -> None:
    if not can_register_venue(user):
        raise PermissionDenied


def can_open_event(user: User) -> bool:
    """Register and approve a wedding, funeral or meeting at once: the form offers only villages of one's own."""
    return user.has_role(Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_open_event(user: User) -> None:
    if not can_open_event(user):
        raise PermissionDenied


def can_edit_venue(user: User, venue: Venue) -> bool:
    """The officer until it is closed for good; its village head as long as it waits for approval, or is an event."""
    waits = user.has_role(Role.VILLAGE_HEAD) and venue.status == Venue.Status.PENDING
    return waits or can_retire_venue(user, venue)


def check_can_edit_venue(user: User, venue: Venue) -> None:
    if not can_edit_venue(user, venue):
        raise PermissionDenied


def can_retire_venue(user: User, venue: Venue) -> bool:
    """The officer; a village head an event that is not over: by their right it was opened, and may be cancelled."""
    if user.has_role(Role.VILLAGE_HEAD):
        return venue.status == Venue.Status.APPROVED and venue.is_event and not venue.is_over
    return user.has_role(Role.OFFICER) and venue.status != Venue.Status.RETIRED


def check_can_retire_venue(user: User, venue: Venue) -> None:
    """For an officer a venue closed already is a clash of two clicks, not a want of right."""
    if not (can_approve_venue(user) or can_retire_venue(user, venue)):
        raise PermissionDenied


def can_approve_venue(user: User) -> bool:
    """Approve, suspend, reopen; issue and revoke posters."""
    return user.has_role(Role.OFFICER)


def check_can_approve_venue(user: User) -> None:
    if not can_approve_venue(user):
        raise PermissionDenied


def can_print_posters(user: User) -> bool:
    """Many at once: the officer those of all venues, a village head those of the own village."""
    return user.has_role(Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_print_posters(user: User) -> None:
    if not can_print_posters(user):
        raise PermissionDenied


def can_see_contact(user: User) -> bool:
    """The owner's name and phone, of a venue within what the user sees."""
    return user.has_role(Role.OFFICER, Role.VILLAGE_HEAD)


def can_transfer_venue(user: User) -> bool:
    """Give it into other hands; and see who keeps what."""
    return user.has_role(Role.OFFICER)


def check_can_transfer_venue(user: User) -> None:
    if not can_transfer_venue(user):
        raise PermissionDenied


def can_photograph_venue(user: User, venue: Venue) -> bool:
    """Officer, village head, and the keeper of the place itself, until it is closed for good."""
    may = user.has_role(Role.OFFICER, Role.VILLAGE_HEAD, Role.KEEPER, Role.HEALTH)
    return may and venue.status != Venue.Status.RETIRED


def check_can_photograph_venue(user: User, venue: Venue) -> None:
    if not can_photograph_venue(user, venue):
        raise PermissionDenied


def can_see_inspections(user: User) -> bool:
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.MONITOR, Role.VILLAGE_HEAD)


def check_can_see_inspections(user: User) -> None:
    if not can_see_inspections(user):
        raise PermissionDenied


def can_inspect(user: User) -> bool:
    """The monitoring team, and the officer who goes with it."""
    return user.has_role(Role.MONITOR, Role.OFFICER)


def check_can_inspect(user: User) -> None:
    if not can_inspect(user):
        raise PermissionDenied


def can_list_places(user: User) -> bool:
    """Whoever walks the village names what lacks a poster."""
    return user.has_role(Role.MONITOR, Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_list_places(user: User) -> None:
    if not can_list_places(user):
        raise PermissionDenied


def can_settle_places(user: User) -> bool:
    """Make a venue of a listed place, or strike it off."""
    return can_register_venue(user)


def check_can_settle_places(user: User) -> None:
    if not can_settle_places(user):
        raise PermissionDenied
