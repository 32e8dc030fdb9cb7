"""Word documents, by python-docx and by hand where it has no word for something."""

from itertools import count
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from profiles.exports.reproducible_zip import save_package
from tests.imports.documents.layouts import Block, Grid, Heading, Item, Text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = (
    f'<w:p {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape style="width:400pt;height:30pt">'
    "<v:textbox><w:txbxContent>%s</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
CONTROL = f"<w:sdt {W}><w:sdtPr/><w:sdtContent>%s</w:sdtContent></w:sdt>"
INNER = f'<w:p {W}><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>'


def new_document(language: str) -> Any:
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.title = ""
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if default is not None:
        default.set(qn("w:val"), language)
    return document


class Writer:
    """Writes blocks into a document, a cell or any other container of python-docx.

    headings: "styles", "bold" (a paragraph in bold), "boxes" (in text boxes) or "controls".
    bullets: "styles", or a sign that somebody typed.
    """

    def __init__(self, container: Any, headings: str = "styles", bullets: str = "styles", rtl: bool = False):
        self.container = container
        self.headings = headings
        self.bullets = bullets
        self.rtl = rtl

    def add(self, blocks: list[Block]) -> None:
        for block in blocks:
            match block:
                case Heading(level, text):
                    self.heading(level, text)
                case Text(text, label, marks):
                    paragraph = self.paragraph(f"{label}{': ' if text else ''}" if label else "", bold=True)
                    paragraph.add_run(text)
                    self.mark(paragraph, marks)
                case Item(text, level, marks, number):
                    sign = f"[{number}] " if number else ""
                    style = None if number else f"List Bullet{f' {level}' if level > 1 else ''}"
                    if style and self.bullets != "styles":
                        sign, style = f"{self.bullets if level == 1 else '–'} ", None
                    paragraph = self.paragraph(f"{sign}{text}", style)
                    self.mark(paragraph, marks)
                case Grid(rows):
                    self.grid(rows)

    def paragraph(self, text: str, style: str | None = None, *, bold: bool = False) -> Any:
        paragraph = self.container.add_paragraph(style=style)
        if text:
            run = paragraph.add_run(text)
            run.bold = True if bold else None
        if self.rtl:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        return paragraph

    def mark(self, paragraph: Any, marks: tuple[int, ...]) -> None:
        if marks:
            paragraph.add_run(", ".join(map(str, marks))).font.superscript = True

    def heading(self, level: int, text: str) -> None:
        style = {1: "Title", 2: "Heading 1", 3: "Heading 2"}[level]
        if self.headings == "styles":
            self.paragraph(text, style)
        elif self.headings == "bold":
            self.paragraph(text, bold=True).runs[0].font.size = Pt(18 - 3 * level)
        else:
            inner = INNER % (style.replace(" ", ""), escape(text))
            frame = BOX if self.headings == "boxes" else CONTROL
            self.container.element.body.insert(-1, parse_xml(frame % inner))

    def grid(self, rows: list[list[list[Block] | None]]) -> None:
        table = self.container.add_table(len(rows), len(rows[0]))
        table.style = "Table Grid"
        for number, blocks in enumerate(rows):
            for column, cell_blocks in enumerate(blocks):
                if cell_blocks is None:
                    table.cell(number - 1, column).merge(table.cell(number, column))
                    continue
                cell = table.cell(number, column)
                first = cell.paragraphs[0]
                Writer(cell, self.headings, self.bullets, self.rtl).add(cell_blocks)
                if len(cell.paragraphs) > 1:
                    first._p.getparent().remove(first._p)


def word(
    blocks: list[Block],
    language: str,
    *,
    headings: str = "styles",
    bullets: str = "styles",
    header: str = "",
    footer: str = "",
    comment: str = "",
) -> bytes:
    """Return `blocks` as a Word document."""
    document = new_document(language)
    Writer(document, headings, bullets, rtl=language == "ar").add(blocks)
    section = document.sections[0]
    if header:
        section.header.paragraphs[0].text = header
    if footer:
        section.footer.paragraphs[0].text = footer
    if comment:
        paragraph = next(p for p in document.paragraphs if p.style.name.startswith("List"))
        remark = document.add_comment(paragraph.runs, text=comment, author="A. Nalyst", initials="AN")
        remark._comment_elm.set(qn("w:date"), "2024-01-01T00:00:00Z")
    return save_package(document, None)


def tracked(blocks: list[Block], language: str, deleted: str) -> bytes:
    """Return a document with tracked changes: each third item is in two paragraphs that were joined,
    each fourth has a part that was inserted, and one whole item was deleted."""
    document = new_document(language)
    writer = Writer(document)
    numbers = count(1)
    who = 'w:author="A" w:date="2024-01-01T00:00:00Z"'
    for block in blocks:
        writer.add([block])
        if not (isinstance(block, Item) and block.level == 1 and not block.number):
            continue
        number = next(numbers)
        paragraph = document.paragraphs[-1]
        words = block.text.split(" ")
        begin, end = " ".join(words[:4]), " ".join(words[4:])
        if number % 3 == 0:
            paragraph.runs[0].text = f"{begin} "
            marks = [run._r for run in paragraph.runs[1:]]
            mark = parse_xml(f'<w:rPr {W}><w:del w:id="{number}" {who}/></w:rPr>')
            paragraph._p.get_or_add_pPr().append(mark)
            second = writer.paragraph(end, "List Bullet")
            second._p.extend(marks)
        elif number % 4 == 0:
            paragraph.runs[0].text = f"{begin} "
            inserted = f'<w:ins {W} w:id="{number}" {who}><w:r><w:t>{escape(end)}</w:t></w:r></w:ins>'
            paragraph.runs[0]._r.addnext(parse_xml(inserted))
        elif number == 2:
            style = f'<w:pStyle w:val="ListBullet"/><w:rPr><w:del w:id="90" {who}/></w:rPr>'
            words_gone = f"<w:r><w:delText>{escape(deleted)}</w:delText></w:r>"
            gone = f'<w:p {W}><w:pPr>{style}</w:pPr><w:del w:id="91" {who}>{words_gone}</w:del></w:p>'
            paragraph._p.addprevious(parse_xml(gone))
    return save_package(document, None)
