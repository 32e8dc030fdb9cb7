"""How a sheet of a workbook looks: merged and hidden cells; and texts of a workbook that are in no cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath

from django.utils.translation import gettext as _

from profiles.imports.blocks import LeftOut
from profiles.imports.formats.archives import xml

MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
ROW = re.compile(rb"<(?:\w+:)?row(?:\s[^>]*)?>")
COLUMNS = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
NUMBERS = re.compile(rb"""\b(r|min|max)\s*=\s*["'](\d{1,7})["']""")
HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
FURNITURE = re.compile(rb"<(?:\w+:)?(odd|even|first)(Header|Footer)[^>]*>([^<]*)<")
CODE = re.compile(r"&(?:amp;)?(?:\"[^\"]*\"|&quot;.*?&quot;|K[0-9A-F]{6}|\d+|[A-Z])")
"""A code in a page's header: where it stands, its font, the number of the page."""

THREADED = "[Threaded comment]"
"""How the copy of a comment begins that Excel keeps for its older versions."""


@dataclass
class Looks:
    """spans: (row, column) of the first of merged cells -> how many rows and columns they are."""

    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)

    def hidden_reason(self, row: int, column: int) -> str:
        """Return why a cell is not seen; "" where it is."""
        if row in self.hidden_rows:
            return _("hidden row")
        return _("hidden column") if any(column in columns for columns in self.hidden_columns) else ""


def looks_of(sheet: bytes) -> Looks:
    """Return how the sheet looks whose XML this is."""
    looks = Looks()
    for match in MERGED.finditer(sheet):
        left, top, right, bottom = _number(match[1]), int(match[2]), _number(match[3]), int(match[4])
        looks.spans[top, left] = max(bottom - top + 1, 1), max(right - left + 1, 1)
    number = 0
    for match in ROW.finditer(sheet) if HIDDEN.search(sheet) else ():
        number = _numbers(match[0]).get(b"r", number + 1)
        if HIDDEN.search(match[0]):
            looks.hidden_rows.add(number)
    for match in filter(lambda match: HIDDEN.search(match[0]), COLUMNS.finditer(sheet)):
        numbers = _numbers(match[0])
        looks.hidden_columns.append(range(numbers.get(b"min", 0), numbers.get(b"max", 0) + 1))
    return looks


def left_out(parts: dict[str, bytes], sheets: Mapping[str, str]) -> Iterator[LeftOut]:
    """Yield comments, text boxes, and what is printed above and below each page.

    sheets: name of the part of each sheet -> what the sheet is called.
    """
    owners = {target: title for part, title in sheets.items() for target in [part, *_related(parts, part)]}
    for name, content in parts.items():
        where = owners.get(name, "")
        if name.startswith("xl/comments") or name.startswith("xl/threadedComments/"):
            for comment in xml(content).iter("comment", "threadedComment"):
                text = "".join(comment.itertext()).strip()
                if text and not text.startswith(THREADED):
                    yield LeftOut(text, _("comment"), "!".join(filter(None, [where, comment.get("ref")])))
        elif name.startswith("xl/drawings/") and name.endswith(".xml"):
            for paragraph in xml(content).iter("p"):
                if text := "".join(run.text or "" for run in paragraph.iter("t")).strip():
                    yield LeftOut(text, _("text box"), where)
        elif name.startswith("xl/worksheets/"):
            for match in FURNITURE.finditer(content):
                if text := " ".join(CODE.sub(" ", match[3].decode(errors="replace")).split()):
                    yield LeftOut(
                        text, _("page header") if match[2] == b"Header" else _("page footer"), where
                    )


def _related(parts: dict[str, bytes], name: str) -> Iterator[str]:
    """Yield the names of the parts that the part of a sheet leads to: its comments and drawings."""
    folder, _slash, file = name.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{file}.rels")
    for relation in xml(relations).iter("Relationship") if relations else ():
        target = relation.get("Target", "")
        yield normpath(join("/", folder, target)).lstrip("/")


def _numbers(tag: bytes) -> dict[bytes, int]:
    return {match[1]: int(match[2]) for match in NUMBERS.finditer(tag)}


def _number(letters: bytes) -> int:
    """Return the number of a column, 28 for AB."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
