"""What is approved is published at its moment, unless somebody was faster."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action, JobKind, State
from profiles.models import Job, LogEntry, Revision, Translation
from profiles.operations import queue
from profiles.workflow import WorkflowError
from tests.factories import (
    make_complete,
    make_in_state,
    make_member,
    make_published,
    make_translation,
    make_user,
)
from tests.jobs import make_due, run_jobs, send_emails
from tests.workflow.drafting import SOON, actions_logged, all_rows, changed_fields, facts, from_database

pytestmark = pytest.mark.usefixtures("domains")


def scheduled(moment: datetime, **fields) -> Revision:
    revision = make_in_state(State.APPROVED, **fields)
    workflow.schedule(revision, by=None, moment=timezone.now() + SOON)
    Revision.objects.filter(pk=revision.pk).update(publish_at=moment)
    return from_database(revision)


def test_scheduling_and_taking_it_back():
    revision, user = make_in_state(State.APPROVED), make_member("Publisher")
    before, moment = facts(revision), datetime(2100, 1, 31, 9, 30, tzinfo=UTC)
    workflow.schedule(revision, by=user, moment=moment)
    assert changed_fields(before, revision) == {"publish_at"}
    assert from_database(revision).publish_at == moment
    entry = revision.profile.log.first()
    assert (entry.verb, entry.by, entry.note) == (Action.SCHEDULE, user, "2100-01-31 09:30 UTC")
    workflow.unschedule(revision, by=user)
    assert changed_fields(before, revision) == set()
    assert actions_logged(revision.profile)[-2:] == [Action.SCHEDULE, Action.UNSCHEDULE]
    with pytest.raises(WorkflowError, match="No publication is scheduled"):
        workflow.unschedule(revision, by=user)


def test_scheduling_again_moves_the_moment():
    revision = make_in_state(State.APPROVED)
    for day in (1, 2):
        workflow.schedule(revision, by=None, moment=datetime(2100, 1, day, tzinfo=UTC))
    assert from_database(revision).publish_at.day == 2


def test_only_the_future_and_only_what_is_approved_is_scheduled():
    revision, draft = make_in_state(State.APPROVED), make_complete()
    before = all_rows()
    with pytest.raises(WorkflowError, match="moment in the future"):
        workflow.schedule(revision, by=make_user(), moment=timezone.now() - timedelta(seconds=1))
    for by in (make_user(), None):
        with pytest.raises(WorkflowError, match="Only what is approved can be"):
            workflow.schedule(draft, by=by, moment=timezone.now() + SOON)
    assert all_rows() == before


def run_due() -> None:
    """Do the publications whose moment has come, and those of the database's clock alone."""
    make_due(kind=JobKind.PUBLISH)
    run_jobs(JobKind.PUBLISH)


def publications() -> set[str]:
    return set(Job.objects.filter(kind=JobKind.PUBLISH).values_list("about", flat=True))


def test_what_is_due_is_published_and_what_is_not_waits():
    now = timezone.now()
    due, later = scheduled(now - SOON), scheduled(now + SOON)
    other = make_in_state(State.APPROVED)
    assert publications() == {str(due), str(later)}
    run_due()
    assert [from_database(r).state for r in (due, later, other)] == ["published", "approved", "approved"]
    assert from_database(due).publish_at == due.publish_at
    assert due.profile.log.first().verb == Action.PUBLISH
    assert publications() == {str(later)}
    assert Job.objects.get(kind=JobKind.PUBLISH).run_at == from_database(later).publish_at


def test_what_is_due_replaces_what_is_live():
    live = make_published()
    due = scheduled(timezone.now() - SOON, profile=live.profile)
    run_due()
    assert [from_database(r).state for r in (live, due)] == [State.SUPERSEDED, State.PUBLISHED]


@pytest.mark.parametrize(
    "between",
    [
        lambda r: workflow.send_back(r, by=None, reason="Wait."),
        lambda r: workflow.unschedule(r, by=None),
        lambda r: workflow.schedule(r, by=None, moment=timezone.now() + SOON),
        lambda r: workflow.publish(r, by=None),
        lambda r: workflow.discard(workflow.send_back(r, by=None, reason="Wait."), by=None),
    ],
    ids=["sent back", "unscheduled", "moved", "published by hand", "discarded"],
)
def test_what_is_no_longer_due_when_its_turn_comes_is_left(between):
    """The worker has the job, then somebody was faster: it is looked at again under the lock."""
    due, other = scheduled(timezone.now() - 2 * SOON), scheduled(timezone.now() - SOON)
    make_due(kind=JobKind.PUBLISH)
    job = queue.take([JobKind.PUBLISH], "a worker")
    assert job.about == str(due)
    between(from_database(due))
    before = LogEntry.objects.filter(profile=due.profile).count()
    queue.perform(job)
    assert LogEntry.objects.filter(profile=due.profile).count() == before
    run_jobs(JobKind.PUBLISH)
    assert from_database(other).state == State.PUBLISHED
    is_moved = due.profile.revisions.filter(publish_at__gt=timezone.now()).exists()
    assert publications() == ({str(due)} if is_moved else set())


