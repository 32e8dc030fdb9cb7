"""Reads a translation back from our workbook. A long text stands in several rows, whose keys count: key#2."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, override, pgettext_lazy

from profiles.imports.blocks import Cell, Table
from profiles.imports.document import DocumentError
from profiles.imports.formats.archives import unpack
from profiles.imports.formats.xlsx import tables_of
from profiles.imports.translations.document import FileUnit, Reference, TranslationFile
from profiles.languages import Language


class Heading(StrEnum):
    """The columns of the sheet."""

    KEY = "key"
    LABEL = "label"
    ORIGINAL = "original"
    TEXT = "text"
    STATE = "state"
    STILL_RIGHT = "still_right"
    CHARACTERS = "characters"
    MOST = "most"
    SENT = "sent"


TITLES: dict[Heading, Promise] = {
    Heading.KEY: gettext_lazy("Key"),
    Heading.LABEL: pgettext_lazy("column", "What it is"),
    Heading.ORIGINAL: pgettext_lazy("column", "Original"),
    Heading.TEXT: pgettext_lazy("column", "Translation"),
    Heading.STATE: pgettext_lazy("column", "State"),
    Heading.STILL_RIGHT: gettext_lazy("Still right (x)"),
    Heading.CHARACTERS: gettext_lazy("Characters of the original"),
    Heading.MOST: gettext_lazy("At most"),
    Heading.SENT: pgettext_lazy("column", "As it went out"),
}
PIECE = re.compile(r"(?P<key>.+)#(?P<number>\d{1,4})")
YES = {"x", "×", "✓", "✔", "1", "true", "yes", "oui", "sí", "si", "sim", "نعم"}
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b")


def read(data: bytes) -> TranslationFile | None:
    """Return the translation that the workbook has; None where it is no translation file.

    Raises DocumentError for what cannot be read.
    """
    parts = unpack(data, "xl/workbook.xml")
    tables = tables_of(data)
    cells = (cell for table in tables for row in table.rows for cell in row.values())
    reference = next(filter(None, (Reference.parse(cell.text) for cell in cells)), None)
    if reference is None:
        return None
    if any(name.startswith("xl/worksheets/") and MERGED.search(part) for name, part in parts.items()):
        raise DocumentError(_("The workbook has merged cells. Unmerge them, then upload again."))
    file = TranslationFile(reference)
    for table in tables:
        _read_table(file, table)
    return file


@cache
def _headings() -> dict[str, Heading]:
    """Return what the columns are called, in each language -> the column."""
    titles: dict[str, Heading] = {}
    for language in Language:
        with override(language):
            titles |= {str(title).casefold(): heading for heading, title in TITLES.items()}
    return titles


def _read_table(file: TranslationFile, table: Table) -> None:
    """Add the units of a sheet; one without our headings has none."""
    columns: dict[int, Heading] = {}
    rows: dict[str, dict[int, dict[Heading, Cell]]] = {}
    for row in table.rows:
        if not columns:
            headings = {column: _headings().get(cell.text.strip().casefold()) for column, cell in row.items()}
            known = {column: heading for column, heading in headings.items() if heading}
            if {Heading.KEY, Heading.ORIGINAL, Heading.TEXT} <= set(known.values()):
                columns = known
            continue
        cells = {columns[column]: cell for column, cell in row.items() if column in columns}
        _add_row(file, rows, cells)
    for key, pieces in rows.items():
        _add_unit(file, key, pieces)


def _add_row(
    file: TranslationFile, rows: dict[str, dict[int, dict[Heading, Cell]]], cells: dict[Heading, Cell]
) -> None:
    name = cells[Heading.KEY].text.strip() if Heading.KEY in cells else ""
    match = PIECE.fullmatch(name)
    key, number = (match["key"], int(match["number"])) if match else (name, 1)
    if not key:
        texts = [cells[heading] for heading in (Heading.TEXT, Heading.ORIGINAL) if heading in cells]
        if texts:
            text = _("A row without a key was left out (%(where)s).")
            file.problems.append(text % {"where": texts[0].where})
        return
    pieces = rows.setdefault(key, {})
    if number in pieces:
        # Another row of the same key is a unit of its own: the plan sees two and says so.
        _add_unit(file, key, {1: cells})
        return
    pieces[number] = cells


def _add_unit(file: TranslationFile, key: str, pieces: Mapping[int, Mapping[Heading, Cell]]) -> None:
    where = next((cell.where for cells in pieces.values() for cell in cells.values()), "")
    if sorted(pieces) != list(range(1, len(pieces) + 1)):
        text = _("A row of a text that takes several is missing (%(where)s). The text was left out.")
        file.problems.append(text % {"where": where})
        return
    ordered = [pieces[number] for number in sorted(pieces)]
    joined = {
        heading: "".join(cells[heading].text if heading in cells else "" for cells in ordered)
        for heading in (Heading.ORIGINAL, Heading.TEXT, Heading.STILL_RIGHT, Heading.SENT)
    }
    answer = joined[Heading.STILL_RIGHT].strip()
    if answer and answer.casefold() not in YES:
        text = _("“%(answer)s” is no answer to “Still right”: write x (%(where)s).")
        file.problems.append(text % {"answer": answer[:60], "where": where})
    file.units.append(
        FileUnit(
            key,
            joined[Heading.ORIGINAL],
            joined[Heading.TEXT],
            is_confirmed=answer.casefold() in YES,
            sent=joined[Heading.SENT].strip(),
            where=where,
        )
    )
