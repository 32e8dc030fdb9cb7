"""The verbs: what each changes, what it leaves alone, when it refuses, and that it is all or nothing."""

import threading

import pytest
from django.db import connection, transaction

from profiles import workflow
from profiles.choices import State, Verb
from profiles.models import Finding, FindingSource, LogEntry, Profile, Revision, Source
from profiles.payload import content_of
from profiles.workflow import OvertakenError, WorkflowError
from tests.factories import make_draft, make_place, make_profile, make_published, make_user

pytestmark = pytest.mark.usefixtures("domains")


def make_full() -> Revision:
    """Make a published revision in which every kind of child row occurs, out of order."""
    draft = make_draft(findings=14)
    law = Source.objects.create(
        revision=draft, title="A fictional law", body="Parliament", year=2019, position=1
    )
    report = Source.objects.create(revision=draft, title="A report", url="https://example.org/r", position=0)
    first, second, *_rest = draft.findings.all()
    first.indicator_area = "Health"
    first.position = 7
    first.save()
    FindingSource.objects.create(finding=first, source=law, locator="art. 4", position=1)
    FindingSource.objects.create(finding=first, source=report, locator="p. 12", position=0)
    FindingSource.objects.create(finding=second, source=law)
    return workflow.publish(draft, by=None)


def verbs_logged(profile: Profile) -> list[str]:
    return list(profile.log.order_by("pk").values_list("verb", flat=True))


# start_revision


def test_a_new_revision_has_all_that_the_live_one_says():
    live, user = make_full(), make_user()
    draft = workflow.start_revision(live.profile, by=user)
    draft.refresh_from_db()
    assert content_of(draft) == content_of(live)
    assert (draft.state, draft.number, draft.lock_version) == (State.DRAFT, 2, 1)
    assert (draft.created_by, draft.changed_by, draft.change_note) == (user, user, "")
    assert draft.published_at is None


def test_every_child_table_is_copied_and_nothing_is_shared():
    """A model that hangs on a revision and is not copied by `start_revision` fails here."""
    live = make_full()
    draft = workflow.start_revision(live.profile, by=None)
    children = {field.related_model for field in Revision._meta.related_objects}
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
    """A field that is added to a model and forgotten in payload.py fails here."""
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
    assert content_of(draft) == {"introduction": "", "sources": [], "findings": []}


def test_a_second_open_revision_is_refused():
    draft = make_draft()
    with pytest.raises(WorkflowError, match="There is an open revision already"):
        workflow.start_revision(draft.profile, by=None)
    assert draft.profile.revisions.count() == 1


# add_profile


def test_a_new_profile_is_checked_and_logged():
    user = make_user()
    profile = Profile(place=make_place(), edition=1, year=2022, slug="new-2022")
    workflow.add_profile(profile, by=user)
    entry = profile.log.get()
    assert (entry.verb, entry.by, entry.revision_number) == (Verb.CREATE, user, None)
    with pytest.raises(WorkflowError, match="lies between 2010 and 2100"):
        workflow.add_profile(Profile(place=make_place(), edition=1, year=1900, slug="old-1900"), by=user)


# saving


def test_saving_counts_and_says_who():
    draft, user = make_draft(), make_user()
    held = workflow.hold_for_saving(draft, user, draft.lock_version)
    workflow.record_save(held, user)
    draft.refresh_from_db()
    assert (draft.lock_version, draft.changed_by) == (2, user)
    assert verbs_logged(draft.profile) == [Verb.SAVE]


def test_saving_over_a_newer_save_is_refused_with_the_name():
    draft, user = make_draft(), make_user("first-writer")
    workflow.record_save(draft, user)
    with pytest.raises(OvertakenError, match=r"first-writer saved this draft at .* after you had opened it"):
        workflow.hold_for_saving(draft, make_user(), 1)


def test_saving_what_is_published_or_discarded_is_refused():
    user = make_user()
    live, gone = make_published(), make_draft()
    with pytest.raises(WorkflowError, match="not a draft"):
        workflow.hold_for_saving(live, user, live.lock_version)
    workflow.discard(Revision.objects.get(pk=gone.pk), by=None)
    with pytest.raises(WorkflowError, match="discarded in the meantime"):
        workflow.hold_for_saving(gone, user, 1)


# publish


def test_publishing_replaces_the_live_revision():
    live, user = make_published(), make_user()
    draft = workflow.start_revision(live.profile, by=user)
    published = workflow.publish(draft, by=user)
    live.refresh_from_db()
    published.refresh_from_db()
    assert (published.state, published.published_by, published.closed_at) == (State.PUBLISHED, user, None)
    assert (live.state, live.closed_at) == (State.SUPERSEDED, published.published_at)
    assert Revision.objects.published().get(profile=live.profile) == published
    assert verbs_logged(live.profile) == [Verb.PUBLISH, Verb.START, Verb.PUBLISH]
    entry = live.profile.log.first()
    assert (entry.by, entry.revision_number) == (user, 2)


