"""An earlier text is restored, into the open draft or into a new one."""

import pytest

from profiles import workflow
from profiles.choices import Action, State
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import Revision
from profiles.workflow import OvertakenError, WorkflowError
from tests.factories import make_complete, make_in_state, make_user
from tests.workflow.drafting import NO_TEXT, all_rows, make_full, snapshots_of, type_into, with_text

pytestmark = pytest.mark.usefixtures("domains")


def test_a_discarded_draft_can_be_restored():
    draft, user = make_complete(), make_user()
    content = serialize_revision(draft)
    workflow.comment(draft, "A remark.", by=user)
    workflow.discard(draft, by=user)
    snapshot = draft.profile.snapshots.newest_first().first()
    assert (snapshot.verb, snapshot.made_by, load_snapshot(snapshot)) == (Action.DISCARD, user, content)
    again = workflow.restore(draft.profile, snapshot.content, user, "revision 1")
    assert serialize_revision(again) == content
    assert again.number == 2


def test_restoring_into_the_open_draft_and_undoing_it():
    draft, user = make_complete(), make_user()
    type_into(draft, user, "The second text.")
    second = serialize_revision(Revision.objects.get(pk=draft.pk))
    first_text = load_snapshot(snapshots_of(draft)[0])
    result = workflow.restore(draft.profile, first_text, user, "of yesterday")
    assert (result.pk, result.state, result.lock_version) == (draft.pk, State.DRAFT, 3)
    assert serialize_revision(result) == first_text
    entry = draft.profile.log.first()
    assert (entry.verb, entry.by, entry.note) == (Action.RESTORE, user, "of yesterday")
    second_result = workflow.restore(draft.profile, snapshots_of(draft)[-2].content, user)
    assert serialize_revision(second_result) == second


def test_restoring_what_was_published_into_a_new_draft():
    first_one = make_full()
    old = serialize_revision(first_one)
    draft = workflow.start_revision(first_one.profile, by=None)
    type_into(draft, None, "The second text.")
    second = workflow.publish(draft, by=None)
    user = make_user()
    result = workflow.restore(first_one.profile, serialize_revision(first_one), user, "revision 1")
    assert (result.number, result.state, result.created_by) == (3, State.DRAFT, user)
    assert serialize_revision(result) == old
    second.refresh_from_db()
    assert second.is_published


def test_a_draft_without_a_snapshot_is_kept_before_it_is_restored_over():
    draft = make_complete()
    old = serialize_revision(draft)
    workflow.restore(draft.profile, with_text(old, "Another."), by=None)
    assert old in [load_snapshot(snapshot) for snapshot in snapshots_of(draft)]


def test_restoring_tells_the_other_writer():
    """Whoever has the draft open meanwhile is refused, not overwritten."""
    draft = make_complete()
    content = serialize_revision(draft)
    workflow.restore(draft.profile, with_text(content, "Restored."), by=make_user("restorer"))
    with pytest.raises(OvertakenError, match="restorer"):
        workflow.save_content(draft, with_text(content, "Typed."), 1, make_user())


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED])
def test_nothing_is_restored_over_what_is_in_review(state):
    revision = make_in_state(state)
    before = all_rows()
    with pytest.raises(WorkflowError, match="sent back"):
        workflow.restore(revision.profile, NO_TEXT, make_user())
    assert all_rows() == before
