"""What the styles of an OpenDocument text say: how text looks, headings, numbered lists."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from profiles.imports.formats.docx_styles import HEADING

ELEMENTS = ("style", "list-style", "master-page", "default-style")
SIZE = re.compile(r"(\d+(?:\.\d+)?)(pt|%)")


@dataclass(frozen=True)
class Look:
    """How text looks; `size` is in points, 0 where nothing says so."""

    is_bold: bool = False
    is_underlined: bool = False
    is_raised: bool = False
    is_hidden: bool = False
    size: float = 0.0


class Styles:
    """The styles by their names, those of the content before those of the sheet; `masters`: of pages."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self.by_name: dict[str, Any] = {}
        self.lists: dict[str, Any] = {}
        self.masters: list[Any] = []
        self.default = Look()
        self.language = ""
        for root in roots:
            for element in (
                root.iter("style", "list-style", "master-page", "default-style") if len(root) else ()
            ):
                if element.tag == "style":
                    self.by_name.setdefault(element.get("name", ""), element)
                elif element.tag == "list-style":
                    self.lists.setdefault(element.get("name", ""), element)
                elif element.tag == "master-page":
                    self.masters.append(element)
                elif element.get("family") == "paragraph":
                    self.default = _changed(self.default, element)
                    properties = element.find("text-properties")
                    self.language = "" if properties is None else properties.get("language", "")

    def chain(self, name: str | None) -> Iterator[Any]:
        """Yield the style and those that it is based on; a ring ends where it began."""
        seen: set[str] = set()
        while name in self.by_name and name not in seen:
            seen.add(name)
            yield self.by_name[name]
            name = self.by_name[name].get("parent-style-name")

    def look_of(self, name: str | None) -> Look:
        """Return how text of a paragraph in this style looks."""
        return self.changed(self.default, name)

    def changed(self, look: Look, name: str | None) -> Look:
        """Return the look after what a style changes."""
        for style in reversed(list(self.chain(name))):
            look = _changed(look, style)
        return look

    def heading_level(self, name: str | None) -> int | None:
        """Return the level of headings in this style, or None."""
        for style in self.chain(name):
            level = style.get("default-outline-level") or ""
            if level.isdecimal():
                return min(int(level), 6)
            written = style.get("display-name") or style.get("name", "").replace("_20_", " ")
            if match := HEADING.fullmatch(written):
                return min(int(match["level"] or 1), 6)
        return None

    def is_numbered(self, name: str, level: int) -> bool:
        """Return whether the items of a list have numbers, and neither bullets nor letters."""
        for element in self.lists.get(name, ()):
            if element.get("level") == str(level):
                return element.tag == "list-level-style-number" and element.get("num-format") == "1"
        return False


def _changed(look: Look, style: Any) -> Look:
    for properties in style.findall("text-properties"):
        weight = properties.get("font-weight") or properties.get("font-weight-complex")
        if weight:
            look = replace(look, is_bold=weight == "bold" or (weight.isdecimal() and int(weight) >= 600))
        if (underline := properties.get("text-underline-style")) is not None:
            look = replace(look, is_underlined=underline != "none")
        if (display := properties.get("display")) is not None:
            look = replace(look, is_hidden=display == "none")
        if (position := properties.get("text-position")) is not None:
            look = replace(look, is_raised=re.match("super|[1-9]", position) is not None)
        if (size := SIZE.fullmatch(properties.get("font-size") or "")) is not None:
            points = float(size[1])
            look = replace(look, size=points if size[2] == "pt" else look.size * points / 100)
    return look
