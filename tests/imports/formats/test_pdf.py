"""PDF files as they are printed: wrapped lines, running titles, page numbers. Set with typst."""

import pytest

from profiles.imports import readers
from profiles.imports.formats import bidi, pdf, pdf_lines
from tests.imports.formats.documents import document_of, short
from tests.tools import ROOT

pytestmark = pytest.mark.usefixtures("domains")

FONTS = ROOT / "profiles" / "exports" / "fonts"
WELL = "Migration Governance: examples of well-developed areas"
POTENTIAL = "Areas with potential for further development"
LONG = (
    "The National Migration Council, established in 2016, coordinates the work of eleven ministries and of "
    "two representatives of local authorities, meets every quarter, and publishes minutes of its meetings "
    "within thirty days, as section 3 of the decree requires since its amendment in 2020."
)
SHORT = "There is no register of associations as of 2021."

HEAD = """
#set page(width: 148mm, height: 74mm, margin: 14mm, numbering: "1 / 1")
#set page(header: [Profile of Lunaria, a fictional place])
#set text(font: "Noto Sans", size: 9pt, lang: "en")
#show heading: set text(weight: "bold")
"""


def printed(body: str) -> bytes:
    import typst

    return typst.compile(
        (HEAD + body).encode(), font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf"
    )


def read_pdf(body: str):
    return readers.read(printed(body), "profile.pdf")


def findings_of(reading) -> list[tuple[str, str, str]]:
    return [(f["domain"], f["kind"], f["text"]) for f in reading.findings]


def test_wrapped_lines_are_joined_and_what_repeats_on_each_page_is_no_text():
    reading = read_pdf(
        f"""
= Partnerships
== {WELL}
- {LONG}
- {SHORT}
== {POTENTIAL}
- {LONG.replace("The National", "The Regional")}
- No city has a plan for newcomers.
"""
    )
    assert findings_of(reading) == [
        ("partnerships", "well_developed", LONG),
        ("partnerships", "well_developed", SHORT),
        ("partnerships", "potential", LONG.replace("The National", "The Regional")),
        ("partnerships", "potential", "No city has a plan for newcomers."),
    ]
    assert reading.unplaced == []


def test_an_item_that_goes_over_the_page_is_one_finding():
    reading = read_pdf(
        f"""
= Partnerships
== {WELL}
#v(20mm)
- {LONG}
- {SHORT}
#pagebreak()
= Well-being of migrants
== {POTENTIAL}
- {SHORT}
"""
    )
    assert findings_of(reading) == [
        ("partnerships", "well_developed", LONG),
        ("partnerships", "well_developed", SHORT),
        ("well-being-of-migrants", "potential", SHORT),
    ]
    where = {line.number: line.where for line in reading.lines}
    assert [where[f["line"]] for f in reading.findings] == ["page 1", "page 2", "page 3"]


def test_the_reading_says_that_it_is_a_guess():
    (first, *_rest) = read_pdf(f"= Partnerships\n== {WELL}\n- {SHORT}").problems
    assert "read from a PDF" in first.text
    assert not first.is_error


def test_facts_and_introduction_of_a_printed_profile():
    reading = read_pdf(
        f"""
#text(size: 14pt)[Migration Governance Indicators]
#v(4mm)
September 2021
#v(4mm)
= Introduction
This profile is a fictional example. It describes examples of well-developed areas, and areas with
potential for further development.

It was written for a test of files that are printed.
= Partnerships
== {WELL}
- {SHORT}
"""
    )
    assert (reading.year, reading.month) == (2021, 9)
    assert reading.introduction == (
        "This profile is a fictional example. It describes examples of well-developed areas, and areas with "
        "potential for further development.\n\nIt was written for a test of files that are printed."
    )
    assert len(reading.findings) == 1


# What the blocks of a page are


def blocks_of(body: str, head: str = "#set page(width: 210mm, height: 200mm, margin: 20mm)\n"):
    import typst

    source = f'{head}#set text(font: ("Noto Sans", "Amiri"), size: 10pt)\n{body}'
    data = typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf")
    return short(document_of(data, "a.pdf").blocks)


def test_two_columns_are_read_one_after_the_other():
    words = (
        "The Council meets every quarter and publishes the minutes of its meetings within thirty days. " * 12
    )
    body = f"#columns(2)[First. {words}#colbreak() Second. {words}]"
    text = " ".join(text for _style, text in blocks_of(body))
    assert text.split() == f"First. {words} Second. {words}".split()


