"""A document of the exchange format is taken whole, or refused with every reason and no trace."""

import contextlib
import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from profiles.content.schema import upgrade
from profiles.imports.formats import native_json

MALI = json.loads(Path("fixtures/mali-2021.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.usefixtures("domains")


def problems_of(document: object) -> list[str]:
    with pytest.raises(native_json.DocumentError) as error:
        native_json.read(json.dumps(document).encode())
    return error.value.problems


def mali_with(**changes: object) -> dict:
    document = copy.deepcopy(MALI)
    document["profiles"][0] |= changes
    return document


def mali_with_finding(**changes: object) -> dict:
    document = copy.deepcopy(MALI)
    document["profiles"][0]["findings"][0] |= changes
    return document


def test_a_good_document_is_read_as_it_is():
    document = native_json.read(json.dumps(MALI).encode())
    assert document.profiles == [upgrade(profile) for profile in MALI["profiles"]]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ([], "not a document of the format"),
        ({"format": "another/1", "profiles": []}, "not a document of the format"),
        ({"format": "mgi-profiles/1"}, "lacks a part"),
        (mali_with(findings=None), "lacks a part"),
        (mali_with_finding(domain="happiness"), "no known domain"),
        (mali_with_finding(kind="excellent"), "no known kind"),
        (mali_with_finding(text="  "), "no text"),
        (mali_with_finding(key="one"), "not a UUID"),
        (mali_with_finding(key=MALI["profiles"][0]["findings"][1]["key"]), "is listed twice"),
        (mali_with_finding(sources=[{"source": "nowhere", "locator": ""}]), "does not list"),
    ],
)
def test_a_bad_document_is_refused_with_the_reason(document, problem):
    assert any(problem in sentence for sentence in problems_of(document))


def test_every_problem_is_named_at_once():
    document = mali_with_finding(domain="happiness", kind="excellent")
    assert len(problems_of(document)) == 2


def test_no_json_at_all():
    with pytest.raises(native_json.DocumentError, match="not a JSON"):
        native_json.read(b"\xff\xfe not json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(sorted(MALI["profiles"][0])), value=json_values)
def test_any_value_anywhere_is_taken_or_refused_but_never_a_crash(field, value):
    document = json.dumps(mali_with(**{field: value})).encode()
    with contextlib.suppress(native_json.DocumentError):
        assert len(native_json.read(document).profiles) == 1
