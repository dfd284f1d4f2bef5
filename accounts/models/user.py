from __future__ import annotations

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.commune import Commune


class Role(models.TextChoices):
    ADMIN = "admin", _("Administrator")
    CHAIR = "chair", _("Chair or vice chair")
    OFFICER = "officer", _("Commune officer")
    HEALTH = "health", _("Health station")
    MONITOR = "monitor", _("Disease monitoring team")
    VILLAGE_HEAD = "village_head", _("Village head")
    SURVEYOR = "surveyor", _("Surveyor")
    REPORTER = "reporter", _("Reporter of an organisation")
    KEEPER = "keeper", _("Venue keeper")
    SUPERVISOR = "supervisor", _("District or province supervisor")


ROLES_WITHOUT_COMMUNE = (Role.ADMIN, Role.SUPERVISOR)

MANAGED_ROLES: dict[str, tuple[Role, ...]] = {
    Role.ADMIN: (Role.ADMIN, Role.CHAIR, Role.OFFICER, Role.HEALTH, Role.SUPERVISOR),
    Role.OFFICER: (Role.MONITOR, Role.VILLAGE_HEAD, Role.SURVEYOR, Role.REPORTER, Role.KEEPER),
}


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> Self:
        """The accounts this user manages: DESIGN §1 gives the upper roles to admins, the others to officers."""
        managed = self.filter(role__in=MANAGED_ROLES.get(user.role, ()))
        return managed if user.sees_all_communes else managed.filter(commune=user.commune_id)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> UserQuerySet:
        return self.get_queryset().visible_to(user)


class User(AbstractBaseUser):
    """One account, one role, one commune."""

    username = models.CharField(
        _("user name"),
        max_length=50,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This user name is taken.")},
    )
    full_name = models.CharField(_("full name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    commune = models.ForeignKey(
        Commune,
        verbose_name=_("commune"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(default=False)
    # When somebody else made this account, or gave it a new password or role: until a day later it signs nothing.
    credentials_reset_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name", "role"]

    class Meta:
        ordering = ["role", "username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commune__isnull=False) | Q(role__in=ROLES_WITHOUT_COMMUNE),
                name="user_has_commune_unless_admin_or_supervisor",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def has_role(self, *roles: str) -> bool:
        return self.role in roles

    @property
    def sees_all_communes(self) -> bool:
        return self.commune_id is None and self.role in ROLES_WITHOUT_COMMUNE
