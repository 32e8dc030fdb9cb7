"""Tables on a page of a PDF, where lines are drawn between their cells."""

from collections import Counter
from typing import Any

from profiles.imports.blocks import Cell, Paragraph, Style, Table
from profiles.imports.formats.pdf_lines import SOFT_HYPHEN, Char, Digits, Segment, lines_of, rows_of
from profiles.imports.text.bullets import match_bullet
from profiles.imports.text.paragraphs import RANGE

FEWEST_EDGES = 6
MOST_EDGES = 4_000
SHORTEST = 8.0
"""A line between cells is as high as a line of text, in points."""
NEAR = 2.0
"""Edges so many points apart are one."""


def take_tables(page: Any, chars: list[Char], digits: Digits, *, is_right_to_left: bool) -> list[Segment]:
    """Return the tables of a page, and take the characters in them out of `chars`."""
    if not FEWEST_EDGES <= len(page.edges) <= MOST_EDGES:
        return []
    segments = []
    for table in page.find_tables({"explicit_horizontal_lines": _open_ends(page.edges)}):
        boxes = [box for row in table.rows for box in row.cells if box is not None]
        columns = _places(box[0] for box in boxes)
        tops = _places(box[1] for box in boxes)
        if len(columns) < 2:
            continue  # a frame around a text
        contents = {box: [char for char in chars if _is_in(char, box)] for box in boxes}
        if sum(any(c["text"].strip() for c in inside) for inside in contents.values()) < 2:
            continue
        rows: dict[int, dict[int, Cell]] = {}
        for box, inside in contents.items():
            blocks = _paragraphs(inside, digits, (box[0], box[2]))
            span = sum(box[0] - NEAR < x < box[2] - NEAR for x in columns)
            column = _index(columns, box[0])
            column = len(columns) - column - span + 2 if is_right_to_left else column
            height = sum(box[1] - NEAR < y < box[3] - NEAR for y in tops)
            if blocks:
                cell = Cell(list(blocks), max(height, 1), max(span, 1))
                rows.setdefault(_index(tops, box[1]), {})[column] = cell
        within = {id(char) for inside in contents.values() for char in inside}
        chars[:] = [char for char in chars if id(char) not in within]
        x0, top, x1, bottom = table.bbox
        content = Table([dict(sorted(rows[number].items())) for number in sorted(rows)])
        segments.append(Segment(x0, x1, top, bottom, content=content))
    return segments


def _paragraphs(chars: list[Char], digits: Digits, edges: tuple[float, float]) -> list[Paragraph]:
    """Return the paragraphs of a cell between two edges: its wrapped lines are joined."""
    paragraphs: list[Paragraph] = []
    for line in lines_of(rows_of(chars, []), digits, 0.6, edges):
        style = Style.EMPHASIS if line.is_bold and len(line.text) < 110 else Style.TEXT
        last = paragraphs[-1] if paragraphs else None
        if last is None or line.is_apart or last.style != style or match_bullet(line.text) is not None:
            paragraphs.append(Paragraph(" " * line.indent + line.text, style))
        else:
            paragraphs[-1] = Paragraph(joined(last.text, line.text), style)
    return paragraphs


def _open_ends(edges: list[dict[str, Any]]) -> list[float]:
    """Return where lines between cells end without a line across: the table goes on over the page's end."""
    across = [edge for edge in edges if edge["orientation"] == "h" and edge["width"] > SHORTEST]
    along = [edge for edge in edges if edge["orientation"] == "v" and edge["height"] > SHORTEST]

    def is_open(x: float, y: float, beyond: float) -> bool:
        is_met = any(abs(e["top"] - y) < 2 * NEAR and e["x0"] - NEAR <= x <= e["x1"] + NEAR for e in across)
        return not is_met and not any(
            abs(e["x0"] - x) < NEAR and e["top"] < y + beyond < e["bottom"] for e in along
        )

    ends = Counter(
        round(edge[end])
        for edge in along
        for end, beyond in (("top", -SHORTEST / 2), ("bottom", SHORTEST / 2))
        if is_open(edge["x0"], edge[end], beyond)
    )
    return [float(place) for place, count in ends.items() if count > 1]


def joined(first: str, second: str) -> str:
    """Return two lines of a cell as one; whether a hyphen between them stays is for the grammar to say."""
    if first.endswith(SOFT_HYPHEN):
        return first[:-1] + second
    if RANGE.search(first[-2:]) and second[:1].isdigit():
        return first + second
    if not first.endswith(("-", "\u2010")):
        return f"{first} {second}"
    return f"{first}\n{second}" if second[:1].islower() else first + second


def _is_in(char: Char, box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _places(values: Any) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _index(places: list[float], value: float) -> int:
    return 1 + min(range(len(places)), key=lambda number: abs(places[number] - value))
