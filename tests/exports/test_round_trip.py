"""What a file says is what was put into it: content -> file -> reading, finding for finding."""

from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from profiles.choices import Language
from profiles.content.serialize import serialize_revision
from profiles.exports.context import ProfileExport, build_export
from profiles.exports.formats import (
    csv as csv_format,
    docx as docx_format,
    json as json_format,
    text as text_format,
    xlsx,
)
from profiles.imports import readers
from profiles.imports.document import Reading
from profiles.imports.tables.cells import UNWRITABLE
from profiles.imports.text.bullets import match_bullet
from profiles.imports.text.headings import heading_of
from profiles.imports.text.sources import parse_marks, strip_label
from profiles.imports.text.statements import DomainCatalogue, is_none_identified
from profiles.models import Revision
from tests.exports.contents import contents
from tests.exports.subjects import EMPTY, finding, make_subject
from tests.factories import make_place

pytestmark = [pytest.mark.usefixtures("domains"), pytest.mark.once]

WRITERS = {"json": json_format, "xlsx": xlsx, "docx": docx_format, "csv": csv_format, "txt": text_format}
EXACT = ("json", "xlsx", "docx")
QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def taken_back(subject: ProfileExport, ending: str) -> Reading:
    return readers.read(WRITERS[ending].render(subject), f"profile.{ending}")


def content_in(reading: Reading) -> dict[str, Any]:
    """Return a reading as content, so that the two can be compared."""
    return {
        "introduction": reading.introduction,
        "none_identified": reading.none_identified,
        "sources": reading.sources,
        "findings": [
            {name: value for name, value in finding.items() if name != "line"} for finding in reading.findings
        ],
    }


