from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from villages.models import ListImport
from villages.models.imports import STATE_KNOWN


class VenueImport(ListImport):
    approve = models.BooleanField(
        _("Open the new venues at once"),
        default=False,
        help_text=_("Each is given its first poster. Otherwise they wait for approval one by one."),
    )

    class Meta(ListImport.Meta):
        constraints = [models.CheckConstraint(condition=STATE_KNOWN, name="venue_import_state_known")]

    def get_absolute_url(self) -> str:
        return reverse("venue_lists:import", args=[self.pk])
