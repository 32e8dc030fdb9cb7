"""Marks of sources in odd places, notes at the foot of pages, and tables whose words are not known."""

import pytest

from profiles.imports.answers import Answers
from profiles.imports.text.bullets import match_bullet
from profiles.imports.text.headings import heading_of
from profiles.imports.text.sources import parse_flat_marks, parse_notes, part_marks
from profiles.imports.text.text_normalization import is_finished
from tests.imports.blocks import POTENTIAL, WELL, bold, heading, merged, read, table, text

pytestmark = pytest.mark.usefixtures("fictional_places")

NOTE = "[1] Residence Act (Parliament, 2014)"


def texts_of(reading) -> list[str]:
    return [finding["text"] for finding in reading.findings]


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("It holds.[34]", "It holds.[3][4]"),
        ("It holds.[5]", "It holds.[5]"),
        ("It holds.[35]", "It holds.[35]"),
    ],
)
def test_marks_side_by_side_are_parted_where_all_lead_somewhere(text, parted):
    assert part_marks(text, {3, 4, 5}) == parted


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the Act of 2018.1", [1]),
        ("It is good. 1, 3", [1, 3]),
        ("see art. 4", []),
        ("It has 3", []),
        ("of 2018", []),
    ],
)
def test_numbers_at_the_end_were_raised_once(text, numbers):
    assert parse_flat_marks(text)[1] == numbers


@pytest.mark.parametrize("ending", [".[1][2]", ".¹,³", ". [1, 2]", ".”[1]"])
def test_marks_do_not_hide_the_end_of_a_sentence(ending):
    assert is_finished(f"It holds{ending}")
    assert not is_finished(f"It holds{ending.replace('.', '')}")


def test_a_heading_may_have_a_number_of_three_parts():
    assert heading_of("1.2.1 Well-developed areas", {}).kind == "well_developed"
    assert match_bullet("•• A is good.").text == "A is good."


def test_a_mark_alone_on_the_last_line_of_an_item_is_no_number_of_a_page():
    lines = ["• A is good and goes on.", "  [1]", "• B is good.", "", "Sources", "1. Residence Act, 2014"]
    reading = read(*text("Partnerships", WELL, *lines), are_lines=True)
    assert texts_of(reading) == ["A is good and goes on.", "B is good."]
    assert [len(finding["sources"]) for finding in reading.findings] == [1, 0]


def test_notes_at_the_foot_of_a_page_part_no_list():
    lines = ["• A has:", "   – one;", "", NOTE, "12", "   – two.", "• B is good.[1]"]
    reading = read(*text("Partnerships", WELL, *lines), are_lines=True)
    assert texts_of(reading) == ["A has:\none;\ntwo.", "B is good."]
    assert [source["title"] for source in reading.sources] == ["Residence Act"]


def test_lines_longer_than_any_page_are_paragraphs_each():
    long = "The plan " + "names an office and " * 12
    lines = ["Introduction", f"{long}says so.", f"{long}is good.", "Partnerships", WELL, "• A is good."]
    reading = read(*text(*lines), are_lines=True)
    assert reading.introduction.count("\n\n") == 1
    assert texts_of(reading) == ["A is good."]


def test_each_label_that_is_not_known_is_asked_about():
    lines = ["Bright spots: A is good.", "Blind spots: B is missing."]
    reading = read(heading("Partnerships"), *text(*lines))
    assert ([question.text for question in reading.questions], reading.findings) == (
        ["Bright spots", "Blind spots"],
        [],
    )


def test_a_sentence_in_the_place_of_a_header_is_asked_about_and_its_column_left():
    rows = [[WELL, "B was moved here, as it seems."], ["A is good.", "B is missing."], ["C is good.", ""]]
    reading = read(heading("Partnerships"), table(*rows))
    assert texts_of(reading) == ["A is good.", "C is good."]
    assert [question.text for question in reading.questions] == ["B was moved here, as it seems."]
    rows = [["A was moved here, as it seems.", POTENTIAL], ["A is good.", "B is missing."]]
    assert texts_of(read(heading("Partnerships"), table(*rows))) == ["B is missing."]


def test_lists_may_be_named_in_the_last_column():
    rows = [["A is good.", WELL], ["B is missing.", POTENTIAL]]
    reading = read(heading("Partnerships"), table(*rows))
    assert [(f["kind"], f["text"]) for f in reading.findings] == [
        ("well_developed", "A is good."),
        ("potential", "B is missing."),
    ]


def test_a_cross_is_no_finding():
    reading = read(bold("Partnerships"), table([WELL, POTENTIAL], ["A is good.", "X"]))
    assert texts_of(reading) == ["A is good."]


def test_a_sentence_over_all_lists_of_a_table_holds_up_the_rows_below():
    over = merged("This was moved here from elsewhere, and is a sentence.", columns=2)
    reading = read(
        heading("Partnerships"),
        table([WELL, POTENTIAL], ["A is good.", "B is missing."], [over], ["C is good."]),
    )
    assert texts_of(reading) == ["A is good.", "B is missing."]
    assert len(reading.questions) == 1


def test_raised_marks_with_commas_go_whole():
    assert parse_notes("It holds.¹,³ And so on.") == ("It holds. And so on.", [1, 3])


def test_each_column_that_is_not_known_in_the_sheet_of_a_domain_is_asked_about():
    rows = [["Bright spots", "Blind spots"], ["A is good.", "B is missing."], ["C is good.", ""]]
    reading = read(table(*rows, name="Partnerships"))
    assert [question.text for question in reading.questions] == ["Bright spots", "Blind spots"]
    names = {"bright spot": "well_developed", "blind spot": "potential"}
    answered = read(table(*rows, name="Partnerships"), answers=Answers(names))
    assert texts_of(answered) == ["A is good.", "B is missing.", "C is good."]
