"""The line that names sources by their numbers, as people write it: “1: art. 4; 2”. One grammar for all.

The editing screen and the cells of our workbooks write it with format_source_line() and read it back exactly.

    1                 source 1                      1, 2 and 5      three sources
    1: art. 4         where in it                   1-3             a range
    1 (art. 4), 2     the same, in brackets         1, 3: p. 2      the place is in source 3 alone
    1: art. 4; 2      a semicolon and a number begin the next source; a comma does before “2:” alone
    1: "art. 4; 2"    in quotes all of it is where in source 1
    [1] art. 4        as our workbooks write it; [1, art. 4; 2] as our pages print it
"""

import re
from collections.abc import Iterator

Cited = tuple[int, str]
"""Number of a source, and where in it."""

MOST_OF_A_RANGE = 50

_AND = r"(?:and|et|y|e|und|&)"
_NUMBER = r"\d{1,4}(?!\w)"
SEPARATOR = re.compile(rf"\s*[,;،؛](?:\s*{_AND}\s|\s*و)?\s*|\s+{_AND}\s+|\s*و\s*", re.IGNORECASE)
NUMBER = re.compile(rf"\[\s*(\d{{1,4}})\s*\]|({_NUMBER})")
RANGE = re.compile(rf"\s*[-–—]\s*({_NUMBER})")
BRACKETED = re.compile(r"\s*[:.]?\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
QUOTED = re.compile(r'\s*[:.,)]?\s*"((?:[^"\\]|\\.)*)"', re.DOTALL)
MARK = re.compile(r"\s*[:,،]\s*|\s*[.)](?!\S)\s*|\s+[-–—]\s+|\s+(?=[^\s\d])")
"""What stands between a number and the place in that source."""
NEXT = re.compile(
    rf"\s*[;؛](?:\s*{_AND}\s|\s*و)?\s*(?=\[?{_NUMBER})"
    rf"|(?:\s*[,،](?:\s*{_AND}\s)?|\s+{_AND}(?=\s)|\s+و)\s*(?=\d{{1,4}}\s*:(?!\d)|\[\d{{1,4}}\])",
    re.IGNORECASE,
)
"""What ends a place in a source, and begins another source."""
PRINTED = re.compile(r"\[(\d[^\[\]]*)\]\.?")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
ENDS = " \t,;،؛"


def parse_source_line(line: str) -> list[Cited] | None:
    """Return the sources that `line` names, in its order; None where a part of it is not understood."""
    text = line.strip().rstrip(ENDS)
    printed = PRINTED.fullmatch(text)
    if printed is not None and not printed[1].strip().isdecimal():
        text = printed[1].strip()
    cited: list[Cited] = []
    position = 0
    while (match := NUMBER.match(text, position)) is not None:
        number = int(match[1] or match[2])
        position = match.end()
        last = RANGE.match(text, position)
        if last is not None and (is_end := _end(text, last.end())) is not None:
            if not number <= int(last[1]) < number + MOST_OF_A_RANGE:
                return None
            cited += [(n, "") for n in range(number, int(last[1]) + 1)]
            position = is_end
        else:
            place = _place(text, position, is_escaped=match[1] is not None)
            if place is None:
                return None
            locator, position = place
            cited.append((number, locator))
        if position >= len(text):
            return cited
    return None


def _end(text: str, position: int) -> int | None:
    """Return where the next source begins, if one does at `position` or the line ends there; else None."""
    if not text[position:].strip():
        return len(text)
    if text.startswith("[", position) and text[position - 1] == "]":
        return position
    separator = SEPARATOR.match(text, position)
    return separator.end() if separator is not None and NUMBER.match(text, separator.end()) else None


def _place(text: str, position: int, *, is_escaped: bool) -> tuple[str, int] | None:
    """Return the place in a source that follows its number, and where the next source begins."""
    if (end := _end(text, position)) is not None:
        return "", end
    for pattern in (QUOTED, BRACKETED):
        match = pattern.match(text, position)
        if match is not None and (end := _end(text, match.end())) is not None:
            return (_unescape(match[1]) if pattern is QUOTED else match[1].strip()), end
    mark = MARK.match(text, position)
    if mark is None:
        return None
    following = NEXT.search(text, mark.end())
    stop, end = (following.start(), following.end()) if following else (len(text), len(text))
    locator = text[mark.end() : stop].strip()
    return (_unescape(locator) if is_escaped else locator), end


def format_source_line(number: int, locator: str, *, in_brackets: bool = False) -> str:
    """Return the line that says this and nothing else, in quotes where it could be read otherwise.

    >>> format_source_line(1, "art. 4"), format_source_line(1, "art. 4; 2")
    ('1: art. 4', '1: "art. 4; 2"')
    """
    if not locator:
        return f"[{number}]" if in_brackets else f"{number}"
    head = f"[{number}] " if in_brackets else f"{number}: "
    plain = head + (locator.replace("\\", "\\\\") if in_brackets else locator)
    is_one_line = not re.search(r"[\r\n]", locator)
    if is_one_line and parse_source_line(plain) == [(number, locator)]:
        return plain
    return f'{head}"{"".join(ESCAPES.get(letter, letter) for letter in locator)}"'


def _unescape(text: str) -> str:
    breaks = {"n": "\n", "r": "\r"}
    return ESCAPED.sub(lambda match: breaks.get(match[1], match[1]), text)


def source_lines(text: str) -> Iterator[tuple[str, list[Cited] | None]]:
    """Yield each line of `text` that is not blank, with the sources that it names, or None."""
    for line in filter(None, map(str.strip, text.split("\n"))):
        yield line, parse_source_line(line)


def describe(cited: list[Cited]) -> str:
    """Return for people what a line names: “1 (art. 4), 2”."""
    return ", ".join(f"{number} ({locator})" if locator else f"{number}" for number, locator in cited)


def is_ambiguous(cited: list[Cited]) -> bool:
    """Return whether a line that names `cited` may have been meant otherwise: it is said how it was read."""
    return len(cited) > 1 and any(locator for _number, locator in cited)
