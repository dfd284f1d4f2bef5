"""Who is behind, silent or late with its report; the weekly reminders; a reminder or a letter now."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from organisations.models import Organisation, StaffReport
from reports.actions import close_days
from reports.mailing.behind import behind, overdue, pace
from reports.mailing.sending import send_due_reminders
from reports.models import MailPlan, Reminder, Target
from tests.conftest import Cast
from tests.factories import HouseholdFactory, TargetFactory, UserFactory, VillageFactory, at, visit
from tests.reports.mails import morning, with_mail
from tests.villages.queries import queries

pytestmark = pytest.mark.django_db

MONDAY = "2021-07-05"


@pytest.fixture
def school(cast: Cast) -> Organisation:
    """Registered on 1 July, with the reporter of the cast."""
    made: Organisation = Organisation.objects.create(commune=cast.commune, name="Trường Mẫu", kind="school")
    Organisation.objects.update(registered_at=at("2021-07-01"))
    made.reporters.add(cast.people["reporter"])
    with_mail(cast.people["reporter"])
    return made


def lagging(cast: Cast) -> None:
    """The cast's village behind its pace: 1 of 8 people by the evening of 4 July."""
    TargetFactory(commune=cast.commune)
    with_mail(cast.people["village_head"])
    visit(cast.household, "2021-07-01", members=8, smartphones=3, installed=1)
    close_days(commune=cast.commune, until=date(2021, 7, 4))


def reported(school: Organisation, day: date) -> None:
    figures = {"headcount": 9, "smartphones": 8, "installed": 7}
    StaffReport.objects.create(organisation=school, as_of=day, reported_by=school.reporters.get(), **figures)


def test_the_pace_goes_evenly_from_the_first_day_to_the_due_date() -> None:
    target = Target(starts_on=date(2021, 7, 1), due_on=date(2021, 7, 10))

    assert [pace(target, 100, date(2021, 7, day)) for day in (1, 5, 10, 31)] == [10, 50, 100, 100]


def test_a_village_behind_its_pace_is_behind(cast: Cast) -> None:
    lagging(cast)

    found = {row.unit: row.cause for row in behind(cast.commune)}

    assert found == {cast.village: Reminder.Cause.BEHIND}


@pytest.mark.parametrize(("days", "causes"), [(3, [Reminder.Cause.SILENT]), (10, [])])
def test_a_village_that_keeps_its_pace_but_knocks_on_no_door_is_silent(
    cast: Cast, days: int, causes: list[Reminder.Cause]
) -> None:
    quiet(cast)
    MailPlan.objects.create(commune=cast.commune, silent_days=days)

    assert [row.cause for row in behind(cast.commune)] == causes


def quiet(cast: Cast) -> None:
    """The cast's village within its pace, its last door eight days before the evening of 4 July."""
    TargetFactory(commune=cast.commune)
    visit(cast.household, "2021-06-26", members=8, smartphones=4, installed=3)
    close_days(commune=cast.commune, until=date(2021, 7, 4))


def test_without_a_mail_plan_silence_lasts_as_long_as_a_plan_begins_with(cast: Cast) -> None:
    quiet(cast)

    assert MailPlan.objects.of(cast.commune).silent_days == 3
    assert [row.cause for row in behind(cast.commune)] == [Reminder.Cause.SILENT]
    assert not MailPlan.objects.exists()


def test_a_village_with_a_target_of_its_own_is_held_against_that(cast: Cast) -> None:
    lagging(cast)
    Target.objects.create(
        commune=cast.commune, village=cast.village, percent=5, starts_on=date(2021, 6, 25), due_on=date(2021, 7, 30)
    )

    assert behind(cast.commune) == []


@pytest.mark.parametrize(("day", "late"), [(8, False), (9, True)])
def test_an_organisation_that_never_reported_is_late_after_its_days(
    cast: Cast, school: Organisation, day: int, late: bool
) -> None:
    assert bool(list(overdue(cast.commune, date(2021, 7, day)))) == late


def test_a_report_starts_the_days_anew(cast: Cast, school: Organisation) -> None:
    reported(school, date(2021, 7, 6))

    assert list(overdue(cast.commune, date(2021, 7, 13))) == []
    assert [row.last_report for row in overdue(cast.commune, date(2021, 7, 14))] == [date(2021, 7, 6)]


def test_reminders_go_on_the_chosen_day_and_leave_a_row(cast: Cast) -> None:
    lagging(cast)
    plan_of(cast)

    result = send_due_reminders(morning(MONDAY))

    assert result == {"sent": 1, "failed": 0}
    assert mail.outbox[0].to == ["village_head@example.vn"]
    assert "Thôn Đồng Tiến (chậm so với tiến độ)" in mail.outbox[0].body
    reminder = Reminder.objects.get()
    assert (reminder.village, reminder.cause, reminder.channel, reminder.sent_by) == (
        cast.village,
        "behind",
        "mail",
        None,
    )


def plan_of(cast: Cast) -> None:
    MailPlan.objects.create(commune=cast.commune, reminders_on=1, reminders_at="07:00")
    MailPlan.objects.update(changed_at=at("2021-06-20"))


