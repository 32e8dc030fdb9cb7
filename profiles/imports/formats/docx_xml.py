"""The paragraphs of a Word document, straight from its XML: text, style, list, marks; nothing deleted.

python-docx passes over inserted text, text boxes and footnotes; here nothing that one sees is lost.
"""

import re
from collections.abc import Iterator
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
class Piece:
    """A stretch of text in one character style (its id), leading to `anchor` where it is a link."""

    text: str
    style: str = ""
    anchor: str = ""


@dataclass
class Paragraph:
    """`marks` are the names of bookmarks in it, `style` is the name of its style."""

    pieces: list[Piece]
    marks: list[str] = field(default_factory=list)
    style: str = ""
    is_heading: bool = False
    is_bold: bool = False
    is_list: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


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

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield all paragraphs, those of tables cell by cell."""
        for block in self.blocks:
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
        "".join(f"{paragraph.text}\n" for paragraph in reader.paragraphs(note)).strip()
        for part in ("word/footnotes.xml", "word/endnotes.xml")
        if part in parts
        for note in xml(parts[part])
        if _attribute(note, "type") in ("", "normal")
    ]
    return WordDocument(list(reader.blocks(body)), [n for n in notes if n], _properties(parts), changed)


def _name(element: Any) -> str:
    """Return an element's name without its namespace: the strict format has other ones."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: Any, *path: str) -> Any:
    """Return the first element down `path`, or None."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if _name(child) == name), None)
    return element


def _is_on(properties: Any, name: str) -> bool | None:
    """Return whether a property is on, off, or not said (None)."""
    found = _child(properties, name) if properties is not None else None
    return None if found is None else _attribute(found, "val").lower() not in OFF


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
    found = {}
    for style in xml(parts["word/styles.xml"]):
        if _name(style) == "style":
            named, based = _child(style, "name"), _child(style, "basedOn")
            found[_attribute(style, "styleId")] = _Style(
                name=_attribute(named, "val") if named is not None else "",
                based_on=_attribute(based, "val") if based is not None else "",
                is_outlined=_outlined(_child(style, "pPr")),
                is_list=_numbered(_child(style, "pPr")),
                is_bold=_is_on(_child(style, "rPr"), "b"),
            )
    return found


def _outlined(properties: Any) -> bool:
    level = _child(properties, "outlineLvl") if properties is not None else None
    return level is not None and _attribute(level, "val") in tuple("012345678")


def _numbered(properties: Any) -> bool | None:
    """Whether a paragraph is an item of a list: its number is 0 where the style's list is taken back."""
    if properties is None or _child(properties, "numPr") is None:
        return None
    number = _child(properties, "numPr", "numId")
    return number is None or _attribute(number, "val") != "0"


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
                for box in element.iter():
                    if _name(box) == "txbxContent" and not self._is_fallback(box):
                        yield from self.blocks(box)
            elif name == "tbl":
                yield self.table(element)
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                yield from self.blocks(element)

    def _is_fallback(self, element: Any) -> bool:
        """Word writes each text box twice; the second is for old programs."""
        return any(_name(above) in ("Fallback", "del", "moveFrom") for above in element.iterancestors())

    def paragraphs(self, parent: Any) -> Iterator[Paragraph]:
        for block in self.blocks(parent):
            if isinstance(block, Paragraph):
                yield block
            else:
                yield from (p for row in block.rows for cell in row for p in cell)

    def table(self, element: Any) -> WordTable:
        rows = [row for row in element.iter() if _name(row) == "tr" and _table_of(row) is element]
        return WordTable(
            [
                [
                    list(self.paragraphs(cell))
                    for cell in row.iter()
                    if _name(cell) == "tc" and _table_of(cell) is element
                ]
                for row in rows
            ]
        )

    def paragraph(self, element: Any) -> Paragraph:
        properties = _child(element, "pPr")
        styled = _child(properties, "pStyle") if properties is not None else None
        chain = list(self._chain(_attribute(styled, "val") if styled is not None else ""))
        made = Paragraph(pieces=[], style=chain[0].name if chain else "")
        bold: list[bool] = []
        self._walk(element, made, "", "", bold)
        text = made.text.strip()
        styles_bold = next((style.is_bold for style in chain if style.is_bold is not None), False)
        made.is_bold = bool(text) and len(text) <= LONGEST_BOLD_HEADING and (all(bold) or bool(styles_bold))
        made.is_heading = _outlined(properties) or any(
            style.is_outlined or HEADING.fullmatch(style.name) for style in chain
        )
        listed = [_numbered(properties), *(style.is_list for style in chain)]
        made.is_list = not made.is_heading and bool(
            next((found for found in listed if found is not None), False)
        )
        return made

    def _chain(self, style_id: str) -> Iterator[_Style]:
        """Yield the style and those that it is based on; a ring ends where it began."""
        seen: set[str] = set()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            yield self.styles[style_id]
            style_id = self.styles[style_id].based_on

    def _walk(self, element: Any, made: Paragraph, style: str, anchor: str, bold: list[bool]) -> None:
        for child in element:
            name = _name(child)
            if name in SKIPPED:
                continue
            if name == "bookmarkStart":
                made.marks.append(_attribute(child, "name"))
            elif name == "r":
                properties = _child(child, "rPr")
                styled = _child(properties, "rStyle") if properties is not None else None
                before = len(made.text.strip())
                self._walk(child, made, _attribute(styled, "val") if styled is not None else "", anchor, bold)
                if len(made.text.strip()) > before:
                    bold.append(bool(_is_on(properties, "b")))
            elif name == "hyperlink":
                self._walk(child, made, style, _attribute(child, "anchor"), bold)
            elif name == "t":
                made.pieces.append(Piece(child.text or "", style, anchor))
            elif name == "br":
                is_page = _attribute(child, "type") in ("page", "column")
                made.pieces.append(Piece("" if is_page else "\n", style, anchor))
            elif name in SIGNS:
                made.pieces.append(Piece(SIGNS[name], style, anchor))
            else:
                self._walk(child, made, style, anchor, bold)


def _table_of(element: Any) -> Any:
    """Return the innermost table that a row or a cell is of."""
    return next((above for above in element.iterancestors() if _name(above) == "tbl"), None)
