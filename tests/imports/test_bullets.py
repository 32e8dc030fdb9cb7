"""Numbers before the items of a document: which are bullets, and which belong to the text."""

import pytest

from profiles.imports import readers
from profiles.imports.bullets import bullet_of, numbers_in_a_row
from profiles.imports.by_hand import placed_by_hand
from profiles.imports.document import Reading
from tests.imports.packages import word

pytestmark = pytest.mark.usefixtures("domains")

LIST = "Migration Governance: examples of well-developed areas"
OTHER = "Areas with potential for further development"


def reading_of(*lines: str, more: tuple[str, ...] = ()) -> Reading:
    text = "\n".join(["Migrants’ rights", "", LIST, "", *lines, "", OTHER, "", *more])
    return readers.read(text.encode(), "a.txt")


def texts_of(reading: Reading) -> list[str]:
    return [finding.text for finding in reading.findings]


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (("1.1 The law.", "1.2 A plan."), ["The law.", "A plan."]),
        (("1.1. The law.", "1.2. A plan."), ["The law.", "A plan."]),
        (("2.3.4 The law", "goes on.", "2.3.5 “A” plan."), ["The law goes on.", "“A” plan."]),
        (("1.1 القانون.", "1.2 خطة."), ["القانون.", "خطة."]),
        (("١.١ القانون.", "١.٢ خطة."), ["القانون.", "خطة."]),
        (("1.3 The law.", "1.4 A plan.", "2.1 A body."), ["The law.", "A plan.", "A body."]),
    ],
)
def test_dotted_numbers_in_a_row_are_bullets(lines, texts):
    assert texts_of(reading_of(*lines)) == texts


def test_the_row_goes_through_the_whole_document():
    reading = reading_of("1.1 The law.", more=("2.1 A body.",))
    assert texts_of(reading) == ["The law.", "A body."]


@pytest.mark.parametrize(
    "lines",
    [
        ("2.5 million people left.", "2.6 million came."),
        ("1.5 per cent of all.",),
        ("2.5 مليون شخص.",),
        ("1.1 The law.", "1.3 A plan."),
        ("0.1 The law.", "0.2 A plan."),
        ("2.05 The law.", "2.06 a plan."),
    ],
)
def test_otherwise_the_number_stays_in_the_text(lines):
    assert " ".join(texts_of(reading_of(*lines))) == " ".join(lines)


def test_a_quantity_that_wraps_stays_in_its_sentence():
    reading = reading_of("1.1 The number rose by", "2.5 Million came.", "1.2 A plan.", "1.3 A body.")
    assert texts_of(reading) == ["The number rose by 2.5 Million came.", "A plan.", "A body."]


def test_a_numbered_heading_above_bullets_is_no_finding():
    lines = ("1.1 Legal frame", "• The law.", "1.2 Bodies", "", "- A body.")
    reading = reading_of(*lines)
    assert not {"Legal frame", "Bodies"} & {*texts_of(reading)}
    assert texts_of(reading_of("1.1 The plan covers:", "• entry;", "1.2 A body.")) == [
        "The plan covers:\n• entry;",
        "A body.",
    ]


def test_after_a_bullet_of_the_document_itself_it_is_text():
    items = [("List Bullet", "1.1 The law."), ("List Bullet", "1.2 A plan.")]
    data = word(("Heading 1", "Migrants’ rights"), ("Heading 2", LIST), *items)
    assert texts_of(readers.read(data, "a.docx")) == ["1.1 The law.", "1.2 A plan."]
    assert texts_of(reading_of("• 1.1 The law.", "• 1.2 A plan.")) == ["1.1 The law.", "1.2 A plan."]


def test_the_introduction_keeps_its_numbers():
    text = "Introduction\n\n1.1 The law of the place.\n1.2 A plan of the place."
    reading = readers.read(text.encode(), "a.txt")
    assert reading.introduction == "1.1 The law of the place.\n1.2 A plan of the place."


def test_a_source_with_a_dotted_number_is_not_the_one_that_is_cited():
    reading = reading_of(
        "• It is in a law [1].", more=("• None", "", "Sources", "", "1.1 The Act.", "1.2 A plan.")
    )
    assert reading.sources == []
    assert [line.text for line in reading.unplaced] == ["1.1 The Act.", "1.2 A plan."]


def test_what_is_placed_by_hand_loses_it_too():
    text = "Unknown\n\n# Something else\n\n1.1 The law.\n\n1.2 A plan."
    reading = readers.read(text.encode(), "a.md")
    lines = {line.text: line.number for line in reading.unplaced}
    placed = placed_by_hand(reading, {lines["1.1 The law."]: "migrants-rights/potential"})
    assert texts_of(placed) == ["The law."]


def test_a_number_alone_is_no_bullet():
    assert numbers_in_a_row(["1.1 The law.", "Other words.", "3.7 A plan."]) == frozenset()
    assert bullet_of("1.1 The law.") is None