@pytest.mark.parametrize(
    ("day", "hour", "sent"),
    [(MONDAY, 6, 0), ("2021-07-06", 9, 1), ("2021-07-07", 23, 1), ("2021-07-08", 9, 0), ("2021-07-04", 9, 0)],
)
def test_a_machine_that_was_off_sends_up_to_two_days_late(cast: Cast, day: str, hour: int, sent: int) -> None:
    lagging(cast)
    plan_of(cast)

    assert send_due_reminders(morning(day, hour))["sent"] == sent


def test_reminding_twice_in_a_week_is_once(cast: Cast) -> None:
    lagging(cast)
    plan_of(cast)

    for minutes in (0, 10, 24 * 60):
        send_due_reminders(morning(MONDAY) + timedelta(minutes=minutes))

    assert len(mail.outbox) == Reminder.objects.count() == 1


def test_once_all_are_reminded_ten_people_ask_no_more_than_one(cast: Cast) -> None:
    lagging(cast)
    plan_of(cast)
    asked = []
    for count in (0, 9):
        more = UserFactory.create_batch(count, commune=cast.commune)
        with_mail(*more)
        cast.village.heads.add(*more)
        assert send_due_reminders(morning(MONDAY))["sent"] == max(count, 1)
        asked.append(queries(lambda: send_due_reminders(morning(MONDAY, minute=15))))

    assert asked[0] == asked[1]


def test_a_plan_made_after_the_hour_waits_for_next_week(cast: Cast) -> None:
    lagging(cast)
    plan_of(cast)
    MailPlan.objects.update(changed_at=at(MONDAY, 8))

    assert send_due_reminders(morning(MONDAY, 9))["sent"] == 0
    assert send_due_reminders(morning("2021-07-12"))["sent"] == 1


def test_two_heads_of_a_village_are_one_reminder_and_two_mails(cast: Cast) -> None:
    lagging(cast)
    plan_of(cast)
    cast.village.heads.add(cast.stranger)
    with_mail(cast.stranger)

    assert send_due_reminders(morning(MONDAY))["sent"] == 2
    assert Reminder.objects.count() == 1


def test_one_who_answers_for_two_villages_gets_one_mail_with_both(cast: Cast) -> None:
    second = VillageFactory(commune=cast.commune, name="Ngõ Đá")
    second.heads.add(cast.people["village_head"])
    visit(HouseholdFactory(village=second), "2021-07-01", members=8)
    lagging(cast)
    plan_of(cast)

    send_due_reminders(morning(MONDAY))

    assert len(mail.outbox) == 1
    assert "Ngõ Đá" in mail.outbox[0].body
    assert Reminder.objects.count() == 2


def test_reporters_are_reminded_of_an_overdue_report(cast: Cast, school: Organisation) -> None:
    plan_of(cast)

    with time_machine.travel(morning("2021-07-12"), tick=False):
        send_due_reminders(morning("2021-07-12"))

    assert mail.outbox[0].to == ["reporter@example.vn"]
    assert "Trường Mẫu: chưa có báo cáo nào" in mail.outbox[0].body


def test_the_officer_reminds_one_unit_now(cast: Cast) -> None:
    lagging(cast)

    response = cast.client("officer").post(f"/mails/behind/village/{cast.village.pk}/remind/", follow=True)

    assert len(mail.outbox) == 1
    assert Reminder.objects.get().sent_by == cast.people["officer"]
    assert "Thôn Đồng Tiến" in response.content.decode()


def test_a_double_click_reminds_once(cast: Cast) -> None:
    lagging(cast)
    client = cast.client("officer")

    for _ in range(2):
        client.post(f"/mails/behind/village/{cast.village.pk}/remind/")

    assert len(mail.outbox) == Reminder.objects.count() == 1


def test_who_is_not_behind_is_not_reminded(cast: Cast) -> None:
    cast.client("chair").post(f"/mails/behind/village/{cast.village.pk}/remind/")

    assert mail.outbox == []
    assert not Reminder.objects.exists()


def test_a_letter_that_went_out_is_noted(cast: Cast) -> None:
    lagging(cast)

    cast.client("chair").post(f"/mails/behind/village/{cast.village.pk}/letter/")

    reminder = Reminder.objects.get()
    assert (reminder.channel, reminder.sent_by) == ("letter", cast.people["chair"])


def test_a_letter_is_asked_about_once_more_and_noted_once_a_day(cast: Cast) -> None:
    lagging(cast)
    client = cast.client("chair")
    before = client.get("/mails/behind/").content.decode()

    for _ in range(2):
        client.post(f"/mails/behind/village/{cast.village.pk}/letter/")

    assert "không rút lại được" in before
    assert Reminder.objects.count() == 1
    after = client.get("/mails/behind/").content.decode()
    assert "/letter/" not in after
    assert "hôm nay đã ghi nhận gửi công văn" in after


@pytest.mark.parametrize("kind", ["village", "organisation", "commune"])
def test_what_is_not_ones_own_or_not_there_is_not_found(cast: Cast, kind: str) -> None:
    assert cast.client("officer").post(f"/mails/behind/{kind}/999999/remind/").status_code == 404
