from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.models import Organisation
from reports.documents.letters import VillageLetter
from reports.documents.sources import PARTS, NotClosed, dated, source, words_of
from reports.models import DailySummary, DocumentKind, Draft
from thongnhat_portal.fields import NAME_ERRORS, DayField
from vietnam.legacy import looks_like_legacy
from vietnam.text import clean
from villages.models import Village

LONGEST = timedelta(days=184)  # half a year, the longest period a commune reports on
WEEK = timedelta(days=6)
OF_UNITS = (DocumentKind.LIST, DocumentKind.REMINDER)
LABELS = {
    "addressees": _("Addressees, one a line"),
    "opening": _("Opening"),
    "done": _("Work that was carried out"),
    "difficulties": _("Difficulties"),
    "proposals": _("Proposals"),
    "next_steps": _("Next steps"),
    "recipients": _("Recipients (nơi nhận), one a line"),
}
LETTER_LABELS = {"proposals": _("What is demanded")}


class ChooseForm(forms.Form):
    """Which document: its kind, its day or days, and the unit it is about."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, capfirst(label)) for kind, label in DocumentKind.choices],
        widget=forms.RadioSelect,
    )
    day = DayField(label=_("Day"), widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}))
    since = DayField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}),
        help_text=_("For a periodic report only; empty: the seven days up to the day above."),
    )
    unit = forms.ChoiceField(
        label=_("Village or organisation"), required=False, help_text=_("For a list or a reminder letter only.")
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert user.commune is not None
        self.commune = user.commune
        villages = Village.objects.filter(commune=self.commune).select_related("commune")
        organisations = Organisation.objects.filter(commune=self.commune).active().select_related("commune")
        self.units: dict[str, Village | Organisation] = {f"village-{unit.pk}": unit for unit in villages}
        self.units |= {f"organisation-{unit.pk}": unit for unit in organisations}
        self.fields["unit"].choices = list(self._choices())  # type: ignore[attr-defined]

    def _choices(self) -> Iterator[tuple[Any, Any]]:
        yield "", "–"
        for label, kind in ((_("Villages"), Village), (_("Organisations"), Organisation)):
            found = [(key, str(unit)) for key, unit in self.units.items() if isinstance(unit, kind)]
            if found:
                yield label, found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self._check_days(cleaned["kind"], cleaned["day"])
            self._check_unit(cleaned["kind"])
        if not self.errors:
            self._check_figures()
        return cleaned

    def _check_days(self, kind: str, day: date) -> None:
        if day >= timezone.localdate() + timedelta(days=1):
            self.add_error("day", _("This day has not come yet."))
        since = self._since(kind, day)
        if since > day:
            self.add_error("since", _("The first day lies after the last one."))
        elif day - since > LONGEST:
            self.add_error("since", _("A report covers half a year at the most."))

    def _since(self, kind: str, day: date) -> date:
        if kind != DocumentKind.PERIODIC:
            return day
        return self.cleaned_data["since"] or day - WEEK

    def _check_unit(self, kind: str) -> None:
        unit = self.units.get(self.cleaned_data["unit"])
        if kind in OF_UNITS and unit is None:
            self.add_error("unit", _("Choose the village or the organisation it is about."))
        elif kind == DocumentKind.LIST and not isinstance(unit, Village):
            self.add_error("unit", _("A list of households is of a village."))

    def _check_figures(self) -> None:
        """Only frozen figures can be cited."""
        try:
            made_of = source(self.draft())
        except NotClosed:
            last = DailySummary.objects.last_closed_day(self.commune)
            told = date_format(last, "SHORT_DATE_FORMAT") if last else now("none yet")
            message = now(
                "The figures of this day are not closed; a report cites closed days only. The last one: %(day)s."
            )
            self.add_error("day", ValidationError(message % {"day": told}, code="not_closed"))
        else:
            if isinstance(made_of, VillageLetter) and made_of.goal and made_of.goal.is_met:
                self.add_error("unit", _("This village has met its target: there is nothing to remind it of."))

    def draft(self) -> Draft:
        """What was asked for, not stored."""
        kind, day = self.cleaned_data["kind"], self.cleaned_data["day"]
        unit = self.units.get(self.cleaned_data["unit"]) if kind in OF_UNITS else None
        return Draft(
            commune=self.commune,
            kind=kind,
            since=self._since(kind, day),
            day=day,
            village=unit if isinstance(unit, Village) else None,
            organisation=unit if isinstance(unit, Organisation) else None,
        )


def tidy(text: str) -> str:
    """Every line cleaned; a no-break space is a space."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


class LinesField(forms.CharField):
    """Several lines of text in composed Unicode, without invisible characters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=5000, **kwargs)

    def to_python(self, value: Any) -> str:
        text = tidy(str(value or ""))
        if looks_like_legacy(text):
            raise ValidationError(NAME_ERRORS["legacy_encoding"], code="legacy_encoding")
        return text


def _rows(text: str) -> int:
    """Lines of a field high enough for a text, within reason."""
    return min(max(len(text) // 45 + text.count("\n") + 1, 2), 10)


class WordsForm(forms.Form):
    """The free parts of a document; what is left as it was proposed is not kept, so that it follows the figures."""

    dated = DayField(label=_("Date of the document"), widget=forms.DateInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, draft: Draft, proposed: Mapping[str, str], data: QueryDict | None = None) -> None:
        words = words_of(draft, proposed)
        super().__init__(data, initial={**words, "dated": dated(draft), "seen": draft.edited_at.isoformat()})
        self.draft, self.proposed = draft, proposed
        labels = LABELS | (LETTER_LABELS if draft.kind == DocumentKind.REMINDER else {})
        for part in PARTS[draft.kind]:
            widget = forms.Textarea(attrs={"rows": _rows(words[part])})
            self.fields[part] = LinesField(label=labels[part], widget=widget)
        self.order_fields([*PARTS[draft.kind], "dated", "seen"])

    @property
    def labels_of_own(self) -> list[str]:
        """The parts that the draft keeps as somebody wrote them: they do not follow the figures."""
        return [str(self.fields[part].label) for part in self.proposed if part in self.draft.texts]

    def clean_seen(self) -> datetime:
        moment = parse_datetime(self.cleaned_data["seen"])
        if moment is None or timezone.is_naive(moment):
            raise ValidationError(_("The page is incomplete; open it again."), code="invalid")
        return moment

    def words(self) -> dict[str, str]:
        """As typed."""
        return {part: self.cleaned_data[part] for part in self.proposed}

    def texts(self) -> dict[str, str]:
        """What a draft keeps."""
        own = {part: text for part, text in self.words().items() if text != tidy(self.proposed[part])}
        return {**own, "dated": self.cleaned_data["dated"].isoformat()}
