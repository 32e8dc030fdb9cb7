"""The rows of a page -> the columns in which they stand, to be read one after the other."""

import re

from profiles.imports.formats.pdf_lines import Row

Gap = tuple[float, float]

MARKS = re.compile(r"\W|\d{1,4}|\(?\w{1,3}[.)]")
"""No column holds nothing but bullets, numbers of items or numbers of pages."""
BULLET = re.compile(r"\s*(?:[•‣◦●○■□▪▫◆➢✓·–—*-]|\d{1,2}[.)])\s")


class Columns:
    """Parts the rows of a page in columns, and gives the stretches to be read one after the other."""

    def __init__(self, rows: list[Row], is_right_to_left: bool) -> None:
        self.is_right_to_left = is_right_to_left
        self.stretches: list[list[Row]] = []
        self._goes_on = False
        if rows:
            self._part(rows)

    def _part(self, rows: list[Row]) -> None:
        block: list[Row] = []
        gaps: list[Gap] = []
        self._goes_on = False
        for index, row in enumerate(rows):
            own = _gaps(row, rows)
            shared = _usable(_shared(gaps, own), rows) if block else own
            if block and (not shared or self._begins_anew(rows, index, gaps)):
                self._end_block(block, gaps)
                block, shared = [], own
            block.append(row)
            gaps = shared
        self._end_block(block, gaps)

    def _begins_anew(self, rows: list[Row], index: int, gaps: list[Gap]) -> bool:
        """Return whether a heading over two lists that stand side by side comes after others such.

        The two lists have the same headings each time, and nothing stands beside the heading over both.
        """
        row, following = rows[index], rows[index + 1] if index + 1 < len(rows) else []
        if not (gaps and len(row) == 1 and row[0].is_bold and len(following) > 1):
            return False
        is_alone = max(segment.bottom for segment in rows[index - 1]) <= row[0].top
        return is_alone and any(_text(following) == _text(other) for other in rows[:index] if len(other) > 1)

    def _end_block(self, rows: list[Row], gaps: list[Gap]) -> None:
        for gap in sorted(gaps, key=lambda gap: gap[0] - gap[1]):
            middle = (gap[0] + gap[1]) / 2
            one = [part for row in rows if (part := [s for s in row if s.x1 <= middle])]
            two = [part for row in rows if (part := [s for s in row if s.x0 >= middle])]
            if self._are_columns(rows, one, two):
                for column in (two, one) if self.is_right_to_left else (one, two):
                    self._part(column)
                self._goes_on = False
                return
        if self._goes_on:
            self.stretches[-1] += rows
        else:
            self.stretches.append(rows)
        self._goes_on = True

    def _are_columns(self, rows: list[Row], one: list[Row], two: list[Row]) -> bool:
        if min(len(one), len(two)) < 2:
            return False
        if any(all(MARKS.fullmatch(_text(row)) for row in side) for side in (one, two)):
            return False
        both = sum(len(row) > 1 for row in rows)
        marks = [any(BULLET.match(_raw(row)) or row[0].is_bold for row in side) for side in (one, two)]
        if all(marks) or both < 0.8 * len(rows):
            return both > 0 or _overlap(one, two)
        # Labels with their values beside them do not fill the left side.
        widest = max(row[-1].x1 - row[0].x0 for row in one)
        filled = sum(row[-1].x1 - row[0].x0 > 0.6 * widest for row in one)
        return filled > 0.5 * len(one) and len(rows) > 3


def _overlap(one: list[Row], two: list[Row]) -> bool:
    return one[0][0].top < two[-1][0].bottom and two[0][0].top < one[-1][0].bottom


def _text(row: Row) -> str:
    return "".join(char["text"] for segment in row for char in segment.chars)


def _raw(row: Row) -> str:
    chars = row[0].chars
    text = "".join(char["text"] for char in chars[:3])
    return f"{text[0]} {text[1:]}" if text and not text[0].isalnum() else f"{text} "


def _gaps(row: Row, rows: list[Row]) -> list[Gap]:
    """Return the stretches of the width of `rows` that one of them leaves free."""
    left = min(segment.x0 for other in rows for segment in other)
    right = max(segment.x1 for other in rows for segment in other)
    gaps, x = [], left
    for segment in sorted(row, key=lambda segment: segment.x0):
        if segment.x0 > x:
            gaps.append((x, segment.x0))
        x = max(x, segment.x1)
    if right > x:
        gaps.append((x, right))
    return _usable([gap for gap in gaps if gap[1] - gap[0] >= 7], rows)


def _usable(gaps: list[Gap], rows: list[Row]) -> list[Gap]:
    """Return the gaps between which and the edges of the page something stands: a margin parts nothing."""
    starts = [segment.x0 for row in rows for segment in row]
    return [gap for gap in gaps if any(gap[0] < start <= gap[1] for start in starts)]


def _shared(one: list[Gap], two: list[Gap]) -> list[Gap]:
    shared = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in two]
    return [gap for gap in shared if gap[1] - gap[0] >= 7]
