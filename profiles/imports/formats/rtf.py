"""Reads RTF: its paragraphs, lists, tables and notes. No program is called, nothing in it is carried out."""

import re
from collections import Counter
from dataclasses import replace

from django.utils.translation import gettext as _

from profiles.imports.blocks import Block, Cell, Document, LeftOut, Link, Paragraph, Style, Table, join_links
from profiles.imports.document import DocumentError
from profiles.imports.formats.docx_styles import HEADING
from profiles.imports.formats.raised import raise_text
from profiles.imports.formats.rtf_state import CHARSETS, SIGNS, SKIPPED, Layout, State
from profiles.imports.text.bullets import match_bullet

TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
DEEPEST = 500
LARGER = 1.15
LONGEST_EMPHASIS = 160
INDENT = 360
"""By so much, in twentieths of points, one list lies deeper than another."""
TYPED = re.compile(r"\S{1,4}\t")
READ_THOUGH_OPTIONAL = {"fldinst", "shpinst", "shptxt", "annotation", "footnote"}
MOST_BLOCKS = 30_000
ADDRESS = re.compile(r'HYPERLINK\s+"?(https?://[^"\s]+)')


def read(data: bytes) -> Document:
    """Return the blocks of the RTF in `data`; raise DocumentError for what it cannot read."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise DocumentError(_("The content is not RTF, whatever the name says."))
    reader = _Reader()
    reader.read(data.decode("latin-1"))
    return Document([*_with_emphasis(reader.blocks, reader.sizes), *reader.notes, *reader.left_out])


def _with_emphasis(blocks: list[Block], sizes: dict[int, float]) -> list[Block]:
    """Return the blocks; a text that is larger than most is emphasised."""
    lengths: Counter[float] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph):
            lengths[sizes.get(id(block), 0.0)] += len(block.text)
    body = max(lengths, key=lambda size: lengths[size], default=0.0)
    return [
        replace(block, style=Style.EMPHASIS)
        if isinstance(block, Paragraph)
        and block.style == Style.TEXT
        and 0 < len(block.text) <= LONGEST_EMPHASIS
        and sizes.get(id(block), 0.0) >= LARGER * body > 0
        else block
        for block in blocks
    ]


class _Reader:
    """Goes through the words of control. `out`: where the paragraph goes; `runs`: what of it is collected."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Paragraph] = []
        self.left_out: list[Block] = []
        self.sizes: dict[int, float] = {}
        self.state = State()
        self.stack: list[State] = []
        self.runs: list[tuple[str, State]] = []
        self.links: list[Link] = []
        self.styles: dict[int, str] = {}
        self.charsets: dict[int, str] = {}
        self.codepage = "cp1252"
        self.skip = 0
        self.collected = ""
        self.bullet: str | None = None
        self.cell: list[Block] = []
        self.layout = Layout()
        self.outer: list[list[tuple[str, State]]] = []
        self.high = ""

    def read(self, text: str) -> None:
        position, size = 0, len(text)
        while position < size:
            match = TOKEN.match(text, position)
            if match is None:
                position += 1
                continue
            position = match.end()
            word, number, code, sign, brace, plain = match.groups()
            if brace == "{":
                self._open()
            elif brace == "}":
                if self.stack:
                    self._close()
            elif word == "bin":
                position += max(int(number or 0), 0)
            elif word is not None:
                self._word(word, int(number) if number else None)
            elif code is not None:
                self._add(self._decoded(code), is_code=True)
            elif sign is not None:
                self._sign(sign)
            elif plain is not None:
                self._add(plain)
        self._end_paragraph()
        self._end_table()

    # Groups

    def _open(self) -> None:
        if len(self.stack) > DEEPEST:
            raise DocumentError(_("The document is damaged: a part of it cannot be read."))
        self.stack.append(self.state)
        self.state = replace(self.state, begins=True, is_optional=False)

    def _close(self) -> None:
        inner, self.state = self.state, self.stack.pop()
        if inner.target == self.state.target:
            return
        if inner.target == "list":
            self.bullet, self.collected = self.collected.strip(), ""
        elif inner.target == "style":
            self.styles[inner.style] = self.collected.strip().rstrip(";")
            self.collected = ""
        elif inner.target == "address":
            match = ADDRESS.search(self.collected)
            self.state.address = match[1] if match else ""
            self.collected = ""
        elif inner.target in ("note", "aside"):
            self._close_part(inner)

    def _close_part(self, inner: State) -> None:
        text = "".join(text for text, _state in self.runs).replace("\x00", "").strip()
        self.runs = self.outer.pop() if self.outer else []
        if inner.target == "note" and text:
            self.notes.append(Paragraph(text, Style.NOTE, where=_("footnote"), number=len(self.notes) + 1))
            self.runs.append((f"[{len(self.notes)}]", replace(self.state, is_raised=False)))
        elif text and not any(isinstance(a, LeftOut) and a.text == text for a in self.left_out):
            self.left_out.append(LeftOut(text, inner.reason))

    def _begin_part(self, target: str, reason: str = "") -> None:
        if self.state.target == "skip":
            return
        self.outer.append(self.runs)
        self.runs = []
        self.state = replace(State(target=target, reason=reason), codepage=self.state.codepage)

    # Words of control

    def _word(self, word: str, number: int | None) -> None:
        state = self.state
        begins, state.begins = state.begins, False
        if state.target == "skip":
            return
        if word in SKIPPED or (state.is_optional and begins and word not in READ_THOUGH_OPTIONAL):
            state.target = "skip"
        elif not (self._begin_target(word) or self._paragraph_word(word, number)):
            if word == "ansicpg":
                self.codepage = f"cp{number}"
            elif word == "u" and number is not None:
                self._add_unicode(number)
            elif word == "fcharset":
                self.charsets[state.font] = CHARSETS.get(number or 0, "")
            elif word in SIGNS:
                self._add(SIGNS[word], is_code=True)
            else:
                state.change(word, number)

    def _begin_target(self, word: str) -> bool:
        """Begin a part of the document that is no text of it; return whether `word` does."""
        if word in ("header", "headerl", "headerr", "headerf"):
            self._begin_part("aside", _("page header"))
        elif word in ("footer", "footerl", "footerr", "footerf"):
            self._begin_part("aside", _("page footer"))
        elif word == "annotation":
            self._begin_part("aside", _("comment"))
        elif word == "footnote":
            self._begin_part("note")
        elif word in ("listtext", "pntext"):
            self.state.target, self.collected = "list", ""
        elif word == "fldinst":
            self.state.target, self.collected = "address", ""
        elif word == "stylesheet":
            self.state.target = "styles"
        elif word == "fonttbl":
            self.state.target = "fonts"
        elif self.state.target == "styles" and word == "s":
            return False
        else:
            return False
        return True

    def _paragraph_word(self, word: str, number: int | None) -> bool:
        if word in ("par", "sect", "page") and self.state.target in ("", "note", "aside"):
            if self.state.target:
                self.runs.append(("\n", self.state))
            elif word == "par" or self.runs:
                self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._end_paragraph(in_cell=True)
            if word == "cell":
                self.layout.cells.append(self.cell)
                self.cell = []
        elif word == "row":
            self.layout.end_row()
        elif not self.layout.change(word, number):
            return False
        return True

    # Text

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.state.is_optional = True
        elif sign in "\n\r":
            self._paragraph_word("par", None)
        elif sign in "\\{}":
            self._add(sign)
        elif sign in "~_":
            self._add("\u00a0" if sign == "~" else "\u2011")

    def _decoded(self, code: str) -> str:
        encoding = self.charsets.get(self.state.font) or self.codepage
        try:
            return bytes.fromhex(code).decode(encoding, "replace")
        except LookupError:
            return bytes.fromhex(code).decode("cp1252", "replace")

    def _add_unicode(self, number: int) -> None:
        char = chr(number % 0x10000)
        if "\ud800" <= char <= "\udbff":
            self.high = char
        elif self.high and "\udc00" <= char <= "\udfff":
            pair = (self.high + char).encode("utf-16", "surrogatepass")
            self._add(pair.decode("utf-16", "replace"), is_code=True, is_sign=True)
            self.high = ""
        else:
            self._add("" if "\udc00" <= char <= "\udfff" else char, is_code=True, is_sign=True)
        self.skip = self.state.following

    def _add(self, text: str, *, is_code: bool = False, is_sign: bool = False) -> None:
        """Add text; of what stands for a sign of Unicode in old programs nothing is read."""
        if self.skip and not is_sign:
            count = 1 if is_code else min(self.skip, len(text))
            self.skip -= count
            text = text[count:]
        state = self.state
        state.begins = False
        if not text or state.target == "skip":
            return
        if state.target == "styles":
            self.styles[state.style] = (self.styles.get(state.style, "") + text).rstrip(";")
        elif state.target in ("list", "address"):
            self.collected += text
        elif state.target != "fonts":
            self.runs.append((text, replace(state)))

    def _end_paragraph(self, *, in_cell: bool = False) -> None:
        """Make a paragraph of the text so far, in the cell that is open or after what was before."""
        state, runs, bullet = self.state, self.runs, self.bullet
        self.runs, self.bullet = [], None
        text, links = "", list[Link]()
        for piece, look in runs:
            if look.is_hidden or look.is_deleted:
                reason = _("tracked deletion") if look.is_deleted else _("hidden text")
                self.left_out += [LeftOut(piece.strip(), reason)] if piece.strip() else []
                continue
            piece = raise_text(text, piece) if look.is_raised else piece
            if look.address and piece.strip() and look.address not in piece:
                links.append(Link(piece.strip(), look.address))
            text += piece
        seen = [look for piece, look in runs if piece.strip() and not look.is_hidden and not look.is_deleted]
        is_table = in_cell or state.in_table
        if not is_table:
            self._end_table()
        if not text.strip():
            return
        paragraph = self._styled(Paragraph(text.strip(" "), links=join_links(links)), state, seen, bullet)
        self.sizes[id(paragraph)] = min((look.size for look in seen), default=0.0)
        (self.cell if is_table else self.blocks).append(paragraph)
        if len(self.blocks) > MOST_BLOCKS:
            raise DocumentError(_("The document has more than %(most)s paragraphs.") % {"most": MOST_BLOCKS})

    def _styled(self, paragraph: Paragraph, state: State, seen: list[State], bullet: str | None) -> Paragraph:
        match = HEADING.fullmatch(self.styles.get(state.style, "").strip())
        if state.outline is not None or match:
            named = int(match["level"] or 1) if match else 1
            level = named if state.outline is None else state.outline + 1
            return replace(paragraph, style=Style.HEADING, level=min(level, 6))
        is_short = bool(seen) and len(paragraph.text) <= LONGEST_EMPHASIS
        is_bold = is_short and (all(s.looks_bold for s in seen) or all(s.is_underlined for s in seen))
        number = re.fullmatch(r"\(?(\d{1,3})[.)]?", bullet or "")
        if (bullet is not None or state.list_id) and not (number and is_bold):
            counted = int(number[1]) if number else 0
            return replace(paragraph, style=Style.ITEM, level=state.level + 1, number=counted)
        if is_bold:
            return replace(paragraph, style=Style.EMPHASIS)
        # A bullet that is text, with a tab behind it, says how deep it lies by its indent alone.
        typed = match_bullet(paragraph.text) if TYPED.match(paragraph.text) and state.indent > 0 else None
        if typed is None:
            return paragraph
        level = max(1, round(state.indent / INDENT))
        return replace(paragraph, text=typed.text, style=Style.ITEM, level=level, number=typed.number or 0)

    def _end_table(self) -> None:
        if self.cell:
            self.layout.cells.append(self.cell)
            self.cell = []
        self.layout.end_row()
        rows: list[dict[int, Cell]] = self.layout.take_rows()
        if rows:
            self.blocks.append(Table(rows))
