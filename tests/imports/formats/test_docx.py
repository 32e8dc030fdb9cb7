"""Word documents of others as blocks: as Word, LibreOffice and pandoc write them."""

import io

import pytest
from docx import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.shared import Pt

from profiles.imports.document import DocumentError
from tests.imports.formats.documents import document_of, short
from tests.imports.packages import NAMESPACE, part_of, with_part, word


def read(data: bytes):
    return short(document_of(data, "a.docx").blocks)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def body(xml: str, extra: str = "") -> bytes:
    """Return a document whose body is this XML."""
    content = f"<w:document {NAMESPACE} {extra}><w:body>{xml}</w:body></w:document>"
    return with_part(word(), "word/document.xml", content.encode())


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("properties", ["<w:b/>", "<w:u w:val='single'/>", "<w:sz w:val='32'/>"])
def test_what_is_all_bold_underlined_or_larger_may_be_a_heading(properties):
    text = paragraph(run("A longer text that is set in the size of the whole document."))
    assert read(body(paragraph(run("Partner", properties) + run("ships", properties)) + text)) == [
        ("emphasis", "Partnerships"),
        ("text", "A longer text that is set in the size of the whole document."),
    ]


def test_right_to_left_text_has_its_own_bold():
    assert read(body(paragraph(run("الشراكات", "<w:rtl/><w:bCs/>")))) == [("emphasis", "الشراكات")]
    assert read(body(paragraph(run("Partnerships", "<w:bCs/>")))) == [("text", "Partnerships")]


@pytest.mark.parametrize(
    "name", ["Titre 1", "Überschrift 1", "Título 1", "عنوان 1", "heading 1", "Heading 1", "Encabezado 1"]
)
def test_headings_are_known_by_the_names_of_styles_in_other_languages(name):
    document = WordDocument()
    style = document.styles.add_style("Own", 1)
    style.element.name_val = name
    derived = document.styles.add_style("Derived", 1)
    derived.base_style = style
    document.add_paragraph("Partnerships", derived)
    assert read(saved(document)) == [("heading", "Partnerships", 1)]


def test_an_outline_level_makes_a_heading_whatever_the_name():
    level = "<w:outlineLvl w:val='2'/>"
    assert read(body(paragraph(run("Gaps"), level))) == [("heading", "Gaps", 3)]


def test_text_in_content_controls_and_text_boxes_is_text():
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>{0}</w:txbxContent>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    ).format(paragraph(run("In a box")))
    inline = paragraph(run("In ") + control.format(run("a control")))
    extra = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    assert read(
        body(control.format(paragraph(run("All"))) + inline + paragraph(run("Before") + box), extra)
    ) == [
        ("text", "All"),
        ("text", "In a control"),
        ("text", "Before"),
        ("text", "In a box"),
    ]


def test_items_have_levels_and_numbers():
    document = WordDocument()
    for style in ("List Bullet", "List Bullet 2", "List Number", "List Number"):
        document.add_paragraph(style, style)
    assert read(saved(document)) == [
        ("item", "List Bullet", 1),
        ("item", "List Bullet 2", 2),
        ("item", "List Number", 1, 1),
        ("item", "List Number", 1, 2),
    ]


def test_a_deleted_end_joins_two_paragraphs_and_deleted_text_is_left_out():
    deleted = "<w:del w:id='1' w:author='a'><w:r><w:delText>not </w:delText></w:r></w:del>"
    first = paragraph(run("The Council ") + deleted, "<w:rPr><w:del w:id='2' w:author='a'/></w:rPr>")
    assert read(body(first + paragraph(run("meets.")))) == [
        ("text", "The Council meets."),
        ("left out: tracked deletion", "not"),
    ]


def test_page_headers_comments_and_hidden_text_are_left_out_with_their_text():
    document = WordDocument()
    document.sections[0].header.paragraphs[0].text = "Draft of May"
    document.sections[0].footer.paragraphs[0].text = "Ministry"
    first = document.add_paragraph("A finding.")
    first.add_run("secret").font.hidden = True
    document.add_comment(first.runs, "Is this so?", "B", "b")
    assert read(saved(document)) == [
        ("text", "A finding."),
        ("left out: hidden text", "secret"),
        ("left out: page header", "Draft of May"),
        ("left out: page footer", "Ministry"),
        ("left out: comment", "Is this so?"),
    ]


def test_marks_of_notes_stand_apart_and_their_texts_are_notes():
    mark = "<w:r><w:footnoteReference w:id='{}'/></w:r>"
    raised = run("7", "<w:vertAlign w:val='superscript'/>")
    area = paragraph(run("It has 40 km") + run("2", "<w:vertAlign w:val='superscript'/>"))
    text = paragraph(run("The Act of 2019") + mark.format(5) + run(" and a rule") + mark.format(3) + raised)
    notes = "".join(
        f"<w:footnote w:id='{number}'><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
        for number, text in {3: "Rule 4.", 5: "Act 7."}.items()
    )
    package = with_part(
        body(text + area), "word/footnotes.xml", f"<w:footnotes {NAMESPACE}>{notes}</w:footnotes>".encode()
    )
    assert read(package) == [
        ("text", "The Act of 2019[1] and a rule[2][7]"),
        ("text", "It has 40 km²"),
        ("note", "Act 7.", 1),
        ("note", "Rule 4.", 2),
    ]


def test_merged_cells_span_and_keep_their_paragraphs():
    document = WordDocument()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Partnerships"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Well developed"
    table.cell(1, 1).text = "A is good."
    table.cell(1, 1).add_paragraph("B is good.", "List Bullet")
    table.cell(2, 2).add_table(1, 1).cell(0, 0).text = "Within"
    (block,) = document_of(saved(document), "a.docx").blocks
    spans = [{n: (cell.row_span, cell.column_span) for n, cell in row.items()} for row in block.rows]
    assert spans == [{1: (1, 3)}, {1: (2, 1), 2: (1, 1)}, {3: (1, 1)}]
    assert short([block]) == [
        [
            {1: "Partnerships"},
            {1: "Well developed", 2: [("text", "A is good."), ("item", "B is good.", 1)]},
            {3: [[{1: "Within"}]]},
        ]
    ]


def test_breaks_signs_and_links():
    document = WordDocument()
    line = document.add_paragraph("First")
    line.add_run().add_break(WD_BREAK.LINE)
    line.add_run("second ").font.size = Pt(11)
    line._p.append(parse_xml(f"<w:r {NAMESPACE}><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"))
    identifier = document.part.relate_to("https://example.org/act", "x/hyperlink", is_external=True)
    r = "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
    link = f"<w:hyperlink {NAMESPACE} {r} r:id='{identifier}'><w:r><w:t>the Act</w:t></w:r></w:hyperlink>"
    line._p.append(parse_xml(link))
    (block,) = document_of(saved(document), "a.docx").blocks
    assert block.text == "First\nsecond ✓the Act"
    assert [(link.text, link.address) for link in block.links] == [("the Act", "https://example.org/act")]


def test_half_a_million_empty_paragraphs_are_refused_before_they_are_parsed():
    package = word()
    content = part_of(package, "word/document.xml").replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 500_000)
    with pytest.raises(DocumentError, match="paragraphs"):
        document_of(with_part(package, "word/document.xml", content), "a.docx")
