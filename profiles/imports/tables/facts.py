"""The sheet of facts of a workbook: what the profile is about, and its introduction."""

from django.utils.translation import gettext as _

from profiles.content.schema import PROFILE_FIELDS
from profiles.imports.document import Part, is_translation_address
from profiles.imports.tables.layout import Layout
from profiles.imports.tables.tables import Cell, Table, distinct, number_of
from profiles.imports.text.facts import parse_facts
from profiles.imports.text.headers import Header
from profiles.imports.text.reading_builder import ReadingBuilder

NUMBERS = ("edition", "year", "month")
EXTRA = tuple(name for name in PROFILE_FIELDS if name not in (*NUMBERS, "language"))


def add_facts(builder: ReadingBuilder, table: Table, layout: Layout) -> None:
    """Enter the facts of `table`. Rows of the same name go on with one text, or one list."""
    values: dict[str, list[Cell]] = {}
    for index, row in enumerate(table.rows[layout.row :]):
        cells = layout.cells(row)
        for cell in row.values():
            builder.set_part(cell.lines, Part.STATEMENT if index else Part.HEADING)
        if not index or Header.VALUE not in cells:
            continue
        name = cells[Header.NAME].text.strip() if Header.NAME in cells else ""
        if name:
            values.setdefault(name, []).append(cells[Header.VALUE])
        elif Header.LABEL not in cells or not add_labelled(builder, cells[Header.LABEL], cells[Header.VALUE]):
            builder.set_part(cells[Header.VALUE].lines, Part.UNPLACED)
    for name, named_cells in values.items():
        _add_named(builder, name, named_cells)


def _add_named(builder: ReadingBuilder, name: str, cells: list[Cell]) -> None:
    reading = builder.reading
    is_known = name in ("place", "language", "introduction", "none_identified", *NUMBERS, *EXTRA)
    for cell in cells:
        builder.set_part(cell.lines, Part.FACT if is_known else Part.STATEMENT)
    text = "".join(cell.text for cell in cells)
    if name == "introduction":
        reading.introduction = text
    elif name == "none_identified":
        reading.none_identified += [cell.text.strip() for cell in cells]
    elif name in NUMBERS and text.strip():
        number = number_of(text)
        setattr(reading, name, number)
        if number is None:
            builder.warn(_("“%(text)s” is not a number.") % {"text": text}, cells[0].lines[0].number)
    elif name == "place" and text.strip():
        # A person may have written the name where we would write the slug.
        reading.place = builder.places.slug_of(text) or text.strip()
    elif name == "language" and text.strip():
        reading.language = text.strip()
    elif name in EXTRA and text:
        reading.extra[name] = text
    elif name == "original_language" or (name == "link" and is_translation_address(text)):
        reading.is_translation = True


def add_labelled(builder: ReadingBuilder, label: Cell, value: Cell) -> bool:
    """A table of somebody's own, with labels alone: “Country | Lunaria”."""
    facts = parse_facts(f"{label.text.strip().rstrip(':')}: {value.text}", builder.places)
    if facts is not None:
        builder.add_facts(facts, [*label.lines, *value.lines])
    return facts is not None


def add_pair(builder: ReadingBuilder, row: dict[int, Cell]) -> bool:
    """A row of two cells that is a label and a fact, in a table of whatever else."""
    cells = list(distinct(row))
    return len(cells) == 2 and all(len(cell.lines) == 1 for cell in cells) and add_labelled(builder, *cells)
