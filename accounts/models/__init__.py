from accounts.models.audit import AuditChain, AuditEvent
from accounts.models.commune import Commune
from accounts.models.devices import KnownDevice, SignInFailure
from accounts.models.user import MANAGED_ROLES, Role, User

__all__ = [
    "MANAGED_ROLES",
    "AuditChain",
    "AuditEvent",
    "Commune",
    "KnownDevice",
    "Role",
    "SignInFailure",
    "User",
]
