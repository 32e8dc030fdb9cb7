"""What is approved is published at its moment, unless somebody was faster."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action, State
from profiles.models import LogEntry, Revision
from profiles.workflow import WorkflowError
from tests.factories import make_complete, make_in_state, make_member, make_published, make_user
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


def test_what_is_due_is_published_and_what_is_not_waits():
    now = timezone.now()
    due, later = scheduled(now - SOON), scheduled(now + SOON)
    other = make_in_state(State.APPROVED)
    assert workflow.publish_due() == [due]
    assert [from_database(r).state for r in (due, later, other)] == ["published", "approved", "approved"]
    assert from_database(due).publish_at == due.publish_at
    assert due.profile.log.first().verb == Action.PUBLISH
    assert workflow.publish_due() == []


def test_what_is_due_replaces_what_is_live():
    live = make_published()
    due = scheduled(timezone.now() - SOON, profile=live.profile)
    workflow.publish_due()
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
def test_what_is_no_longer_due_when_its_turn_comes_is_left(monkeypatch, between, caplog):
    """The list was read, then somebody was faster: it is looked at again under the lock."""
    due, other = scheduled(timezone.now() - 2 * SOON), scheduled(timezone.now() - SOON)
    really_due = Revision.objects.due(timezone.now()).with_profile().order_by("publish_at", "pk")
    result = list(really_due)
    between(from_database(due))
    before = LogEntry.objects.filter(profile=due.profile).count()

    class Stale:
        def due(self, moment):
            monkeypatch.undo()
            return self

        def with_profile(self):
            return self

        def order_by(self, *names):
            return result

    monkeypatch.setattr(Revision, "objects", Stale())
    assert workflow.publish_due() == [other]
    assert LogEntry.objects.filter(profile=due.profile).count() == before
    assert "was not published" in caplog.text


@pytest.mark.parametrize(
    "failure", [WorkflowError("a fictional refusal"), RuntimeError("a fictional failure")]
)
def test_one_that_fails_does_not_stop_the_others(monkeypatch, caplog, failure):
    now = timezone.now()
    due = [scheduled(now - SOON * hours) for hours in (3, 2, 1)]
    really = workflow.transitions._make_live

    def make_live(revision, by, translations):
        result = really(revision, by, translations)
        if revision == due[1]:
            raise failure
        return result

    monkeypatch.setattr("profiles.workflow.transitions._make_live", make_live)
    assert workflow.publish_due() == [due[0], due[2]]
    assert from_database(due[1]).state == State.APPROVED
    assert due[1].profile.log.filter(verb=Action.PUBLISH).count() == 0
    assert "a fictional" in caplog.text
