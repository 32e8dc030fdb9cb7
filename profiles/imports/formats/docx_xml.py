"""The paragraphs of a Word document, straight from its XML: text, style, list, marks; nothing deleted.

python-docx passes over inserted text, text boxes and footnotes; here nothing that one sees is lost.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from profiles.imports.formats.archives import xml

SKIPPED = {
    *("pPr", "rPr", "del", "moveFrom", "delText", "instrText", "drawing", "pict", "object", "rt", "Fallback"),
    *("txbxContent", "footnoteReference", "endnoteReference", "commentReference", "tbl"),
}
"""Elements whose text is no part of the paragraph that they stand in."""
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
HEADING = re.compile(r"(heading [1-9]|title|subtitle)", re.IGNORECASE)
OFF = ("0", "false", "off", "none")
LONGEST_BOLD_HEADING = 110


@dataclass(frozen=True)
class Run:
    """A stretch of text in one character style (its id), leading to `anchor` where it is a link."""

    text: str
    style: str = ""
    anchor: str = ""
    is_bold: bool = False


@dataclass
class Paragraph:
    """`marks` are the names of bookmarks in it, `style` is the name of its style."""

    runs: list[Run]
    marks: list[str] = field(default_factory=list)
    style: str = ""
    is_heading: bool = False
    is_bold: bool = False
    is_list: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class WordTable:
    """Rows of cells, each with its paragraphs."""

    rows: list[list[list[Paragraph]]]


@dataclass
class WordDocument:
    """`blocks` in the order of the page; `footnotes` with endnotes; `properties` by names as in core.xml."""

    blocks: list[Paragraph | WordTable]
    footnotes: list[str]
    properties: dict[str, str]
    has_tracked_changes: bool


def paragraphs_of(blocks: Iterable[Paragraph | WordTable]) -> Iterator[Paragraph]:
    """Yield all paragraphs, those of tables cell by cell."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (p for row in block.rows for cell in row for p in cell)


def open_document(parts: dict[str, bytes]) -> WordDocument:
    """Return the document of whose package these are the parts; raise DocumentError for broken XML."""
    root = xml(parts["word/document.xml"])
    reader = _Reader(_styles(parts))
    body = next((element for element in root if _name(element) == "body"), root)
    changed = any(_name(element) in ("ins", "del", "moveFrom", "moveTo") for element in root.iter())
    notes = [
        "\n".join(paragraph.text for paragraph in paragraphs_of(reader.blocks(note))).strip()
        for part in ("word/footnotes.xml", "word/endnotes.xml")
        if part in parts
        for note in xml(parts[part])
        if _attribute(note, "type") in ("", "normal")
    ]
    return WordDocument(list(reader.blocks(body)), [n for n in notes if n], _properties(parts), changed)


