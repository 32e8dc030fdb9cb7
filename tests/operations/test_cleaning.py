"""The history of drafts stays small, and nothing that an action or a sign-off rests on goes."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action, JobKind
from profiles.models import Job, JobRun, Profile, ReviewVisit, Snapshot, StaffSession
from profiles.operations import queue
from tests.factories import make_complete, make_draft, make_profile
from tests.jobs import make_due, run_jobs

pytestmark = pytest.mark.usefixtures("domains")

NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)


def keep(
    profile: Profile, days: int, minutes: int = 0, verb: Action = Action.SAVE, number: int = 1
) -> Snapshot:
    """Store a snapshot made so many days and minutes before noon."""
    moment = NOON - timedelta(days=days, minutes=minutes)
    return Snapshot.objects.create(
        profile=profile, revision_number=number, content={}, digest="", verb=verb, made_at=moment
    )


def thin() -> set[Snapshot]:
    workflow.thin_snapshots()
    return set(Snapshot.objects.all())


def test_of_old_days_the_last_save_stays():
    profile = make_profile()
    expected = {keep(profile, 40), keep(profile, 41, 3)}
    for minutes in (1, 5, 600):
        keep(profile, 40, minutes)
    keep(profile, 41, 4)
    assert workflow.thin_snapshots() == 4
    assert set(Snapshot.objects.all()) == expected
    assert workflow.thin_snapshots() == 0


def test_the_last_thirty_days_stay_whole():
    profile = make_profile()
    expected = {keep(profile, days, minutes) for days in (0, 1, 29) for minutes in (0, 1, 2)}
    assert thin() == expected


def test_revisions_and_profiles_are_thinned_apart():
    first, second = make_profile(), make_profile()
    expected = {keep(first, 40), keep(second, 40), keep(first, 40, 1, number=2)}
    assert thin() == expected


def test_what_a_verb_left_stays():
    profile = make_profile()
    expected = {
        keep(profile, 40, minutes, verb) for minutes, verb in enumerate(Action) if verb != Action.SAVE
    }
    keep(profile, 40, 100)
    assert thin() == expected


def test_what_was_set_aside_is_not_taken_for_the_last_text_of_the_day():
    profile = make_profile()
    expected = {keep(profile, 40, 1, Action.SET_ASIDE), keep(profile, 40, 2)}
    keep(profile, 40, 3)
    assert thin() == expected


def test_what_was_signed_off_stays():
    draft = make_complete()
    sign_off = workflow.record_sign_off(draft, None, body="Ministry", signed_on=timezone.now().date())
    old = NOON - timedelta(days=40)
    Snapshot.objects.update(made_at=old, verb=Action.SAVE)  # even if it were a save like any other
    newer = keep(draft.profile, 39)
    last = keep(draft.profile, 40, -1)
    assert thin() == {sign_off.snapshot, newer, last}


def test_many_go_in_one_night():
    profile = make_profile()
    for _ in range(3):
        Snapshot.objects.bulk_create(
            Snapshot(
                profile=profile, revision_number=1, content={}, digest="", verb=Action.SAVE, made_at=moment
            )
            for moment in (NOON - timedelta(days=40, seconds=i) for i in range(400))
        )
    assert workflow.thin_snapshots() == 1199


def clean_up() -> str:
    """Have the clock's job done; return what came of it."""
    queue.enqueue_periodic()
    make_due(kind=JobKind.CLEAN_UP)
    run_jobs(JobKind.CLEAN_UP)
    return JobRun.objects.get(kind=JobKind.CLEAN_UP).result_text


def test_it_says_how_many():
    profile = make_profile()
    for minutes in (1, 2, 3):
        keep(profile, 40, minutes)
    assert clean_up() == ("Snapshots: 2, uploaded documents: 0, records of signing in: 0, failed jobs: 0.")


def test_failures_are_kept_for_thirty_days(db):
    now = timezone.now()
    old, young = (
        Job.objects.create(kind=JobKind.EMAIL, failed_at=now - timedelta(days=days)) for days in (31, 29)
    )
    clean_up()
    assert list(Job.objects.failed()) == [young] and old != young


def test_it_forgets_sessions_that_have_ended_and_old_records_of_signing_in(db, client, admin_user):
    client.force_login(admin_user)
    session = StaffSession.objects.get()
    StaffSession.objects.create(session_key="ended", expire_date=timezone.now() - timedelta(days=1))
    for days in (91, 89):
        record = AccessLog.objects.create(username=f"signed in {days} days ago")
        AccessLog.objects.filter(pk=record.pk).update(attempt_time=timezone.now() - timedelta(days=days))
    clean_up()
    assert list(StaffSession.objects.all()) == [session]
    assert "signed in 91 days ago" not in AccessLog.objects.values_list("username", flat=True)
    assert "signed in 89 days ago" in AccessLog.objects.values_list("username", flat=True)


def test_where_a_reader_of_a_draft_was_is_forgotten(domains):
    link, _token = workflow.create_review_link(make_draft(), None, "Ministry")
    old, new = (ReviewVisit.objects.create(link=link, address="192.0.2.7") for _visit in range(2))
    ReviewVisit.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=91))
    clean_up()
    assert list(ReviewVisit.objects.order_by("pk").values_list("pk", "address")) == [
        (old.pk, None),
        (new.pk, "192.0.2.7"),
    ]


def test_wrong_passwords_that_count_no_more_are_forgotten(db):
    old, new = (AccessAttempt.objects.create(username=name, failures_since_start=1) for name in "ab")
    AccessAttempt.objects.filter(pk=old.pk).update(attempt_time=timezone.now() - timedelta(hours=1))
    clean_up()
    assert list(AccessAttempt.objects.all()) == [new]
