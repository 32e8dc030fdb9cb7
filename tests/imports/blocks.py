"""Documents as blocks, made for tests: a title, and what stands under it."""

from profiles.imports.answers import Answers
from profiles.imports.blocks import Block, Cell, Document, Paragraph, Style, Table
from profiles.imports.document import Reading
from profiles.imports.grammar import parse_document
from profiles.imports.text.catalogue import load_catalogue

TITLE = "Migration Governance Indicators: Republic of Lunaria Second Profile (2024)"
WELL, POTENTIAL = "Well-developed areas", "Areas with potential for further development"
A, B, C, D = "A is good.", "B is missing.", "C is good.", "D is missing."
IN_WELL, IN_POTENTIAL = ("partnerships", "well_developed", A), ("partnerships", "potential", B)
OTHER_WELL = ("well-being-of-migrants", "well_developed", C)
OTHER_POTENTIAL = ("well-being-of-migrants", "potential", D)


def text(*lines: str) -> list[Block]:
    return [Paragraph(line) for line in lines]


def heading(line: str, level: int = 0) -> Paragraph:
    return Paragraph(line, Style.HEADING, level)


def bold(line: str) -> Paragraph:
    return Paragraph(line, Style.EMPHASIS)


def item(line: str, level: int = 1) -> Paragraph:
    return Paragraph(line, Style.ITEM, level)


def table(*rows: list, name: str = "") -> Table:
    """Return a table. A cell is its text, its blocks, or a Cell; None where another one is merged over it."""
    return Table(
        [{n: cell(value) for n, value in enumerate(row, start=1) if value is not None} for row in rows], name
    )


def cell(value: str | list[Block] | Cell) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell([Paragraph(value)] if isinstance(value, str) else value)


def merged(line: str, *, columns: int = 1, rows: int = 1) -> Cell:
    return Cell([Paragraph(line)], rows, columns)


def read(*blocks: Block, answers: Answers | None = None, are_lines: bool = False) -> Reading:
    document = Document([Paragraph(TITLE), *blocks], are_lines=are_lines)
    reading = parse_document(document, load_catalogue(), answers or Answers())
    lines = {line.number for line in reading.lines if line.text.strip()}
    assert reading.parts.keys() == lines
    return reading


def findings_of(reading: Reading) -> list[tuple[str, str, str]]:
    return sorted((f["domain"], f["kind"], f["text"]) for f in reading.findings)


BOTH = sorted([IN_WELL, IN_POTENTIAL])
FOUR = sorted([IN_WELL, IN_POTENTIAL, OTHER_WELL, OTHER_POTENTIAL])
