"""From the draft to the public and out of it again: what each step changes, and what it leaves alone."""

import pytest
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action, State
from profiles.content.completeness import Severity, draft_problems
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import IndicatorDomain, Profile, Revision, Snapshot
from profiles.workflow import OvertakenError, WorkflowError
from tests.factories import (
    make_complete,
    make_draft,
    make_in_state,
    make_member,
    make_profile,
    make_published,
    make_user,
)
from tests.workflow.drafting import (
    SOON,
    actions_logged,
    all_rows,
    changed_fields,
    facts,
    fail,
    from_database,
    type_into,
)

pytestmark = pytest.mark.usefixtures("domains")


# submit


@pytest.mark.parametrize("who", ["Analyst", "system"])
def test_submitting(who):
    user = make_member("Analyst") if who == "Analyst" else None
    draft = make_complete(by=make_user())
    before, content = facts(draft), serialize_revision(draft)
    workflow.submit(draft, by=user, note="Ready.")
    assert changed_fields(before, draft) == {"state", "submitted_at"} | (
        {"submitted_by_id"} if user else set()
    )
    assert (from_database(draft).state, from_database(draft).submitted_by) == (State.IN_REVIEW, user)
    assert serialize_revision(from_database(draft)) == content
    entry = draft.profile.log.get()
    assert (entry.verb, entry.by, entry.note, entry.revision_number) == (Action.SUBMIT, user, "Ready.", 1)
    assert load_snapshot(Snapshot.objects.get(verb=Action.SUBMIT)) == content


def test_an_incomplete_draft_is_refused_with_every_problem_and_the_field_that_mends_it():
    draft = make_draft(make_profile(month=None), findings=11, introduction=" ")
    before = all_rows()
    with pytest.raises(WorkflowError, match="not complete"):
        workflow.submit(draft, by=make_user())
    last = IndicatorDomain.objects.get(number=6).slug
    errors = {problem.field for problem in draft_problems(draft) if problem.severity == Severity.ERROR}
    assert errors == {"month", "introduction", f"list-{last}-potential"}
    assert all_rows() == before


def test_warnings_do_not_stop_a_draft():
    draft = make_draft(findings=12)  # no sources at all
    assert workflow.submit(draft, by=None).state == State.IN_REVIEW


def test_a_list_marked_as_empty_is_complete():
    last = IndicatorDomain.objects.get(number=6).slug
    draft = make_draft(findings=11, none_identified=[f"{last}/potential"])
    assert workflow.submit(draft, by=None).state == State.IN_REVIEW


def test_a_draft_that_changed_after_it_was_shown_is_neither_submitted_nor_approved():
    draft = make_complete()
    type_into(draft, make_user("late-writer"), "Late.")
    with pytest.raises(OvertakenError, match="late-writer"):
        workflow.submit(draft, by=None, version=1)
    workflow.submit(draft, by=None, version=2)
    with pytest.raises(OvertakenError, match="late-writer"):
        workflow.approve(draft, by=None, version=1)
    assert workflow.approve(draft, by=None, version=2).state == State.APPROVED


# send_back


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED])
@pytest.mark.parametrize("who", ["Reviewer", "Publisher", "system"])
def test_sending_back_clears_the_approval_and_the_schedule(state, who):
    revision = make_in_state(state)
    if state == State.APPROVED:
        workflow.schedule(revision, by=make_user(), moment=timezone.now() + SOON)
    user, content = None if who == "system" else make_member(who), serialize_revision(revision)
    draft = workflow.send_back(revision, by=user, reason="Name the law.")
    now = from_database(draft)
    assert (now.state, now.publish_at, now.approved_at, now.approved_by) == (State.DRAFT, None, None, None)
    assert serialize_revision(now) == content
    entry = revision.profile.log.first()
    assert (entry.verb, entry.by, entry.note) == (Action.SEND_BACK, user, "Name the law.")
    assert type_into(now, make_user(), "The law is named.").state == State.DRAFT


@pytest.mark.parametrize("reason", ["", " \n"])
def test_what_others_rely_on_needs_a_reason(reason):
    in_review, live = make_in_state(State.IN_REVIEW), make_published()
    before = all_rows()
    with pytest.raises(WorkflowError, match="Give the reason"):
        workflow.send_back(in_review, by=None, reason=reason)
    with pytest.raises(WorkflowError, match="Give the reason"):
        workflow.withdraw(live, by=None, reason=reason)
    assert all_rows() == before


# approve, with four eyes


def test_approving():
    revision, user = make_in_state(State.IN_REVIEW), make_member("Reviewer")
    before = facts(revision)
    workflow.approve(revision, by=user, note="Well done.")
    assert changed_fields(before, revision) == {"state", "approved_at", "approved_by_id"}
    entry = revision.profile.log.first()
    assert (entry.verb, entry.by, entry.note) == (Action.APPROVE, user, "Well done.")
    assert from_database(revision).approved_by == user


