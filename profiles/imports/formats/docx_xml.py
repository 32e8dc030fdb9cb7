"""The paragraphs and tables of a Word document, straight from its XML; what is deleted or hidden aside.

python-docx passes over inserted text, text boxes and footnotes; here nothing that one sees is lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext as _

from profiles.imports.document import DocumentError
from profiles.imports.formats.archives import xml
from profiles.imports.formats.docx_lists import Numbering
from profiles.imports.formats.docx_styles import PLAIN, Look, Styles, is_on, value_of

ASIDE = {"del", "moveFrom"}
SKIPPED = {
    *("pPr", "rPr", "del", "moveFrom", "delText", "instrText", "drawing", "pict", "object", "rt", "Fallback"),
    *("txbxContent", "commentReference", "tbl", "sdtPr"),
}
"""Elements whose text is no part of the paragraph that they stand in."""
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
WINGDINGS = {"F0FC": "✓", "F0FE": "☑", "F0FB": "✗", "F0FD": "☒", "F0A8": "☐", "F0B7": "•", "F0A7": "▪"}
HOLDERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"}
NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
MOST_PARAGRAPHS = 30_000
"""More elements of this sort are no profile; they are counted before anything is parsed."""


@dataclass(frozen=True)
class Run:
    """A stretch of text in one character style (its id), leading to `anchor` or `address` where it is a link.

    `note`: the number of the note whose mark it is; such a run has no text.
    """

    text: str
    style: str = ""
    anchor: str = ""
    address: str = ""
    look: Look = PLAIN
    note: int = 0


@dataclass
class Paragraph:
    """`marks` are the names of bookmarks in it. `left_out`: what is not to be seen in it, with the reason."""

    runs: list[Run]
    marks: list[str] = field(default_factory=list)
    is_heading: bool = False
    level: int = 0
    is_list: bool = False
    number: int = 0
    joins_next: bool = False
    """Its end is a tracked deletion: the next paragraph goes on with it."""
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class WordCell:
    """A cell with what stands in it. A cell that goes on with the one above is not there; that one spans."""

    blocks: "list[Paragraph | WordTable]"
    column: int = 1
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False

    @property
    def paragraphs(self) -> list[Paragraph]:
        return list(paragraphs_of(self.blocks))


@dataclass
class WordTable:
    rows: list[list[WordCell]]


Block = Paragraph | WordTable


@dataclass
class WordDocument:
    """`blocks` in the order of the page; `notes` by number; `properties` by names as in core.xml.

    left_out: page headers, comments and the like, each with the reason why it is no part of the text.
    """

    blocks: list[Block]
    notes: list[tuple[int, str]]
    properties: dict[str, str]
    has_tracked_changes: bool
    left_out: list[tuple[str, str]]
    body_size: float = 0.0
    language: str = ""


def paragraphs_of(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Yield all paragraphs, those of tables cell by cell."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (p for row in block.rows for cell in row for p in cell.paragraphs)


def open_document(parts: dict[str, bytes]) -> WordDocument:
    """Return the document of whose package these are the parts; raise DocumentError for broken XML."""
    main = parts["word/document.xml"]
    if main.count(b"<w:p>") + main.count(b"<w:p ") + main.count(b"<w:p/>") > MOST_PARAGRAPHS:
        raise DocumentError(_("The document has more than %(most)s paragraphs.") % {"most": MOST_PARAGRAPHS})
    root = xml(main)
    styles = Styles(_part(parts, "word/styles.xml"))
    reader = _Reader(styles, Numbering(_part(parts, "word/numbering.xml")), _links(parts))
    body = root.find("body")
    blocks = list(reader.blocks(root if body is None else body))
    return WordDocument(
        blocks,
        list(_notes(reader, parts)),
        {element.tag: element.text or "" for element in _part(parts, "docProps/core.xml")},
        next(root.iter("ins", "del", "moveFrom", "moveTo"), None) is not None,
        [*reader.left_out, *_left_out_parts(parts)],
        styles.body_size(paragraph.runs for paragraph in paragraphs_of(blocks)),
        styles.language,
    )


def _part(parts: dict[str, bytes], name: str) -> Iterable[Any]:
    return xml(parts[name]) if name in parts else ()


def _links(parts: dict[str, bytes]) -> dict[str, str]:
    """Return the addresses outside the document to which its links lead, by their ids."""
    relations = _part(parts, "word/_rels/document.xml.rels")
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in relations
        if relation.get("TargetMode") == "External"
    }


def _notes(reader: "_Reader", parts: dict[str, bytes]) -> Iterator[tuple[int, str]]:
    """Yield the notes in the order of their marks, and then those that have none."""
    texts = {
        (name, note.get("id", "")): "\n".join(p.text for p in paragraphs_of(reader.blocks(note))).strip()
        for name in NOTES.values()
        for note in _part(parts, name)
        if note.get("type", "normal") == "normal"
    }
    numbers = reader.notes
    for key in sorted(texts, key=lambda key: numbers.get(key, len(numbers) + 1)):
        if texts[key]:
            yield numbers.get(key, 0), texts[key]


def _left_out_parts(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield what is printed above and below each page, once, and comments."""
    kinds = {"header": _("page header"), "footer": _("page footer"), "comments": _("comment")}
    texts: dict[tuple[str, str], None] = {}
    for name, content in parts.items():
        kind = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
        if kind in kinds and name.endswith(".xml"):
            root = xml(content)
            for element in root.iter("comment") if kind == "comments" else [root]:
                lines = ("".join(part.text or "" for part in p.iter("t")) for p in element.iter("p"))
                text = "\n".join(line.strip() for line in lines if line.strip())
                texts |= {(text, kinds[kind]): None} if text else {}
    yield from texts


