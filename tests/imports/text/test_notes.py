"""The marks of notes within a text, and what only looks like one."""

import pytest

from profiles.imports.text.sources import parse_notes
from tests.imports.blocks import WELL, A, heading, item, read, text

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


def test_a_note_without_a_source_is_said():
    reading = read(heading("Partnerships"), heading(WELL), item("A¹ is good."))
    assert [finding["text"] for finding in reading.findings] == [A]
    assert "note 1" in reading.problems[0].text
