"""Documents to test with: a small campaign, and what each kind of document is made of."""

from datetime import date

from reports.actions import close_days
from reports.documents.content import Document
from reports.documents.sources import compose
from reports.models import Draft
from tests.conftest import Cast
from tests.factories import HouseholdFactory, TargetFactory, visit

DAY = date(2021, 7, 5)


def campaign(cast: Cast) -> Cast:
    """A target of 50 % from 25/6 to 30/7/2021, a visit on 1/7 and one on 5/7; closed up to then."""
    cast.commune.district, cast.commune.signatory_name = "Huyện Mẫu", "Nguyễn Văn Mẫu"
    cast.commune.signatory_title = "Phó Chủ tịch"
    cast.commune.save()
    TargetFactory(commune=cast.commune, source_letter="Công văn số 210/UBND ngày 25/6/2021")
    visit(cast.household, "2021-07-01", smartphones=3, installed=1)
    visit(HouseholdFactory(village=cast.village), DAY, smartphones=4, installed=4)
    HouseholdFactory(village=cast.village, code="000009", head_name="Trịnh Thị Mẫu", phone="+84912345678")
    close_days(commune=cast.commune, until=DAY)
    return cast


def draft(cast: Cast, kind: str = "daily", **facts: object) -> Draft:
    """A stored draft of the day, nothing written in it yet."""
    made = {"since": DAY, "day": DAY, "edited_by": cast.people["officer"], **facts}
    stored: Draft = Draft.objects.create(commune=cast.commune, kind=kind, **made)
    return stored


def document(cast: Cast, kind: str = "daily", **facts: object) -> Document:
    texts = {"dated": "2021-07-06"} | facts.pop("texts", {})  # type: ignore[operator]
    return compose(draft(cast, kind, texts=texts, **facts))