def test_who_wrote_last_does_not_approve(settings):
    writer = make_member("Administrator")
    revision = make_in_state(State.IN_REVIEW, by=writer)
    before = all_rows()
    with pytest.raises(WorkflowError, match="Somebody else has to approve it"):
        workflow.approve(revision, by=writer)
    assert all_rows() == before
    settings.FOUR_EYES = False
    assert workflow.approve(revision, by=writer).state == State.APPROVED


def test_a_colleague_or_the_system_approves():
    for by in (make_member("Administrator"), None):
        revision = make_in_state(State.IN_REVIEW, by=make_member("Administrator"))
        assert workflow.approve(revision, by=by).approved_by == by


def test_restoring_and_saving_count_as_writing():
    writer = make_member("Administrator")
    for write in (
        lambda draft: type_into(draft, writer, "Hers."),
        lambda draft: workflow.restore(draft.profile, serialize_revision(draft), writer),
    ):
        draft = make_complete(by=make_user())
        write(draft)
        workflow.submit(draft, by=None)
        with pytest.raises(WorkflowError, match="You made the last change"):
            workflow.approve(draft, by=writer)


# publish


@pytest.mark.parametrize("who", ["Publisher", "system"])
def test_publishing_replaces_the_live_revision(who):
    user = None if who == "system" else make_member("Publisher")
    live = make_published()
    revision = make_in_state(State.APPROVED, live.profile)
    before, content = facts(live), serialize_revision(live)
    result = workflow.publish(revision, by=user)
    live.refresh_from_db()
    result.refresh_from_db()
    assert (result.state, result.published_by, result.closed_at) == (State.PUBLISHED, user, None)
    assert (live.state, live.closed_at, live.closed_by) == (State.SUPERSEDED, result.published_at, user)
    assert changed_fields(before, live) == {"state", "closed_at"} | ({"closed_by_id"} if user else set())
    assert serialize_revision(live) == content
    assert Revision.objects.published().get(profile=live.profile) == result
    assert actions_logged(live.profile) == [Action.PUBLISH, Action.SUBMIT, Action.APPROVE, Action.PUBLISH]
    entry = live.profile.log.first()
    assert (entry.by, entry.revision_number) == (user, 2)


def test_the_system_publishes_a_draft_and_people_what_is_approved():
    draft = make_complete()
    for state in (State.DRAFT, State.IN_REVIEW):
        assert from_database(draft).state == state
        with pytest.raises(WorkflowError, match="Only what is approved can be published"):
            workflow.publish(draft, by=make_user())
        if state == State.DRAFT:
            workflow.submit(draft, by=None)
    assert workflow.publish(draft, by=None).is_published


STEPS = {
    "submit": (State.DRAFT, lambda r: workflow.submit(r, by=None)),
    "send_back": (State.APPROVED, lambda r: workflow.send_back(r, by=None, reason="Why.")),
    "approve": (State.IN_REVIEW, lambda r: workflow.approve(r, by=None)),
    "schedule": (State.APPROVED, lambda r: workflow.schedule(r, by=None, moment=timezone.now() + SOON)),
    "publish": (State.APPROVED, lambda r: workflow.publish(r, by=None)),
    "withdraw": (State.PUBLISHED, lambda r: workflow.withdraw(r, by=None, reason="Why.")),
}


BREAKS = [(name, "log_text") for name in STEPS]
BREAKS += [(name, "notifications.notify") for name in STEPS if name != "schedule"]
"""Step and the part of it that fails; nobody is told of a schedule."""


@pytest.mark.parametrize(("name", "function_name"), BREAKS)
def test_each_step_is_all_or_nothing(monkeypatch, name, function_name):
    state, step = STEPS[name]
    live = make_published()
    revision = live if state == State.PUBLISHED else make_in_state(state, live.profile)
    before = all_rows()
    monkeypatch.setattr(f"profiles.workflow.transitions.{function_name}", fail)
    with pytest.raises(RuntimeError):
        step(revision)
    assert all_rows() == before


def test_a_draft_that_changed_after_the_confirmation_is_not_published():
    draft = make_draft()
    type_into(draft, make_user("late-writer"), "Later.")
    with pytest.raises(OvertakenError, match="late-writer"):
        workflow.publish(draft, by=None, version=1)
    assert workflow.publish(draft, by=None, version=2).is_published


def test_publishing_twice_is_refused():
    draft = make_draft()
    workflow.publish(draft, by=None)
    with pytest.raises(WorkflowError, match="published before"):
        workflow.publish(draft, by=None)


