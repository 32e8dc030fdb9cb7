"""What a draft says: begun, saved, discarded, and never a word lost on the way."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action, Kind, State
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import (
    Comment,
    Finding,
    FindingSource,
    Presence,
    Profile,
    ReviewLink,
    Revision,
    SignOff,
    Snapshot,
    Source,
    Translation,
)
from profiles.workflow import OvertakenError, WorkflowError
from tests.factories import (
    make_complete,
    make_draft,
    make_in_state,
    make_member,
    make_place,
    make_profile,
    make_published,
    make_user,
)
from tests.workflow.drafting import (
    NO_TEXT,
    actions_logged,
    all_rows,
    fail,
    make_full,
    snapshots_of,
    with_text,
)

pytestmark = pytest.mark.usefixtures("domains")


# start_revision


def test_a_new_revision_has_all_that_the_live_one_says():
    live, user = make_full(), make_user()
    draft = workflow.start_revision(live.profile, by=user)
    draft.refresh_from_db()
    assert serialize_revision(draft) == serialize_revision(live)
    assert (draft.state, draft.number, draft.lock_version) == (State.DRAFT, 2, 1)
    assert (draft.created_by, draft.changed_by, draft.change_note) == (user, user, "")
    assert draft.published_at is None
    assert [(s.verb, s.made_by, load_snapshot(s)) for s in snapshots_of(draft)] == [
        (Action.START, user, serialize_revision(live))
    ]


WORK_ABOUT_A_TEXT = {Comment, Presence, ReviewLink, SignOff, Translation}
"""What hangs on a revision and belongs to that one alone: comments, presence, signatures, translations."""


def test_every_child_table_is_copied_and_nothing_is_shared():
    """A model that hangs on a revision and is not copied by `start_revision` fails here."""
    live = make_full()
    draft = workflow.start_revision(live.profile, by=None)
    children = {field.related_model for field in Revision._meta.related_objects} - WORK_ABOUT_A_TEXT
    grandchildren = {field.related_model for child in children for field in child._meta.related_objects}
    assert children == {Finding, Source}
    assert grandchildren == {FindingSource}
    for model, path in ((Finding, "revision"), (Source, "revision"), (FindingSource, "finding__revision")):
        assert (
            model.objects.filter(**{path: draft}).count() == model.objects.filter(**{path: live}).count() > 0
        )
    assert not FindingSource.objects.filter(finding__revision=draft).exclude(source__revision=draft).exists()


def test_keys_are_kept_so_that_addresses_and_comparisons_hold():
    live = make_full()
    draft = workflow.start_revision(live.profile, by=None)
    for rows in ("findings", "sources"):
        assert set(getattr(draft, rows).values_list("key")) == set(getattr(live, rows).values_list("key"))


def test_every_field_of_a_finding_and_of_a_source_is_copied():
    """A field that is added to a model and forgotten in content/schema.py fails here."""
    live = make_full()
    draft = workflow.start_revision(live.profile, by=None)
    own = {"id", "revision", "position"}
    for rows in ("findings", "sources"):
        names = {f.name for f in getattr(live, rows).model._meta.concrete_fields} - own
        for old in getattr(live, rows).all():
            new = getattr(draft, rows).get(key=old.key)
            assert {name: getattr(new, name) for name in names} == {
                name: getattr(old, name) for name in names
            }


def test_a_profile_without_text_gets_an_empty_first_draft():
    draft = workflow.start_revision(make_profile(), by=None)
    assert draft.number == 1
    assert serialize_revision(draft) == NO_TEXT


def test_a_second_open_revision_is_refused():
    draft = make_draft()
    with pytest.raises(WorkflowError, match="There is an open revision already"):
        workflow.start_revision(draft.profile, by=None)
    assert draft.profile.revisions.count() == 1


def test_starting_is_all_or_nothing(monkeypatch):
    live = make_full()
    before = all_rows()
    monkeypatch.setattr("profiles.workflow.drafts.log", fail)
    with pytest.raises(RuntimeError):
        workflow.start_revision(live.profile, by=None)
    assert all_rows() == before


def test_every_number_is_used_once_even_after_discards():
    profile = make_published().profile
    numbers = []
    for _ in range(3):
        draft = workflow.start_revision(profile, by=None)
        numbers.append(draft.number)
        workflow.discard(draft, by=None)
    assert numbers == [2, 3, 4]
    Snapshot.objects.all().delete()  # an older release kept none, and had the log alone
    assert workflow.start_revision(profile, by=None).number == 5


# save_content


def test_a_save_makes_the_draft_say_the_content():
    draft, user = make_complete(), make_member("Analyst")
    content = serialize_revision(draft)
    content["introduction"] = "Anew."
    content["findings"] = [content["findings"][3], *content["findings"][5:]]
    new_finding = content["findings"][0] | {"key": str(uuid.uuid4()), "text": "A new one.", "sources": []}
    content["findings"].append(new_finding)
    content["sources"].append(
        {"key": str(uuid.uuid4()), "title": "A page", "body": "", "year": 2020, "url": "https://example.org/"}
    )
    content["findings"][0]["sources"][0]["locator"] = "p. 9"
    other_finding = content["findings"][2]
    other_finding["domain"], other_finding["kind"] = content["findings"][0]["domain"], Kind.POTENTIAL.value
    kept_keys = {row["key"] for row in content["findings"]}
    result = workflow.save_content(draft, content, 1, user)
    stored_content = serialize_revision(Revision.objects.get(pk=draft.pk))
    assert {row["key"] for row in stored_content["findings"]} == kept_keys
    assert {row["key"]: row for row in stored_content["findings"]} == {
        row["key"]: row for row in content["findings"]
    }
    assert (stored_content["introduction"], stored_content["sources"]) == ("Anew.", content["sources"])
    assert (result.lock_version, result.changed_by, result.state) == (2, user, State.DRAFT)
    assert actions_logged(draft.profile) == [Action.SAVE]


def test_a_save_by_the_system():
    draft = make_complete()
    result = workflow.save_content(draft, with_text(serialize_revision(draft), "By a command."), 1, None)
    assert (result.lock_version, result.changed_by) == (2, None)


def test_the_same_content_again_changes_nothing():
    draft, user = make_complete(), make_user()
    workflow.save_content(draft, with_text(serialize_revision(draft), "Once."), 1, user)
    before = all_rows()
    for version in (2, 1):  # the answer to a save was lost on the line, and the browser sends it again
        for is_automatic in (True, False):
            same = serialize_revision(Revision.objects.get(pk=draft.pk))
            result = workflow.save_content(draft, same, version, user, is_automatic=is_automatic)
            assert result.lock_version == 2
    assert all_rows() == before


def test_the_same_text_listed_in_another_order_is_the_same():
    draft = make_complete(none_identified=[])
    content = serialize_revision(draft)
    content["findings"].reverse()
    content["findings"].sort(key=lambda row: row["kind"])
    result = workflow.save_content(draft, content, 1, make_user())
    assert result.lock_version == 1


def test_order_within_a_list_is_kept():
    draft = make_draft(findings=24)
    content = serialize_revision(draft)
    content["findings"][0], content["findings"][1] = content["findings"][1], content["findings"][0]
    assert serialize_revision(workflow.save_content(draft, content, 1, None)) == content


def test_lists_without_findings_are_stored_once_each_and_in_order():
    draft = make_draft()
    lists = ["partnerships/potential", "migrants-rights/potential", "partnerships/potential"]
    result = workflow.save_content(draft, serialize_revision(draft) | {"none_identified": lists}, 1, None)
    assert serialize_revision(result)["none_identified"] == [
        "migrants-rights/potential",
        "partnerships/potential",
    ]


def test_a_save_over_a_newer_one_is_refused_and_changes_nothing():
    draft, first, second = make_complete(), make_user("first-writer"), make_user()
    own_content = with_text(serialize_revision(draft), "Mine.")
    workflow.save_content(draft, with_text(serialize_revision(draft), "Hers."), 1, first)
    before = all_rows()
    for is_automatic in (True, False):
        with pytest.raises(OvertakenError, match=r"first-writer saved this draft at .* after you had opened"):
            workflow.save_content(draft, own_content, 1, second, is_automatic=is_automatic)
    assert all_rows() == before


def test_a_save_is_all_or_nothing(monkeypatch):
    draft = make_complete()
    before = all_rows()
    monkeypatch.setattr("profiles.workflow.drafts.log_text", fail)
    with pytest.raises(RuntimeError):
        workflow.save_content(draft, with_text(serialize_revision(draft), "Lost."), 1, make_user())
    monkeypatch.undo()
    monkeypatch.setattr(FindingSource.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        workflow.save_content(draft, with_text(serialize_revision(draft), "Lost."), 1, make_user())
    assert all_rows() == before


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_what_is_no_draft_is_not_saved(state):
    revision = make_in_state(state)
    before = all_rows()
    with pytest.raises(WorkflowError, match=r"not a draft|edited again when it is sent back"):
        workflow.save_content(revision, NO_TEXT, revision.lock_version, make_user())
    assert all_rows() == before


def test_official_letters_are_stored_as_they_are():
    draft = make_complete()
    text = "« L’État »\u202f; 2019–2023 — “No. 97”\xa0: اتفاقية العمل، ١٤٣ 🌍\n\nA second line "
    result = workflow.save_content(draft, with_text(serialize_revision(draft), text), 1, None)
    assert serialize_revision(result)["findings"][0]["text"] == text


def test_saving_what_is_discarded_is_refused():
    draft = make_draft()
    workflow.discard(Revision.objects.get(pk=draft.pk), by=None)
    with pytest.raises(WorkflowError, match="discarded in the meantime"):
        workflow.save_content(draft, NO_TEXT, 1, make_user())


def test_what_is_not_taken_of_a_text_stays_in_the_history():
    draft, user = make_complete(), make_user()
    own_content = with_text(serialize_revision(draft), "Mine, and not taken.")
    workflow.save_content(draft, serialize_revision(draft), draft.lock_version, user, aside=own_content)
    aside = draft.profile.snapshots.get(verb=Action.SET_ASIDE)
    assert (load_snapshot(aside), aside.made_by, aside.revision_number) == (own_content, user, draft.number)
    workflow.save_content(draft, own_content, draft.lock_version, user, aside=own_content)
    assert draft.profile.snapshots.filter(verb=Action.SET_ASIDE).count() == 1


# discard


def test_a_draft_that_a_government_signed_off_stays():
    draft = make_complete()
    workflow.record_sign_off(draft, None, body="Ministry", signed_on=timezone.now().date())
    with pytest.raises(WorkflowError, match="signed off this draft"):
        workflow.discard(draft, None)
    assert Revision.objects.filter(pk=draft.pk).exists()


def test_discarding_leaves_the_live_revision_and_the_log():
    live = make_full()
    content = serialize_revision(live)
    draft = workflow.start_revision(live.profile, by=None)
    user = make_user()
    workflow.discard(draft, by=user)
    live.refresh_from_db()
    assert live.profile.revisions.get() == live
    assert live.is_published
    assert serialize_revision(live) == content
    assert actions_logged(live.profile) == [Action.PUBLISH, Action.START, Action.DISCARD]
    assert live.profile.log.first().by == user


@pytest.mark.parametrize("verb", [workflow.publish, workflow.discard, workflow.submit, workflow.approve])
def test_a_draft_that_is_gone_is_refused(verb):
    draft = make_draft()
    stale = Revision.objects.get(pk=draft.pk)
    workflow.discard(draft, by=None)
    with pytest.raises(WorkflowError, match="discarded in the meantime"):
        verb(stale, by=None)


def test_a_profile_that_is_gone_is_refused():
    profile = make_profile()
    stale = Profile.objects.get(pk=profile.pk)
    profile.delete()
    with pytest.raises(WorkflowError, match="deleted in the meantime"):
        workflow.start_revision(stale, by=None)


def test_discarding_is_all_or_nothing(monkeypatch):
    draft = make_complete()
    before = all_rows()
    monkeypatch.setattr("profiles.workflow.drafts.log_text", fail)
    with pytest.raises(RuntimeError):
        workflow.discard(draft, by=None)
    assert all_rows() == before


# heartbeat


def test_presence_begins_anew_after_a_break():
    draft, user = make_draft(), make_user()
    workflow.heartbeat(draft, user)
    first_seen = Presence.objects.get()
    workflow.heartbeat(draft, user)
    second = Presence.objects.get()
    assert second.since == first_seen.since
    assert second.seen_at > first_seen.seen_at
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    workflow.heartbeat(draft, user)
    assert Presence.objects.get().since > first_seen.since


# Rights are of permissions/ (tests/test_permissions.py): here, that each verb asks


def test_people_without_rights_are_refused_and_nothing_changes():
    draft, live = make_draft(), make_published()
    for user in (
        make_user(is_superuser=False),
        make_user(is_active=False),
        make_member("Analyst", make_place()),
    ):
        content = with_text(serialize_revision(draft), "Not hers.")
        attempts = [
            lambda user=user: workflow.discard(draft, by=user),
            lambda user=user, content=content: workflow.save_content(draft, content, 1, user),
            lambda user=user, content=content: workflow.restore(draft.profile, content, user),
            lambda user=user: workflow.submit(draft, by=user),
            lambda user=user: workflow.start_revision(live.profile, by=user),
            lambda user=user: workflow.add_profile(
                Profile(place=live.profile.place, edition=3, year=2022, slug="x"), by=user
            ),
        ]
        before = all_rows()
        for attempt in attempts:
            with pytest.raises(WorkflowError, match=r"Your account (may|is)|You are not assigned"):
                attempt()
        assert all_rows() == before
