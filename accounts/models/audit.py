from __future__ import annotations

import json
from datetime import UTC
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.commune import Commune
from accounts.models.user import Role, User

CASE = "tracing.case"


class AuditChain(models.Model):
    """The head of one commune's chain, or of the installation's own (commune empty); locked while it grows."""

    commune = models.OneToOneField(Commune, on_delete=models.PROTECT, null=True, blank=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(commune__isnull=True), name="audit_chain_of_installation_once"
            )
        ]

    def __str__(self) -> str:
        return f"audit chain {self.pk}, {self.length} events"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user: User) -> Self:
        """Admins and chairs: all of what they govern. The health station: what was done to the commune's cases."""
        if user.has_role(Role.ADMIN, Role.CHAIR):
            return self if user.sees_all_communes else self.filter(chain__commune=user.commune_id)
        if user.has_role(Role.HEALTH):
            return self.filter(chain__commune=user.commune_id, object_type=CASE)
        return self.none()

    def in_words(self) -> Self:
        """Newest first, with whom each names."""
        return self.select_related("actor", "chain__commune").order_by("-pk")

    def update(self, **kwargs: Any) -> int:
        raise TypeError("audit events are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("audit events are never deleted")


class AuditEvent(models.Model):
    """Who did what to which object, why and when. Append-only; each event's digest is keyed and covers the last."""

    chain = models.ForeignKey(AuditChain, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=100)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "number"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_event_number_once")]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.action} #{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("audit events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("audit events are never deleted")

    def sealed_content(self, previous: str) -> bytes:
        """What the digest covers, as canonical JSON: every field of the event and the digest before it."""
        content = {
            "previous": previous,
            "chain": self.chain_id,
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(),
            "actor": self.actor_id,
            "action": self.action,
            "object": [self.object_type, self.object_id],
            "reason": self.reason,
            "facts": self.facts,
        }
        return json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
