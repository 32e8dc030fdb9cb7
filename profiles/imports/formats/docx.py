"""Reads Word documents: our own exactly, those of others by headings, lists and tables."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from profiles.imports.blocks import Block, Cell, Document, Paragraph, Style, Table
from profiles.imports.document import Part, Problem, Reading, is_own_format
from profiles.imports.formats import docx_xml, native_docx
from profiles.imports.formats.archives import unpack

SOFT_HYPHEN = "\u00ad"


def read(data: bytes) -> Document | Reading:
    """Return the blocks of the Word document in `data`; raise DocumentError for what it cannot read."""
    word = docx_xml.open_document(unpack(data, "word/document.xml"))
    problems = []
    if word.has_tracked_changes:
        text = _("The document has tracked changes: what was inserted is taken, what was deleted is not.")
        problems.append(Problem(text))
    if not is_own_format(word.properties.get("category")):
        return Document([*_blocks(word)], problems=problems)
    reading = native_docx.read(word)
    for note in word.footnotes:
        reading.add_line(note, Part.UNPLACED, _("footnote"))
    reading.problems += problems
    return reading


def _blocks(document: docx_xml.WordDocument) -> Iterator[Block]:
    number = 0
    for block in document.blocks:
        if isinstance(block, docx_xml.Paragraph):
            yield _paragraph(block)
        else:
            number += 1
            yield _table(block, number)
    for note in document.footnotes:
        yield Paragraph(note, where=_("footnote"))


def _paragraph(paragraph: docx_xml.Paragraph, where: str = "") -> Paragraph:
    style = Style.TEXT
    if paragraph.is_heading:
        style = Style.HEADING
    elif paragraph.is_list:
        style = Style.ITEM
    elif paragraph.is_bold:
        style = Style.EMPHASIS
    return Paragraph(paragraph.text.replace(SOFT_HYPHEN, ""), style, where=where)


def _table(table: docx_xml.WordTable, number: int) -> Table:
    rows = []
    for index, row in enumerate(table, start=1):
        where = _("table %(number)s, row %(row)s") % {"number": number, "row": index}
        cells = ([_paragraph(paragraph, where) for paragraph in cell] for cell in row)
        rows.append({column: Cell([*cell], where=where) for column, cell in enumerate(cells, start=1)})
    return Table(rows)
