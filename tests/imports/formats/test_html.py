"""Web pages of others as blocks: what is text, what surrounds it, and pages that want to cost much."""

import time

import pytest

from profiles.imports.document import DocumentError
from tests.imports.formats.documents import document_of, short


def read(page: str):
    return short(document_of(page.encode(), "a.html").blocks)


def test_headings_lists_and_emphasis():
    page = """<html><body><h2>Partnerships</h2><p><strong>Well</strong> <b>developed</b></p>
    <ul><li>A is <b>good</b>.<ul><li>As it was.</li></ul></li></ul><ol start="3"><li>C</li><li>D</li></ol>
    <p><b>Gaps</b><br>B is missing.</p>"""
    assert read(page) == [
        ("heading", "Partnerships", 2),
        ("emphasis", "Well developed"),
        ("item", "A is good.", 1),
        ("item", "As it was.", 2),
        ("item", "C", 1, 3),
        ("item", "D", 1, 4),
        ("emphasis", "Gaps"),
        ("text", "B is missing."),
    ]


def test_marks_of_notes_stand_apart_and_links_are_kept():
    page = """<p>The Act of 2019<sup><a href="#fn1">1</a></sup> has 4 km<sup>2</sup>.</p>
    <p>The <a href="https://example.org/a">Act</a>, <a href="#top">above</a>.</p>
    <section role="doc-endnotes"><ol><li id="fn1">
    <p>Act 7.<a href="#r" class="footnote-back">↩</a></p></li></ol>
    </section>"""
    document = document_of(page.encode(), "a.html")
    assert short(document.blocks) == [
        ("text", "The Act of 2019[1] has 4 km²."),
        ("text", "The Act, above."),
        ("note", "Act 7.", 1),
    ]
    assert [(link.text, link.address) for link in document.blocks[1].links] == [
        ("Act", "https://example.org/a")
    ]


def test_tables_have_spans_headers_and_a_name():
    page = """<table><caption>Findings</caption><tr><th colspan=2>Partnerships</th></tr>
    <tr><td rowspan=2>Lists</td><td>A</td></tr><tr><td><ul><li>B</li></ul></td></tr></table>"""
    (table,) = document_of(page.encode(), "a.html").blocks
    assert table.name == "Findings"
    assert short([table]) == [
        [{1: "Partnerships"}, {1: "Lists", 2: "A"}, {2: [("item", "B", 1)]}],
    ]
    cell = table.rows[0][1]
    assert (cell.is_header, cell.column_span, table.rows[1][1].row_span) == (True, 2, 2)


def test_a_table_that_only_sets_the_page_is_not_there():
    page = "<table><tr><td>Top</td><td><table><tr><td>A</td><td>B</td></tr></table></td></tr></table>"
    assert read(page) == [("text", "Top"), [{1: "A", 2: "B"}]]


def test_definitions_are_a_table_where_they_are_short_and_headings_where_not():
    assert read("<dl><dt>Country<dd>Lunaria<dt>Year<dd>2024</dl>") == [
        [{1: "Country", 2: "Lunaria"}, {1: "Year", 2: "2024"}]
    ]
    assert read("<dl><dt>Gaps</dt><dd><ul><li>B</li></ul></dd></dl>") == [
        ("emphasis", "Gaps"),
        ("item", "B", 1),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<h2><button>Gaps</button></h2><div>B is missing.</div>",
        "<details><summary>Gaps</summary>B is missing.</details>",
        "<button aria-expanded=false aria-controls=p>Gaps</button><div id=p hidden>B is missing.</div>",
        "<button class=accordion>Gaps</button><div class=panel style='display:none'>B is missing.</div>",
        "<div role=tablist><div role=tab><a href='#p' role=button>Gaps</a></div></div>"
        "<div id=p role=tabpanel style='display:none'><p>B is missing.</div>",
        "<ul role=tablist><li><button role=tab aria-controls=p>Gaps</button></ul>"
        "<div id=p>B is missing.</div>",
    ],
)
def test_a_button_that_opens_what_follows_is_its_heading(page):
    blocks = document_of(page.encode(), "a.html").blocks
    assert [(block.style, block.text) for block in blocks] == [("heading", "Gaps"), ("text", "B is missing.")]


def test_what_surrounds_the_text_is_left_out_with_its_reason():
    page = """<html><body><header><a href="/">Ministry</a></header><nav><a>Home</a> <a>News</a></nav>
    <ul class="breadcrumb"><li>Home<li>Profiles</ul><main><header><h1>Profile</h1></header>
    <button type="submit">Print</button><p>A is good.<span aria-hidden="true">★</span></p>
    <p hidden>Old text.</p><noscript>Switch it on.</noscript></main><aside>Related</aside>
    <div id="cookie-banner">We use cookies.</div><script>var a = 1</script><footer>Imprint</footer></body>"""
    assert read(page) == [
        ("left out: page header", "Ministry"),
        ("left out: navigation", "Home News"),
        ("left out: navigation", "Home Profiles"),
        ("heading", "Profile", 1),
        ("left out: button", "Print"),
        ("text", "A is good."),
        ("left out: hidden", "★"),
        ("left out: hidden", "Old text."),
        ("left out: for browsers without scripts", "Switch it on."),
        ("left out: beside the text", "Related"),
        ("left out: notice of the website", "We use cookies."),
        ("left out: page footer", "Imprint"),
    ]


def test_the_title_block_of_a_whole_document_is_text():
    assert read("<header id=title-block-header><h1 class=title>Lunaria</h1></header>") == [
        ("heading", "Lunaria", 1)
    ]


def test_lists_that_word_writes_as_paragraphs():
    page = """<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>
    <span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>A is good.</p>"""
    assert read(page) == [("item", "A is good.", 2)]


def test_the_page_states_its_language_and_its_encoding():
    page = '<html lang="ar"><meta charset="windows-1256"><p>عام</p>'
    document = document_of(page.encode("cp1256"), "a.html")
    assert (document.language, short(document.blocks)) == ("ar", [("text", "عام")])


@pytest.mark.parametrize(
    "data",
    [b"<" * 3_000_000, b"<!--" * 1_000_000, b"<div>" * 90_000, b"<p>" + b"word " * 1_000_000],
    ids=["signs", "comments", "depth", "one line"],
)
def test_pages_that_want_to_cost_much_are_refused(data):
    start = time.process_time()
    with pytest.raises(DocumentError):
        document_of(data, "a.html")
    assert time.process_time() - start < 2
