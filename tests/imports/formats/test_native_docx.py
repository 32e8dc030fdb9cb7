"""Word documents as people write them: headings by style and by bold text, lists, tables, tracked changes."""

import re

import pytest

from profiles.exports.formats import docx as docx_format
from profiles.imports import readers
from profiles.imports.document import Asks, Part
from tests.exports.subjects import EMPTY, finding, make_subject
from tests.imports.packages import NAMESPACE, part_of, with_part, word

pytestmark = pytest.mark.usefixtures("domains")

WELL = "Migration Governance: examples of well-developed areas"
POTENTIAL = "Areas with potential for further development"
PLAN = "The city has a plan for newcomers, adopted in 2019."
GAP = "There is no register of associations as of 2021."


ITEM = '<w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>'


def read_docx(data: bytes):
    return readers.read(data, "profile.docx")


def findings_of(reading) -> list[tuple[str, str, str]]:
    return [(f["domain"], f["kind"], f["text"]) for f in reading.findings]


PLACED = [("partnerships", "well_developed", PLAN), ("partnerships", "potential", GAP)]

DOCUMENTS = {
    "headings by style, lists by style": word(
        ("Heading 1", "Partnerships"),
        *(("Heading 2", WELL), ("List Bullet", PLAN), ("Heading 2", POTENTIAL), ("List Bullet", GAP)),
    ),
    "headings in bold, bullets typed": word(
        ("bold", "3. Partnerships"),
        *(("bold", f"{WELL}:"), ("Normal", f"• {PLAN}"), ("bold", POTENTIAL), ("Normal", f"•\t{GAP}")),
    ),
    "headings and findings as plain paragraphs": word(
        ("Normal", "DOMAIN 3: PARTNERSHIPS"),
        *(("Normal", "Well-developed areas"), ("Normal", PLAN), ("Normal", POTENTIAL), ("Normal", GAP)),
    ),
    "numbered lists, in French": word(
        ("Heading 1", "Domaine 3 : Partenariats"),
        ("Heading 2", "Exemples de domaines bien développés"),
        ("List Number", PLAN),
        ("Heading 2", "Domaines susceptibles d’être développés davantage"),
        ("List Number", GAP),
    ),
    "a table with a row for each finding": word(
        ("Normal", ""), [["Domain", "Kind", "Finding"], ["3", WELL, PLAN], ["", "Areas with potential", GAP]]
    ),
    "a table with a column for each list, below the heading of its domain": word(
        ("Heading 1", "Partnerships"), [[WELL, POTENTIAL], [PLAN, GAP]]
    ),
    "a table with a column for the domain and one for each list": word(
        [["Domain", "Well-developed areas", POTENTIAL], ["Partnerships", PLAN, GAP]]
    ),
    "a frame of one cell around the text": word(
        [["Partnerships\n" + WELL], [f"• {PLAN}"], [POTENTIAL], [f"• {GAP}"]]
    ),
    "soft hyphens, and text in parts": word(
        ("Heading 1", "Partner\u00adships"),
        ("Heading 2", WELL),
        f"<w:p>{ITEM}<w:r><w:t xml:space='preserve'>The city has a </w:t>"
        "</w:r><w:proofErr w:type='spellStart'/><w:r><w:t>plan for new</w:t><w:softHyphen/>"
        "<w:t xml:space='preserve'>comers, </w:t>"
        '</w:r><w:hyperlink w:anchor="x"><w:r><w:t>adopted in 2019.</w:t></w:r></w:hyperlink></w:p>',
        *(
            ("Heading 2", POTENTIAL),
            ("List Bullet", "There is no reg\u00adister of associations as of 2021."),
        ),
    ),
    "tracked changes": word(
        *(("Heading 1", "Partnerships"), ("Heading 2", WELL)),
        f"<w:p>{ITEM}<w:r><w:t xml:space='preserve'>The city has a </w:t>"
        '</w:r><w:del w:id="1" w:author="A"><w:r><w:delText>strategy</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="A"><w:r><w:t>plan for newcomers</w:t></w:r></w:ins>'
        "<w:r><w:t>, adopted in 2019.</w:t></w:r></w:p>",
        *(("Heading 2", POTENTIAL), ("List Bullet", GAP)),
    ),
    "a text box": word(
        ("Heading 1", "Partnerships"),
        *(("Heading 2", WELL), ("List Bullet", PLAN), ("Heading 2", POTENTIAL)),
        "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        f"<w:p ><w:r><w:t>• {GAP}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        "</w:r></w:p>",
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_understood(name):
    reading = read_docx(DOCUMENTS[name])
    assert findings_of(reading) == PLACED
    assert reading.unplaced == []
    assert not any(problem.is_error for problem in reading.problems)


def test_what_was_deleted_is_left_out_and_said():
    problems = [problem.text for problem in read_docx(DOCUMENTS["tracked changes"]).problems]
    assert any("tracked changes" in text for text in problems)
    assert not any("tracked" in problem.text for problem in read_docx(DOCUMENTS["a text box"]).problems)


def test_a_footnote_is_unplaced_rather_than_lost():
    notes = (
        f"<w:footnotes {NAMESPACE}><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
        "<w:footnote w:id='1'><w:p><w:r><w:t>City council, decision 12/2019.</w:t></w:r></w:p></w:footnote>"
        "</w:footnotes>"
    )
    reading = read_docx(
        with_part(DOCUMENTS["headings by style, lists by style"], "word/footnotes.xml", notes.encode())
    )
    assert findings_of(reading) == PLACED
    assert [(line.text, line.where) for line in reading.unplaced] == [
        ("City council, decision 12/2019.", "footnote")
    ]
    assert reading.parts[reading.unplaced[0].number] == Part.UNPLACED


def test_a_row_without_a_known_domain_is_named():
    reading = read_docx(word([["Domain", "Kind", "Finding"], ["Happiness", WELL, PLAN]]))
    assert reading.findings == []
    assert [line.text for line in reading.unplaced] == ["Happiness", PLAN]
    (question,) = reading.questions
    assert (question.text, question.asks) == ("Happiness", Asks.DOMAIN)


def test_what_our_own_document_is_marked_with_is_there_once(own_document):
    names = re.findall(
        r'bookmarkStart [^>]*w:name="([^"]+)"', part_of(own_document, "word/document.xml").decode()
    )
    assert len(names) > 25
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 40


# Our own documents, after somebody worked on them in Word


@pytest.fixture
def own_document() -> bytes:
    source = finding(8, "")["key"]
    first = finding(1, "The first.", sources=[{"source": source, "locator": "art. 4"}], indicator_area="Law")
    sources = [{"key": source, "title": "Act", "body": "", "year": 2014, "url": ""}]
    content = EMPTY | {"sources": sources, "findings": [first, finding(2, "The second.")]}
    return docx_format.render(make_subject(content))


def replace_text(package: bytes, before: str, after: str) -> bytes:
    text = part_of(package, "word/document.xml").decode()
    assert text.count(before) == 1
    return with_part(package, "word/document.xml", text.replace(before, after).encode())


def test_a_correction_in_our_own_document_keeps_key_and_sources(own_document):
    reading = read_docx(replace_text(own_document, "The first.", "The first, corrected."))
    assert [(f["key"][-1], f["text"], f["indicator_area"]) for f in reading.findings] == [
        ("1", "The first, corrected.", "Law"),
        ("2", "The second.", ""),
    ]
    assert reading.findings[0]["sources"] == [{"source": finding(8, "")["key"], "locator": "art. 4"}]


def test_a_finding_that_was_typed_into_our_own_document_has_no_key_yet(own_document):
    text = part_of(own_document, "word/document.xml").decode()
    start = text.rindex("<w:p>", 0, text.index("The second."))
    paragraph = '<w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr><w:r><w:t>A new one. </w:t></w:r></w:p>'
    data = with_part(own_document, "word/document.xml", (text[:start] + paragraph + text[start:]).encode())
    keyed = [(f["key"][-1:], f["text"], f["kind"]) for f in read_docx(data).findings]
    assert keyed == [
        ("1", "The first.", "potential"),
        ("", "A new one.", "potential"),
        ("2", "The second.", "potential"),
    ]
