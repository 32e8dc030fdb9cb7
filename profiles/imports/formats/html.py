"""Reads web pages and what is pasted from them, as blocks; what surrounds each page of a site is left out."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from profiles.imports.blocks import Block, Cell, Document, LeftOut, Link, Paragraph, Style, Table
from profiles.imports.document import DocumentError
from profiles.imports.formats.html_roles import BACK, UNSEEN, WITHIN, Roles, classes, text_of
from profiles.imports.formats.raised import raise_text
from profiles.imports.formats.text import LONGEST_LINE, strip_direction, text_of as decoded_text_of

INLINE = {*WITHIN, "img", "input"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
WHITE = re.compile(r"[ \t\n\r\f]+")
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{3,30})""", re.IGNORECASE)
BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)|text-decoration[^;]*underline", re.IGNORECASE)
UNBOLD = re.compile(r"font-weight\s*:\s*(normal|[1-5]00)", re.IGNORECASE)
WORD_LIST = re.compile(r"mso-list\s*:\s*\w+\s+level(\d)")
HOLDING = ".//*[self::p or self::div or self::section or self::dl or self::table or self::h3 or self::h4]"
LONG_DEFINITIONS = f"boolean(.//dd[{HOLDING} or .//ul or .//ol] or .//dd[preceding-sibling::*[1][self::dd]])"
"""In a list of short definitions each term has one, and that has no paragraphs or lists."""
MORE_THAN_PAIRS = (
    "boolean((. | ./div)/text()[normalize-space()] | ./*[not(self::dt or self::dd or self::div)]"
    " | ./div/*[not(self::dt or self::dd)])"
)
"""Something that is no term and no definition, as a heading between them."""
XHTML = re.compile(r"\s*<\?xml|.{0,300}//DTD XHTML", re.DOTALL)
EMPTY = re.compile(
    r"<(?!(?:br|hr|img|input|meta|link|col|area|base|embed|source|track|wbr|param)\b)(\w+)(\s[^<>]*)?/>"
)
"""“<span/>” is an element that ends at once in XHTML, and one that begins in HTML."""
LONGEST_EMPHASIS = 160
DEEPEST = 200
MOST_ELEMENTS = 100_000


def read(data: bytes) -> Document:
    """Return the blocks of the page in `data`; raise DocumentError where it is no text."""
    declared = CHARSET.search(data[:4096])
    text, problems = decoded_text_of(data, declared[1].decode() if declared else "")
    root = _parse(text)
    if root is None:
        return Document(problems=problems)
    page = _Page(Roles(root))
    page.add(root)
    page.end_paragraph()
    return Document([*page.blocks, *page.notes], problems=problems, language=_language(root))


