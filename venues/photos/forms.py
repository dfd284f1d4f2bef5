from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from venues.photos.pictures import MAX_BYTES, NotAPicture, picture

FAULTS = {
    "too_large": _("The photo is larger than 10 MB. Take it with a lower resolution."),
    "unknown": _("This is not a photo that can be read. Send a JPEG, PNG or WebP; a screenshot of the photo will do."),
    "too_many_pixels": _("The photo has too many pixels. Take it with a lower resolution."),
    "damaged": _("The photo is damaged. Take it again."),
}


class PhotoField(forms.FileField):
    """A photo, cleaned to a Picture."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": "image/*"}))
        kwargs.setdefault("error_messages", {"required": _("Choose a photo."), "empty": FAULTS["damaged"]})
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > MAX_BYTES:
            raise ValidationError(FAULTS["too_large"], code="too_large")
        try:
            return picture(file.read())
        except NotAPicture as fault:
            raise ValidationError(FAULTS[fault.code], code=fault.code) from fault


class PhotoForm(forms.Form):
    photo = PhotoField(
        label=_("Photo of the entrance"),
        help_text=_("At most 10 MB. Without people: place and time of the photo are removed, faces are not."),
    )
