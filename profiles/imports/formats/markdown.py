"""Reads Markdown: lines as in a plain text, with what its marks say of them, and without the marks."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from profiles.imports.blocks import Block, Cell, Document, LeftOut, Link, Paragraph, Style, Table
from profiles.imports.document import Problem
from profiles.imports.formats import pandoc_markdown
from profiles.imports.formats.raised import raise_text
from profiles.imports.formats.text import require_short_lines, split_lines, strip_direction, text_of

if TYPE_CHECKING:
    from markdown_it.token import Token

NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
RAISED = re.compile(r"</?sup>", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
LONGEST_EMPHASIS = 160


def read(data: bytes) -> Document:
    """Return the blocks of the Markdown in `data`; raise DocumentError where it is no text."""
    text, problems = text_of(data)
    typeset = pandoc_markdown.typeset(text)
    if typeset != text:
        problems = [*problems, Problem(_("Dashes and apostrophes were read as pandoc writes them: -- is –."))]
    lines = split_lines(typeset)
    require_short_lines(lines)
    notes, lines = _part_notes([strip_direction(line) for line in lines])
    page = _Page(list(notes))
    page.add_document("\n".join(lines))
    page.blocks += [
        Paragraph(page.plain(text), Style.NOTE, number=number)
        for number, text in enumerate(notes.values(), start=1)
    ]
    return Document(page.blocks, are_lines=True, problems=problems)


def _part_notes(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the notes by their labels, and the other lines."""
    notes: dict[str, str] = {}
    others, label = [], ""
    for line in lines:
        if (match := NOTE.match(line)) is not None:
            label = match[1]
            notes[label] = match[2]
        elif label and line.startswith(("    ", "\t")):
            notes[label] += f"\n{line.strip()}"
        else:
            label = label if not line.strip() else ""
            others.append(line)
    return notes, others


class _Page:
    """Goes through the tokens. `labels`: of the notes, in order; `lists`: numbers of the lists around."""

    def __init__(self, labels: list[str]) -> None:
        from markdown_it import MarkdownIt  # what only Markdown needs

        self.parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        # Four spaces before a line are how people indent, and set no code.
        self.parser.disable(["code", "reference"])
        self.labels = labels
        self.blocks: list[Block] = []
        self.lists: list[int] = []
        self.begins_item = False

    def add_document(self, text: str) -> None:
        facts, aside, text = pandoc_markdown.take_facts(text)
        self.blocks += [LeftOut(line, _("about the file")) for line in aside]
        self.add("\n\n".join(map(pandoc_markdown.plain, facts)))
        for part in pandoc_markdown.part_tables(text):
            if isinstance(part, str):
                self.add(pandoc_markdown.plain(part))
            else:
                rows = [{n: Cell(self._blocks_of(cell)) for n, cell in enumerate(row, 1)} for row in part]
                self.blocks.append(Table(rows))

    def _blocks_of(self, text: str) -> list[Block]:
        """Return what a text says that stands for itself, in a cell."""
        page = _Page(self.labels)
        page.add(pandoc_markdown.plain(text))
        return [block for block in page.blocks if not isinstance(block, Paragraph) or block.text.strip()]

    def add(self, text: str) -> None:
        tokens = self.parser.parse(text)
        index = 0
        while index < len(tokens):
            if tokens[index].type == "table_open":
                index = self._add_table(tokens, index)
            else:
                self._add_token(tokens, index)
            index += 1

    def plain(self, text: str) -> str:
        """Return a text of one line without the marks in it."""
        (token,) = self.parser.parseInline(text)
        return "\n".join(line for line, _bold in self._lines(token)[0])

    def _add_token(self, tokens: "Sequence[Token]", index: int) -> None:
        token = tokens[index]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            is_numbered = token.type == "ordered_list_open"
            self.lists.append(int(token.attrs.get("start", 1)) if is_numbered else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
            self.blocks += [] if self.lists else [Paragraph("")]
        elif token.type == "list_item_open":
            self.begins_item = True
        elif token.type == "inline":
            self._add_inline(token, tokens[index - 1])
        elif token.type in ("fence", "code_block", "html_block"):
            self._add_lines([(line, False) for line in token.content.rstrip().split("\n")], (), Paragraph(""))

    def _add_inline(self, token: "Token", opening: "Token") -> None:
        lines, links = self._lines(token)
        looks = Paragraph("")
        if opening.type == "heading_open":
            looks = Paragraph("", Style.HEADING, int(opening.tag[1]))
        elif self.begins_item:
            number = self.lists[-1]
            looks = Paragraph("", Style.ITEM, len(self.lists), number=number)
            self.lists[-1] += 1 if number else 0
        self.begins_item = False
        self._add_lines(lines, links, looks)

    def _add_lines(self, lines: list[tuple[str, bool]], links: tuple[Link, ...], looks: Paragraph) -> None:
        """Add the lines of a paragraph and a blank one; the first is what `looks` says."""
        for number, (text, is_bold) in enumerate(lines):
            if number and looks.style == Style.ITEM:
                looks = Paragraph("")
            is_emphasis = looks.style == Style.TEXT and is_bold and len(text) <= LONGEST_EMPHASIS
            block = replace(looks, style=Style.EMPHASIS) if is_emphasis else looks
            self.blocks.append(replace(block, text=text, links=links if number == 0 else ()))
        if looks.style != Style.ITEM or len(lines) > 1:
            self.blocks.append(Paragraph(""))

    def _lines(self, token: "Token") -> tuple[list[tuple[str, bool]], tuple[Link, ...]]:
        """Return the lines of a paragraph, each with whether all of it is bold, and its links."""
        lines: list[list[tuple[str, bool]]] = [[]]
        links: list[Link] = []
        bold, is_raised, address, start = 0, False, "", 0
        for child in token.children or []:
            text = child.content
            if child.type in ("softbreak", "hardbreak") or BREAK.fullmatch(text):
                lines.append([])
            elif child.type in ("strong_open", "strong_close"):
                bold += child.nesting
            elif child.type == "link_open":
                address, start = str(child.attrs.get("href", "")), len(lines[-1])
            elif child.type == "link_close":
                words = "".join(text for text, _bold in lines[-1][start:])
                if address.startswith("http") and address not in words:
                    links.append(Link(words, address))
            elif RAISED.fullmatch(text):
                is_raised = not text.startswith("</")
            elif text:
                before = "".join(text for text, _bold in lines[-1]) if is_raised else ""
                text = raise_text(before, text) if is_raised else MARK.sub(self._mark, text)
                lines[-1].append((text, bold > 0))
        texts = [
            ("".join(text for text, _bold in line).strip(), all(bold for text, bold in line if text.strip()))
            for line in lines
        ]
        return [(text, is_bold) for text, is_bold in texts if text], tuple(links)

    def _mark(self, match: re.Match[str]) -> str:
        return f"[{self.labels.index(match[1]) + 1}]" if match[1] in self.labels else match[0]

    def _add_table(self, tokens: "Sequence[Token]", index: int) -> int:
        """Add the table that opens at `index`; return where it closes."""
        rows: list[dict[int, Cell]] = []
        column = 0
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                rows.append({})
                column = 0
            elif token.type == "inline":
                column += 1
                lines, links = self._lines(token)
                text = "\n".join(line for line, _bold in lines)
                if text:
                    is_header = tokens[index - 1].type == "th_open"
                    rows[-1][column] = Cell([Paragraph(text, links=links)], is_header=is_header)
            index += 1
        self.blocks.append(Table([row for row in rows if row]))
        return index
