"""Plain texts, in the encodings in which they still come, and Markdown."""

import re
from collections.abc import Callable

from tests.imports.documents import layouts, programs
from tests.imports.documents.catalogue import ASKED, NAMED, WHOLE, Shape
from tests.imports.documents.layouts import Block, Heading, Text
from tests.imports.documents.plain import markdown, plain_text, wrong_way_read
from tests.imports.documents.profile_text import ProfileText


def whole(text: ProfileText, middle: list[Block]) -> list[Block]:
    return [*layouts.head(text), *middle, *layouts.source_list(text)]


def encoded(encoding: str) -> Callable[[ProfileText, str], bytes]:
    def write(text: ProfileText, names: str) -> bytes:
        blocks = whole(text, layouts.by_domain(text, names))
        return plain_text(blocks).encode(encoding)

    return write


def run_in(text: ProfileText, names: str) -> bytes:
    return plain_text(whole(text, layouts.run_in(text, names))).encode()


def lists_first(text: ProfileText, names: str) -> bytes:
    return plain_text(whole(text, layouts.by_list(text, names)), bullet="-", sub="-").encode()


def wrapped(text: ProfileText, names: str) -> bytes:
    """The title is over two lines, as all that is long."""
    blocks = [*whole(text, layouts.by_domain(text, names, descriptions=True)), *layouts.annex(text)]
    return plain_text(blocks, width=58, marks="raised").encode()


def split_title(text: ProfileText, names: str) -> bytes:
    """A line of a title as a browser's window has it: “Programme | Place | Kind of profile and year”."""
    title = text.title
    line = f"{title['programme']} | {title['place']} | {title['profile']} {text.facts['year']}"
    blocks = whole(text, layouts.by_domain(text, names))
    return plain_text([Heading(1, line), *blocks[1:]], bullet="–").encode()


def numbered(text: ProfileText, names: str) -> bytes:
    """Domains and findings have numbers, and a caption stands among them."""
    blocks: list[Block] = []
    for block in layouts.by_domain(text, names):
        is_domain = isinstance(block, Heading) and block.level == 2
        blocks.append(Heading(2, f"{sum(map(_is_domain, blocks)) + 1}. {block.text}") if is_domain else block)
    blocks[8:8] = [Text(text.page["caption"])]
    lines = plain_text([*layouts.head(text), *blocks], marks="none").split("\n")
    return "\n".join(lines).encode()


def _is_domain(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 2


def with_direction_marks(text: ProfileText, names: str) -> bytes:
    """Each line begins with a mark of direction, as text that is copied from a page has it."""
    lines = plain_text(whole(text, layouts.by_domain(text, names))).split("\n")
    marked = [f"\u200f\u202b{line.lstrip()}\u202c" if line.strip() else line for line in lines]
    return "\r\n".join(marked).encode()


def mojibake(text: ProfileText, names: str) -> bytes:
    return wrong_way_read(plain_text(whole(text, layouts.by_domain(text, names))))


def careful_markdown(text: ProfileText, names: str) -> bytes:
    """Signs that Markdown knows are escaped; there are words in italics and links."""
    source = markdown(whole(text, layouts.by_domain(text, names)), careful=True)
    source = re.sub(r"^( *- )(\w+ \w+)", r"\1*\2*", source, flags=re.MULTILINE)
    return re.sub(r"(?m)^( *- .*?)\b(20[12]\d)\b(?!–)", r"\1[\2](https://example.org/\2)", source).encode()


def pipes(text: ProfileText, names: str) -> bytes:
    return markdown(whole(text, layouts.rows(text, names))).encode()


def pipes_one_each(text: ProfileText, names: str) -> bytes:
    rows = layouts.one_each(text, names)
    return markdown([*layouts.head(text), *_filled(rows)]).encode()


def _filled(blocks: list[Block]) -> list[Block]:
    """Return the tables without merged cells, which Markdown has not."""
    for block in blocks:
        last = block.rows[0][0]
        for row in block.rows:
            last = row[0] = row[0] or last
    return blocks


def by_pandoc(text: ProfileText, names: str) -> bytes:
    """Markdown in pandoc's own hand: lines are wrapped, and marks escaped."""
    source = markdown(whole(text, layouts.by_domain(text, names)))
    return programs.pandoc(source, "markdown", "markdown-smart")


SHAPES = [
    Shape("text-run-in", "txt", "en ar", run_in),
    Shape("text-lists-first", "txt", "fr+seen de", lists_first),
    Shape("text-wrapped", "txt", "es pt ar+seen", wrapped),
    Shape("text-split-title", "txt", "en fr", split_title),
    Shape("text-numbered", "txt", "es de+seen", numbered, WHOLE, "sources"),
    Shape("text-utf-16", "txt", "ar de", encoded("utf-16-le")),
    Shape("text-windows-1252", "txt", "fr es", encoded("cp1252")),
    Shape("text-mac", "txt", "pt fr", encoded("mac_roman")),
    Shape("text-windows-1256", "txt", "ar", encoded("cp1256")),
    Shape("text-direction-marks", "txt", "ar", with_direction_marks),
    Shape("text-mojibake", "txt", "fr es", mojibake, NAMED),
    Shape("text-unknown", "txt", "ar+unknown pt+unknown", encoded("utf-8"), ASKED),
    Shape("markdown-careful", "md", "en es", careful_markdown, WHOLE, "links"),
    Shape("markdown-pipes", "md", "pt de", pipes),
    Shape("markdown-one-each", "md", "fr ar", pipes_one_each),
    Shape("pandoc", "md", "es+seen de", by_pandoc),
]