def without_keys(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the findings with what their sources say in place of the sources' keys.

    Two sources that say the same are one, with the locators of both, to whoever reads them without keys.
    """
    source_words = {
        s["key"]: {name: s[name] for name in ("title", "body", "year", "url")} for s in content["sources"]
    }
    rows = []
    for row in content["findings"]:
        citations: list[tuple[dict[str, Any], list[str]]] = []
        for source in row["sources"]:
            words = source_words[source["source"]]
            locators = next((value for other_words, value in citations if other_words == words), None)
            if locators is None:
                citations.append((words, locators := []))
            locators += [source["locator"]] if source["locator"] not in ["", *locators] else []
        sources = [(words, "; ".join(locators)) for words, locators in citations]
        rows.append({name: row[name] for name in ("domain", "kind", "text")} | {"sources": sources})
    return rows


def facts_in(reading: Reading) -> tuple[object, ...]:
    return reading.place, reading.edition, reading.year, reading.month, reading.language


# What is shipped


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("ending", WRITERS)
def test_every_shipped_profile_is_read_back(ending):
    for revision, language in product(Revision.objects.published().with_profile(), Language.values):
        profile, content = revision.profile, serialize_revision(revision)
        reading = taken_back(build_export(revision, language), ending)
        assert reading.problems == []
        assert reading.unplaced == []
        facts = (profile.place.slug, profile.edition, profile.year, profile.month, profile.language)
        assert facts_in(reading) == facts
        assert without_keys(content_in(reading)) == without_keys(content)
        if ending in EXACT:
            assert content_in(reading) == content
        if ending != "csv":
            assert reading.introduction == content["introduction"]
            assert reading.none_identified == content["none_identified"]


# Whatever a profile says


@pytest.mark.parametrize("ending", ["json", "xlsx"])
@QUICK
@given(content=contents(), language=st.sampled_from(Language.values))
def test_json_and_workbook_carry_every_content_exactly(ending, content, language):
    reading = taken_back(make_subject(content, language, language=language), ending)
    assert content_in(reading) == content
    assert facts_in(reading) == ("lunaria", 1, 2021, 9, language)
    assert reading.unplaced == []


@QUICK
@given(content=contents(), language=st.sampled_from(Language.values))
def test_a_word_document_carries_every_content_exactly(content, language):
    reading = taken_back(make_subject(content, language, language=language), "docx")
    assert content_in(reading) == content
    assert facts_in(reading) == ("lunaria", 1, 2021, 9, language)
    assert reading.unplaced == []


@pytest.mark.parametrize("ending", ["json", "xlsx"])
@pytest.mark.parametrize(
    "text", ["a\rb", "a\x0bb", "a\x1fb", "\ufffe", "_x000B_", "x" * 40_000, "=" * 33_000]
)
def test_json_and_workbook_carry_control_characters_and_any_length(ending, text):
    content = EMPTY | {"introduction": text, "findings": [finding(1, text), finding(2, "After it.")]}
    assert content_in(taken_back(make_subject(content), ending)) == content


def test_a_word_document_carries_all_but_control_characters():
    content = EMPTY | {"findings": [finding(1, "a\rb\x0bc\td")]}
    (result,) = taken_back(make_subject(content), "docx").findings
    assert result["text"] == "a\rbc\td"
    assert UNWRITABLE.sub("", "\x0b") == ""


TITLE_LIKE_A_NUMBER = {
    "sources": [{"key": finding(9, "")["key"], "title": "[1] c", "body": "", "year": None, "url": ""}],
    "findings": [finding(1, "A.", sources=[{"source": finding(9, "")["key"], "locator": "[2] | d"}])],
}


@QUICK
@given(content=contents())
@example(content=EMPTY | TITLE_LIKE_A_NUMBER)
def test_csv_carries_the_findings_and_all_that_they_cite(content):
    reading = taken_back(make_subject(content), "csv")
    result = content_in(reading)
    assert without_keys(result) == without_keys(content)
    assert [row["key"] for row in result["findings"]] == [row["key"] for row in content["findings"]]
    if content["findings"]:
        assert facts_in(reading) == ("lunaria", 1, 2021, 9, "en")


# What plain text cannot carry is in docs/data-and-api.md, and here: nothing else may be lost.


def reads_as_itself(text: str) -> bool:
    """Whether a finding of these words is no heading, label, bullet, source mark or “None identified”."""
    return not (
        text != " ".join(text.split())
        or heading_of(text, DomainCatalogue().headings, is_exact=True)
        or strip_label(text) is not None
        or parse_marks(text)[1]
        or is_none_identified(text)
        or match_bullet(text)
    )


SENTENCES = st.text(st.characters(categories=["L", "M", "Nd", "P", "S"]), min_size=3, max_size=30)
LINES = st.lists(SENTENCES, min_size=2, max_size=6).map(" ".join).map(lambda text: f"{text}.")


@pytest.fixture
def lunaria(domains) -> None:
    make_place("Lunaria")


@pytest.mark.usefixtures("lunaria")
@settings(QUICK, max_examples=150)
@given(texts=st.lists(LINES, min_size=1, max_size=6))
@example(
    texts=["As of 2021, 5 - 6% of “workers” (ILO No. 97) vote.", "مادة ٤ من القانون.", "é — ž: 👍🏽 x1."]
)
@example(texts=["=1+1 is a sum.", "+33 is a code.", "@home is a name.", "A; b | c, d."])
def test_text_carries_findings_that_read_as_such(texts):
    texts = [text for text in texts if reads_as_itself(text)]
    content = EMPTY | {
        "findings": [finding(number, text) for number, text in enumerate(dict.fromkeys(texts))]
    }
    reading = taken_back(make_subject(content), "txt")
    assert [(f["domain"], f["kind"], f["text"]) for f in reading.findings] == [
        ("partnerships", "potential", row["text"]) for row in content["findings"]
    ]
    assert reading.unplaced == []


def test_text_carries_sources_with_all_their_parts():
    source = {"key": finding(9, "")["key"], "title": "Act | with a bar", "body": "", "year": 2014, "url": ""}
    citations = [{"source": source["key"], "locator": "annex B, as revised"}]
    content = EMPTY | {
        "sources": [source],
        "findings": [finding(1, "A finding with a source.", sources=citations)],
    }
    for language in Language.values:
        assert without_keys(content_in(taken_back(make_subject(content, language), "txt"))) == without_keys(
            content
        )
