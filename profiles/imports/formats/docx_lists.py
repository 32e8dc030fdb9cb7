"""The numbers of the items in numbered lists of a Word document, which stand nowhere in its text."""

from collections.abc import Iterable
from typing import Any

from profiles.imports.formats.docx_styles import value_of

BULLETS = ("bullet", "none")


class Numbering:
    """Counts: (list, level) -> the number of its last item."""

    def __init__(self, root: Iterable[Any]) -> None:
        self.abstract: dict[str, Any] = {}
        self.of_list: dict[str, str] = {}
        for element in root:
            if element.tag == "abstractNum":
                self.abstract[element.get("abstractNumId", "")] = element
            elif element.tag == "num":
                self.of_list[element.get("numId", "")] = value_of(element, "abstractNumId") or ""
        self.counts: dict[tuple[str, int], int] = {}

    def next_number(self, list_id: str, level: int) -> int:
        """Return the number of the next item of a list; 0 where its items have bullets or letters."""
        key, start = self._start(list_id, level)
        if start is None:
            return 0
        self.counts[key, level] = self.counts.get((key, level), start - 1) + 1
        for other in [other for other in self.counts if other[0] == key and other[1] > level]:
            del self.counts[other]
        return self.counts[key, level]

    def _start(self, list_id: str, level: int) -> tuple[str, int | None]:
        abstract = self.of_list.get(list_id, "")
        for element in self.abstract.get(abstract, ()):
            if element.tag == "lvl" and element.get("ilvl") == str(level):
                start = value_of(element, "start") or "1"
                is_counted = value_of(element, "numFmt") in ("decimal", "decimalZero")
                return list_id, int(start) if is_counted and start.isdecimal() else None
        return list_id, None
