"""Reads Word documents: our own exactly, those of others as blocks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from profiles.imports.blocks import Block, Cell, Document, LeftOut, Link, Paragraph, Style, Table, join_links
from profiles.imports.document import Part, Problem, Reading, is_own_format
from profiles.imports.formats import docx_xml, native_docx
from profiles.imports.formats.archives import unpack
from profiles.imports.formats.raised import raise_text

SOFT_HYPHEN = "\u00ad"
LONGEST_EMPHASIS = 160
"""What is longer and bold is a text that somebody found important."""
LARGER = 1.15


def read(data: bytes) -> Document | Reading:
    """Return the blocks of the Word document in `data`, or what it says where we wrote it.

    Raises DocumentError for what it cannot read.
    """
    word = docx_xml.open_document(unpack(data, "word/document.xml"))
    changes = _("The document has tracked changes: what was inserted is taken, what was deleted is not.")
    if is_own_format(word.properties.get("category")):
        reading = native_docx.read(word)
        for _number, note in word.notes:
            reading.add_line(note, Part.UNPLACED, _("footnote"))
        if word.has_tracked_changes:
            reading.warn(changes)
        return reading
    document = Document(list(_blocks(word.blocks, word.body_size)), language=word.language)
    document.blocks += [
        Paragraph(text.replace(SOFT_HYPHEN, ""), Style.NOTE, where=_("footnote"), number=number)
        for number, text in word.notes
    ]
    document.blocks += [LeftOut(text, reason) for text, reason in word.left_out]
    if word.has_tracked_changes:
        document.problems.append(Problem(changes))
    return document


def _blocks(blocks: list[docx_xml.Block], size: float, where: str = "") -> Iterator[Block]:
    tables = 0
    for block in blocks:
        if isinstance(block, docx_xml.Paragraph):
            yield _paragraph(block, size, where)
            yield from (LeftOut(text, reason, where) for text, reason in block.left_out if text.strip())
        else:
            tables += 1
            yield _table(block, size, where or _("table %(number)s") % {"number": tables})


def _table(table: docx_xml.WordTable, size: float, where: str) -> Table:
    rows = []
    for number, row in enumerate(table.rows, start=1):
        place = _("%(table)s, row %(row)s") % {"table": where, "row": number}
        cells = {}
        for cell in row:
            blocks = [block for block in _blocks(cell.blocks, size, place) if not _is_blank(block)]
            if blocks:
                spans = cell.row_span, cell.column_span
                cells[cell.column] = Cell(blocks, *spans, is_header=cell.is_header, where=place)
        rows.append(cells)
    return Table(rows)


def _is_blank(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text.strip()


def _paragraph(word: docx_xml.Paragraph, size: float, where: str) -> Paragraph:
    text, links = "", []
    for run in word.runs:
        part = run.text.replace(SOFT_HYPHEN, "")
        if run.note:
            part = f"[{run.note}]"
        elif run.look.is_raised:
            part = raise_text(text, part)
        if run.address and part.strip() and run.address not in text + part:
            links.append(Link(part.strip(), run.address))
        text += part
    style, level, number = Style.TEXT, 0, 0
    if word.is_heading:
        style, level = Style.HEADING, word.level
    elif word.is_list and not (word.number and _is_emphasis(word, size)):
        style, level, number = Style.ITEM, word.level, word.number
    elif _is_emphasis(word, size):
        style = Style.EMPHASIS
    return Paragraph(text, style, level, where, number, join_links(links))


def _is_emphasis(word: docx_xml.Paragraph, size: float) -> bool:
    """Return whether all of a short paragraph is bold, underlined or larger than the text."""
    looks = [run.look for run in word.runs if run.text.strip()]
    if not looks or len(word.text) > LONGEST_EMPHASIS:
        return False
    is_larger = size > 0 and all(look.size >= size * LARGER for look in looks)
    return is_larger or all(look.is_bold for look in looks) or all(look.is_underlined for look in looks)
