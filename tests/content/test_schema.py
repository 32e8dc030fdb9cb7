"""Content of version 1, as the first release wrote it, is read, restored and compared; its sign-off stands.

tests/data/content_v1/ was made by that release: a snapshot with its digest and what was signed off with it,
and a file of each format that can be imported.
"""

import copy
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_type_hints

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles import workflow
from profiles.choices import Action
from profiles.content import schema
from profiles.content.diff import compare
from profiles.content.schema import SCHEMA, VERSION, NewerVersionError, digest, upgrade
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.content.validate import content_problems
from profiles.imports import readers
from profiles.imports.document import DocumentError, is_own_format
from profiles.imports.formats import native_json
from profiles.imports.plan import plan_import
from profiles.models import Revision, SignOff, Snapshot

V1 = Path(__file__).parents[1] / "data" / "content_v1"
SNAPSHOT = json.loads((V1 / "snapshot.json").read_text(encoding="utf-8"))
CONTENT, DIGEST = SNAPSHOT["content"], SNAPSHOT["digest"]
DOCUMENT = json.loads((V1 / "profile.json").read_text(encoding="utf-8"))

MOOD = schema.Field("mood", "Mood", "How it feels.", max_length=20, since=VERSION + 1)
NEWER = replace(
    SCHEMA,
    **{part: (*getattr(SCHEMA, part), MOOD) for part in ("findings", "sources", "citations")},
)
"""What a later release may know: an optional field more everywhere."""


@pytest.fixture
def draft(domains) -> Revision:
    """A draft that says what the snapshot of version 1 says."""
    workflow.add_places(DOCUMENT["places"], by=None)
    return workflow.create_profile(DOCUMENT["profiles"][0], by=None)


@pytest.fixture
def signed(draft) -> SignOff:
    """The sign-off of that text, as the first release stored it."""
    snapshot = Snapshot.objects.create(
        profile=draft.profile,
        revision_number=draft.number,
        content=CONTENT,
        digest=DIGEST,
        verb=Action.SIGN_OFF,
        made_at=timezone.now(),
    )
    facts = SNAPSHOT["facts"]
    return SignOff.objects.create(
        revision=draft, snapshot=snapshot, facts=facts, body="A ministry", signed_on=date(2021, 9, 30)
    )


# What the first release wrote


def test_the_digest_is_that_of_version_1():
    assert digest(CONTENT) == DIGEST


def test_the_sign_off_stands(draft, signed):
    current = workflow.sign_offs.current_sign_off(draft)
    assert (current.sign_off, current.is_outdated) == (signed, False)


def test_the_snapshot_is_restored(draft, signed):
    content = copy.deepcopy(serialize_revision(draft))
    content["findings"][0]["text"] = "Reworded."
    content["findings"].pop()
    draft = workflow.save_content(draft, content, draft.lock_version, None)
    assert workflow.sign_offs.current_sign_off(draft).is_outdated
    result = workflow.restore(draft.profile, signed.snapshot.content, None)
    assert serialize_revision(result) == load_snapshot(signed.snapshot)
    assert not workflow.sign_offs.current_sign_off(result).is_outdated


def test_the_snapshot_is_compared_and_shown(draft, signed, admin_client):
    assert compare(load_snapshot(signed.snapshot), serialize_revision(draft)).is_empty
    for name, args in (("kept", [signed.snapshot.pk]), ("compare", [])):
        address = reverse(f"admin:profiles_profile_{name}", args=[draft.profile_id, *args])
        assert admin_client.get(f"{address}?from=s{signed.snapshot.pk}").status_code == 200


@pytest.mark.parametrize("ending", ["json", "xlsx", "docx", "csv", "txt"])
def test_each_file_is_read(draft, ending):
    reading = readers.read((V1 / f"profile.{ending}").read_bytes(), f"profile.{ending}")
    assert reading.problems == [] and reading.unplaced == []
    plan = plan_import(reading)
    assert plan.errors == []
    if ending in ("json", "xlsx", "docx"):
        assert plan.is_identical
    before = [(row["key"], row["indicator_area"]) for row in plan.before["findings"]]
    assert [(row["key"], row["indicator_area"]) for row in plan.content["findings"]] == before


def test_a_document_is_loaded(domains):
    document = native_json.read((V1 / "profile.json").read_bytes())
    assert document.profiles == [upgrade(profile) for profile in DOCUMENT["profiles"]]


# Versions


def test_an_optional_field_voids_no_sign_off_and_refuses_no_content(domains):
    before = copy.deepcopy(CONTENT)
    result = upgrade(CONTENT, NEWER)
    assert before == CONTENT
    assert {row["mood"] for row in (*result["findings"], *result["sources"])} == {""}
    assert {citation["mood"] for row in result["findings"] for citation in row["sources"]} == {""}
    assert content_problems(result, NEWER) == []
    assert digest(result, NEWER) == digest(CONTENT, NEWER) == DIGEST
    assert upgrade(result, NEWER) == result


def test_what_such_a_field_says_is_part_of_the_content(domains):
    content = upgrade(CONTENT, NEWER)
    content["findings"][0]["mood"] = "good"
    assert digest(content, NEWER) != DIGEST
    assert content_problems(content, NEWER) == []
    content["findings"][0]["mood"] = "x" * 21
    (problem,) = content_problems(content, NEWER)
    assert "longer than 20" in problem


def test_a_field_of_version_1_may_not_be_left_out(domains):
    content = copy.deepcopy(CONTENT)
    del content["findings"][0]["indicator_area"]
    assert "indicator_area" in content_problems(upgrade(content))[0]


def test_a_snapshot_says_its_version(draft):
    (snapshot,) = draft.profile.snapshots.all()
    assert snapshot.content["version"] == VERSION
    assert load_snapshot(snapshot) == serialize_revision(draft)


def test_a_newer_content_is_refused_with_a_sentence(draft):
    newer = {"version": VERSION + 1, **CONTENT}
    with pytest.raises(NewerVersionError, match="newer version of the software"):
        upgrade(newer)
    with pytest.raises(workflow.WorkflowError, match="newer version of the software"):
        workflow.restore(draft.profile, newer, None)
    assert upgrade(newer, NEWER)["introduction"] == CONTENT["introduction"]


def test_a_newer_file_is_refused_with_a_sentence(domains):
    newer = {**DOCUMENT, "format": f"mgi-profiles/{VERSION + 1}"}
    with pytest.raises(DocumentError, match="newer version of the software"):
        readers.read(json.dumps(newer).encode(), "profile.json")


@pytest.mark.parametrize("name", ["mgi-findings/1", "mgi-profiles", "mgi-profiles/0", "mgi-profiles/x", None])
def test_what_is_not_ours_is_not_taken_for_it(name):
    assert not is_own_format(name)


# One description


def test_types_and_description_are_one():
    """The types are for whoever reads and checks the code; all else is drawn from the description."""
    for shape, fields in (
        (schema.FindingData, SCHEMA.findings),
        (schema.SourceData, SCHEMA.sources),
        (schema.CitedData, SCHEMA.citations),
    ):
        assert {field.name for field in fields} == get_type_hints(shape).keys()


def test_only_optional_fields_come_later():
    fields = (*SCHEMA.findings, *SCHEMA.sources, *SCHEMA.citations)
    assert not [field.name for field in fields if field.since > 1 and field.is_required]
