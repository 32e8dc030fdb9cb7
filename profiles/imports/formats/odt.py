"""Reads OpenDocument texts (.odt), straight from their XML."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from profiles.imports.blocks import Block, Cell, Document, LeftOut, Link, Paragraph, Style, Table
from profiles.imports.document import DocumentError, Problem
from profiles.imports.formats.archives import unpack, xml
from profiles.imports.formats.odt_styles import Look, Styles
from profiles.imports.formats.raised import raise_text

SKIPPED = {"sequence-decls", "tracked-changes", "forms", "variable-decls", "user-field-decls"}
HOLDERS = {"section", "index-body", "index-title", "table-of-content", "bibliography", "text", "list-header"}
WHITE = re.compile(r"[ \t\r\n]+")
LONGEST_EMPHASIS = 160
LARGER = 1.15
MOST_PARAGRAPHS = 30_000
MOST_REPEATED = 60


def read(data: bytes) -> Document:
    """Return the blocks of the text in `data`; raise DocumentError for what cannot be read."""
    parts = unpack(data, "content.xml")
    content = parts["content.xml"]
    if content.count(b"<text:p") + content.count(b"<text:h") > MOST_PARAGRAPHS:
        raise DocumentError(_("The document has more than %(most)s paragraphs.") % {"most": MOST_PARAGRAPHS})
    root = xml(content)
    sheet = xml(parts["styles.xml"]) if "styles.xml" in parts else ()
    styles = Styles([root, sheet])
    body = root.find("body/text")
    if body is None:
        raise DocumentError(_("The content is not a text of OpenDocument, whatever the name says."))
    reader = _Reader(styles)
    blocks = list(reader.blocks(body))
    document = Document([*_with_emphasis(blocks, reader.sizes), *reader.notes], language=styles.language)
    deleted = root.findall(".//tracked-changes/changed-region/deletion")
    document.blocks += _left_out(deleted, _("tracked deletion"))
    for name, reason in (("header", _("page header")), ("footer", _("page footer"))):
        pages = [part for master in styles.masters for part in master if part.tag.startswith(name)]
        document.blocks += _left_out(pages, reason)
    if root.find(".//tracked-changes/changed-region") is not None:
        text = _("The document has tracked changes: what was inserted is taken, what was deleted is not.")
        document.problems.append(Problem(text))
    return document


def _left_out(elements: Iterable[Any], reason: str) -> list[Block]:
    """Return the texts of elements, each once."""
    texts = {"\n".join(_plain(p) for p in element.iter("p", "h") if _plain(p)): None for element in elements}
    return [LeftOut(text, reason) for text in texts if text]


def _plain(element: Any) -> str:
    return WHITE.sub(" ", "".join(element.itertext())).strip()


def _with_emphasis(blocks: list[Block], sizes: dict[int, float]) -> Iterator[Block]:
    """Yield the blocks; a text that is larger than most is emphasised."""
    lengths: dict[float, int] = {}
    for block in blocks:
        if isinstance(block, Paragraph):
            size = sizes.get(id(block), 0.0)
            lengths[size] = lengths.get(size, 0) + len(block.text)
    body = max(lengths, key=lambda size: lengths[size], default=0.0)
    for block in blocks:
        is_large = body > 0 and sizes.get(id(block), 0.0) >= LARGER * body
        if isinstance(block, Paragraph) and is_large and block.style == Style.TEXT:
            is_short = len(block.text) <= LONGEST_EMPHASIS
            yield replace(block, style=Style.EMPHASIS) if is_short else block
        else:
            yield block


class _Line:
    """What of a paragraph is collected."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, Look]] = []
        self.links: list[Link] = []
        self.left_out: list[LeftOut] = []
        self.boxes: list[Any] = []

    @property
    def text(self) -> str:
        return "".join(text for text, _look in self.pieces)


