from django.db import models

from accounts.models.user import User


class KnownDevice(models.Model):
    """A browser in which this person has signed in before; only a hash of its cookie is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64)
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token_hash"], name="known_device_once"),
        ]

    def __str__(self) -> str:
        return f"device {self.pk} of user {self.user_id}"


class SignInFailure(models.Model):
    """A wrong password. The name as typed is kept as a keyed hash: people type passwords into the name field."""

    username_hash = models.CharField(max_length=64)
    device = models.ForeignKey(KnownDevice, on_delete=models.CASCADE, null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["username_hash", "at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"sign-in failure {self.pk}"