@pytest.mark.parametrize("kind", ["revision", "translation"])
def test_what_is_refused_tells_its_people_and_the_history(settings, kind):
    writer, publisher = make_member("Analyst"), make_member("Publisher")
    draft = make_in_state(State.APPROVED, by=writer)
    text = draft
    if kind == "translation":
        text = make_translation(draft)
        for step in (workflow.submit, workflow.approve):
            text = step(text, None)
    workflow.schedule(draft, None, timezone.now() + SOON)
    if kind == "translation":
        workflow.schedule(text, None, timezone.now() + SOON)
    send_emails()
    mail.outbox.clear()
    for model in (Revision, Translation):
        model.objects.update(publish_at=timezone.now() - SOON)
    settings.SIGN_OFF = "require"
    run_due()
    draft = from_database(draft)
    assert (draft.state, draft.publish_at) == (State.APPROVED, None)
    reason = "No government sign-off is recorded. This site publishes only what was signed off."
    entry = draft.profile.log.get(verb=Action.REFUSE)
    assert (entry.by, entry.note, entry.language) == (None, reason, "")
    text.refresh_from_db()
    assert text.publish_at is None, "it goes with its original"
    assert publications() == set()
    send_emails()
    letters = [letter for letter in mail.outbox if "did not happen" in letter.subject]
    assert {letter.to[0] for letter in letters} == {writer.email, publisher.email}
    assert all(reason in letter.body and "has not been published" in letter.body for letter in letters)


def test_an_error_of_the_program_is_tried_again_and_told_in_the_end(monkeypatch):
    """One that fails stops no other; what is given up stays scheduled, and can be tried again."""
    now, writer = timezone.now(), make_member("Analyst")
    due = [scheduled(now - SOON * hours, by=writer) for hours in (3, 2, 1)]
    really = workflow.transitions._make_live

    def make_live(revision, by, translations):
        result = really(revision, by, translations)
        if revision == due[1]:
            raise RuntimeError("a fictional failure")
        return result

    monkeypatch.setattr("profiles.workflow.transitions._make_live", make_live)
    run_due()
    assert [from_database(r).state for r in due] == ["published", "approved", "published"]
    job = Job.objects.get(kind=JobKind.PUBLISH)
    assert (job.error, job.attempts, job.failed_at) == ("RuntimeError: a fictional failure", 1, None)
    assert not due[1].profile.log.filter(verb__in=[Action.PUBLISH, Action.REFUSE]).exists()
    for _attempt in range(8):
        run_due()
    job.refresh_from_db()
    assert job.failed_at and job.attempts == 6
    assert due[1].profile.log.filter(verb=Action.REFUSE).count() == 1
    send_emails()
    assert [letter.to for letter in mail.outbox if "did not happen" in letter.subject] == [[writer.email]]
    monkeypatch.undo()
    assert workflow.enqueue_scheduled() == 0, "it is known"
    queue.retry(job.pk)
    run_jobs(JobKind.PUBLISH)
    assert from_database(due[1]).state == State.PUBLISHED


def test_what_was_scheduled_without_a_job_gets_one():
    """By a version without jobs, or past the actions."""
    due, later = scheduled(timezone.now() - SOON), scheduled(timezone.now() + SOON)
    Job.objects.all().delete()
    queue.enqueue_periodic()
    run_jobs(JobKind.CHECK_SCHEDULE)
    assert publications() == {str(due), str(later)}
    run_jobs(JobKind.PUBLISH)
    assert [from_database(r).state for r in (due, later)] == ["published", "approved"]


def test_a_clock_that_is_slower_than_the_database_s_holds_no_publication_up(monkeypatch):
    due = scheduled(timezone.now() - SOON)
    slow = timezone.now() - 2 * SOON
    make_due(kind=JobKind.PUBLISH)
    monkeypatch.setattr(timezone, "now", lambda: slow)
    job = queue.take([JobKind.PUBLISH], "a worker")
    queue.perform(job)
    assert from_database(due).state == State.PUBLISHED
    assert publications() == set()


def test_a_job_that_comes_before_the_moment_of_its_text_waits_for_it():
    later = scheduled(timezone.now() + timedelta(seconds=5))
    make_due(kind=JobKind.PUBLISH)
    (job,) = run_jobs(JobKind.PUBLISH)
    assert Job.objects.get(pk=job.pk).run_at == from_database(later).publish_at
