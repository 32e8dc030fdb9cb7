"""Reads web pages and what is pasted from them: each block of text is a line."""

import re
from html.parser import HTMLParser

from profiles.imports.blocks import Document, Paragraph, Style
from profiles.imports.formats.text import lines_of

UNSEEN = {"script", "style", "template", "noscript", "svg", "head", "iframe", "select", "button", "object"}
"""Elements whose content is no text of the page. `head` has the title of the window only."""

INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd"),
    *("label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
WHITE = re.compile(r"[ \t\n\r\f]+")


def read(data: bytes) -> Document:
    """Return the blocks of the page in `data`; raise DocumentError where it is no text."""
    page = Page()
    page.feed("\n".join(lines_of(data)))
    page.close()
    page.end_line()
    return Document([*page.blocks])


class Page(HTMLParser):
    """Collects the blocks of a page as lines; a line that a `br` ends is a line of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Paragraph] = []
        self.text = ""
        self.unseen: list[str] = []
        self.is_heading = False
        self.is_item = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen.append(tag)
        if tag in INLINE or self.unseen:
            return
        self.end_line()
        if tag in HEADINGS:
            self.is_heading = True
        elif tag == "li":
            self.is_item = True

    def handle_endtag(self, tag: str) -> None:
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()
        elif tag not in INLINE and not self.unseen:
            self.end_line()
            self.is_heading = self.is_heading and tag not in HEADINGS
            self.is_item = self.is_item and tag != "li"

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text += data

    def end_line(self) -> None:
        """Make a line of the text so far. White space is that of the page's code and says nothing."""
        text = WHITE.sub(" ", self.text).strip(" ")
        self.text = ""
        if text:
            style = Style.HEADING if self.is_heading else Style.ITEM if self.is_item else Style.TEXT
            self.blocks.append(Paragraph(text, style))
            self.is_item = False