def test_publishing_is_all_or_nothing(monkeypatch):
    live = make_published()
    draft = workflow.start_revision(live.profile, by=None)
    before = LogEntry.objects.count()

    def fail(*args, **kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr(workflow, "_log", fail)
    with pytest.raises(RuntimeError):
        workflow.publish(draft, by=None)
    live.refresh_from_db()
    draft.refresh_from_db()
    assert (live.state, live.closed_at) == (State.PUBLISHED, None)
    assert (draft.state, draft.published_at) == (State.DRAFT, None)
    assert LogEntry.objects.count() == before


def test_starting_is_all_or_nothing(monkeypatch):
    live = make_full()

    def fail(*args, **kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr(workflow, "_log", fail)
    with pytest.raises(RuntimeError):
        workflow.start_revision(live.profile, by=None)
    assert live.profile.revisions.count() == 1
    assert Finding.objects.count() == live.findings.count()


def test_a_draft_that_changed_after_the_confirmation_is_not_published():
    draft = make_draft()
    workflow.record_save(draft, make_user("late-writer"))
    with pytest.raises(OvertakenError, match="late-writer"):
        workflow.publish(draft, by=None, version=1)
    assert workflow.publish(draft, by=None, version=2).is_published


def test_publishing_twice_is_refused():
    draft = make_draft()
    workflow.publish(draft, by=None)
    with pytest.raises(WorkflowError, match="published before"):
        workflow.publish(draft, by=None)


# discard


def test_discarding_leaves_the_live_revision_and_the_log():
    live = make_full()
    content = content_of(live)
    draft = workflow.start_revision(live.profile, by=None)
    user = make_user()
    workflow.discard(draft, by=user)
    live.refresh_from_db()
    assert live.profile.revisions.get() == live
    assert live.is_published
    assert content_of(live) == content
    assert verbs_logged(live.profile) == [Verb.PUBLISH, Verb.START, Verb.DISCARD]
    assert live.profile.log.first().by == user


@pytest.mark.parametrize("verb", [workflow.publish, workflow.discard])
def test_a_draft_that_is_gone_is_refused(verb):
    draft = make_draft()
    stale = Revision.objects.get(pk=draft.pk)
    workflow.discard(draft, by=None)
    with pytest.raises(WorkflowError, match="discarded in the meantime"):
        verb(stale, by=None)


# Refusals: nothing changes, and the reason is permissions.py's own (the table is in test_permissions.py)


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN])
@pytest.mark.parametrize("verb", ["publish", "discard", "hold_for_saving"])
def test_closed_revisions_refuse_every_verb(state, verb):
    live = make_published()
    if state != State.PUBLISHED:
        Revision.objects.filter(pk=live.pk).update(state=state, closed_at=live.published_at)
    extra = [1] if verb == "hold_for_saving" else []
    with pytest.raises(WorkflowError):
        getattr(workflow, verb)(live, make_user(), *extra)
    live.refresh_from_db()
    assert live.state == state


@pytest.mark.parametrize("role", [{"is_superuser": False}, {"is_active": False}])
def test_people_without_rights_are_refused_and_nothing_changes(role):
    user = make_user(**role)
    draft, live = make_draft(), make_published()
    attempts = [
        lambda: workflow.publish(draft, by=user),
        lambda: workflow.discard(draft, by=user),
        lambda: workflow.hold_for_saving(draft, user, 1),
        lambda: workflow.record_save(draft, user),
        lambda: workflow.start_revision(live.profile, by=user),
        lambda: workflow.add_profile(Profile(place=make_place(), edition=1, year=2022, slug="x"), by=user),
        lambda: workflow.add_places([], by=user),
    ]
    before = list(Revision.objects.order_by("pk").values()), LogEntry.objects.count(), Profile.objects.count()
    for attempt in attempts:
        with pytest.raises(WorkflowError, match="Your account may"):
            attempt()
    after = (
        list(Revision.objects.order_by("pk").values()),
        LogEntry.objects.count(),
        Profile.objects.count() - 1,
    )
    assert after[:2] == before[:2]
    assert not Profile.objects.filter(slug="x").exists()


# Two at once


def together(*acts) -> list[str]:
    """Run `acts` in threads that set off at the same moment; return "done" or the refusal of each."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act) -> None:
        try:
            barrier.wait(timeout=10)
            act()
            outcomes.append("done")
        except WorkflowError as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


@pytest.fixture
def two_connections(transactional_db, domains):
    """A database that threads share: SQLite's test database lives in one connection."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's in-memory test database has one connection; PostgreSQL plays this")


@pytest.mark.usefixtures("two_connections")
class TestTwoAtOnce:
    def test_one_of_two_publishers_wins(self):
        live = make_published()
        draft = workflow.start_revision(live.profile, by=None)
        outcomes = together(*[lambda: workflow.publish(draft, by=None)] * 2)
        assert outcomes == ["This revision has been published before.", "done"]
        assert live.profile.revisions.published().count() == 1
        assert verbs_logged(live.profile).count(Verb.PUBLISH) == 2

    def test_one_of_two_starters_wins(self):
        live = make_published()
        outcomes = together(*[lambda: workflow.start_revision(live.profile, by=None)] * 2)
        assert outcomes == ["There is an open revision already. Continue that one.", "done"]
        assert live.profile.revisions.open().count() == 1

    def test_publishing_and_discarding_at_once_leaves_one_or_the_other(self):
        draft = make_draft()
        outcomes = together(
            lambda: workflow.publish(Revision.objects.get(pk=draft.pk), by=None),
            lambda: workflow.discard(Revision.objects.get(pk=draft.pk), by=None),
        )
        assert outcomes.count("done") == 1
        left = Revision.objects.filter(pk=draft.pk).first()
        assert left is None or (left.is_published and left.findings.count() == 4)

    def test_one_of_two_writers_wins(self):
        draft, user = make_draft(), make_user()

        def save() -> None:
            with transaction.atomic():
                workflow.record_save(workflow.hold_for_saving(draft, user, 1), user)

        outcomes = together(save, save)
        assert outcomes.count("done") == 1
        draft.refresh_from_db()
        assert draft.lock_version == 2