class _Reader:
    """Reads blocks. `notes`: (part, id) of a note -> its number; `left_out`: what lies in no paragraph."""

    def __init__(self, styles: Styles, numbering: Numbering, links: dict[str, str]) -> None:
        self.styles = styles
        self.numbering = numbering
        self.links = links
        self.notes: dict[tuple[str, str], int] = {}
        self.left_out: list[tuple[str, str]] = []

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Yield paragraphs and tables in order; one whose end is deleted goes on with the next."""
        before: Paragraph | None = None
        for block in self._blocks(parent):
            if before is not None and isinstance(block, Paragraph):
                block.runs[:0], block.marks[:0], block.left_out[:0] = (
                    before.runs,
                    before.marks,
                    before.left_out,
                )
                if before.text.strip():
                    block.is_heading, block.level = before.is_heading, before.level
                    block.is_list, block.number = before.is_list, before.number
            elif before is not None:
                yield before
            before = block if isinstance(block, Paragraph) and block.joins_next else None
            if before is None:
                yield block
        if before is not None:
            yield before

    def _blocks(self, parent: Any) -> Iterator[Block]:
        """Yield paragraphs and tables in order; a text box stands after the paragraph that holds it."""
        for element in parent:
            if element.tag == "p":
                yield self.paragraph(element)
                for box in filter(partial(_is_in, element), element.iter("txbxContent")):
                    yield from self.blocks(box)
            elif element.tag == "tbl":
                yield self.table(element)
            elif element.tag in HOLDERS:
                yield from self._blocks(element)
            elif element.tag in ASIDE:
                self._leave_out(element, self.left_out)

    def table(self, element: Any) -> WordTable:
        rows: list[list[WordCell]] = []
        above: dict[int, WordCell] = {}
        for row in _own(element, "tr", element):
            if row.find("trPr/del") is not None:
                self._leave_out(row, self.left_out)
                continue
            column = 1 + _number(value_of(row, "trPr/gridBefore"), 0)
            cells = []
            for cell in _own(element, "tc", row):
                span = _number(value_of(cell, "tcPr/gridSpan"), 1)
                merge = value_of(cell, "tcPr/vMerge")
                continues = merge is not None and merge != "restart" and column in above
                blocks = list(self.blocks(cell))
                if continues and not any(p.text.strip() for p in paragraphs_of(blocks)):
                    above[column].row_span += 1
                else:
                    is_header = is_on(row, "trPr/tblHeader") is True
                    cells.append(WordCell(blocks, column, 1, span, is_header))
                    above[column] = cells[-1]
                column += span
            rows.append(cells)
        return WordTable(rows)

    def paragraph(self, element: Any) -> Paragraph:
        style_id = value_of(element, "pPr/pStyle")
        paragraph = Paragraph([])
        self._collect(element, paragraph, Run("", look=self.styles.look_of(style_id)))
        level = self.styles.heading_level(element, style_id)
        paragraph.is_heading, paragraph.level = level is not None, level or 0
        item = None if paragraph.is_heading else self.styles.list_of(element, style_id)
        if item is not None and paragraph.text.strip():
            paragraph.is_list = True
            paragraph.number = self.numbering.next_number(*item)
            paragraph.level = max(item[1] + 1, self.styles.list_level(style_id))
        paragraph.joins_next = element.find("pPr/rPr/del") is not None
        return paragraph

    def _collect(self, element: Any, paragraph: Paragraph, run: Run) -> None:
        """Add the runs and marks in `element` to `paragraph`; `run` has the style around it."""
        for child in element:
            if child.tag in ASIDE:
                self._leave_out(child, paragraph.left_out)
            elif child.tag in NOTES:
                note = self.notes.setdefault((NOTES[child.tag], child.get("id", "")), len(self.notes) + 1)
                paragraph.runs.append(Run("", note=note))
            elif child.tag in SKIPPED:
                continue
            elif child.tag == "bookmarkStart":
                paragraph.marks.append(child.get("name", ""))
            elif child.tag == "r":
                self._collect_run(child, paragraph, run)
            elif child.tag == "hyperlink":
                link = {"anchor": child.get("anchor", ""), "address": self.links.get(child.get("id", ""), "")}
                self._collect(child, paragraph, Run("", run.style, look=run.look, **link))
            elif (text := _sign(child)) is not None:
                paragraph.runs.append(Run(text, run.style, run.anchor, run.address, run.look))
            else:
                self._collect(child, paragraph, run)

    def _collect_run(self, element: Any, paragraph: Paragraph, run: Run) -> None:
        style = value_of(element, "rPr/rStyle") or ""
        if is_on(element, "rPr/vanish"):
            paragraph.left_out.append((_text_of(element), _("hidden text")))
            return
        look = self.styles.run_look(element, style, run.look)
        self._collect(element, paragraph, Run("", style, run.anchor, run.address, look))

    def _leave_out(self, element: Any, left_out: list[tuple[str, str]]) -> None:
        if text := _text_of(element).strip():
            left_out.append((text, _("tracked deletion")))


def _text_of(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter("t", "delText"))


def _sign(element: Any) -> str | None:
    """Return the text that an element of a run is; None where it is none."""
    if element.tag == "t":
        return str(element.text or "")
    if element.tag == "br":
        return "\n" if element.get("type") not in ("page", "column") else ""
    if element.tag == "sym":
        code = element.get("char", "").upper()
        return WINGDINGS.get(code) or (chr(int(code, 16)) if code.isalnum() and len(code) == 4 else "")
    return SIGNS.get(element.tag)


def _number(text: str | None, default: int) -> int:
    return min(int(text), 64) if text and text.isdecimal() else default


def _is_in(paragraph: Any, box: Any) -> bool:
    """Return whether a text box is seen in `paragraph`: Word writes each twice, one for old programs."""
    between = takewhile(lambda element: element is not paragraph, box.iterancestors())
    return all(element.tag not in ("Fallback", "del", "moveFrom", "txbxContent") for element in between)


def _own(table: Any, name: str, parent: Any) -> Iterator[Any]:
    """Yield the rows or cells in `parent` that are of `table`, and not of one within it."""
    return (element for element in parent.iter(name) if next(element.iterancestors("tbl"), None) is table)