def test_two_lists_side_by_side_under_a_heading_are_read_one_after_the_other():
    one, two = "*Well developed*\n- A is good.\n- C is good.", "*Gaps*\n- B.\n- D."
    lists = f"#grid(columns: (1fr, 1fr), gutter: 20pt)[{one}][{two}]"
    body = f"*Partnerships*\n\n{lists}\n\n*Crises*\n\n{lists}"
    expected = ["Well developed", "• A is good.", "• C is good.", "Gaps", "• B.", "• D."]
    assert [text for _style, text in blocks_of(body)] == ["Partnerships", *expected, "Crises", *expected]


def test_labels_with_values_beside_them_stay_together():
    body = "#grid(columns: (80pt, 1fr), row-gutter: 8pt)[Country][Lunaria][Year][2024][Edition][Second]"
    assert [text for _style, text in blocks_of(body)] == ["Country Lunaria", "Year 2024", "Edition Second"]


def test_drawn_tables_are_tables_with_spans_and_joined_lines():
    body = (
        "#table(columns: (60pt, 90pt, 90pt), table.cell(colspan: 2)[Partnerships], [List], "
        "table.cell(rowspan: 2)[Well], [The Council meets every quarter of a year], [B], [C], [D])"
    )
    assert blocks_of(body) == [
        [
            {1: "Partnerships", 3: "List"},
            {1: "Well", 2: "The Council meets every quarter of a year", 3: "B"},
            {2: "C", 3: "D"},
        ]
    ]


def test_notes_come_at_the_end_and_their_marks_stand_apart():
    assert blocks_of("The Act of 2019#footnote[Act 7 of 2019.] is good.") == [
        ("text", "The Act of 2019[1] is good."),
        ("note", "Act 7 of 2019.", 1),
    ]


def test_larger_lines_may_be_headings_as_bold_ones():
    body = "#text(size: 14pt)[Partnerships]\n\nThe Council meets every quarter of a year."
    assert blocks_of(body)[0] == ("emphasis", "Partnerships")


def test_running_titles_and_page_numbers_are_left_out_with_their_text():
    head = '#set page(width: 210mm, height: 90mm, margin: 20mm, header: [Draft], numbering: "1")\n'
    blocks = blocks_of("One line. #pagebreak() Another one.", head)
    reason = "left out: page header or footer"
    assert blocks == [
        *[(reason, "Draft"), ("text", "One line."), (reason, "1")],
        *[(reason, "Draft"), ("text", "Another one."), (reason, "2")],
    ]


def test_arabic_is_read_from_the_right_with_its_numbers_and_latin_words():
    text = "اعتمد البلد القانون رقم 7 لعام 2019 (المادة 4) عن IOM Report بنسبة 12.5% من الأشخاص."
    assert blocks_of(f'#set text(lang: "ar")\n{text}') == [("text", text)]


def test_forms_of_arabic_letters_become_letters_in_reading_order():
    seen = list("\ufee2\ufed8\ufead")[::-1]  # as a line is drawn: its last letter first
    assert bidi.to_reading_order(["2", "1", " ", *reversed(seen)]) == "رقم 21"
    assert bidi.to_reading_order(["\ufefb"]) == "لا"


def test_hyphens_that_are_written_as_soft_ones_are_kept():
    lines = [pdf_lines.PdfLine("for non\u00adnationals and co\u00ad", 1), pdf_lines.PdfLine("operation", 2)]
    pdf._with_plain_hyphens([lines])
    assert lines[0].text == "for non-nationals and co-"
    soft = [pdf_lines.PdfLine("a well-known na\u00ad", 1), pdf_lines.PdfLine("tional", 2)]
    pdf._with_plain_hyphens([soft])
    assert soft[0].text == "a well-known na\u00ad"


def test_what_pdfplumber_cannot_read_another_program_reads_and_this_is_said(monkeypatch):
    def fail(data):
        raise ValueError

    monkeypatch.setattr(pdf, "_pages_of_pdfplumber", fail)
    document = document_of(printed(f"= Partnerships\n- {SHORT}"), "a.pdf")
    assert any(SHORT in block.text for block in document.blocks)
    assert any("pypdfium2" in problem.text for problem in document.problems)
