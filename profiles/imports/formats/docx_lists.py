"""The numbers of the items in numbered lists of a Word document, which stand nowhere in its text."""

from collections.abc import Iterable
from typing import Any

from profiles.imports.formats.docx_styles import value_of


class Numbering:
    """Counts: (what lists are made after, level) -> the number of the last item. Lists of one sort go on."""

    def __init__(self, root: Iterable[Any]) -> None:
        self.abstract: dict[str, Any] = {}
        self.lists: dict[str, Any] = {}
        self.begun: set[str] = set()
        for element in root:
            if element.tag == "abstractNum":
                self.abstract[element.get("abstractNumId", "")] = element
            elif element.tag == "num":
                self.lists[element.get("numId", "")] = element
        self.counts: dict[tuple[str, int], int] = {}

    def next_number(self, list_id: str, level: int) -> int:
        """Return the number of the next item of a list; 0 where its items have bullets or letters."""
        of_list = self.lists.get(list_id)
        if of_list is None:
            return 0
        key = value_of(of_list, "abstractNumId") or ""
        own = {element.get("ilvl", ""): element for element in of_list if element.tag == "lvlOverride"}
        start = self._start(key, level, own.get(str(level)))
        if list_id not in self.begun:
            self.begun.add(list_id)
            for number in own:
                self.counts.pop((key, int(number) if number.isdecimal() else 0), None)
        for other in [other for other in self.counts if other[0] == key and other[1] > level]:
            del self.counts[other]
        if start is None:
            return 0
        self.counts[key, level] = self.counts.get((key, level), start - 1) + 1
        return self.counts[key, level]

    def _start(self, key: str, level: int, own: Any) -> int | None:
        """Return with which number a level begins; None where it has no numbers."""
        levels = [element for element in self.abstract.get(key, ()) if element.get("ilvl") == str(level)]
        further = [] if own is None or own.find("lvl") is None else [own.find("lvl")]
        for element in [*further, *levels]:
            if value_of(element, "numFmt") not in ("decimal", "decimalZero"):
                return None
            begins = (None if own is None else value_of(own, "startOverride")) or value_of(element, "start")
            return int(begins) if begins and begins.isdecimal() else 1
        return None
