"""The history of a draft: each save leaves a snapshot, and typing replaces none that is worth keeping."""

from datetime import timedelta

import pytest
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action, State
from profiles.content.schema import digest
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import LogEntry, Revision, Snapshot
from tests.factories import make_complete, make_in_state, make_user
from tests.workflow.drafting import actions_logged, snapshots_of, type_into

pytestmark = pytest.mark.usefixtures("domains")


def test_each_explicit_save_leaves_a_snapshot():
    draft, user = make_in_state(State.DRAFT), make_user()
    for text in ("One text.", "Two texts.", "Three texts."):
        type_into(draft, user, text)
    before, *later = snapshots_of(draft)
    assert [s.content["findings"][0]["text"] for s in later] == ["One text.", "Two texts.", "Three texts."]
    assert {(s.verb, s.is_automatic, s.made_by) for s in later} == {(Action.SAVE, False, user)}
    assert before.content["findings"][0]["text"].startswith("Fictional finding")
    assert all(s.digest == digest(s.content) for s in later)


def test_a_draft_older_than_the_history_is_kept_before_it_is_replaced():
    draft = make_complete(by=make_user("old-hand"))
    old = serialize_revision(draft)
    type_into(draft, make_user(), "Anew.")
    assert (load_snapshot(snapshots_of(draft)[0]), snapshots_of(draft)[0].made_by.name) == (old, "old-hand")


def test_what_is_typed_in_one_sitting_leaves_one_snapshot():
    draft, user = make_complete(), make_user()
    for text in ("Long enough a", "Long enough a text", "Long enough a text to keep."):
        type_into(draft, user, text, is_automatic=True)
    _before, last = snapshots_of(draft)
    assert load_snapshot(last) == serialize_revision(Revision.objects.get(pk=draft.pk))
    assert (last.is_automatic, last.made_by, last.digest) == (True, user, digest(last.content))
    assert LogEntry.objects.count() == 0


def test_a_long_sitting_leaves_a_snapshot_every_five_minutes():
    draft, user = make_complete(), make_user()
    type_into(draft, user, "Early words", is_automatic=True)
    Snapshot.objects.update(made_at=timezone.now() - timedelta(minutes=5, seconds=1))
    type_into(draft, user, "Early words, and late ones", is_automatic=True)
    assert len(snapshots_of(draft)) == 3


def test_typing_never_replaces_another_persons_snapshot():
    draft, one, other = make_complete(), make_user("one"), make_user("other")
    for user in (one, other, one):
        type_into(draft, user, f"Typed now by {user.name}", is_automatic=True)
    assert [s.made_by for s in snapshots_of(draft)] == [None, one, other, one]


def test_typing_never_replaces_an_explicit_save():
    draft, user = make_complete(), make_user()
    type_into(draft, user, "Saved by the button.")
    type_into(draft, user, "Saved by the button, and typed on.", is_automatic=True)
    assert [s.content["findings"][0]["text"] for s in snapshots_of(draft)][1:] == [
        "Saved by the button.",
        "Saved by the button, and typed on.",
    ]


def test_the_button_keeps_what_was_saved_while_typing():
    """She typed, it was saved by itself, then she pressed the button: from there nothing replaces it."""
    draft, user = make_complete(), make_user()
    result = type_into(draft, user, "Typed, then saved.", is_automatic=True)
    workflow.save_content(result, serialize_revision(result), result.lock_version, user)
    assert actions_logged(draft.profile) == [Action.SAVE]
    assert Revision.objects.get(pk=draft.pk).lock_version == result.lock_version
    type_into(draft, user, "Typed, then saved. And typed again.", is_automatic=True)
    assert [s.is_automatic for s in snapshots_of(draft)] == [False, False, True]


def test_typing_never_replaces_what_was_signed_off_or_submitted():
    draft, user = make_complete(), make_user()
    type_into(draft, user, "As the ministry read it.", is_automatic=True)
    workflow.record_sign_off(draft, user, body="Ministry", signed_on=timezone.now().date())
    type_into(draft, user, "As the ministry read it, and more.", is_automatic=True)
    workflow.submit(draft, by=user)
    workflow.send_back(draft, by=None, reason="A fictional reason.")
    type_into(draft, user, "As the ministry read it, and more. Still more.", is_automatic=True)
    assert [s.verb for s in snapshots_of(draft)][1:] == ["save", "sign_off", "save", "submit", "save"]


@pytest.mark.parametrize("loss", ["finding", "text", "introduction", "source"])
def test_typing_never_replaces_words_that_are_gone(loss):
    """A whole list deleted by a slip of the hand, and saved while typing, is still in the history."""
    draft, user = make_complete(), make_user()
    type_into(draft, user, "A long text that took an hour to write.", is_automatic=True)
    now = Revision.objects.get(pk=draft.pk)
    content = serialize_revision(now)
    if loss == "finding":
        del content["findings"][0]
    elif loss == "text":
        content["findings"][0]["text"] = "A"
    elif loss == "introduction":
        content["introduction"] = ""
    else:
        content["sources"].clear()
        for finding in content["findings"]:
            finding["sources"].clear()
    workflow.save_content(now, content, now.lock_version, user, is_automatic=True)
    assert len(snapshots_of(draft)) == 3
    assert snapshots_of(draft)[1].content["findings"][0]["text"] == "A long text that took an hour to write."
