"""The database refuses to change what has been published, whoever asks and by whatever door."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from profiles import workflow
from profiles.choices import State
from profiles.models import Finding, FindingSource, Revision, Source, immutability
from tests.factories import make_draft, make_user
from tests.models.triggers import present_triggers, wanted_triggers

pytestmark = pytest.mark.usefixtures("domains")

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def make_revision(state: str) -> Revision:
    """Make a revision with a source that a finding rests on, in `state`."""
    draft = make_draft()
    source = Source.objects.create(revision=draft, title="A fictional law")
    FindingSource.objects.create(finding=draft.findings.first(), source=source, locator="art. 1")
    Source.objects.create(revision=draft, title="A fictional report", position=1)
    workflow.record_sign_off(draft, None, body="Ministry of Tides", signed_on=NOW.date())
    if state == State.DRAFT:
        return draft
    live = workflow.publish(draft, by=None)
    if state == State.SUPERSEDED:
        workflow.publish(workflow.start_revision(live.profile, by=None), by=None)
    if state == State.WITHDRAWN:
        workflow.withdraw(live, by=None, reason="A fictional reason.")
    return Revision.objects.get(pk=live.pk)


PARTS = {
    "finding": "(SELECT MIN(id) FROM profiles_finding WHERE revision_id = {pk})",
    "other_finding": "(SELECT MAX(id) FROM profiles_finding WHERE revision_id = {pk})",
    "source": "(SELECT MAX(id) FROM profiles_source WHERE revision_id = {pk})",
    "signed": "(SELECT MAX(snapshot_id) FROM profiles_signoff WHERE revision_id = {pk})",
}

STATEMENTS = {
    "revision: introduction": "UPDATE profiles_revision SET introduction = 'x' WHERE id = {pk}",
    "revision: change note": "UPDATE profiles_revision SET change_note = 'x' WHERE id = {pk}",
    "revision: number": "UPDATE profiles_revision SET number = 99 WHERE id = {pk}",
    "revision: created_at": "UPDATE profiles_revision SET created_at = '2020-01-01' WHERE id = {pk}",
    "revision: changed_at": "UPDATE profiles_revision SET changed_at = '2020-01-01' WHERE id = {pk}",
    "revision: submitted_at": "UPDATE profiles_revision SET submitted_at = '2020-01-01' WHERE id = {pk}",
    "revision: approved_at": "UPDATE profiles_revision SET approved_at = '2020-01-01' WHERE id = {pk}",
    "revision: none identified": "UPDATE profiles_revision SET none_identified = '[1]' WHERE id = {pk}",
    "revision: title": "UPDATE profiles_revision SET frozen_title = 'x' WHERE id = {pk}",
    "revision: place name": "UPDATE profiles_revision SET frozen_place_name = 'x' WHERE id = {pk}",
    "revision: official name": (
        "UPDATE profiles_revision SET frozen_place_official_name = 'x' WHERE id = {pk}"
    ),
    "revision: year": "UPDATE profiles_revision SET frozen_year = 2020 WHERE id = {pk}",
    "revision: month": "UPDATE profiles_revision SET frozen_month = 1 WHERE id = {pk}",
    "revision: language": "UPDATE profiles_revision SET frozen_language = 'fr' WHERE id = {pk}",
    "finding: text": "UPDATE profiles_finding SET text = 'x' WHERE revision_id = {pk}",
    "finding: position": "UPDATE profiles_finding SET position = position + 1 WHERE revision_id = {pk}",
    "finding: insert": (
        "INSERT INTO profiles_finding (revision_id, key, domain_id, kind, position, text, indicator_area) "
        "SELECT revision_id, '00000000-0000-4000-8000-000000000000', domain_id, kind, 9, 'x', '' "
        "FROM profiles_finding WHERE id = {finding}"
    ),
    "finding: delete": "DELETE FROM profiles_finding WHERE id = {other_finding}",
    "source: title": "UPDATE profiles_source SET title = 'x' WHERE revision_id = {pk}",
    "source: insert": (
        "INSERT INTO profiles_source (revision_id, key, position, title, body, url) "
        "VALUES ({pk}, '00000000-0000-4000-8000-000000000000', 9, 'x', '', '')"
    ),
    "source: delete": "DELETE FROM profiles_source WHERE id = {source}",
    "citation: locator": "UPDATE profiles_findingsource SET locator = 'x' WHERE finding_id = {finding}",
    "citation: insert": (
        "INSERT INTO profiles_findingsource (finding_id, source_id, position, locator) "
        "VALUES ({other_finding}, {source}, 0, '')"
    ),
    "citation: delete": "DELETE FROM profiles_findingsource WHERE finding_id = {finding}",
    "sign-off: body": "UPDATE profiles_signoff SET body = 'x' WHERE revision_id = {pk}",
    "sign-off: taken back": "UPDATE profiles_signoff SET taken_back_why = 'x' WHERE revision_id = {pk}",
    "sign-off: insert": (
        "INSERT INTO profiles_signoff (revision_id, snapshot_id, facts, body, office, signed_on, note, file, "
        "recorded_at, taken_back_why) SELECT revision_id, snapshot_id, facts, 'x', '', signed_on, '', '', "
        "recorded_at, '' FROM profiles_signoff WHERE revision_id = {pk}"
    ),
    "sign-off: delete": "DELETE FROM profiles_signoff WHERE revision_id = {pk}",
    "text signed off": "UPDATE profiles_snapshot SET digest = 'x' WHERE id = {signed}",
}


PEOPLE_AND_MOMENTS = (
    "created_by",
    "changed_by",
    "submitted_by",
    "approved_by",
    "published_by",
    "publish_at",
    "published_at",
)


def run(statement: str, revision: Revision) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        parts = {name: part.format(pk=revision.pk) for name, part in PARTS.items()}
        cursor.execute(statement.format(pk=revision.pk, **parts))
        return cursor.rowcount


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_a_draft_may_change(statement):
    assert run(statement, make_revision(State.DRAFT)) >= 1


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN])
@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_a_closed_revision_may_not(statement, state):
    revision = make_revision(state)
    with pytest.raises(IntegrityError, match="a published revision cannot be changed"):
        run(statement, revision)


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN])
def test_a_closed_revision_cannot_be_opened_again_or_deleted(state):
    revision = make_revision(state)
    for open_state in (State.DRAFT, State.IN_REVIEW, State.APPROVED):
        with pytest.raises(IntegrityError):
            run(
                "UPDATE profiles_revision SET state = 'STATE', published_at = NULL, closed_at = NULL "
                "WHERE id = {pk}".replace("STATE", open_state),
                revision,
            )
    with pytest.raises(IntegrityError):
        run("DELETE FROM profiles_revision WHERE id = {pk}", revision)
    with pytest.raises(IntegrityError), transaction.atomic():
        revision.delete()


def test_what_a_published_revision_was_signed_off_with_is_not_deleted():
    with pytest.raises(IntegrityError, match="a published revision cannot be changed"):
        run("DELETE FROM profiles_snapshot WHERE id = {signed}", make_revision(State.PUBLISHED))


@pytest.mark.parametrize("state", [State.SUPERSEDED, State.WITHDRAWN])
def test_what_was_replaced_or_withdrawn_does_not_become_public_again(state):
    revision = make_revision(state)
    Revision.objects.published().update(state=State.WITHDRAWN, closed_at=NOW, withdrawal_reason="Fictional.")
    with pytest.raises(IntegrityError, match="a published revision cannot be changed"):
        run(
            "UPDATE profiles_revision SET state = 'published', closed_at = NULL, withdrawal_reason = '' "
            "WHERE id = {pk}",
            revision,
        )


def test_nothing_takes_the_place_of_a_row_or_empties_a_table():
    """Both go past the triggers of a row: SQLite's REPLACE, unless it is told, and PostgreSQL's TRUNCATE."""
    closed = make_revision(State.PUBLISHED)
    workflow.start_revision(closed.profile, by=None)
    statements = [
        "UPDATE OR REPLACE profiles_finding SET id = {finding} "
        "WHERE id = (SELECT MAX(id) FROM profiles_finding WHERE revision_id <> {pk})",
        "UPDATE OR REPLACE profiles_revision SET state = 'published', published_at = '2020-01-01', "
        "frozen_title = 'A', frozen_place_name = 'A', frozen_language = 'en', frozen_year = 2020 "
        "WHERE state = 'draft'",
    ]
    if connection.vendor == "postgresql":
        tables = ["revision", "finding", "source", "findingsource", "signoff", "snapshot", "place", "profile"]
        statements = [f"TRUNCATE profiles_{table} CASCADE" for table in tables]
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {immutability.EMPTYING} = 'off'")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for its check cannot be emptied
    for statement in statements:
        with pytest.raises(IntegrityError, match="a published revision cannot be changed"):
            run(statement, closed)


def test_no_row_can_be_moved_into_or_out_of_a_closed_revision():
    closed, draft = make_revision(State.PUBLISHED), make_revision(State.DRAFT)
    for model in (Finding, Source):
        for home, target in ((closed, draft), (draft, closed)):
            row = model.objects.filter(revision=home).last()
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.filter(pk=row.pk).update(revision=target)


def test_a_live_revision_can_be_superseded_and_withdrawn():
    live = make_revision(State.PUBLISHED)
    user = make_user()
    for state, reason in ((State.SUPERSEDED, ""), (State.WITHDRAWN, "A fictional reason.")):
        changes = {"state": state, "closed_at": live.published_at, "closed_by": user}
        changes |= {"withdrawal_reason": reason, "lock_version": live.lock_version + 1}
        assert {Revision._meta.get_field(name).column for name in changes} == immutability.FREE_COLUMNS
        Revision.objects.filter(pk=live.pk).update(**changes)


def test_every_other_column_of_a_revision_is_tried_above():
    columns = {field.column for field in Revision._meta.concrete_fields} - immutability.FREE_COLUMNS
    updates = [text for text in STATEMENTS.values() if text.startswith("UPDATE profiles_revision")]
    columns_above = {text.split(" SET ")[1].split(" =")[0] for text in updates}
    columns_above |= {Revision._meta.get_field(name).column for name in PEOPLE_AND_MOMENTS}
    # What the other tables point at, and what it is of.
    assert columns - columns_above == {"id", "profile_id"}


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN])
@pytest.mark.parametrize("field", PEOPLE_AND_MOMENTS)
def test_who_and_when_of_a_closed_revision_stay(field, state):
    """These hold nothing, or a constraint beside, in a draft: so they are tried on closed ones alone."""
    revision, user = make_revision(state), make_user()
    value = user if field.endswith("_by") else NOW
    with pytest.raises(IntegrityError, match="a published revision cannot be changed"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(**{field: value})


def test_every_trigger_is_there():
    expected = wanted_triggers(apps)
    assert expected <= present_triggers()
    assert len(expected) == 45 + 16 * (connection.vendor == "postgresql")
