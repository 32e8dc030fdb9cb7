"""What pandoc writes into Markdown, and LibreOffice into XHTML, beside what others do."""

import pytest

from profiles.imports.formats import pandoc_markdown
from tests.imports.formats.documents import document_of, short

TABLE = """\
+----------------+-----------------------+
| Domain         | Well-developed areas  |
+================+=======================+
| Partner-ships  | -   A plan names an   |
| of cities      |     office.           |
|                | -   See https://examp |
|                |     le.org/plan       |
+----------------+-----------------------+"""


def test_facts_above_a_text_are_read_without_their_names():
    subtitle = "subtitle: |\n  As of\n  March 2024\n\n  Fictional"
    facts = f'lang: ar\n{subtitle}\ntitle: "Indicators: Lunaria,\n  Second Profile"'
    matter = f"---\n{facts}\n---\n\nText"
    seen, aside, text = pandoc_markdown.take_facts(matter)
    assert seen == ["As of March 2024", "Fictional", "Indicators: Lunaria, Second Profile"]
    assert (aside, text.strip()) == (["lang: ar"], "Text")
    assert pandoc_markdown.take_facts("Text\n---\n") == ([], [], "Text\n---\n")


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ('[One [two](#x).]{dir="rtl"} three', "One [two](#x). three"),
        ("# Partnerships {#part .unnumbered}", "# Partnerships"),
        ("[]{#_s_1 .anchor}\\[1\\] Act", "\\[1\\] Act"),
        ("asylum.^1,\\ 3^ More", "asylum.<sup>1, 3</sup> More"),
        ("A set {of} things [here]", "A set {of} things [here]"),
    ],
)
def test_attributes_go_and_raised_numbers_stay(source, plain):
    assert pandoc_markdown.plain(source) == plain


def test_signs_of_a_typewriter_are_typeset_where_the_text_has_no_others():
    assert pandoc_markdown.typeset("L'État, 2019--2024 -- or 'so'") == "L’État, 2019–2024 – or ‘so’"
    for text in ("L'État, 2019-2024", "L’État, 2019--2024", "Head\n----\n\nIt's"):
        assert pandoc_markdown.typeset(text) == text


def test_tables_that_are_drawn_have_rows_whose_lines_are_joined():
    before, table, after = pandoc_markdown.part_tables(f"Text\n\n{TABLE}\n\nMore")
    assert (before.strip(), after.strip()) == ("Text", "More")
    assert table == [
        ["Domain", "Well-developed areas"],
        ["Partner-ships of cities", "-   A plan names an office.\n-   See https://example.org/plan"],
    ]
    (block,) = document_of(TABLE.encode(), "a.md").blocks
    assert [cell.text for cell in block.cells][3] == "A plan names an office.\nSee https://example.org/plan"


@pytest.mark.parametrize("line", ["+---+", "| a | b |", "+---+---+\n| a |\n+---+---+"])
def test_what_is_no_whole_table_stays_text(line):
    assert list(pandoc_markdown.part_tables(line)) == [line]


def test_an_element_that_ends_at_once_in_xhtml_holds_nothing():
    items = "<ul><li><p><span>•</span><span>•</span>Two<br/>Three</p></li></ul>"
    body = f'<body><h1><a id="a"><span/></a>One</h1>{items}</body>'
    page = f'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x"><html>{body}</html>'
    assert short(document_of(page.encode(), "a.html").blocks) == [
        ("heading", "One", 1),
        ("item", "••Two\nThree", 1),
    ]