def _name(element: Any) -> str:
    """Return an element's name without its namespace: the strict format has other ones."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _descendants(element: Any, name: str) -> Iterator[Any]:
    return (descendant for descendant in element.iter() if _name(descendant) == name)


def _attribute(element: Any, name: str) -> str:
    """Return an attribute of an element; empty where either is missing."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: Any, *path: str) -> Any:
    """Return the first element down `path`, or None, also for None."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if _name(child) == name), None)
    return element


def _is_on(properties: Any, name: str) -> bool | None:
    """Return whether a property is on, off, or not stated (None)."""
    element = _child(properties, name)
    return None if element is None else _attribute(element, "val").lower() not in OFF


@dataclass(frozen=True)
class _Style:
    name: str
    based_on: str
    is_outlined: bool
    is_list: bool | None
    is_bold: bool | None


def _styles(parts: dict[str, bytes]) -> dict[str, _Style]:
    if "word/styles.xml" not in parts:
        return {}
    return {
        _attribute(style, "styleId"): _Style(
            name=_attribute(_child(style, "name"), "val"),
            based_on=_attribute(_child(style, "basedOn"), "val"),
            is_outlined=_is_outlined(_child(style, "pPr")),
            is_list=_is_numbered(_child(style, "pPr")),
            is_bold=_is_on(_child(style, "rPr"), "b"),
        )
        for style in xml(parts["word/styles.xml"])
        if _name(style) == "style"
    }


def _is_outlined(properties: Any) -> bool:
    return _attribute(_child(properties, "outlineLvl"), "val") in tuple("012345678")


def _is_numbered(properties: Any) -> bool | None:
    """Return whether a paragraph is an item of a list: its number is 0 where that of the style is revoked."""
    if _child(properties, "numPr") is None:
        return None
    return _attribute(_child(properties, "numPr", "numId"), "val") != "0"


def _properties(parts: dict[str, bytes]) -> dict[str, str]:
    if "docProps/core.xml" not in parts:
        return {}
    return {_name(element): element.text or "" for element in xml(parts["docProps/core.xml"])}


class _Reader:
    def __init__(self, styles: dict[str, _Style]) -> None:
        self.styles = styles

    def blocks(self, parent: Any) -> Iterator[Paragraph | WordTable]:
        """Yield paragraphs and tables in order; a text box stands after the paragraph that holds it."""
        for element in parent:
            name = _name(element)
            if name == "p":
                yield self.paragraph(element)
                for box in _descendants(element, "txbxContent"):
                    if not self._is_fallback(box):
                        yield from self.blocks(box)
            elif name == "tbl":
                yield self.table(element)
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                yield from self.blocks(element)

    def _is_fallback(self, element: Any) -> bool:
        """Word writes each text box twice; the second is for old programs."""
        return any(_name(above) in ("Fallback", "del", "moveFrom") for above in element.iterancestors())

    def table(self, element: Any) -> WordTable:
        rows = (row for row in _descendants(element, "tr") if _table_of(row) is element)
        cells = ([cell for cell in _descendants(row, "tc") if _table_of(cell) is element] for row in rows)
        return WordTable([[list(paragraphs_of(self.blocks(cell))) for cell in row] for row in cells])

    def paragraph(self, element: Any) -> Paragraph:
        properties = _child(element, "pPr")
        styles = list(self._chain(_attribute(_child(properties, "pStyle"), "val")))
        paragraph = Paragraph(runs=[], style=styles[0].name if styles else "")
        self._collect(element, paragraph)
        text = paragraph.text.strip()
        are_bold = all(run.is_bold for run in paragraph.runs if run.text.strip())
        is_bold = are_bold or _first(style.is_bold for style in styles)
        paragraph.is_bold = bool(text) and len(text) <= LONGEST_BOLD_HEADING and is_bold
        paragraph.is_heading = _is_outlined(properties) or any(
            style.is_outlined or HEADING.fullmatch(style.name) for style in styles
        )
        is_list = _first([_is_numbered(properties), *(style.is_list for style in styles)])
        paragraph.is_list = is_list and not paragraph.is_heading
        return paragraph

    def _chain(self, style_id: str) -> Iterator[_Style]:
        """Yield the style and those that it is based on; a ring ends where it began."""
        seen: set[str] = set()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            yield self.styles[style_id]
            style_id = self.styles[style_id].based_on

    def _collect(
        self, element: Any, paragraph: Paragraph, style: str = "", anchor: str = "", is_bold: bool = False
    ) -> None:
        """Add the runs and marks in `element` to `paragraph`."""
        for child in element:
            name = _name(child)
            if name in SKIPPED:
                continue
            if name == "bookmarkStart":
                paragraph.marks.append(_attribute(child, "name"))
            elif name == "r":
                properties = _child(child, "rPr")
                run_style = _attribute(_child(properties, "rStyle"), "val")
                self._collect(child, paragraph, run_style, anchor, bool(_is_on(properties, "b")))
            elif name == "hyperlink":
                self._collect(child, paragraph, style, _attribute(child, "anchor"), is_bold)
            elif name == "t":
                paragraph.runs.append(Run(child.text or "", style, anchor, is_bold))
            elif name == "br" and _attribute(child, "type") not in ("page", "column"):
                paragraph.runs.append(Run("\n", style, anchor))
            elif name in SIGNS:
                paragraph.runs.append(Run(SIGNS[name], style, anchor, is_bold))
            else:
                self._collect(child, paragraph, style, anchor, is_bold)


def _first(values: Iterable[bool | None]) -> bool:
    """Return the first of `values` that is stated; False where none is."""
    return next((value for value in values if value is not None), False)


def _table_of(element: Any) -> Any:
    """Return the innermost table that a row or a cell is of."""
    return next((above for above in element.iterancestors() if _name(above) == "tbl"), None)
