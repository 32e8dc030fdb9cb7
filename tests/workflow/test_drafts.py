"""What a draft says: begun, saved, restored, discarded, and never a word lost on the way."""

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action, Kind, Level, State
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
    actions_logged,
    all_rows,
    fail,
    make_full,
    snapshots_of,
    type_into,
    with_text,
)

pytestmark = pytest.mark.usefixtures("domains")

MALI = json.loads(Path("fixtures/mali-2021.json").read_text(encoding="utf-8"))["profiles"][0]
NO_TEXT = {"introduction": "", "none_identified": [], "sources": [], "findings": []}


# create_profile, add_profile


def test_a_profile_is_created_with_its_text_a_snapshot_and_a_log_entry():
    make_place("Mali", slug="mali", is_fictional=False)
    user = make_user()
    draft = workflow.create_profile(MALI, by=user)
    assert serialize_revision(draft) == {name: MALI[name] for name in NO_TEXT}
    assert (draft.number, draft.state, draft.created_by, draft.changed_by) == (1, State.DRAFT, user, user)
    assert actions_logged(draft.profile) == [Action.CREATE]
    assert [(s.verb, s.made_by, load_snapshot(s)) for s in snapshots_of(draft)] == [
        (Action.CREATE, user, serialize_revision(draft))
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"place": "nowhere"}, "There is no place “nowhere”"),
        ({"edition": 1}, "already has a profile of edition 1"),
        ({"year": 1850}, "between 2010 and 2100"),
        ({"findings": [MALI["findings"][0] | {"domain": "happiness"}]}, "no known domain"),
        ({"introduction": None}, "lacks a part"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_and_leaves_nothing(changes, reason):
    make_profile(make_place("Mali", slug="mali"), edition=1)
    before = all_rows()
    with pytest.raises(WorkflowError, match=reason):
        workflow.create_profile(MALI | changes, by=None)
    assert all_rows() == before


def test_a_new_profile_is_checked_and_logged():
    user = make_user()
    profile = Profile(place=make_place(), edition=1, year=2022, slug="new-2022")
    workflow.add_profile(profile, by=user)
    entry = profile.log.get()
    assert (entry.verb, entry.by, entry.revision_number) == (Action.CREATE, user, None)
    with pytest.raises(WorkflowError, match="lies between 2010 and 2100"):
        workflow.add_profile(Profile(place=make_place(), edition=1, year=1900, slug="old-1900"), by=user)


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


WORK_ABOUT_A_TEXT = {Comment, Presence, ReviewLink, SignOff}
"""What hangs on a revision and belongs to that one alone: talk, presence, signatures."""


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
    monkeypatch.setattr("profiles.workflow.drafts.log", fail)
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


def first(rows: str, **changes: object):
    def change(content: dict) -> None:
        content[rows][0] |= changes

    return change


def cite(*citations: object):
    return first("findings", sources=[*citations])


def drop_part(rows: str, name: str):
    return lambda content: content[rows][0].pop(name)


def cite_twice(content: dict) -> None:
    content["findings"][0]["sources"] *= 2


def same_key(rows: str):
    def change(content: dict) -> None:
        content[rows].append(dict(content[rows][0]))

    return change


NO_CONTENT = {
    "unknown domain": (first("findings", domain="happiness"), "no known domain"),
    "unknown kind": (first("findings", kind="excellent"), "no known kind"),
    "blank text": (first("findings", text=" \n"), "has no text"),
    "no key": (first("findings", key="one"), "“one” is not a UUID"),
    "key of another kind": (first("findings", key=7), "wrong kind"),
    "key twice": (same_key("findings"), "is listed twice"),
    "source twice": (same_key("sources"), "is listed twice"),
    "unknown source": (cite({"source": str(uuid.uuid4()), "locator": ""}), "does not list"),
    "cited twice": (cite_twice, "cites the same source twice"),
    "no list": (
        lambda content: content["none_identified"].append("here/there"),
        "“here/there” is not a list",
    ),
    "source without title": (first("sources", title=" "), "has no title"),
    "long title": (first("sources", title="x" * 301), "longer than 300"),
    "long area": (first("findings", indicator_area="x" * 121), "longer than 120"),
    "script for an address": (first("sources", url="javascript:alert(1)"), "not the address of a page"),
    "year": (first("sources", year=123456), "“123456” is not a year"),
    "year in letters": (first("sources", year="2019"), "“2019” is not a year"),
    "zero byte": (first("findings", text="a\x00b"), "cannot be stored"),
    "half a letter": (first("findings", text="a\ud800b"), "cannot be stored"),
    "part missing": (drop_part("findings", "indicator_area"), "lacks a part.*indicator_area"),
    "part too many": (first("sources", position=3), "wrong kind.*position"),
    "text is a number": (first("findings", text=3), "wrong kind"),
    "findings are no list": (lambda content: content.update(findings={}), "wrong kind"),
    "a finding is a word": (lambda content: content.update(findings=["word"]), "wrong kind"),
    "no introduction": (lambda content: content.pop("introduction"), "lacks a part"),
}


@pytest.mark.parametrize(("spoil", "reason"), NO_CONTENT.values(), ids=NO_CONTENT.keys())
def test_a_text_that_cannot_be_stored_is_refused_with_a_sentence(spoil, reason):
    draft, user = make_complete(), make_user()
    content = serialize_revision(draft)
    spoil(content)
    before = all_rows()
    with pytest.raises(WorkflowError, match=reason):
        workflow.save_content(draft, content, 1, user)
    with pytest.raises(WorkflowError, match=reason):
        workflow.restore(draft.profile, content, user)
    assert all_rows() == before


def test_anything_at_all_is_refused_without_a_crash():
    draft = make_complete()
    for content in (None, [], "text", 7, {}, {"findings": None}):
        with pytest.raises(WorkflowError, match="lacks a part"):
            workflow.save_content(draft, content, 1, None)


def test_every_reason_is_given_at_once():
    draft = make_complete()
    content = serialize_revision(draft)
    content["findings"][0] |= {"domain": "happiness", "text": ""}
    with pytest.raises(WorkflowError, match=r"no known domain.*has no text"):
        workflow.save_content(draft, content, 1, None)


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


def test_discarding_is_all_or_nothing(monkeypatch):
    draft = make_complete()
    before = all_rows()
    monkeypatch.setattr("profiles.workflow.drafts.log", fail)
    with pytest.raises(RuntimeError):
        workflow.discard(draft, by=None)
    assert all_rows() == before


# restore


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


# touch


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


def test_places_are_added_by_those_who_may():
    for user in (make_user(is_superuser=False), make_user(is_active=False)):
        with pytest.raises(WorkflowError, match=r"Your account (may|is)"):
            workflow.add_places([], by=user)
    row = {"slug": "newland", "name": "Newland", "official_name": "Newland", "level": Level.COUNTRY}
    (place,) = workflow.add_places([row], by=None)
    assert (place.slug, place.parent) == ("newland", None)
    assert workflow.add_places([row | {"name": "Another"}], by=None) == []
    with pytest.raises(WorkflowError, match="Newtown"):
        workflow.add_places([row | {"slug": "newtown", "name": "Newtown", "level": "galaxy"}], by=None)
