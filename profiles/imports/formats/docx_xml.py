"""The paragraphs of a Word document, straight from its XML: text, style, list, marks; nothing deleted.

python-docx passes over inserted text, text boxes and footnotes; here nothing that one sees is lost.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from profiles.imports.formats.archives import xml

SKIPPED = {
    *("pPr", "rPr", "del", "moveFrom", "delText", "instrText", "drawing", "pict", "object", "rt", "Fallback"),
    *("txbxContent", "footnoteReference", "endnoteReference", "commentReference", "tbl"),
}
"""Elements whose text is no part of the paragraph that they stand in."""
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
HEADING = re.compile(r"(heading [1-9]|title|subtitle)", re.IGNORECASE)
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
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
    """`marks` are the names of bookmarks in it."""

    runs: list[Run]
    marks: list[str] = field(default_factory=list)
    is_heading: bool = False
    is_bold: bool = False
    is_list: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


WordTable = list[list[list[Paragraph]]]
"""Rows of cells, each with its paragraphs."""


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
            yield from (p for row in block for cell in row for p in cell)


def open_document(parts: dict[str, bytes]) -> WordDocument:
    """Return the document of whose package these are the parts; raise DocumentError for broken XML."""

    def elements(name: str) -> Iterable[Any]:
        return xml(parts[name]) if name in parts else ()

    root = xml(parts["word/document.xml"])
    styles = (style for style in elements("word/styles.xml") if style.tag == "style")
    reader = _Reader({style.get("styleId", ""): style for style in styles})
    body = root.find("body")
    texts = [
        "\n".join(paragraph.text for paragraph in paragraphs_of(reader.blocks(note))).strip()
        for note in chain(*map(elements, NOTES))
        if note.get("type", "normal") == "normal"
    ]
    return WordDocument(
        list(reader.blocks(root if body is None else body)),
        [text for text in texts if text],
        {element.tag: element.text or "" for element in elements("docProps/core.xml")},
        next(root.iter("ins", "del", "moveFrom", "moveTo"), None) is not None,
    )


def _value(element: Any, path: str) -> str | None:
    """Return what the first element down `path` has as `val`; None where there is no such element."""
    descendant = element.find(path)
    return None if descendant is None else descendant.get("val", "")


# Each of these asks an element that has properties: a paragraph, a run or a style.


def _is_bold(element: Any) -> bool | None:
    value = _value(element, "rPr/b")
    return None if value is None else value.lower() not in OFF


def _is_outlined(element: Any) -> bool:
    return _value(element, "pPr/outlineLvl") in tuple("012345678")


def _is_numbered(element: Any) -> bool | None:
    """Return whether it makes an item of a list: the number is 0 where that of the style is revoked."""
    return None if element.find("pPr/numPr") is None else _value(element, "pPr/numPr/numId") != "0"


class _Reader:
    def __init__(self, styles: dict[str, Any]) -> None:
        self.styles = styles

    def blocks(self, parent: Any) -> Iterator[Paragraph | WordTable]:
        """Yield paragraphs and tables in order; a text box stands after the paragraph that holds it."""
        for element in parent:
            if element.tag == "p":
                yield self.paragraph(element)
                for box in element.iter("txbxContent"):
                    # Word writes each text box twice; the second is for old programs.
                    if next(box.iterancestors("Fallback", "del", "moveFrom"), None) is None:
                        yield from self.blocks(box)
            elif element.tag == "tbl":
                rows = ([*_own(element, "tc", row)] for row in _own(element, "tr", element))
                yield [[list(paragraphs_of(self.blocks(cell))) for cell in row] for row in rows]
            elif element.tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                yield from self.blocks(element)

    def paragraph(self, element: Any) -> Paragraph:
        styles = list(self._chain(_value(element, "pPr/pStyle")))
        names = [_value(style, "name") or "" for style in styles]
        paragraph = Paragraph([])
        self._collect(element, paragraph)
        text = paragraph.text.strip()
        are_bold = all(run.is_bold for run in paragraph.runs if run.text.strip())
        is_bold = are_bold or _first(map(_is_bold, styles))
        paragraph.is_bold = bool(text) and len(text) <= LONGEST_BOLD_HEADING and is_bold
        paragraph.is_heading = any(map(_is_outlined, [element, *styles])) or any(
            map(HEADING.fullmatch, names)
        )
        paragraph.is_list = _first(map(_is_numbered, [element, *styles])) and not paragraph.is_heading
        return paragraph

    def _chain(self, style_id: str | None) -> Iterator[Any]:
        """Yield the style and those that it is based on; a ring ends where it began."""
        seen: set[str] = set()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            yield self.styles[style_id]
            style_id = _value(self.styles[style_id], "basedOn")

    def _collect(
        self, element: Any, paragraph: Paragraph, style: str = "", anchor: str = "", is_bold: bool = False
    ) -> None:
        """Add the runs and marks in `element` to `paragraph`."""
        for child in element:
            if child.tag in SKIPPED:
                continue
            if child.tag == "bookmarkStart":
                paragraph.marks.append(child.get("name", ""))
            elif child.tag == "r":
                self._collect(
                    child, paragraph, _value(child, "rPr/rStyle") or "", anchor, bool(_is_bold(child))
                )
            elif child.tag == "hyperlink":
                self._collect(child, paragraph, style, child.get("anchor", ""), is_bold)
            elif child.tag == "t":
                paragraph.runs.append(Run(child.text or "", style, anchor, is_bold))
            elif child.tag == "br" and child.get("type") not in ("page", "column"):
                paragraph.runs.append(Run("\n", style, anchor))
            elif child.tag in SIGNS:
                paragraph.runs.append(Run(SIGNS[child.tag], style, anchor, is_bold))
            else:
                self._collect(child, paragraph, style, anchor, is_bold)


def _first(values: Iterable[bool | None]) -> bool:
    """Return the first of `values` that is stated; False where none is."""
    return next((value for value in values if value is not None), False)


def _own(table: Any, name: str, parent: Any) -> Iterator[Any]:
    """Yield the rows or cells in `parent` that are of `table`, and not of one within it."""
    return (element for element in parent.iter(name) if next(element.iterancestors("tbl"), None) is table)
