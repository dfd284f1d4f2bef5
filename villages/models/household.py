from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from vault.fields import BlindIndexField, SealedTextField
from vault.sealing import blind_indexes
from vietnam.names import NAME_SORT_KEY_LENGTH, name_sort_key
from vietnam.phones import InvalidPhone, format_phone, parse_phone
from vietnam.text import SORT_KEY_LENGTH, fold, sort_key
from villages.models.village import ResidentialGroup, Village

MEMBERS_MOST = 40
FOLD_LENGTH = 300


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, user: User) -> Self:
        """Households down to which this user may look; strangers get 404."""
        mine = self.filter(commune=user.commune_id)
        if user.has_role(Role.CHAIR, Role.OFFICER, Role.MONITOR):
            return mine
        if user.has_role(Role.VILLAGE_HEAD):
            return mine.filter(village__heads=user)
        if user.has_role(Role.SURVEYOR):
            given = Q(group__in=user.assigned_groups.order_by().values("pk"))
            return mine.filter(given | Q(pk__in=user.assigned_households.order_by().values("pk")))
        return self.none()

    def living(self) -> Self:
        """Those still on the register."""
        return self.filter(retired_at=None)

    def provisional(self) -> Self:
        """Found at the door and not confirmed yet."""
        return self.living().filter(is_provisional=True)

    def matching(self, text: str) -> Self:
        """Found by words of name, code or alley without accents, or by exact phone number."""
        words = fold(text).split()
        if not words:
            return self.none() if text.strip() else self
        found = Q()
        for word in words:
            found &= Q(search_fold__contains=word)
        return self.filter(found | _by_phone(text))

    def by_name(self) -> Self:
        return self.order_by("head_sort", "code")

    def by_door(self) -> Self:
        """As one walks: village, alley, house number."""
        return self.order_by("village__sort_key", "alley_sort", "house_sort", "code")


def _by_phone(text: str) -> Q:
    try:
        phone = parse_phone(text)
    except InvalidPhone:
        return Q(pk__in=[])
    return Q(phone_index__in=blind_indexes("surveys", phone.e164))


class Household(models.Model):
    """A household (hộ gia đình) as the commune's list has it. Names in clear, phone sealed."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="households")
    village = models.ForeignKey(Village, verbose_name=_("village"), on_delete=models.PROTECT, related_name="households")
    group = models.ForeignKey(
        ResidentialGroup,
        verbose_name=_("residential group"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="households",
    )
    code = models.CharField(_("household code"), max_length=20)
    head_name = models.CharField(_("household head"), max_length=100)
    head_sort = models.CharField(max_length=NAME_SORT_KEY_LENGTH, editable=False)
    search_fold = models.CharField(max_length=FOLD_LENGTH, editable=False)
    alley = models.CharField(_("alley"), max_length=100, blank=True)
    alley_sort = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)
    house_number = models.CharField(_("house number"), max_length=30, blank=True)
    house_sort = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)
    member_count = models.PositiveSmallIntegerField(
        _("members"), validators=[MinValueValidator(1), MaxValueValidator(MEMBERS_MOST)]
    )
    phone = SealedTextField(_("phone"), blank=True, default="")
    phone_index = BlindIndexField(source="phone", purpose="surveys")
    note = models.CharField(_("note"), max_length=300, blank=True)
    surveyors = models.ManyToManyField(
        User,
        verbose_name=_("surveyors"),
        blank=True,
        related_name="assigned_households",
        help_text=_("Of this household alone, besides those of its group."),
    )
    field_uuid = models.UUIDField(
        null=True, blank=True, unique=True, editable=False, help_text=_("Made by the phone on which it was added.")
    )
    is_provisional = models.BooleanField(
        default=False, editable=False, help_text=_("Found at the door, not confirmed yet by the village head.")
    )
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="doubles"
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["head_sort", "code"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="household_code_once_a_commune"),
            models.CheckConstraint(
                condition=Q(member_count__range=(1, MEMBERS_MOST)), name="household_members_in_range"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(retired_at__isnull=False), name="household_merged_is_retired"
            ),
        ]
        indexes = [
            models.Index(fields=["village", "head_sort"]),
            models.Index(fields=["village", "alley_sort", "house_sort"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.head_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("households:detail", args=[self.pk])

    def set_keys(self) -> None:
        """Sort keys and the search fold, kept beside what they come from so that both databases agree."""
        self.head_sort = name_sort_key(self.head_name)
        self.alley_sort, self.house_sort = sort_key(self.alley), sort_key(self.house_number)
        self.search_fold = fold(f"{self.head_name} {self.code} {self.alley}")[:FOLD_LENGTH]

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.house_number, self.alley) if part)

    @property
    def phone_shown(self) -> str:
        return format_phone(self.phone) if self.phone else ""
