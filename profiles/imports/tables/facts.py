"""The sheet of facts of a workbook: what the profile is about, and its introduction."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from profiles.content.schema import PROFILE_FIELDS
from profiles.imports.document import Part, Problem, Reading
from profiles.imports.tables.tables import Cell, Layout, Table, number_of
from profiles.imports.text.facts import parse_facts
from profiles.imports.text.headers import Header
from profiles.imports.text.place_names import PlaceNames

NUMBERS = ("edition", "year", "month")
EXTRA = tuple(name for name in PROFILE_FIELDS if name not in (*NUMBERS, "language"))

Note = Callable[[Cell, Part], int]
"""Enters a cell as a line of the document, and returns its number."""


def add(reading: Reading, table: Table, layout: Layout, note: Note) -> None:
    """Enter the facts of `table` in `reading`. Rows of the same name go on with one text, or one list."""
    said: dict[str, list[Cell]] = {}
    for index, row in enumerate(table.rows):
        cells = {layout.columns[column]: cell for column, cell in row.items() if column in layout.columns}
        if index <= layout.row or Header.VALUE not in cells:
            for cell in row.values():
                note(cell, Part.HEADING if index == layout.row else Part.STATEMENT)
            continue
        name = cells[Header.NAME].text.strip() if Header.NAME in cells else ""
        if name:
            said.setdefault(name, []).append(cells[Header.VALUE])
        elif not _add_labelled(reading, cells, note):
            note(cells[Header.VALUE], Part.UNPLACED)
    for name, values in said.items():
        _add_named(reading, name, values, note)


def _add_named(reading: Reading, name: str, values: list[Cell], note: Note) -> None:
    is_known = name in ("place", "language", "introduction", "none_identified", *NUMBERS, *EXTRA)
    lines = [note(cell, Part.FACT if is_known else Part.STATEMENT) for cell in values]
    text = "".join(cell.text for cell in values)
    if name == "introduction":
        reading.introduction = text
    elif name == "none_identified":
        reading.none_identified += [cell.text.strip() for cell in values]
    elif name in NUMBERS and text.strip():
        number = number_of(text)
        setattr(reading, name, number)
        if number is None:
            reading.problems.append(Problem(_("“%(text)s” is no number.") % {"text": text}, lines[0]))
    elif name == "place" and text.strip():
        # A person may have written the name where we would write the slug.
        reading.place = PlaceNames().slug_of(text) or text.strip()
    elif name == "language" and text.strip():
        reading.language = text.strip()
    elif name in EXTRA and text:
        reading.extra[name] = text


def _add_labelled(reading: Reading, cells: dict[str, Cell], note: Note) -> bool:
    """A sheet of somebody's own, with labels alone: “Country | Lunaria”."""
    if Header.LABEL not in cells:
        return False
    found = parse_facts(f"{cells[Header.LABEL].text}: {cells[Header.VALUE].text}", PlaceNames())
    if found is None:
        return False
    for name in ("place", *NUMBERS, "language"):
        setattr(reading, name, getattr(reading, name) or getattr(found, name))
    reading.extra |= found.extra
    note(cells[Header.VALUE], Part.FACT)
    return True
