"""Reads plain text: its lines as they stand. What readers of all texts need: bytes -> lines."""

import re

from django.utils.translation import gettext as _

from profiles.imports.blocks import Document, Paragraph
from profiles.imports.document import DocumentError, Problem, require_few_lines
from profiles.imports.formats.encodings import decode

LONGEST_LINE = 50_000
"""No paragraph of a profile has more characters; the grammar looks at each line many times."""

DIRECTION = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
DIRECTED = re.compile(rf"(\s*)[{DIRECTION}][{DIRECTION}\s]*")
"""Marks of direction before the first sign of a line: they say how the line is laid out, and are no text."""
OPENINGS = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}
"""Mark at the end -> those that it closes."""


def read(data: bytes) -> Document:
    """Return the lines of the text in `data`; raise DocumentError where it is no text."""
    text, problems = text_of(data)
    lines = split_lines(text)
    require_short_lines(lines)
    return Document([Paragraph(strip_direction(line)) for line in lines], are_lines=True, problems=problems)


def text_of(data: bytes, declared: str = "") -> tuple[str, list[Problem]]:
    """Return the text, and what is to be said of how it was read; raise DocumentError where it is none."""
    decoded = decode(data, declared)
    if decoded is None:
        raise DocumentError(_("This is not text: its characters cannot be read."))
    text, encoding = decoded
    if encoding.startswith(("utf", "cp1252")):
        return text, []
    sentence = _(
        "The text was read as %(encoding)s, by what its words look like. See whether its letters are right."
    )
    return text, [Problem(sentence % {"encoding": encoding})]


def split_lines(text: str) -> list[str]:
    """Return the lines of a text; raise DocumentError where there are too many."""
    require_few_lines(text.count("\n") + text.count("\r") - text.count("\r\n"))
    return [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def lines_of(data: bytes) -> list[str]:
    """Return the lines of the text in `data`; raise DocumentError where it is none, or too long."""
    return split_lines(text_of(data)[0])


def require_short_lines(lines: list[str]) -> None:
    """Raise DocumentError where a line is longer than any text of a profile."""
    if any(len(line) > LONGEST_LINE for line in lines):
        raise DocumentError(_("A line has more than %(most)s characters.") % {"most": LONGEST_LINE})


def strip_direction(line: str) -> str:
    """Return `line` without the marks of direction around it; elsewhere they are part of the text."""
    match = DIRECTED.match(line)
    text = match[1] + line[match.end() :] if match is not None else line
    while text[-1:] in OPENINGS or text[-1:] in ("\u200e", "\u200f", "\u061c"):
        opened = sum(map(text.count, OPENINGS.get(text[-1], "")))
        if 0 < opened >= text.count(text[-1]):
            break
        text = text[:-1].rstrip()
    return text