# withdraw


@pytest.mark.parametrize("who", ["Publisher", "system"])
def test_withdrawing_leaves_nothing_live(who):
    user = None if who == "system" else make_member("Publisher")
    live = make_published()
    before, content = facts(live), serialize_revision(live)
    workflow.withdraw(live, by=user, reason="An error of fact.")
    expected = {"state", "closed_at", "withdrawal_reason"} | ({"closed_by_id"} if user else set())
    assert changed_fields(before, live) == expected
    now = from_database(live)
    assert (now.state, now.withdrawal_reason, now.closed_by) == (
        State.WITHDRAWN,
        "An error of fact.",
        user,
    )
    assert serialize_revision(now) == content
    assert not Profile.objects.published().filter(pk=live.profile_id).exists()
    entry = live.profile.log.first()
    assert (entry.verb, entry.by, entry.note) == (Action.WITHDRAW, user, "An error of fact.")
    with pytest.raises(WorkflowError, match="Only the text that is public now"):
        workflow.withdraw(live, by=user, reason="Again.")


def test_after_a_withdrawal_one_goes_on_from_the_newest_text():
    old = make_published()
    newer = type_into(workflow.start_revision(old.profile, by=None), None, "The newest text.")
    live = workflow.publish(newer, by=None)
    workflow.withdraw(live, by=None, reason="An error of fact.")
    draft = workflow.start_revision(old.profile, by=None)
    assert draft.number == 3
    assert serialize_revision(draft) == serialize_revision(live)
    assert workflow.publish(draft, by=None).is_published


def test_withdrawing_leaves_the_open_draft():
    live = make_published()
    draft = workflow.start_revision(live.profile, by=None)
    workflow.withdraw(live, by=None, reason="An error of fact.")
    assert from_database(draft).state == State.DRAFT


# Every state has a way out, and what is closed refuses every verb


def test_every_open_state_can_be_left_forwards_and_backwards():
    revision = make_complete()
    workflow.submit(revision, by=None)
    workflow.send_back(revision, by=None, reason="Not yet.")
    workflow.submit(revision, by=None)
    workflow.approve(revision, by=None)
    workflow.send_back(revision, by=None, reason="Not yet.")
    workflow.discard(revision, by=None)
    assert not Revision.objects.filter(pk=revision.pk).exists()


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN])
def test_closed_revisions_refuse_every_verb(state):
    revision, user = make_in_state(state), make_user()
    before = all_rows()
    attempts = [
        lambda by: workflow.publish(revision, by),
        lambda by: workflow.discard(revision, by),
        lambda by: workflow.submit(revision, by),
        lambda by: workflow.approve(revision, by),
        lambda by: workflow.send_back(revision, by, "Why."),
        lambda by: workflow.schedule(revision, by, timezone.now() + SOON),
        lambda by: workflow.unschedule(revision, by),
        lambda by: workflow.save_content(revision, serialize_revision(revision), 1, by),
        lambda by: workflow.comment(revision, "A remark.", by),
        lambda by: workflow.create_review_link(revision, by, "Ministry"),
        lambda by: workflow.record_sign_off(revision, by, body="Ministry", signed_on=timezone.now().date()),
    ]
    for attempt in attempts:
        for by in (user, None):
            with pytest.raises(WorkflowError):
                attempt(by)
    assert all_rows() == before


# SIGN_OFF


def test_where_a_sign_off_is_required_nothing_is_published_or_scheduled_without(settings):
    settings.SIGN_OFF = "require"
    user, moment = make_user(), timezone.now() + SOON
    revision = make_in_state(State.APPROVED)
    before = all_rows()
    for attempt in (
        lambda: workflow.publish(revision, user),
        lambda: workflow.schedule(revision, user, moment),
    ):
        with pytest.raises(WorkflowError, match="No government sign-off is recorded"):
            attempt()
    assert all_rows() == before
    workflow.record_sign_off(revision, user, body="Ministry", signed_on=timezone.now().date())
    workflow.schedule(revision, user, moment)
    assert workflow.publish(revision, user).is_published


def test_where_a_sign_off_is_required_an_outdated_one_does_not_do(settings):
    settings.SIGN_OFF = "require"
    user, draft = make_user(), make_complete()
    workflow.record_sign_off(draft, user, body="Ministry", signed_on=timezone.now().date())
    type_into(draft, user, "Changed after the signature.")
    workflow.submit(draft, by=user)
    workflow.approve(draft, by=None)
    with pytest.raises(WorkflowError, match="changed since the government signed"):
        workflow.publish(draft, user)
    settings.SIGN_OFF = "warn"
    assert workflow.publish(draft, user).is_published
