"""What the user corrects of a reading: findings move, are joined and split, lines are placed; no more."""

import pytest

from profiles.choices import Kind
from profiles.imports import readers
from profiles.imports.corrections import INTRODUCTION, ON_ITS_OWN, WITH_LAST, correct
from profiles.imports.document import Part, Reading

TEXT = """Introduction
Lunaria has a plan of its own.

Partnerships
Well developed areas
• The plan covers all regions. Its fund is new.
• The council meets
twice a year.
Areas with potential
• Data are not shared.

A photo of the harbour
"""
PLAN, COUNCIL, DATA = (
    "The plan covers all regions. Its fund is new.",
    "The council meets twice a year.",
    "Data are not shared.",
)
PLAN_LINE, COUNCIL_LINE, DATA_LINE, PHOTO_LINE = 6, 7, 10, 12
GOOD, GAPS = "partnerships/well_developed", "partnerships/potential"

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(domains: None) -> Reading:
    result = readers.read(TEXT.encode(), "profile.txt")
    assert texts(result) == {GOOD: [PLAN, COUNCIL], GAPS: [DATA]}
    assert [line.number for line in result.unplaced] == [PHOTO_LINE]
    return result


def texts(reading: Reading) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for finding in reading.findings:
        lists.setdefault(f"{finding['domain']}/{finding['kind']}", []).append(finding["text"])
    return lists


def test_a_finding_moves_with_all_its_lines(reading):
    for line in (COUNCIL_LINE, COUNCIL_LINE + 1):
        result = correct(reading, {line: GAPS})
        assert texts(result) == {GOOD: [PLAN], GAPS: [COUNCIL, DATA]}


def test_several_lines_of_a_finding_move_it_once(reading):
    result = correct(reading, {COUNCIL_LINE: GAPS, COUNCIL_LINE + 1: GAPS})
    assert texts(result) == {GOOD: [PLAN], GAPS: [COUNCIL, DATA]}


def test_the_reading_itself_stays_as_it_was(reading):
    correct(
        reading,
        {PLAN_LINE: "aside", PHOTO_LINE: GAPS},
        {COUNCIL_LINE: ["The council", "meets twice a year."]},
    )
    assert texts(reading) == {GOOD: [PLAN, COUNCIL], GAPS: [DATA]}
    assert reading.parts[PLAN_LINE] == Part.FINDING


def test_a_finding_is_left_out_or_becomes_introduction(reading):
    result = correct(reading, {PLAN_LINE: "aside"})
    assert texts(result) == {GOOD: [COUNCIL], GAPS: [DATA]}
    assert result.parts[PLAN_LINE] == Part.ASIDE
    result = correct(reading, {PLAN_LINE: INTRODUCTION})
    assert result.introduction == f"Lunaria has a plan of its own.\n\n{PLAN}"


def test_the_introduction_becomes_a_finding(reading):
    result = correct(reading, {2: GAPS})
    assert result.introduction == ""
    assert texts(result)[GAPS] == ["Lunaria has a plan of its own.", DATA]


@pytest.mark.parametrize("kind", Kind.values)
def test_a_line_is_placed_in_a_list_and_this_list_has_something(reading, kind):
    reading.none_identified = [f"partnerships/{kind}"]
    result = correct(reading, {PHOTO_LINE: f"partnerships/{kind}"})
    assert texts(result)[f"partnerships/{kind}"][-1] == "A photo of the harbour"
    assert result.none_identified == []
    assert not result.unplaced


def test_a_line_goes_on_with_the_finding_above(reading):
    result = correct(reading, {PHOTO_LINE: WITH_LAST})
    assert texts(result) == {GOOD: [PLAN, COUNCIL], GAPS: [f"{DATA} A photo of the harbour"]}


def test_two_findings_are_joined_in_the_list_of_the_first(reading):
    result = correct(reading, {COUNCIL_LINE: WITH_LAST})
    assert texts(result) == {GOOD: [f"{PLAN} {COUNCIL}"], GAPS: [DATA]}


def test_a_finding_begins_at_a_line_of_another(reading):
    result = correct(reading, {COUNCIL_LINE + 1: ON_ITS_OWN})
    assert texts(result) == {GOOD: [PLAN, "The council meets", "twice a year."], GAPS: [DATA]}
    result = correct(reading, {PHOTO_LINE: ON_ITS_OWN})
    assert texts(result)[GAPS] == [DATA, "A photo of the harbour"]


def test_a_finding_is_split_where_its_words_are_the_same(reading):
    parts = ["The plan covers all regions.", "Its fund is new."]
    result = correct(reading, {}, {PLAN_LINE: parts})
    assert texts(result) == {GOOD: [*parts, COUNCIL], GAPS: [DATA]}
    assert [problem.text for problem in result.problems] == [p.text for p in reading.problems]


def test_a_split_that_changes_words_counts_for_nothing_and_says_so(reading):
    result = correct(reading, {}, {PLAN_LINE: ["The plan covers regions.", "Its fund is new."]})
    assert texts(result) == texts(reading)
    assert [problem.line for problem in result.problems][-1] == PLAN_LINE
    assert "whole again" in result.problems[-1].text


@pytest.mark.parametrize("place", ["", "nowhere", "partnerships/", "/potential", "partnerships/other"])
def test_a_place_that_does_not_exist_counts_for_nothing(reading, place):
    result = correct(reading, {PHOTO_LINE: place, 99: GAPS, 3: GAPS})
    assert texts(result) == texts(reading)
    assert result.parts == reading.parts
