"""The real text of Mali's second profile is understood whole, and is the profile that this site ships."""

import json
from pathlib import Path

import pytest

from profiles.imports import readers
from profiles.imports.document import Part, Reading

SOURCE = Path("tests/data/mali-second-profile-2021.txt")
FIXTURE = json.loads(Path("fixtures/mali-2021.json").read_text(encoding="utf-8"))["profiles"][0]


@pytest.fixture
def reading(mali) -> Reading:
    return readers.read(SOURCE.read_bytes(), SOURCE.name)


def test_nothing_is_left_and_nothing_is_doubtful(reading):
    assert [line.text for line in reading.unplaced] == []
    assert reading.problems == []


def test_the_facts_are_those_of_the_fixture(reading):
    facts = (reading.place, reading.edition, reading.year, reading.month, reading.language)
    assert facts == tuple(FIXTURE[name] for name in ("place", "edition", "year", "month", "language"))


def test_the_texts_are_those_of_the_fixture_word_for_word_and_in_order(reading):
    assert reading.introduction == FIXTURE["introduction"]
    findings = [(finding["domain"], finding["kind"], finding["text"]) for finding in reading.findings]
    assert findings == [(f["domain"], f["kind"], f["text"]) for f in FIXTURE["findings"]]


def test_each_line_is_known_for_what_it_is(reading):
    parts = [reading.parts[line.number] for line in reading.lines if line.text.strip()]
    counts = {part: parts.count(part) for part in Part}
    assert counts[Part.FINDING] == 23
    assert counts[Part.DESCRIPTION] == 12
    assert counts[Part.LIST_HEADING] == 12
    assert counts[Part.INTRODUCTION] == 3
    assert counts[Part.FACT] == 2
    assert counts[Part.HEADING] == len(parts) - 52
