"""Small documents, each with one fault that was seen, and what must become of it."""

from pathlib import Path

import pytest

from profiles.imports import readers
from profiles.imports.answers import ASIDE, Answers
from profiles.imports.document import Asks, Reading

pytestmark = pytest.mark.usefixtures("fictional_places")

FOLDER = Path("tests/data/imports/cases")
A, B, C, D = "A is good.", "B is missing.", "C is good.", "D is missing."
PARTNERSHIPS, WELL_BEING = "partnerships", "well-being-of-migrants"
WELL, POTENTIAL = "well_developed", "potential"
BOTH = [(PARTNERSHIPS, WELL, A), (PARTNERSHIPS, POTENTIAL, B)]


def read(name: str, answers: Answers | None = None) -> Reading:
    return readers.read((FOLDER / name).read_bytes(), name, answers or Answers())


def findings_of(reading: Reading) -> list[tuple[str, str, str]]:
    return [(f["domain"], f["kind"], f["text"]) for f in reading.findings]


WHOLE = {
    "r01-unknown-list.txt": BOTH,  # “Gaps” is a name by now; names that are none are in test_questions.py
    "r01c-unknown-list-paragraphs.txt": BOTH,
    "r02-two-columns.html": BOTH,
    "r06-sup.html": [(PARTNERSHIPS, WELL, "The Act of 2019 is good.")],
    "r07-marks.md": [(PARTNERSHIPS, WELL, "It doesn't use the Act of 2019.")],
    "r12-button.html": BOTH[:1],
    "r19-sub-bullets.docx": [(PARTNERSHIPS, WELL, "Agreements exist with:\nZanbaqia;\nthe Reed Coast.")],
    "r02b-table-under-merged-heading.docx": BOTH,
    "r03-bullets-in-cell.docx": [BOTH[0], (PARTNERSHIPS, WELL, C), BOTH[1]],
    "r03b-lines-in-cell.xlsx": [*BOTH[:1], (PARTNERSHIPS, WELL, C), *BOTH[1:], (PARTNERSHIPS, POTENTIAL, D)],
    "r05-line-after-bullet.txt": [BOTH[0], (PARTNERSHIPS, WELL, C)],
    "r11-wrapped-title.txt": BOTH[:1],
    "r11b-wrapped-title.txt": BOTH[:1],
    "r13-rtl-mark.txt": [BOTH[0], (PARTNERSHIPS, WELL, C)],
    "r14-none.txt": BOTH[1:],
    "r17-sheet-name-cut.xlsx": [
        ("safe-orderly-and-regular-migration", WELL, A),
        ("safe-orderly-and-regular-migration", POTENTIAL, B),
    ],
    "r22-in-row.txt": BOTH,
    "r23-description-swallows.txt": BOTH[:1],
    "r25-domains-as-columns.xlsx": [
        BOTH[0],
        (WELL_BEING, WELL, C),
        BOTH[1],
        (WELL_BEING, POTENTIAL, D),
    ],
}
UNPLACED = {
    "r05-line-after-bullet.txt": ["Photo: a border post, 2020"],
    "r23-description-swallows.txt": ["Annex 1 is to be read first"],
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_document_comes_in_whole(name):
    reading = read(name)
    assert findings_of(reading) == WHOLE[name]
    assert [line.text for line in reading.unplaced] == UNPLACED.get(name, [])
    assert reading.questions == []
    if not name.endswith(".xlsx"):
        assert (reading.place, reading.edition, reading.year) == ("lunaria", 2, 2024)


def test_that_none_was_identified_is_no_finding():
    assert read("r14-none.txt").none_identified == ["partnerships/well_developed"]


@pytest.mark.parametrize(
    ("name", "before", "answer", "expected"),
    [
        ("r24-total.xlsx", BOTH, ASIDE, BOTH),
    ],
)
def test_what_is_not_known_is_asked_about(name, before, answer, expected):
    reading = read(name)
    assert findings_of(reading) == before
    (question,) = reading.questions
    assert not any(problem.is_error for problem in reading.problems)
    answered = read(name, Answers({question.name: answer}))
    assert findings_of(answered) == expected
    assert (answered.questions, answered.unplaced) == ([], [])


def test_a_domain_without_a_list_is_asked_about_at_its_line():
    reading = read("r01b-unknown-domain.txt")
    assert findings_of(reading) == BOTH[:1]
    (question,) = reading.questions
    assert (question.text, question.asks) == ("Socioeconomic well-being", Asks.LIST)
    answered = read("r01b-unknown-domain.txt", Answers(headings={question.line: f"{WELL_BEING}/{WELL}"}))
    assert findings_of(answered) == [BOTH[0], (WELL_BEING, WELL, C)]
    assert (answered.questions, answered.unplaced) == ([], [])


def test_an_address_is_listed_as_left_out():
    reading = read("r07-marks.md")
    assert [line.text for line in reading.lines if line.reason] == ["https://example.org"]