def _parse(text: str) -> Any:
    """Return the root of a page; raise DocumentError for one that is too large. None: it has no element."""
    from lxml import etree, html  # type: ignore[import-untyped]  # a large library, for pages and Office documents alone

    if text.count("<") > 4 * MOST_ELEMENTS:
        raise DocumentError(_("The page has more than %(most)s elements.") % {"most": MOST_ELEMENTS})
    if XHTML.match(text):
        text = EMPTY.sub(r"<\1\2></\1>", text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.replace("\x0c", " ").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    depth = deepest = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise DocumentError(
            _("The page has elements in elements more than %(most)s deep.") % {"most": DEEPEST}
        )
    return root


def _language(root: Any) -> str:
    return (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()


@dataclass
class _Line:
    """What of a paragraph is collected: pieces with whether they are emphasised."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for text, _bold in self.pieces)


class _Page:
    """Goes through a page. `looks`: how the next paragraph is to be; `lists`: the lists around it."""

    def __init__(self, roles: Roles) -> None:
        self.roles = roles
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.line = _Line()
        self.looks = Paragraph("")
        self.lists: list[dict[str, int]] = []
        self.bold = 0
        self.is_raised = False
        self.is_plain = False

    def add(self, element: Any) -> None:
        """Add an element with all that is in it, and not what follows it."""
        tag = element.tag
        if tag in UNSEEN or not isinstance(tag, str) or BACK & set(classes(element)):
            return
        if (reason := self._reason_left_out(element)) != "":
            self._leave_out(element, reason)
        elif tag == "br":
            self.line.pieces.append(("\n", bool(self.bold)))
        elif (tab := self.roles.tab_of(element)) is not None:
            self._add_block(element, lambda: self._add_tab(tab, element))
        elif number := self.roles.note_number(element):
            self._add_note(element, number)
        elif tag in INLINE and not (tag == "button" and self._is_heading_button(element)):
            self._add_inline(element)
        else:
            self._add_block(element, lambda: self._add_structure(element))

    def _add_children(self, element: Any) -> None:
        self._add_text(element.text)
        for child in element:
            self.add(child)
            self._add_text(child.tail)

    def _add_text(self, text: str | None) -> None:
        if text and self.is_raised:
            text = raise_text(self.line.text, text)
        if text:
            self.line.pieces.append((text if self.is_plain else WHITE.sub(" ", text), bool(self.bold)))

    # What an element is

    def _reason_left_out(self, element: Any) -> str:
        reason = self.roles.reason_left_out(element)
        if reason or element.tag != "button" or self.looks.style == Style.HEADING:
            return reason
        is_control = element.xpath("boolean(ancestor::dt|ancestor::th)")
        return "" if is_control or self._is_heading_button(element) else _("button")

    def _is_heading_button(self, element: Any) -> bool:
        return self.looks.style != Style.HEADING and self.roles.heads_content(element)

    def _leave_out(self, element: Any, reason: str) -> None:
        text = text_of(element)
        if not text:
            return
        if element.tag not in INLINE:
            self.end_paragraph()
            self.blocks.append(LeftOut(text, reason))
        else:
            self.line.left_out.append(LeftOut(text, reason))

    def _add_inline(self, element: Any) -> None:
        style = element.get("style") or ""
        if "mso-list:ignore" in style.lower().replace(" ", ""):
            return  # the bullet that Word writes as text
        is_large = element.tag == "font" and re.fullmatch(r"\+?[4-7]", element.get("size") or "")
        is_bold = element.tag in ("b", "strong", "u", "big") or bool(is_large) or bool(BOLD.search(style))
        bold, raised = self.bold, self.is_raised
        self.bold = 0 if UNBOLD.search(style) else bold + is_bold
        self.is_raised = raised or element.tag == "sup"
        self._add_children(element)
        self.bold, self.is_raised = bold, raised
        address, text = (element.get("href") or "").strip(), text_of(element)
        if element.tag == "a" and re.match("https?://", address) and text and address not in text:
            self.line.links.append(Link(text, address))

    def _add_block(self, element: Any, add: Callable[[], None]) -> None:
        self.end_paragraph()
        looks, bold = self.looks, self.bold
        if element.tag in HEADINGS:
            self.looks = Paragraph("", Style.HEADING, int(element.tag[1]))
        elif element.tag in ("summary", "button"):
            self.looks = Paragraph("", Style.HEADING)
        self.bold = bold + bool(BOLD.search(element.get("style") or ""))
        add()
        self.end_paragraph()
        self.looks, self.bold = looks, bold

    def _add_structure(self, element: Any) -> None:
        tag = element.tag
        if self.roles.is_tab(element):
            return  # it stands above its panel
        if tag in ("ul", "ol", "menu"):
            start = element.get("start") or "1"
            self.lists.append({"next": int(start) if tag == "ol" and start.isdecimal() else 0})
            self._add_children(element)
            self.end_paragraph()
            self.lists.pop()
        elif tag == "li":
            self._add_item(element)
        elif tag == "table":
            self._add_table(element)
        elif tag == "dl" and not element.xpath(f"{LONG_DEFINITIONS} or {MORE_THAN_PAIRS}"):
            self._add_pairs(element)
        else:
            if tag == "dt":
                self.looks = Paragraph("", Style.EMPHASIS)
            elif tag == "dd" and not element.xpath(f"boolean({HOLDING})"):
                self._add_definition(element)
                return
            elif match := WORD_LIST.search(element.get("style") or ""):
                self.looks = Paragraph("", Style.ITEM, int(match[1]))
            self.is_plain = tag in ("pre", "textarea")
            self._add_children(element)
            self.end_paragraph()
            self.is_plain = False

    def _add_tab(self, tab: Any, element: Any) -> None:
        self.blocks.append(Paragraph(text_of(tab), Style.HEADING))
        self._add_structure(element)

    def _add_item(self, element: Any) -> None:
        if not self.lists:
            self.lists.append({"next": 0})
        counter = self.lists[-1]
        value = element.get("value") or ""
        number = int(value) if value.isdecimal() and counter["next"] else counter["next"]
        counter["next"] = number + 1 if number else 0
        looks = self.looks
        self.looks = Paragraph("", Style.ITEM, len(self.lists), number=number)
        self._add_children(element)
        self.end_paragraph()
        self.looks = looks

    def _add_definition(self, element: Any) -> None:
        """A definition that is a text of its own is an item, and a list in it lies below it."""
        has_text = bool((element.text or "").strip()) or (len(element) > 0 and element[0].tag in INLINE)
        if not has_text:
            self._add_children(element)
            return
        self.lists.append({"next": 0})
        self._add_item(element)
        self.lists.pop()

    def _add_note(self, element: Any, number: int) -> None:
        blocks = self._blocks_of(element)
        texts = [block.text for block in blocks if isinstance(block, Paragraph)]
        self.notes.append(Paragraph("\n".join(texts), Style.NOTE, number=number))
        self.notes += [block for block in blocks if isinstance(block, LeftOut)]

    def _blocks_of(self, element: Any) -> list[Block]:
        """Return what is in an element, read on its own."""
        self.end_paragraph()
        page = _Page(self.roles)
        page._add_children(element)
        page.end_paragraph()
        self.notes += page.notes
        return page.blocks

    # Tables

    def _add_table(self, element: Any) -> None:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        has_tables = next(element.iterdescendants("table"), None) is not None
        is_layout = has_tables and next(element.iter("th"), None) is None
        if is_layout or all(len(row) < 2 for row in cells):
            for cell in (cell for row in cells for cell in row):
                self.end_paragraph()
                self._add_children(cell)
            return
        caption = element.find("caption")
        name = "" if caption is None else text_of(caption)
        table = Table([], name)
        taken: dict[int, int] = {}  # column -> how many further rows a cell above takes
        for row in cells:
            table.rows.append(self._row(row, taken))
        self.blocks.append(table)

    def _row(self, elements: list[Any], taken: dict[int, int]) -> dict[int, Cell]:
        cells, column = {}, 1
        above = {number for number, count in taken.items() if count > 0}
        for element in elements:
            while column in above:
                column += 1
            rows, columns = _span(element, "rowspan"), _span(element, "colspan")
            if blocks := self._blocks_of(element):
                cells[column] = Cell(blocks, rows, columns, is_header=element.tag == "th")
            for number in range(column, column + columns):
                taken[number] = rows
            column += columns
        for number in taken:
            taken[number] = max(taken[number] - 1, 0)
        return cells

    def _add_pairs(self, element: Any) -> None:
        """A list of short definitions is a table of two columns."""
        rows: list[dict[int, Cell]] = []
        for child in element.iter("dt", "dd"):
            blocks = self._blocks_of(child)
            if blocks and child.tag == "dt":
                rows.append({1: Cell(blocks, is_header=True)})
            elif blocks and rows and 2 in rows[-1]:
                rows[-1][2].blocks.extend(blocks)
            elif blocks:
                rows = rows or [{}]
                rows[-1][2] = Cell(blocks)
        if rows:
            self.blocks.append(Table(rows))

    # Paragraphs

    def end_paragraph(self) -> None:
        """Make a paragraph of the text so far. White space is that of the page's code and says nothing."""
        line, self.line = self.line, _Line()
        for number, (text, is_bold) in enumerate(_parted(line.pieces)):
            if len(text) > LONGEST_LINE:
                raise DocumentError(_("A line has more than %(most)s characters.") % {"most": LONGEST_LINE})
            looks = self.looks
            if looks.style == Style.TEXT and is_bold and len(text) <= LONGEST_EMPHASIS:
                looks = replace(looks, style=Style.EMPHASIS)
            links = tuple(line.links) if number == 0 else ()
            self.blocks.append(replace(looks, text=strip_direction(text), links=links))
            if looks.style == Style.ITEM:
                self.looks = Paragraph("")  # what follows in the same item has no bullet
        self.blocks += line.left_out


def _parted(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return the text with whether it is emphasised; a line of it that alone is so is a text of its own."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for piece, is_bold in pieces:
        for number, part in enumerate(piece.split("\n")):
            if number:
                lines.append([])
            lines[-1].append((part, is_bold))
    parted: list[tuple[str, bool]] = []
    for line in lines:
        text = WHITE.sub(" ", "".join(part for part, _bold in line)).strip(" ")
        is_bold = bool(text) and all(is_bold for part, is_bold in line if part.strip())
        if not text:
            continue
        if parted and parted[-1][1] == is_bold:
            parted[-1] = f"{parted[-1][0]}\n{text}", is_bold
        else:
            parted.append((text, is_bold))
    return parted


def _span(element: Any, name: str) -> int:
    text = (element.get(name) or "1").strip()
    return min(max(int(text), 1), 1000) if text.isdecimal() and len(text) < 6 else 1
