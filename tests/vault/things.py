"""A model to test the fields with. Its app is not installed, so no migration of it is ever missing."""

from django.db import models

from vault.fields import BlindIndexField, SealedTextField


class ShyManager(models.Manager["SealedThing"]):
    """Hides what a rotation must not overlook."""

    def get_queryset(self) -> models.QuerySet["SealedThing"]:
        return super().get_queryset().exclude(name="hidden")


class SealedThing(models.Model):
    name = models.CharField(max_length=20, unique=True)
    phone = SealedTextField(blank=True)
    phone_index = BlindIndexField(source="phone", purpose="surveys")
    note = SealedTextField(blank=True, default="")

    objects = ShyManager()

    class Meta:
        app_label = "sealedthings"
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.name
