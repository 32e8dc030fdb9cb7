"""Reads a translation back from our Word document of two columns, also where another program has saved it."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from profiles.imports.formats import docx_bookmarks, docx_xml
from profiles.imports.formats.archives import unpack
from profiles.imports.tables.cells import unescape
from profiles.imports.translations.document import (
    RIGHT_MARK,
    UNIT_MARK,
    FileUnit,
    Reference,
    TranslationFile,
)

Row = list[list[docx_xml.Paragraph]]

TICKED = re.compile(r".*\[\s*[xX×✓✔☒☑]\s*\]\s*", re.DOTALL)
"""The line that asks whether an outdated text is still right, with a cross between its brackets."""


def read(data: bytes) -> TranslationFile | None:
    """Return the translation that the Word document has; None where it is no translation file.

    Raises DocumentError for what cannot be read.
    """
    document = docx_xml.open_document(unpack(data, "word/document.xml"))
    paragraphs = (block for block in document.blocks if isinstance(block, docx_xml.Paragraph))
    references = [Reference.parse(paragraph.text) for paragraph in paragraphs]
    reference = next(filter(None, references), None)
    if reference is None:
        return None
    file = TranslationFile(reference)
    tables = [block for block in document.blocks if isinstance(block, docx_xml.WordTable)]
    rows = [[cell.paragraphs for cell in row] for table in tables for row in table.rows]
    confirmed = {mark for row in rows for mark in _confirmed(row)}
    for number, row in enumerate(rows, start=1):
        _read_row(file, row, _("row %(number)s") % {"number": number}, confirmed)
    if document.has_tracked_changes:
        file.problems.append(
            _("The document has tracked changes: what was inserted is taken, what was deleted is not.")
        )
    for _number, note in document.notes:
        file.problems.append(_("A footnote was left out: %(text)s") % {"text": note[:200]})
    return file


def _read_row(file: TranslationFile, row: Row, where: str, confirmed: set[str]) -> None:
    """Add the unit of a row; a heading, a label and an empty row have none."""
    marks = _marks(row)
    units = [match for match in map(UNIT_MARK.fullmatch, marks) if match]
    if len(units) > 1 or (units and len(row) < 2):
        text = _("Cells are merged (%(where)s): it cannot be said which text is of which original.")
        file.problems.append(text % {"where": where})
        return
    if len(row) < 2 or any(map(docx_bookmarks.is_note, marks)) or not (units or _text(row[1]).strip()):
        return
    name, sent = (units[0]["unit"], units[0]["sent"]) if units else ("", "")
    file.units.append(
        FileUnit(
            name,
            _text(row[0]),
            _text(row[1]),
            is_confirmed=bool(name) and name.removeprefix("_u_") in confirmed,
            sent=sent,
            where=where,
        )
    )


def _confirmed(row: Row) -> list[str]:
    """Return which units a row says to be right, by what their marks end in."""
    matches = [match for match in map(RIGHT_MARK.fullmatch, _marks(row)) if match]
    is_ticked = any(TICKED.fullmatch(_text(cell)) for cell in row)
    return [match["which"] for match in matches] if is_ticked else []


def _marks(row: Row) -> list[str]:
    return [mark for cell in row for paragraph in cell for mark in paragraph.marks]


def _text(cell: Sequence[docx_xml.Paragraph]) -> str:
    """Return what a cell says: a paragraph of Word is one of the text."""
    return unescape("\n\n".join(paragraph.text for paragraph in cell))
