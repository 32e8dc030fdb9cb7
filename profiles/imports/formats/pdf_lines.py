"""Characters on a page -> its rows, and rows -> lines of text."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from profiles.imports.formats.bidi import is_right_to_left, to_reading_order
from profiles.imports.formats.raised import raise_text
from profiles.imports.text.bullets import SYMBOLS, match_bullet

Char = dict[str, Any]
"""As pdfplumber has it: text, x0, x1, top, bottom, size, fontname."""

GUTTER = 0.9
"""Space between columns, in sizes of the text, from which on it may be one."""
MOST_BULLETS = 400
"""On a page; a chart has more discs."""
SOFT_HYPHEN = "\u00ad"
SMALLEST = 4.0
"""What is smaller is no text: drawn bullets have no size of their own."""
WIDTH = 0.45
"""Of a letter, in sizes of the text: a line was wrapped where the next word had no room on it."""
NARROWEST = 0.05
"""A space that is written may be drawn so narrow, in sizes of the text: justified lines squeeze theirs."""
SMALL = 0.87
"""A sign smaller than this part of the text may be raised."""
SMALL_SIGNS = re.compile(r"[\d,;•]")


@dataclass
class Segment:
    """A stretch of a line without a wide gap in it; or a table (`content`), as wide as it is."""

    x0: float
    x1: float
    top: float
    bottom: float
    chars: list[Char] = field(default_factory=list)
    content: Any = None
    word_starts: set[int] = field(default_factory=set)
    """The ids of characters before which a space is written, however narrow it is drawn."""

    @property
    def size(self) -> float:
        return max((char["size"] for char in self.chars), default=10.0)

    @property
    def is_bold(self) -> bool:
        fonts = {char["fontname"] for char in self.chars if char["text"].strip()}
        return bool(fonts) and all(re.search("bold|black|heavy|semib", f, re.IGNORECASE) for f in fonts)


Row = list[Segment]


@dataclass
class PdfLine:
    """A line. `is_apart`: more space is above it than between lines. `note`: the raised number at its head.

    `top` is in points from the top of the page; `content`: a table that stands there instead of text.
    `indent` is in characters, of items and of what hangs below them.
    """

    text: str
    top: int
    size: float = 0.0
    is_bold: bool = False
    is_apart: bool = False
    note: int = 0
    content: Any = None
    indent: int = 0


class Digits:
    """How wide the digits of each font are: raised ones of some fonts are narrower, and as high as others.

    is_right_to_left: the page is, as a line is too whose Latin letters are more than the others.
    """

    def __init__(self, chars: Iterable[Char], *, is_right_to_left: bool = False) -> None:
        self.is_right_to_left = is_right_to_left
        self.widths: dict[tuple[str, float, str], float] = {}
        self.widest: dict[str, float] = {}
        """Of each font the width of its widest digit, in sizes of the text."""
        for char in chars:
            if char["text"].isdigit():
                key = self._key(char)
                width = char["x1"] - char["x0"]
                self.widths[key] = max(self.widths.get(key, 0.0), width)
                widest = self.widest.get(char["fontname"], 0.0)
                self.widest[char["fontname"]] = max(widest, width / (char["size"] or 1.0))

    def is_raised(self, char: Char, segment: Segment, size: float) -> bool:
        if not (char["text"].isdigit() or char["text"] in ",;"):
            return False
        middle = (char["top"] + char["bottom"]) / 2
        line = (segment.top + segment.bottom) / 2
        if char["size"] < SMALL * size:
            return bool(middle < line + 0.02 * size)
        width = char["x1"] - char["x0"]
        is_narrow = char["text"] not in "1,;" and width < 0.72 * self.widest.get(char["fontname"], 0.0) * size
        return is_narrow or width < 0.85 * self.widths.get(self._key(char), 0.0)

    def _key(self, char: Char) -> tuple[str, float, str]:
        return char["fontname"], round(char["size"], 1), char["text"]


def drawn_bullets(page: Any) -> list[Char]:
    """Return the bullets that browsers draw, as characters: small discs and squares."""
    drawn = [shape for shape in [*page.curves, *page.rects] if shape.get("x1", 0) - shape.get("x0", 0) < 7]
    boxes = [{name: shape[name] for name in ("x0", "x1", "top", "bottom")} for shape in drawn[:MOST_BULLETS]]
    return [
        {**box, "text": "•", "size": 1.0, "fontname": "", "upright": True}
        for box in boxes
        if box["x1"] - box["x0"] > 2 and abs(box["x1"] - box["x0"] - box["bottom"] + box["top"]) < 0.5
    ]


def rows_of(chars: list[Char], tables: list[Segment]) -> list[Row]:
    """Return the rows of a page, each with its segments from left to right."""
    seen = [char for char in chars if char["text"].strip("\x00") and char.get("upright", True)]
    rows = _rows_of_signs([char for char in seen if not char["text"].isspace()])
    boxes = [(min(c["top"] for c in row), max(c["bottom"] for c in row)) for row in rows]
    spaces: list[list[Char]] = [[] for _row in rows]
    for char in seen:
        if char["text"].isspace():
            for number, (top, bottom) in enumerate(boxes):
                if top < _middle(char) < bottom:
                    spaces[number].append(char)
    segments = [[*_segments(row, blanks)] for row, blanks in zip(rows, spaces, strict=True)]
    segments += [[table] for table in tables]
    return sorted(segments, key=lambda row: min(segment.top for segment in row))


def _rows_of_signs(chars: list[Char]) -> list[list[Char]]:
    """Return the characters row by row. Small signs do not begin one where there is text beside them."""
    sizes = Counter(round(char["size"], 1) for char in chars)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    small = [c for c in chars if c["size"] < SMALL * body and SMALL_SIGNS.fullmatch(c["text"])]
    ids = {id(char) for char in small}
    rows = _by_height([char for char in chars if id(char) not in ids])
    small.sort(key=lambda char: float(char["x0"]))
    left = _add_beside(
        rows, reversed(_add_beside(rows, small))
    )  # beside the text to the left, or to the right
    return [*rows, *_by_height(left)]


def _add_beside(rows: list[list[Char]], chars: Iterable[Char]) -> list[Char]:
    """Add each of `chars` to the row where it has text beside it; return those that have none."""
    left = []
    for char in chars:
        beside = [row for row in rows if any(_is_beside(char, other) for other in row)]
        if beside:
            min(beside, key=lambda row: abs(_middle(row[0]) - _middle(char))).append(char)
        else:
            left.append(char)
    return left


def _is_beside(char: Char, other: Char) -> bool:
    """Return whether `char` is at the height of `other`, and about a letter or a bullet's gap from it."""
    is_at_height = other["top"] - 0.4 * other["size"] < _middle(char) < other["bottom"]
    gap = max(char["x0"] - other["x1"], other["x0"] - char["x1"])
    return bool(is_at_height and gap < (1.5 if char["text"] == "•" else 0.6) * other["size"])


