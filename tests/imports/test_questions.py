"""What is not known is asked about, and nothing under it is taken for something else."""

import time

import pytest

from profiles.imports.answers import ASIDE, TEXT, Answers
from profiles.imports.blocks import Block, LeftOut
from profiles.imports.document import Asks, Part
from tests.imports.blocks import (
    BOTH,
    IN_WELL,
    OTHER_POTENTIAL,
    OTHER_WELL,
    POTENTIAL,
    WELL,
    A,
    B,
    C,
    D,
    bold,
    findings_of,
    heading,
    item,
    merged,
    read,
    table,
    text,
)

pytestmark = pytest.mark.usefixtures("fictional_places")

LISTS = [heading("Partnerships"), heading(WELL), item(A)]

ASKED: dict[str, tuple[list[Block], str, Asks, str]] = {
    "a list": ([*LISTS, heading("Shadows"), item(B)], "Shadows", Asks.LIST, "potential"),
    "a bold list": ([*LISTS, bold("Shadows"), item(B)], "Shadows", Asks.LIST, "potential"),
    "a list by its place alone": ([*LISTS, *text("Shadows"), item(B)], "Shadows", Asks.LIST, "potential"),
    "a list above paragraphs": (
        [heading("Partnerships"), *text(WELL, A, "Shadows", B)],
        "Shadows",
        Asks.LIST,
        "potential",
    ),
    "a label": (
        [heading("Partnerships"), *text(f"{WELL}: {A}", f"Shadows: {B}")],
        "Shadows",
        Asks.LIST,
        "potential",
    ),
    "a column": (
        [heading("Partnerships"), table([WELL, "Shadows"], [A, B])],
        "Shadows",
        Asks.COLUMN,
        "potential",
    ),
    "one column of two": (
        [table(["Domain", WELL, "Shadows"], ["Partnerships", A, B])],
        "Shadows",
        Asks.COLUMN,
        "potential",
    ),
    "a word in a column": (
        [table(["Domain", "Kind", "Finding"], ["Partnerships", WELL, A], ["Partnerships", "Shadow", B])],
        "Shadow",
        Asks.LIST,
        "potential",
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_known_is_asked_once_and_the_answer_is_taken(name):
    blocks, asked_text, asks, target = ASKED[name]
    reading = read(*blocks)
    assert findings_of(reading) == [IN_WELL]
    assert B in " ".join(line.text for line in reading.unplaced)
    (question,) = reading.questions
    assert (question.text, question.asks) == (asked_text, asks)
    assert asked_text in reading.lines[question.line - 1].text
    answered = read(*blocks, answers=Answers({question.name: target}))
    assert findings_of(answered) == BOTH
    assert (answered.questions, answered.unplaced) == ([], [])


NOT_KNOWN = "Migrants in the economy"

DOMAINS_NOT_KNOWN: dict[str, list[Block]] = {
    "a heading": [*LISTS, heading(NOT_KNOWN), heading(WELL), item(C)],
    "a heading of the same level": [
        heading("Partnerships", 2),
        heading(WELL, 3),
        item(A),
        heading(NOT_KNOWN, 2),
        item(C),
        heading(POTENTIAL, 3),
        item(D),
    ],
    "a numbered item": [*LISTS, *text(f"4. {NOT_KNOWN}", WELL), item(C)],
    "a line above a list": [*LISTS, *text(NOT_KNOWN), heading(WELL), item(C)],
    "a line above a description": [
        *LISTS,
        *text(NOT_KNOWN, "This domain focuses on what newcomers earn, own and owe in the country."),
        heading(WELL),
        item(C),
    ],
    "a line above another list": [*LISTS, *text(NOT_KNOWN), item(C), heading(POTENTIAL), item(D)],
    "the first heading": [
        heading(NOT_KNOWN),
        heading(WELL),
        item(C),
        heading("Partnerships"),
        heading(WELL),
        item(A),
    ],
    "a label in a table": [
        table(["Domain", WELL, POTENTIAL], ["Partnerships", A, ""], [NOT_KNOWN, C, ""], ["", "", D])
    ],
    "a label in a table without a word above it": [
        table(["", WELL, POTENTIAL], ["Partnerships", A, ""], [NOT_KNOWN, C, D])
    ],
    "a column": [table(["", "Partnerships", "Well-being of migrants", NOT_KNOWN], [WELL, A, "", C])],
    "a merged heading": [
        table(
            ["", WELL, POTENTIAL],
            [merged("Partnerships", columns=3)],
            ["1", A, ""],
            [merged(NOT_KNOWN, columns=3)],
            ["2", C, D],
        )
    ],
    "a sheet": [
        table([WELL, POTENTIAL], [A, ""], name="Partnerships"),
        table([WELL, POTENTIAL], [C, D], name=NOT_KNOWN),
    ],
}


@pytest.mark.parametrize("name", DOMAINS_NOT_KNOWN)
def test_what_stands_under_a_domain_that_is_not_known_is_of_none(name):
    blocks = DOMAINS_NOT_KNOWN[name]
    reading = read(*blocks)
    assert findings_of(reading) == [IN_WELL]
    (question,) = reading.questions
    assert NOT_KNOWN in question.text
    answered = read(*blocks, answers=Answers(headings={question.line: "well-being-of-migrants"}))
    expected = {IN_WELL, OTHER_WELL, OTHER_POTENTIAL}
    assert IN_WELL in findings_of(answered)
    assert set(findings_of(answered)) <= expected
    by_name = question.name or "migrants in the economy"
    named = read(*blocks, answers=Answers({by_name: "well-being-of-migrants"}))
    assert set(findings_of(named)) <= expected


def test_the_heading_of_a_domain_that_is_missing_is_asked_about():
    blocks = [*LISTS, heading(POTENTIAL), item(B), heading(WELL), item(C)]
    reading = read(*blocks)
    assert findings_of(reading) == BOTH
    (question,) = reading.questions
    assert (question.text, question.name, question.asks) == (WELL, "", Asks.DOMAIN)
    answers = Answers(headings={question.line: "well-being-of-migrants"})
    assert findings_of(read(*blocks, answers=answers)) == sorted([*BOTH, OTHER_WELL])


def test_a_domain_whose_list_is_missing_is_asked_about():
    blocks = [*LISTS, heading("Well-being of migrants"), item(D)]
    reading = read(*blocks)
    assert findings_of(reading) == [IN_WELL]
    (question,) = reading.questions
    assert (question.text, question.name, question.asks) == ("Well-being of migrants", "", Asks.LIST)
    answers = Answers(headings={question.line: "potential"})
    assert findings_of(read(*blocks, answers=answers)) == sorted([IN_WELL, OTHER_POTENTIAL])


def test_lists_above_domains_are_asked_about():
    blocks = [
        heading("Virtues"),
        heading("Partnerships"),
        item(A),
        heading("Shadows"),
        heading("Partnerships"),
    ]
    blocks.append(item(B))
    reading = read(*blocks)
    assert reading.findings == []
    assert [(question.text, question.asks) for question in reading.questions] == [
        ("Virtues", Asks.LIST),
        ("Shadows", Asks.LIST),
    ]
    first, second = (question.name for question in reading.questions)
    answered = read(*blocks, answers=Answers({first: "well_developed", second: "potential"}))
    assert (findings_of(answered), answered.questions) == (BOTH, [])


def test_an_item_above_the_lists_in_a_cell_is_unplaced_and_said():
    reading = read(table(["Partnerships", "Well-being of migrants"], [[item(C), bold(WELL), item(A)], ""]))
    assert findings_of(reading) == [IN_WELL]
    assert [line.text for line in reading.unplaced] == [C]
    assert [problem.text for problem in reading.problems] == ["There is no list heading above this item."]


def test_a_total_is_set_aside_by_one_answer():
    blocks = [table(["Domain", WELL, POTENTIAL], ["Partnerships", A, B], ["Total", "1", "1"])]
    (question,) = read(*blocks).questions
    reading = read(*blocks, answers=Answers({question.name: ASIDE}))
    assert findings_of(reading) == BOTH
    assert (reading.questions, reading.unplaced, reading.problems) == ([], [], [])


def test_a_heading_is_set_aside_with_what_stands_under_it():
    blocks = [*LISTS, heading("Gallery"), item(C), heading("Partnerships"), heading(POTENTIAL), item(B)]
    (question,) = read(*blocks).questions
    reading = read(*blocks, answers=Answers({question.name: ASIDE}))
    assert (findings_of(reading), reading.questions, reading.unplaced) == (BOTH, [], [])


def test_a_line_that_is_no_heading_ends_nothing():
    blocks = [*LISTS, *text("Gallery"), item(C)]
    (question,) = read(*blocks).questions
    reading = read(*blocks, answers=Answers({question.name: TEXT}))
    assert [f["text"] for f in reading.findings] == [A, C]
    assert ([line.text for line in reading.unplaced], reading.questions) == (["Gallery"], [])


def test_what_a_reader_leaves_out_is_listed_and_parts_nothing():
    blocks = [
        *text("Partnerships", WELL, "• A is", ""),
        LeftOut("Page 3 of a ministry", "page footer", "page 3"),
        *text("", "good."),
    ]
    reading = read(*blocks, are_lines=True)
    assert findings_of(reading) == [IN_WELL]
    (aside,) = [line for line in reading.lines if reading.parts.get(line.number) == Part.ASIDE]
    assert (aside.text, aside.reason) == ("Page 3 of a ministry", "page footer")


@pytest.mark.parametrize("heading_text", ["Shadows", "Lacunes et défis", "Areas that need work", "Déficits"])
@pytest.mark.parametrize("before", ["", "\n"])
@pytest.mark.parametrize("after", ["", "\n"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"• {A}", f"• {B}"),
        ("• National plan of 2019", "• No law on asylum"),
        (f"1. {A}", f"1. {B}"),
        (f"- {A}", f"- {B}"),
        (A, B),
    ],
)
def test_in_a_text_no_unknown_heading_is_passed_over_in_silence(heading_text, before, after, first, second):
    lines = f"Partnerships\n{WELL}\n{first}\n{before}{heading_text}\n{after}{second}"
    reading = read(*text(*lines.split("\n")), are_lines=True)
    assert [f["text"] for f in reading.findings] == [first.lstrip("•1.- ")]
    assert [question.text for question in reading.questions] == [heading_text]
    assert [line.text for line in reading.unplaced] == [heading_text, second]


@pytest.mark.parametrize("are_lines", [True, False])
def test_the_time_grows_with_the_lines(are_lines):
    lines = [f"Line {number} of what nobody can place, and it is no sentence" for number in range(4_000)]
    blocks = text("Partnerships", WELL, *lines[:2_000]) + [item(line) for line in lines[2_000:]]
    start = time.process_time()
    read(*blocks, are_lines=are_lines)
    assert time.process_time() - start < 10


def test_a_line_of_a_megabyte_costs_little():
    start = time.process_time()
    for line in ("word " * 200_000, "x" * 1_000_000, "• a: b, " * 125_000, "| " * 500_000, "1" * 1_000_000):
        read(*text("Partnerships", WELL, line), are_lines=True)
    assert time.process_time() - start < 20
