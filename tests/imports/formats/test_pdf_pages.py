"""What a page of a PDF looks like, and how it is read: columns, squeezed lines, signs, and ends of pages."""

import pytest

from profiles.imports.blocks import Cell, Paragraph, Table
from profiles.imports.formats import bidi
from profiles.imports.formats.pdf_columns import Columns
from profiles.imports.formats.pdf_lines import Digits, lines_of, rows_of
from profiles.imports.formats.pdf_marks import with_marks
from profiles.imports.formats.pdf_pages import join_tables
from profiles.imports.formats.pdf_tables import joined
from tests.imports.blocks import POTENTIAL, heading, read, table
from tests.imports.formats.test_pdf import blocks_of, findings_of, read_pdf

pytestmark = pytest.mark.usefixtures("domains")

WELL = "Migration Governance: examples of well-developed areas"


def char(text, x0, x1, top=100.0, size=10.0, font="Noto"):
    box = {"x0": x0, "x1": x1, "top": top, "bottom": top + size}
    return {"text": text, "size": size, "fontname": font, "upright": True, **box}


def line_of(chars, **page):
    (line,) = lines_of(rows_of(chars, []), Digits(chars, **page), 0.75)
    return line


def word(text, x, top=100.0):
    return [char(letter, x + 5 * number, x + 5 * number + 5, top) for number, letter in enumerate(text)]


def test_a_space_that_is_written_counts_however_narrow_it_is_drawn():
    squeezed = [*word("of", 0), char(" ", 10, 12.5), *word("all", 11)]
    assert line_of(squeezed).text == "of all"
    assert line_of([*word("of", 0), *word("all", 11)]).text == "ofall"


def test_raised_numbers_stay_in_the_line_of_the_word_before_them():
    raised = [char("1", 20, 24, 94, 7), char(",", 24, 26, 94, 7), char("3", 28, 32, 94, 7)]
    assert line_of([*word("days", 0), *raised]).text == "days[1][3]"


def test_numbers_of_notes_are_told_by_their_width_where_they_are_as_large_as_others():
    chars = [*word("2019", 40), *word("days.", 0), char("3", 25, 28)]
    assert line_of(chars).text.startswith("days.[3]")


def test_a_sign_without_a_width_is_at_the_letter_that_is_written_after_it():
    seen = [char("ل", 0, 5), char("\u064f", 4.5, 4.5), char("ع", 5, 10)]
    assert [sign["text"] for sign in with_marks(seen)] == ["ل", "ع\u064f"]
    other = [
        char("ل", 0, 5),
        char("ي\u064f", 4.5, 4.5),
        char("ع", 5, 10),
    ]  # as the letter it was drawn on first
    assert [sign["text"] for sign in with_marks(other)] == ["ل", "ع\u064f"]
    read = [char("ل", 5, 10), char("ع", 0, 5), char("\u064f", 1, 1)]  # written as it is read
    assert [sign["text"] for sign in with_marks(read)] == ["ل", "ع\u064f"]


def test_a_line_of_a_page_from_the_right_is_read_from_the_right_whatever_address_it_holds():
    seen = [*"https://a.org ,)2014 ,", *reversed("قانون (برلمان")]
    text = bidi.to_reading_order(seen, is_page_right=True)
    assert text == "قانون (برلمان, 2014), https://a.org"
    assert bidi.to_reading_order([*"IOM 2019"], is_page_right=True) == "IOM 2019"


def test_columns_begin_below_a_title_and_their_lines_need_not_be_at_one_height():
    title = word("A long title over both of the columns here", 0, 50)
    left = [sign for n in range(5) for sign in word(f"left number {n} full", 0, 80 + 12 * n)]
    right = [sign for n in range(5) for sign in word(f"right number {n} full", 110, 86 + 12 * n)]
    rows = rows_of([*title, *left, *right], [])
    texts = [
        "".join(c["text"] for s in row for c in s.chars)
        for part in Columns(rows, False).stretches
        for row in part
    ]
    assert texts[0].startswith("Along")
    assert [text[:4] for text in texts[1:]] == ["left"] * 5 + ["righ"] * 5


def test_items_are_indented_as_they_are_on_the_page():
    texts = [text for _style, text in blocks_of("- One with:\n  - A is good;\n  - B is good.\n- Two")]
    first, second, third, last = (len(text) - len(text.lstrip()) for text in texts)
    assert (first, last) == (0, 0)
    assert second == third > 1


def test_a_heading_that_goes_on_with_a_small_letter_is_one():
    heading = "#text(size: 14pt, hyphenate: false)[Areas with a potential for development]"
    body = f"#block(width: 60mm)[{heading}]\n\n{'A text of some length. ' * 5}"
    assert blocks_of(body)[0] == ("emphasis", "Areas with a potential for development")


def test_parted_words_of_a_hyphenated_page_are_whole_and_each_is_named():
    text = (
        "Representatives of municipalities participate in international negotiations regarding documentation."
    )
    reading = read_pdf(
        "#set page(width: 70mm, height: 200mm)\n#set par(justify: true)\n#set text(hyphenate: true)\n"
        f"= Partnerships\n== {WELL}\n- {text} For non-residents nothing changes.\n- Second: {text}"
    )
    assert [row[2] for row in findings_of(reading)] == [
        f"{text} For non-residents nothing changes.",
        f"Second: {text}",
    ]
    assert any(
        "The hyphen at the end of a line was taken out" in problem.text for problem in reading.problems
    )


def test_a_row_that_goes_over_the_end_of_a_page_is_one():
    def cell(*texts):
        return Cell([Paragraph(text) for text in texts])

    head = {1: cell("Domain"), 2: cell("List")}
    one = Table([head, {1: cell("Partnerships"), 2: cell("• There are agreements on the")}])
    two = Table([head, {2: cell("work of many:", "‣ A.")}, {1: cell("Crises"), 2: cell("• B.")}])
    whole = join_tables(one, two)
    assert whole is not None
    assert [{n: c.text for n, c in row.items()} for row in whole.rows] == [
        {1: "Domain", 2: "List"},
        {1: "Partnerships", 2: "• There are agreements on the work of many:\n‣ A."},
        {1: "Crises", 2: "• B."},
    ]


@pytest.mark.parametrize("text", ["• A is good.", "A"])
def test_a_row_that_begins_a_page_is_its_own_otherwise(text):
    cells = {1: Cell([Paragraph("Partnerships")]), 2: Cell([Paragraph(text)])}
    other = {1: Cell([Paragraph("Crises")]), 2: Cell([Paragraph("• B.")])}
    whole = join_tables(Table([cells]), Table([other]))
    assert whole is not None and whole.rows == [cells, other]
    assert join_tables(Table([cells]), Table([{1: cells[1]}])) is None


def test_a_hyphen_at_the_end_of_a_line_in_a_cell_is_settled_by_the_words_of_the_document():
    assert joined("The inter-", "national plan") == "The inter-\nnational plan"
    assert joined("The Sub-", "Saharan plan") == "The Sub-Saharan plan"
    assert joined("The inter\u00ad", "national plan") == "The international plan"
    texts = [
        "The inter-\nnational plan is good.",
        "An international fund is missing, and non-\nnationals too.",
    ]
    reading = read(heading("Partnerships"), table([WELL, POTENTIAL], texts))
    assert [finding["text"] for finding in reading.findings] == [
        "The international plan is good.",
        "An international fund is missing, and non-nationals too.",
    ]
    remarks = {problem.line: problem.text for problem in reading.problems}
    assert "taken out" in remarks[reading.findings[0]["line"]]
    assert "kept" in remarks[reading.findings[1]["line"]]
