"""A document of the exchange format is taken whole, or refused with every reason and no trace."""

import contextlib
import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from profiles.content.schema import upgrade
from profiles.imports.document import Part
from profiles.imports.formats import json as json_format, native_json

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


# Translations


def translated(**changes: object) -> dict:
    """Mali's document with a translation of its introduction, and these changes of the translation."""
    translation = {
        "profile": MALI["profiles"][0]["slug"],
        "language": "fr",
        "provenance": "site",
        "reference": "",
        "change_note": "",
        "units": {"introduction": {"text": "Un exemple."}},
    }
    return copy.deepcopy(MALI) | {"translations": [translation | changes]}


def unit(key: str, **parts: object) -> dict:
    return {"units": {key: {"text": "Un exemple."} | parts}}


FINDING = MALI["profiles"][0]["findings"][0]["key"]


def test_translations_are_read_as_they_are():
    document = translated(**unit(f"finding/{FINDING}/text", original="An earlier wording."))
    assert native_json.read(json.dumps(document).encode()).translations == document["translations"]
    assert native_json.read(json.dumps(MALI).encode()).translations == []
    native_json.read(json.dumps(translated(**unit("place_official_name"))).encode())


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"profile": "nowhere"}, "does not list this profile"),
        ({"language": "xx"}, "no pages in this language"),
        ({"language": "en"}, "original language of the profile"),
        ({"provenance": "machine"}, "whether the translation is official"),
        ({"reference": "x" * 301}, "at most 300 characters"),
        ({"change_note": "x\x00"}, "at most 300 characters"),
        (unit("finding/another/text"), "nothing to translate with the key “finding/another/text”"),
        (unit(f"finding/{FINDING}/indicator_area"), "nothing to translate"),  # the original is empty
        (unit("happiness"), "nothing to translate"),
        (unit(f"finding/{FINDING}/text", text="x\x00"), "cannot be stored"),
        (unit("place_official_name", text="x" * 201), "is longer than 200 characters"),
        (unit("introduction", text=["x"]), "of the wrong kind"),
        (unit("introduction", orginal="x"), "of the wrong kind"),
        ({"units": {"introduction": {}}}, "of the wrong kind"),
        ({"units": ["introduction"]}, "of the wrong kind"),
        ({"language": None}, "of the wrong kind"),
    ],
)
def test_a_bad_translation_is_refused_with_the_reason(changes, problem):
    assert any(problem in sentence for sentence in problems_of(translated(**changes)))


def test_a_language_is_listed_once_for_each_profile():
    document = translated()
    document["translations"] *= 2
    assert problems_of(document) == ["The translation mali-2021 (fr) is listed twice."]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(sorted(translated()["translations"][0])), value=json_values)
def test_any_value_in_a_translation_is_taken_or_refused_but_never_a_crash(field, value):
    document = json.dumps(translated(**{field: value})).encode()
    with contextlib.suppress(native_json.DocumentError):
        assert len(native_json.read(document).translations) == 1


def test_an_import_of_the_text_says_that_it_leaves_translations_out():
    lines = json.dumps(translated(), indent=2, ensure_ascii=False).encode()
    reading = json_format.read(lines)
    assert [problem.text for problem in reading.problems] == [
        "The document has translations too. Only the original is imported here."
    ]
    left_out = [line.text.strip() for line in reading.lines if reading.parts.get(line.number) == Part.ASIDE]
    assert '"text": "Un exemple."' in left_out
    assert not json_format.read(json.dumps(MALI).encode()).problems
