"""What the styles of a Word document say: headings, lists, how text looks; through what each is based on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

HEADING = re.compile(
    r"(?:heading|titre|überschrift|título|titulo|encabezado|cabeçalho|titolo|kop|rubrik|заголовок|العنوان|عنوان)"
    r"\s?(?P<level>[1-9])"
    r"|title|subtitle|titre|sous-titre|titel|untertitel|título|subtítulo|puesto"
    r"|العنوان|عنوان|العنوان الفرعي|عنوان فرعي",
    re.IGNORECASE,
)
"""Names of styles of headings and titles, in the languages of programs."""
LIST = re.compile(r"(?:list|liste|lista|listen\w*|aufzählung\w*)\D*\s(?P<level>[2-5])", re.IGNORECASE)
OFF = ("0", "false", "off", "none")


@dataclass(frozen=True)
class Look:
    """How text looks; `size` is in points, 0 where nothing says so."""

    is_bold: bool = False
    is_underlined: bool = False
    is_raised: bool = False
    size: float = 0.0


PLAIN = Look()


def value_of(element: Any, path: str) -> str | None:
    """Return what the first element down `path` has as `val`; None where there is no such element."""
    descendant = element.find(path)
    return None if descendant is None else descendant.get("val", "")


def is_on(element: Any, path: str) -> bool | None:
    """Return whether a property is on; None where the element does not say."""
    value = value_of(element, path)
    return None if value is None else value.lower() not in OFF


class Styles:
    """The styles by their ids; `language` as the defaults state it."""

    def __init__(self, root: Iterable[Any]) -> None:
        self.by_id: dict[str, Any] = {}
        self.default: str | None = None
        self.defaults = PLAIN
        self.language = ""
        for element in root:
            if element.tag == "style":
                self.by_id[element.get("styleId", "")] = element
                if element.get("type") == "paragraph" and element.get("default") in ("1", "true"):
                    self.default = element.get("styleId")
            elif element.tag == "docDefaults":
                properties = element.find("rPrDefault")
                if properties is not None:
                    self.defaults = _changed(PLAIN, properties)
                    language = properties.find("rPr/lang")
                    self.language = "" if language is None else language.get("val", "")
        self.looks: dict[str | None, Look] = {}

    def chain(self, style_id: str | None) -> Iterator[Any]:
        """Yield the style and those that it is based on; a ring ends where it began."""
        seen: set[str] = set()
        style_id = style_id or self.default
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            yield self.by_id[style_id]
            style_id = value_of(self.by_id[style_id], "basedOn")

    def look_of(self, style_id: str | None) -> Look:
        """Return how text of a paragraph in this style looks."""
        if style_id not in self.looks:
            look = self.defaults
            for style in reversed(list(self.chain(style_id))):
                look = _changed(look, style)
            self.looks[style_id] = look
        return self.looks[style_id]

    def run_look(self, run: Any, style_id: str, around: Look) -> Look:
        """Return how a run looks in a paragraph that looks like `around`."""
        for style in reversed(list(self.chain(style_id)) if style_id else []):
            around = _changed(around, style)
        return _changed(around, run)

    def heading_level(self, element: Any, style_id: str | None) -> int | None:
        """Return the level of the heading that a paragraph is, 0 where it is not known, or None."""
        styles = list(self.chain(style_id))
        for of in [element, *styles]:
            level = value_of(of, "pPr/outlineLvl")
            if level is not None and level.isdecimal():
                return min(int(level) + 1, 6) if int(level) < 9 else None
        for style in styles:
            if match := HEADING.fullmatch((value_of(style, "name") or "").strip()):
                return min(int(match["level"] or 1), 6)
        return None

    def list_of(self, element: Any, style_id: str | None) -> tuple[str, int] | None:
        """Return the list and the level, from 0, of an item; None where the paragraph is none."""
        level = None
        for of in [element, *self.chain(style_id)]:
            level = value_of(of, "pPr/numPr/ilvl") if level is None else level
            list_id = value_of(of, "pPr/numPr/numId")
            if list_id is not None:
                is_level = level is not None and level.isdecimal()
                # The number is 0 where that of the style is revoked.
                return (list_id, min(int(level or 0), 8) if is_level else 0) if list_id != "0" else None
        return None

    def list_level(self, style_id: str | None) -> int:
        """Return the level that the name of a style says: 2 of “List Bullet 2”."""
        names = (value_of(style, "name") or "" for style in self.chain(style_id))
        return next((int(match["level"]) for match in map(LIST.fullmatch, names) if match), 1)

    def body_size(self, paragraphs: Iterable[Iterable[Any]]) -> float:
        """Return the size in which most of the text is set."""
        sizes: Counter[float] = Counter()
        for runs in paragraphs:
            for run in runs:
                sizes[run.look.size] += len(run.text)
        return max(sizes, key=lambda size: sizes[size], default=0.0)


def _changed(look: Look, element: Any) -> Look:
    """Return the look after what the properties of a style or run change; right to left has its own."""
    properties = element.find("rPr")
    if properties is None or not len(properties):
        return look
    suffix = "Cs" if is_on(properties, "rtl") else ""
    bold = is_on(properties, f"b{suffix}")
    bold = is_on(properties, "b") if bold is None else bold
    size = value_of(properties, f"sz{suffix}")
    underlined, raised = is_on(properties, "u"), _is_raised(properties)
    return Look(
        look.is_bold if bold is None else bold,
        look.is_underlined if underlined is None else underlined,
        look.is_raised if raised is None else raised,
        int(size) / 2 if size and size.isdecimal() else look.size,
    )


def _is_raised(properties: Any) -> bool | None:
    """Return whether properties raise a text, as LibreOffice does by half points; None: they say nothing."""
    if (written := value_of(properties, "vertAlign")) is not None:
        return written == "superscript"
    position = value_of(properties, "position")
    return None if position is None else position.isdecimal() and int(position) > 0
