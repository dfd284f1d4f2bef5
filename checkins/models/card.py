from __future__ import annotations

import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from vault.fields import BlindIndexField, SealedTextField
from vault.masking import Masked
from vault.sealing import blind_indexes
from venues.models.poster import CODE_ALPHABET
from vietnam.phones import InvalidPhone, parse_phone
from vietnam.text import fold
from villages.models import Village

CODE_LENGTH = 16


def new_card_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class VisitorCardQuerySet(models.QuerySet["VisitorCard"]):
    def visible_to(self, user: User) -> Self:
        """Those who issue cards; a keeper learns of a card only by scanning it."""
        mine = self.filter(commune=user.commune_id)
        if user.has_role(Role.OFFICER):
            return mine
        if user.has_role(Role.VILLAGE_HEAD):
            return mine.filter(village__heads=user)
        return self.none()

    def live(self) -> Self:
        return self.filter(revoked_at=None)

    def forget_revoked(self, *, before: datetime) -> int:
        """Whose they were goes with the visits they added; that they were issued and revoked stays."""
        return self.filter(revoked_at__lt=before).exclude(name="").update(name="", phone="", phone_index="")

    def matching(self, text: str) -> Self:
        """By a whole phone number, or by words of the name without accents: for that one the names are unsealed."""
        try:
            return self.filter(phone_index__in=blind_indexes("checkins", parse_phone(text).e164))
        except InvalidPhone:
            words = fold(text).split()
        if not words:
            return self.none() if text.strip() else self
        cards = self.order_by().only("name").iterator()
        return self.filter(pk__in=[card.pk for card in cards if all(word in fold(card.name) for word in words)])


class VisitorCard(Masked, models.Model):
    """A printed QR (thẻ QR cá nhân) for a person without smartphone. Its code adds a visit, and never reads one."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_card_code)
    name = SealedTextField(_("full name"))
    phone = SealedTextField(_("phone"), blank=True, default="", help_text=_("Of the person or of a relative."))
    phone_index = BlindIndexField(source="phone", purpose="checkins")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = VisitorCardQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_by=None, revoked_at=None) | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="card_revocation_is_whole",
            )
        ]
        indexes = [models.Index(fields=["village", "revoked_at"])]

    def __str__(self) -> str:
        return f"card {self.pk}"
