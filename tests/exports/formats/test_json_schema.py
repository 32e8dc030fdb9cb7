"""The published schema takes what we publish, and nothing of another shape."""

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from profiles.content import schema
from profiles.exports.context import build_export
from profiles.exports.formats import json as json_format, json_schema
from profiles.models import Revision
from tests.exports.contents import contents
from tests.exports.subjects import SLUGS, make_subject
from tests.tools import ROOT

ADDRESS = "https://mgi.example/about/data/profile.schema.json"
SCHEMA = json_schema.schema(SLUGS, ADDRESS)
MALI = json.loads((ROOT / "fixtures" / "mali-2021.json").read_text())
KEPT = Path(__file__).parents[2] / "data" / "profile.schema.json"


def complaints(document: object, shape: dict[str, Any] = SCHEMA) -> list[str]:
    validator = jsonschema.Draft202012Validator(shape, format_checker=jsonschema.FormatChecker())
    return [error.message for error in validator.iter_errors(document)]


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == ADDRESS


@pytest.mark.parametrize("path", ["fixtures/mali-2021.json", "fixtures/demo.json"])
def test_the_fixtures_are_of_its_shape(path):
    assert complaints(json.loads((ROOT / path).read_text())) == []


@pytest.mark.usefixtures("demo")
def test_every_export_is_of_its_shape():
    revisions = list(Revision.objects.published().with_profile())
    assert len(revisions) > 5
    for revision in revisions:
        assert complaints(json.loads(json_format.render(build_export(revision, "fr")))) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=contents())
def test_any_content_is_of_its_shape(content):
    assert complaints(json.loads(json_format.render(make_subject(content)))) == []


def with_value(path: list[Any], value: Any) -> dict[str, Any]:
    document = copy.deepcopy(MALI)
    inner: Any = document
    for part in path[:-1]:
        inner = inner[part]
    if value is KeyError:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["format"], f"mgi-profiles/{schema.VERSION + 1}"),
        (["profiles", 0, "edition"], "2"),
        (["profiles", 0, "month"], 13),
        (["profiles", 0, "language"], "xx"),
        (["profiles", 0, "slug"], "a slug"),
        (["profiles", 0, "isbn"], KeyError),
        (["profiles", 0, "score"], 5),
        (["profiles", 0, "none_identified"], ["happiness/potential"]),
        (["profiles", 0, "findings", 0, "key"], "1"),
        (["profiles", 0, "findings", 0, "kind"], "excellent"),
        (["profiles", 0, "findings", 0, "domain"], "happiness"),
        (["profiles", 0, "findings", 0, "text"], " "),
        (["profiles", 0, "findings", 0, "sources"], [{"source": MALI["profiles"][0]["findings"][0]["key"]}]),
        (["profiles", 0, "findings", 0, "indicator_area"], "x" * 121),
        (["profiles", 0, "sources"], [{"title": "Act"}]),
        (["places"], [{"slug": "lunaria"}]),
    ],
)
def test_another_shape_is_refused(path, value):
    assert complaints(MALI) == []
    assert complaints(with_value(path, value))


@pytest.mark.parametrize("part", ["findings", "sources", "citations"])
def test_a_further_optional_field_refuses_no_document(part):
    mood = schema.Field("mood", "Mood", "How it feels.", max_length=20, since=schema.VERSION + 1)
    fields = replace(schema.SCHEMA, **{part: (*getattr(schema.SCHEMA, part), mood)})
    further = json_schema.schema(SLUGS, ADDRESS, fields)
    assert complaints(MALI, further) == []
    assert complaints({**MALI, "format": f"mgi-profiles/{fields.version}"}, further) == []
    assert complaints({**MALI, "format": f"mgi-profiles/{fields.version + 1}"}, further)
    shape = further["$defs"][{"findings": "finding", "sources": "source", "citations": "citation"}[part]]
    assert shape["properties"]["mood"] == {"type": "string", "maxLength": 20}
    assert "mood" not in shape["required"]


def test_the_published_shape_changes_knowingly():
    """Others rely on it: a change that refuses documents of before needs another version of the content.

    Where it is meant, take the new schema from the site's address into tests/data/.
    """
    assert json.loads(KEPT.read_text()) == SCHEMA


def test_the_shipped_profile_is_exported_as_it_is_shipped(mali):
    data = json.loads(
        json_format.render(build_export(Revision.objects.published().with_profile().get(), "en"))
    )
    assert data["profiles"] == [schema.upgrade(profile) for profile in MALI["profiles"]]
    assert list(data["profiles"][0]) == list(MALI["profiles"][0])
