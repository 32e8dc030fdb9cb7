"""What a line of a page may be: a running title, several items, signs that nobody can read."""

import pytest

from profiles.imports import readers
from profiles.imports.document import DocumentError, Part
from profiles.imports.text.bullets import part_items
from tests.imports.blocks import POTENTIAL, WELL, findings_of, heading, item, read, table, text

pytestmark = pytest.mark.usefixtures("fictional_places")

RUNNING = "Ministry of Things – Draft"
PAGES = f"""Partnerships
{WELL}
• The plan, which was adopted in the year after the
{{0}}
election, names an office.
• A is good.
{{1}}
{POTENTIAL}
• B is missing.
{{2}}
• C is missing."""
TEXTS = [
    "The plan, which was adopted in the year after the election, names an office.",
    "A is good.",
    "B is missing.",
    "C is missing.",
]


def texts_of(reading) -> list[str]:
    return [finding["text"] for finding in reading.findings]


@pytest.mark.parametrize(
    "edge",
    [
        "\n{title}\n{number}\n",
        "{number}\n\n{title}",
        "\f{title}",
        "{title} {number}\n\f",
        "— {number} —\n{title}",
    ],
)
def test_a_title_that_comes_again_on_each_page_is_left_out_and_listed(edge):
    edges = [edge.format(title=RUNNING, number=number) for number in (11, 12, 13)]
    reading = read(*text(*PAGES.format(*edges).split("\n")), are_lines=True)
    assert texts_of(reading) == TEXTS
    titles = [line for line in reading.lines if RUNNING in line.text]
    assert [(reading.parts[line.number], line.reason) for line in titles] == 3 * [
        (Part.ASIDE, "page header or footer")
    ]
    assert reading.questions == []


def test_a_running_title_without_marks_of_pages_is_known_by_the_sentence_that_it_parts():
    filler = [f"• Line {number} of this list is good." for number in range(24)]
    lines = ["Partnerships", WELL, "• The plan was adopted after the", RUNNING, "election.", *filler]
    lines += [RUNNING, *(line.replace("Line", "Row") for line in filler), RUNNING, "• The end is good."]
    reading = read(*text(*lines), are_lines=True)
    assert "The plan was adopted after the election." in texts_of(reading)
    assert RUNNING not in " ".join(texts_of(reading))
    assert len(reading.findings) == 50


def test_the_heading_of_each_list_is_no_running_title():
    lines = ["Bright spots", "1", "• A is good.", "Bright spots", "2", "• B is good.", "Bright spots"]
    reading = read(*text("Partnerships", WELL, "• C is good.", *lines, "• D is good."), are_lines=True)
    assert [question.text for question in reading.questions] == ["Bright spots"]
    assert [finding["text"] for finding in reading.findings] == ["C is good."]


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("• A. • B.", ["• A.", "• B."]),
        ("  • A:  ◦ x ◦ y   • B", ["  • A:", "◦ x", "◦ y", "• B"]),
        ("It has: • A plan.", ["It has:", "• A plan."]),
        ("Anna • Ben", ["Anna • Ben"]),
        ("• a", ["• a"]),
        ("•", ["•"]),
        ("- a - b", ["- a - b"]),
    ],
)
def test_items_on_one_line_are_parted(line, items):
    assert part_items(line) == items


def test_items_on_one_line_are_findings_each():
    lines = text("Partnerships", f"{WELL}: • A is good. • B is good.", f"{POTENTIAL}:", "• C. • D.")
    assert texts_of(read(*lines)) == ["A is good.", "B is good.", "C.", "D."]
    cells = table([WELL, POTENTIAL], ["• A is good. • B is good.", "• C. • D."])
    assert texts_of(read(heading("Partnerships"), cells)) == ["A is good.", "B is good.", "C.", "D."]


@pytest.mark.parametrize("sign", ["(cid:12)", "\ue012", "\ufffd"])
def test_signs_that_nobody_can_read_are_named(sign):
    lines = [
        "Partnerships",
        WELL,
        f"• The plan was adop{sign}ed in the {sign}ear of the election.",
        "• A is good.",
    ]
    reading = readers.read("\n".join(lines).encode(), "a.txt")
    assert any(problem.line == 0 and sign in problem.text for problem in reading.problems)
    assert {problem.line for problem in reading.problems if "cannot be read" in problem.text} == {0, 3}


def test_a_document_of_such_signs_is_refused():
    line = "• (cid:12)(cid:3)(cid:45)a(cid:9)(cid:17)(cid:2)"
    with pytest.raises(DocumentError, match="made from"):
        readers.read(f"Partnerships\n{WELL}\n{line}\n{line}".encode(), "a.txt")


@pytest.mark.parametrize(
    "line",
    ["o two associations.", "March 2024", "- The plan names an office."],
    ids=["small", "date", "bullet"],
)
def test_a_line_that_is_joined_and_may_be_another_has_a_remark(line):
    reading = read(
        *text("Partnerships", WELL, "• A is good, as it is everywhere in the country.", line), are_lines=True
    )
    remarked = {problem.line for problem in reading.problems}
    joined = [finding for finding in reading.findings if line in finding["text"]]
    assert all(finding["line"] in remarked for finding in joined)


def test_a_source_above_the_first_finding_makes_those_below_doubtful():
    lines = ["Source: Act, 2014.", "• A is good.", "Source: Code, 2016.", "• B is good."]
    reading = read(*text("Partnerships", WELL, *lines), are_lines=True)
    assert [finding["sources"] for finding in reading.findings] == [[], []]
    assert sum("which finding this source belongs to" in problem.text for problem in reading.problems) == 2


def test_a_list_above_a_table_stays_where_it_is():
    blocks = [heading("Partnerships"), heading(WELL), item("A is good."), heading("Well-being of migrants")]
    cells = table([WELL, POTENTIAL], ["C is good.", "D is missing."])
    assert findings_of(read(*blocks, cells)) == [
        ("partnerships", "well_developed", "A is good."),
        ("well-being-of-migrants", "potential", "D is missing."),
        ("well-being-of-migrants", "well_developed", "C is good."),
    ]
    assert findings_of(
        read(
            *blocks[:-1],
            table(["Well-being of migrants", WELL, "C is good."], ["", POTENTIAL, "D is missing."]),
        )
    )[0] == ("partnerships", "well_developed", "A is good.")
