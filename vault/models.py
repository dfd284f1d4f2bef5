"""One row, by which a database opened with somebody else's keys is noticed."""

from django.db import models

from vault.fields import SealedTextField


class KeyCheck(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    sealed = SealedTextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="key_check_is_one_row")]

    def __str__(self) -> str:
        return "key check"
