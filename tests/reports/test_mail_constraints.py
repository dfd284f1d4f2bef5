"""What the database itself refuses of mails, reminders and drafts; whose target speaks."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from reports.models import Draft, MailPlan, Reminder, SentMail, Target
from tests.conftest import Cast
from tests.factories import TargetFactory, VillageFactory, at
from tests.villages.test_constraints import refused

DAY = date(2021, 7, 10)


def a_reminder(cast: Cast) -> Reminder:
    facts = {"cause": "behind", "channel": "mail", "sent_at": at(DAY)}
    reminder: Reminder = Reminder.objects.create(commune=cast.commune, village=cast.village, **facts)
    return reminder


def a_draft(cast: Cast, **facts: Any) -> Draft:
    made = {"kind": "daily", "since": DAY, "day": DAY, "edited_by": cast.people["officer"]}
    draft: Draft = Draft.objects.create(commune=cast.commune, **made | facts)
    return draft


def test_a_reminder_goes_to_one_unit_for_a_known_cause(cast: Cast) -> None:
    a_reminder(cast)

    refused("reminder_of_one_unit", Reminder.objects.all(), village=None)
    refused("reminder_cause_known", Reminder.objects.all(), cause="anger")


def test_a_mail_goes_once_to_one_person_about_one_day(cast: Cast) -> None:
    mail = {"commune": cast.commune, "kind": "summary", "day": DAY, "user": cast.people["chair"]}
    SentMail.objects.create(**mail, claimed_at=at(DAY))

    with pytest.raises(IntegrityError), transaction.atomic():
        SentMail.objects.create(**mail, claimed_at=at(DAY, 10))


def test_a_week_has_seven_days(cast: Cast) -> None:
    MailPlan.objects.create(commune=cast.commune)

    refused("mail_plan_weekday_known", MailPlan.objects.all(), reminders_on=8)


def test_a_document_has_one_draft_also_where_it_is_of_no_unit(cast: Cast) -> None:
    a_draft(cast)
    a_draft(cast, kind="reminder", village=cast.village)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_draft(cast)
    a_draft(cast, kind="reminder", village=VillageFactory(commune=cast.commune))


def test_a_draft_is_of_a_known_kind(cast: Cast) -> None:
    a_draft(cast)

    refused("draft_kind_known", Draft.objects.all(), kind="poem")


def test_the_target_of_a_village_is_not_the_communes(cast: Cast) -> None:
    whole = TargetFactory(commune=cast.commune)
    TargetFactory(commune=cast.commune, village=cast.village, percent=40)
    newer = TargetFactory(commune=cast.commune, village=cast.village, percent=60, starts_on=date(2021, 7, 1))

    assert Target.objects.for_day(cast.commune, DAY) == whole
    assert Target.objects.of_villages(cast.commune, DAY) == {cast.village.pk: newer}
    assert Target.objects.of_villages(cast.commune, date(2021, 6, 24)) == {}
