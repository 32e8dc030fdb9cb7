"""The marks of notes within a text, and what only looks like one."""

import pytest

from profiles.imports.blocks import LeftOut, Paragraph, Style
from profiles.imports.text.sources import parse_flat_marks, parse_notes, parse_own_citation
from tests.imports.blocks import WELL, A, heading, item, read, table, text

pytestmark = pytest.mark.usefixtures("fictional_places")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("The Act of 2019¹ is good.", ("The Act of 2019 is good.", [1])),
        ("The Act of 2019 ¹ is good.", ("The Act of 2019 is good.", [1])),
        ("The Act,¹² and the plan³ of 2020.", ("The Act, and the plan of 2020.", [12, 3])),
        ("It has 12 km² and 10⁶ trees.", ("It has 12 km² and 10⁶ trees.", [])),
        ("It has 40 m² for each.", ("It has 40 m² for each.", [])),
        ("It is good.", ("It is good.", [])),
    ],
)
def test_a_raised_number_is_a_note_behind_a_word_or_a_year(written, expected):
    assert parse_notes(written) == expected


def test_a_note_leads_to_the_source_of_its_number():
    blocks = [heading("Partnerships"), heading(WELL), item("The Act of 2019¹ is good."), heading("Sources")]
    reading = read(*blocks, *text("1. Residence Act, 2019"))
    (finding,) = reading.findings
    (source,) = reading.sources
    assert finding["text"] == "The Act of 2019 is good."
    assert (source["title"], finding["sources"]) == (
        "Residence Act",
        [{"source": source["key"], "locator": ""}],
    )


def test_a_source_in_a_table_is_cited_by_its_number():
    rows = table(["Number", "Title", "Year"], ["1", "Residence Act", "2019"])
    reading = read(heading("Partnerships"), heading(WELL), item("A is good. [1]"), rows)
    assert [finding["text"] for finding in reading.findings] == [A]
    assert [cited["source"] for cited in reading.findings[0]["sources"]] == [reading.sources[0]["key"]]


def test_a_note_without_a_source_is_said():
    reading = read(heading("Partnerships"), heading(WELL), item("A¹ is good."))
    assert [finding["text"] for finding in reading.findings] == [A]
    assert "note 1" in reading.problems[0].text


def note(number: int, line: str) -> Paragraph:
    return Paragraph(line, Style.NOTE, number=number)


def titles_of(reading) -> list[list[str]]:
    titles = {source["key"]: source["title"] for source in reading.sources}
    return [[titles[cited["source"]] for cited in finding["sources"]] for finding in reading.findings]


LIST = [heading("Partnerships"), heading(WELL)]


def test_footnotes_are_sources_where_their_marks_stand():
    notes = [note(1, "Residence Act, 2019"), note(2, "Migration Act, 2020; Labour Code, 2009")]
    reading = read(*LIST, item("The Act[1] is good.[2]"), *notes)
    assert [finding["text"] for finding in reading.findings] == ["The Act is good."]
    assert sorted(titles_of(reading)[0]) == ["Labour Code", "Migration Act", "Residence Act"]
    assert reading.unplaced == []


def test_a_footnote_that_is_a_sentence_is_no_source():
    sentence = "The ministry told us this in a conversation that lasted an hour."
    reading = read(*LIST, item("A is good.[1]"), note(1, sentence))
    assert [finding["text"] for finding in reading.findings] == [A]
    assert (reading.sources, [line.text for line in reading.unplaced]) == ([], [f"[1] {sentence}"])
    assert any("note 1" in problem.text for problem in reading.problems)


def test_a_number_of_a_note_and_a_source_cites_neither():
    listed = [heading("Sources"), *text("1. Labour Code, 2009")]
    reading = read(*LIST, item("A is good.[1]"), *listed, note(1, "Residence Act, 2019"))
    assert ([f["text"] for f in reading.findings], titles_of(reading)) == (["A is good.[1]"], [[]])
    assert any("same number" in problem.text for problem in reading.problems)


def test_a_link_in_a_list_of_sources_is_its_address():
    linked = LeftOut("https://example.org/act", "link")
    reading = read(
        *LIST, item("A is good. [1]"), linked, heading("Sources"), *text("1. Residence Act, 2019"), linked
    )
    assert [source["url"] for source in reading.sources] == ["https://example.org/act"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("It holds.1, 3", ("It holds.", [1, 3])),
        ("It holds2.", ("It holds.", [2])),
        ("It emits CO2.", ("It emits CO2.", [])),
        ("See art.3", ("See art.3", [])),
        ("It rose by 12.3", ("It rose by 12.3", [])),
    ],
)
def test_numbers_that_are_no_longer_raised_are_marks_behind_a_whole_word(written, expected):
    assert parse_flat_marks(written) == expected


def test_a_lowered_mark_cites_a_source_that_exists_and_says_so():
    reading = read(
        *LIST, item("A is good.1"), item("B is good.7"), heading("Sources"), *text("1. Labour Code, 2009")
    )
    assert [finding["text"] for finding in reading.findings] == [A, "B is good.7"]
    assert titles_of(reading) == [["Labour Code"], []]
    assert any("end of this text" in problem.text for problem in reading.problems)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Residence Act. Parliament. 2014. https://example.org/a", ("Residence Act", "Parliament", 2014)),
        ("Migration Strategy. 2019", ("Migration Strategy", "", 2019)),
        ("Act No. 5. Parliament. 2014", None),
        ("Residence Act. Parliament", None),
    ],
)
def test_our_own_list_is_read_in_its_parts_or_not_at_all(line, expected):
    citation = parse_own_citation(line)
    parts = citation and (citation.source["title"], citation.source["body"], citation.source["year"])
    assert parts == expected
