"""The sheet of facts of a workbook: what the profile is about, and its introduction."""

from django.utils.translation import gettext as _

from profiles.content.schema import PROFILE_FIELDS
from profiles.imports.document import FACT_NAMES, Part, Reading, is_translation_address
from profiles.imports.tables.tables import Cell, Layout, Table, number_of
from profiles.imports.text.facts import parse_facts
from profiles.imports.text.headers import Header
from profiles.imports.text.place_names import PlaceNames

NUMBERS = ("edition", "year", "month")
EXTRA = tuple(name for name in PROFILE_FIELDS if name not in (*NUMBERS, "language"))


def add_facts(reading: Reading, table: Table, layout: Layout) -> None:
    """Enter the facts of `table` in `reading`. Rows of the same name go on with one text, or one list."""
    values: dict[str, list[Cell]] = {}
    for index, row in enumerate(table.rows):
        cells = layout.cells(row)
        if index <= layout.row or Header.VALUE not in cells:
            for cell in row.values():
                cell.add_to(reading, Part.HEADING if index == layout.row else Part.STATEMENT)
            continue
        name = cells[Header.NAME].text.strip() if Header.NAME in cells else ""
        if name:
            values.setdefault(name, []).append(cells[Header.VALUE])
        elif not _add_labelled(reading, cells):
            cells[Header.VALUE].add_to(reading, Part.UNPLACED)
    for name, named_cells in values.items():
        _add_named(reading, name, named_cells)


def _add_named(reading: Reading, name: str, cells: list[Cell]) -> None:
    is_known = name in ("place", "language", "introduction", "none_identified", *NUMBERS, *EXTRA)
    lines = [cell.add_to(reading, Part.FACT if is_known else Part.STATEMENT) for cell in cells]
    text = "".join(cell.text for cell in cells)
    if name == "introduction":
        reading.introduction = text
    elif name == "none_identified":
        reading.none_identified += [cell.text.strip() for cell in cells]
    elif name in NUMBERS and text.strip():
        number = number_of(text)
        setattr(reading, name, number)
        if number is None:
            reading.warn(_("“%(text)s” is not a number.") % {"text": text}, lines[0])
    elif name == "place" and text.strip():
        # A person may have written the name where we would write the slug.
        reading.place = PlaceNames().slug_of(text) or text.strip()
    elif name == "language" and text.strip():
        reading.language = text.strip()
    elif name in EXTRA and text:
        reading.extra[name] = text
    elif name == "original_language" or (name == "link" and is_translation_address(text)):
        reading.is_translation = True


def _add_labelled(reading: Reading, cells: dict[str, Cell]) -> bool:
    """A sheet of somebody's own, with labels alone: “Country | Lunaria”."""
    if Header.LABEL not in cells:
        return False
    facts = parse_facts(f"{cells[Header.LABEL].text}: {cells[Header.VALUE].text}", PlaceNames())
    if facts is None:
        return False
    for name in FACT_NAMES:
        setattr(reading, name, getattr(reading, name) or getattr(facts, name))
    reading.extra |= facts.extra
    cells[Header.VALUE].add_to(reading, Part.FACT)
    return True