def _by_height(chars: list[Char]) -> list[list[Char]]:
    rows: list[list[Char]] = []
    anchor = tolerance = 0.0
    for char in sorted(chars, key=_middle):
        if rows and _middle(char) - anchor <= max(tolerance, 0.42 * char["size"]):
            rows[-1].append(char)
        else:
            rows.append([char])
            anchor, tolerance = _middle(char), 0.42 * char["size"]
    return rows


def _middle(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _segments(chars: list[Char], spaces: list[Char]) -> Iterable[Segment]:
    segment: Segment | None = None
    blanks = sorted((char["x0"] + char["x1"]) / 2 for char in spaces)
    for char in _in_order(chars):
        if segment is None or char["x0"] - segment.x1 > GUTTER * _smaller(char["size"], segment.size):
            if segment is not None:
                yield segment
            segment = Segment(char["x0"], char["x1"], char["top"], char["bottom"])
        elif char["x0"] - segment.x1 > NARROWEST * char["size"]:
            place = bisect_left(blanks, segment.x1)
            if place < len(blanks) and blanks[place] < char["x1"]:
                segment.word_starts.add(id(char))
        main = segment.size if segment.chars else 0.0
        if char["size"] >= main:  # small signs do not say where the line is
            segment.top, segment.bottom = char["top"], char["bottom"]
        segment.x1 = max(segment.x1, char["x1"])
        segment.chars.append(char)
    if segment is not None:
        yield segment


def _smaller(one: float, two: float) -> float:
    """Return the smaller of two sizes of text: a title may end beside a column. Bullets are drawn in none."""
    return max(one, two) if min(one, two) < SMALLEST else min(one, two)


def _in_order(chars: list[Char]) -> list[Char]:
    """Return the characters from left to right; a vowel sign of Arabic before the letter over which it is."""
    letters = [char for char in chars if char["text"][:1].isalpha()]
    places: dict[int, float] = {}
    for char in chars:
        if letters and all(unicodedata.combining(sign) for sign in char["text"]):
            middle = (char["x0"] + char["x1"]) / 2
            letter = min(letters, key=lambda other: abs((other["x0"] + other["x1"]) / 2 - middle))
            places[id(char)] = float(letter["x0"]) - 0.01
    return sorted(chars, key=lambda char: places.get(id(char), float(char["x0"])))


def text_of(row: Row, digits: Digits, size: float) -> tuple[str, int]:
    """Return the text of a row, and the number of the note that begins there, or 0."""
    pieces: list[str] = []
    raised = ""
    end: float | None = None
    before: float | None = None
    for segment in row:
        for char in segment.chars:
            text = char["text"].replace("\x00", "").translate(SYMBOLS)
            if before is not None and char["x0"] > before - 0.1 * char["size"]:
                end = before  # a soft hyphen that is drawn, and takes room
            before = None
            is_word_end = end is not None and char["x0"] - end > 0.22 * char["size"]
            is_word_end = is_word_end or id(char) in segment.word_starts
            if digits.is_raised(char, segment, size) and (raised or text.isdigit()):
                raised += text
            else:
                if raised:
                    pieces.append(raise_text("".join(pieces[-6:]), raised))
                    raised = ""
                pieces += [" "] if is_word_end and pieces else []
                pieces.append(text)
            if text == SOFT_HYPHEN:
                before = char["x1"]
            else:
                end = char["x1"]
    if raised:
        pieces.append(raise_text("".join(pieces[-6:]), raised))
    text = to_reading_order(pieces, is_page_right=digits.is_right_to_left)
    match = re.match(r"\[(\d{1,3})\](?=\s*\S)", text)
    return text, int(match[1]) if match else 0


def lines_of(
    stretch: list[Row], digits: Digits, gap: float, edges: tuple[float, float] | None = None
) -> list[PdfLine]:
    """Return the lines of a stretch; more than `gap` heights of a line above one part it from the last.

    edges: where its column begins and ends, in points; as far as its lines reach where that is not known.
    """
    lines: list[PdfLine] = []
    bottom = 0.0
    for row in stretch:
        top, end = min(s.top for s in row), max(s.bottom for s in row)
        highest = min([top, *(char["top"] for segment in row for char in segment.chars)])
        is_apart = bool(lines) and highest - bottom > gap * (end - top if row[0].content is None else 10)
        if row[0].content is not None:
            lines.append(PdfLine("", round(top), is_apart=True, content=row[0].content))
        else:
            sizes = Counter(round(c["size"], 1) for s in row for c in s.chars)
            size = max(sizes, key=lambda size: (sizes[size], size))
            text, note = text_of(row, digits, size)
            is_bold = all(segment.is_bold for segment in row)
            lines.append(PdfLine(text, round(top), size, is_bold, is_apart, note))
        bottom = end
    segments = [segment for row in stretch for segment in row]
    if segments:
        _indent(lines, stretch, edges or (min(s.x0 for s in segments), max(s.x1 for s in segments)))
    return lines


def _indent(lines: list[PdfLine], stretch: list[Row], edges: tuple[float, float]) -> None:
    """Indent items as far as they are from the edge of the column, and the lines that go on with them."""
    left, right = edges
    if is_right_to_left("".join(line.text for line in lines)):
        starts, ends = (
            {round(row[end].x0 if end == 0 else row[end].x1) for row in stretch} for end in (0, -1)
        )
        if 2 * len(starts) < len(ends):
            return  # set flush left, so that nothing shows where a line begins
    item: int | None = None
    room = 0.0
    last = None
    for line, row in zip(lines, stretch, strict=True):
        spaces = row[0].x0 - left, right - row[-1].x1
        before, after = reversed(spaces) if is_right_to_left(line.text) else spaces
        indent = round(before / (0.5 * line.size)) if line.size else 0
        is_alike = last is not None and (last.size, last.is_bold) == (line.size, line.is_bold)
        is_wrapped = is_alike and room < WIDTH * line.size * (1 + len(line.text.split(" ", 1)[0]))
        if match_bullet(line.text) is not None:
            item = line.indent = indent
        elif item is not None and not line.is_apart and (indent > item or is_wrapped):
            line.indent = max(indent, item + 1)
        else:
            item = None
        room, last = after, line


def is_page_right_to_left(chars: list[Char]) -> bool:
    return is_right_to_left("".join(char["text"] for char in chars[:3000]))