class _Reader:
    """Reads blocks. `sizes`: id of a paragraph -> the smallest size in it; `notes`: their texts."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.notes: list[Block] = []
        self.sizes: dict[int, float] = {}
        self.tables = 0
        self.lists: list[str] = []
        self.counts: dict[tuple[str, int], int] = {}

    def blocks(self, parent: Any, where: str = "") -> Iterator[Block]:
        for element in parent:
            if element.tag in ("p", "h"):
                yield from self._paragraph(element, Paragraph("", where=where))
            elif element.tag == "list":
                yield from self._list(element, where)
            elif element.tag == "table":
                self.tables += 1
                yield self._table(element, where or _("table %(number)s") % {"number": self.tables})
            elif element.tag in ("frame", "text-box", "custom-shape", "g", *HOLDERS):
                yield from self.blocks(element, where)

    def _list(self, element: Any, where: str) -> Iterator[Block]:
        name = element.get("style-name") or (self.lists[-1] if self.lists else "")
        self.lists.append(name)
        level = len(self.lists)
        if element.get("continue-numbering") != "true" and not element.get("continue-list"):
            self.counts.pop((name, level), None)
        for item in element:
            looks = Paragraph("", Style.ITEM, level, where)
            for child in item:
                if child.tag in ("p", "h"):
                    is_item = looks.style == Style.ITEM and item.tag == "list-item" and child.tag == "p"
                    if is_item and _plain(child):
                        looks = replace(looks, number=self._next_number(name, level, item))
                    yield from self._paragraph(child, looks)
                    looks = Paragraph("", where=where)
                elif child.tag == "list":
                    yield from self._list(child, where)
        self.lists.pop()

    def _next_number(self, name: str, level: int, item: Any) -> int:
        if not self.styles.is_numbered(name, level):
            return 0
        start = item.get("start-value") or ""
        number = int(start) if start.isdecimal() else self.counts.get((name, level), 0) + 1
        self.counts[name, level] = number
        return number

    def _paragraph(self, element: Any, looks: Paragraph) -> Iterator[Block]:
        style = element.get("style-name")
        line = _Line()
        self._collect(element, line, self.styles.look_of(style))
        level = self.styles.heading_level(style)
        if element.tag == "h":
            outline = element.get("outline-level") or ""
            level = min(int(outline), 6) if outline.isdecimal() else level or 0
        written = [look for text, look in line.pieces if text.strip()]
        is_bold = all(look.is_bold for look in written) or all(look.is_underlined for look in written)
        if level is not None and written:
            looks = Paragraph("", Style.HEADING, level, looks.where)
        elif written and is_bold and looks.style == Style.TEXT and len(line.text) <= LONGEST_EMPHASIS:
            looks = Paragraph("", Style.EMPHASIS, where=looks.where)
        text = "\n".join(part.strip(" ") for part in line.text.split("\n")).strip("\n")
        paragraph = replace(looks, text=text, links=tuple(line.links))
        self.sizes[id(paragraph)] = min((look.size for look in written), default=0.0)
        yield paragraph
        yield from line.left_out
        for box in line.boxes:
            yield from self.blocks(box, looks.where)

    def _collect(self, element: Any, line: _Line, look: Look) -> None:
        self._add(line, element.text, look)
        for child in element:
            self._collect_child(child, line, look)
            self._add(line, child.tail, look)

    def _add(self, line: _Line, text: str | None, look: Look) -> None:
        if text:
            text = WHITE.sub(" ", text).replace("\u00ad", "")
            text = text.lstrip(" ") if line.text[-1:] in ("", " ") else text
            if look.is_hidden:
                line.left_out += [LeftOut(text.strip(), _("hidden text"))] if text.strip() else []
                return
            line.pieces.append((raise_text(line.text, text) if look.is_raised else text, look))

    def _collect_child(self, child: Any, line: _Line, look: Look) -> None:
        tag = child.tag
        if tag == "s":
            count = child.get("c") or "1"
            line.pieces.append((" " * (min(int(count), 100) if count.isdecimal() else 1), look))
        elif tag in ("tab", "line-break"):
            line.pieces.append(("\t" if tag == "tab" else "\n", look))
        elif tag == "span":
            self._collect(child, line, self.styles.changed(look, child.get("style-name")))
        elif tag == "note":
            self._add_note(child, line)
        elif tag == "annotation":
            text = "\n".join(_plain(p) for p in child.iter("p") if _plain(p))
            line.left_out += [LeftOut(text, _("comment"))] if text else []
        elif tag in ("frame", "custom-shape", "text-box", "g"):
            line.boxes.append(child)
        elif tag == "a":
            before = len(line.text)
            self._collect(child, line, look)
            words, address = line.text[before:].strip(), child.get("href") or ""
            if address.startswith("http") and words and address not in words:
                line.links.append(Link(words, address))
        elif tag not in ("ruby-text", "annotation-end", "bookmark", *SKIPPED):
            self._collect(child, line, look)

    def _add_note(self, element: Any, line: _Line) -> None:
        citation = _plain(element.find("note-citation")) if element.find("note-citation") is not None else ""
        number = int(citation) if citation.isdecimal() else len(self.notes) + 1
        line.pieces.append((f"[{number}]", Look()))
        body = element.find("note-body")
        texts = [_plain(p) for p in body.iter("p", "h")] if body is not None else []
        text = "\n".join(filter(None, texts))
        self.notes.append(Paragraph(text, Style.NOTE, where=_("footnote"), number=number))

    def _table(self, element: Any, where: str) -> Table:
        rows: list[dict[int, Cell]] = []
        taken: dict[int, int] = {}  # column -> the last row that a cell above takes
        own = (r for r in element.iter("table-row") if next(r.iterancestors("table")) is element)
        for number, row in enumerate(own, start=1):
            place = _("%(table)s, row %(row)s") % {"table": where, "row": number}
            is_header = row.getparent().tag == "table-header-rows"
            cells, column = {}, 1
            for cell in row:
                repeated = min(_count(cell, "number-columns-repeated"), MOST_REPEATED)
                if cell.tag == "table-cell":
                    while taken.get(column, 0) >= number:  # pandoc leaves out what is covered
                        column += 1
                    blocks = [block for block in self.blocks(cell, place) if not _is_blank(block)]
                    spans = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                    taken |= dict.fromkeys(range(column, column + spans[1]), number + spans[0] - 1)
                    if blocks:
                        cells[column] = Cell(blocks, *spans, is_header=is_header, where=place)
                column += repeated
            rows.append(cells)
        return Table(rows)


def _is_blank(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text.strip()


def _count(element: Any, name: str) -> int:
    text = element.get(name) or "1"
    return min(max(int(text), 1), 1000) if text.isdecimal() and len(text) < 8 else 1
