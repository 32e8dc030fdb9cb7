"""Markdown: what its marks say, without the marks."""

import time

from tests.imports.formats.documents import document_of, short


def read(text: str):
    return short(document_of(text.encode(), "a.md").blocks)


def test_marks_say_what_a_line_is_and_go():
    text = (
        "# Lunaria (2024)\n\nPartnerships\n---\n\n**Well-developed areas**\n"
        "- It doesn\\'t use the *Act* of 2019.\n"
        "  - As it *was*.\n1. B\n2. C\n\nCountry: Lunaria\nYear: 2024\n"
    )
    assert read(text) == [
        ("heading", "Lunaria (2024)", 1),
        ("heading", "Partnerships", 2),
        ("emphasis", "Well-developed areas"),
        ("item", "It doesn't use the Act of 2019.", 1),
        ("item", "As it was.", 2),
        ("item", "B", 1, 1),
        ("item", "C", 1, 2),
        ("text", "Country: Lunaria"),
        ("text", "Year: 2024"),
    ]


def test_links_and_notes():
    document = document_of(b"The [Act](https://example.org)[^a] has m<sup>2</sup>.\n\n[^a]: Act *7*.", "a.md")
    assert short(document.blocks) == [("text", "The Act[1] has m²."), ("note", "Act 7.", 1)]
    assert document.blocks[0].links[0].address == "https://example.org"


def test_a_table_is_one():
    text = "| Domain | List |\n|---|---|\n| Partnerships | A<br>B |\n"
    assert read(text) == [[{1: "Domain", 2: "List"}, {1: "Partnerships", 2: "A\nB"}]]


def test_what_looks_like_a_reference_is_no_less_a_text():
    assert read("[1]: Residence-Act\n\n    Indented.") == [
        ("text", "[1]: Residence-Act"),
        ("text", "Indented."),
    ]


def test_marks_without_end_cost_little():
    start = time.process_time()
    for sign in ("[", "*a ", "> ", "- ", "<"):
        document_of((sign * 15_000).encode(), "a.md")
    assert time.process_time() - start < 5
