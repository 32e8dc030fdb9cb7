"""Reads the text of PDF files, as well as it can: lines as they are read, tables where lines are drawn.

A PDF has positions of characters and no paragraphs. What is read is a guess, and the document says so.
"""

import re
import shutil
import subprocess
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from django.utils.translation import gettext as _

from profiles.imports.blocks import Block, Document, LeftOut, Paragraph, Style
from profiles.imports.document import DocumentError, Problem
from profiles.imports.formats.bidi import has_turned_brackets, is_right_to_left, mirror, plain_forms
from profiles.imports.formats.pdf_columns import Columns
from profiles.imports.formats.pdf_lines import (
    SOFT_HYPHEN,
    Digits,
    PdfLine,
    drawn_bullets,
    is_page_right_to_left,
    lines_of,
    rows_of,
)
from profiles.imports.formats.pdf_marks import with_marks
from profiles.imports.formats.pdf_pages import join_tables
from profiles.imports.formats.pdf_tables import take_tables
from profiles.imports.text.headings import heading_of
from profiles.imports.text.text_normalization import digits as plain_digits

MOST_PAGES = 500
LARGEST_INSIDE = 200 * 1024 * 1024
"""Most bytes of all streams together, unpacked."""

STREAM = re.compile(rb"stream\r?\n")
TWICE = re.compile(rb"/FlateDecode\s*/(?:FlateDecode|LZWDecode|RunLengthDecode)")
"""A stream packed twice grows beyond what can be looked at before."""

EDGE = 3
"""So many lines at the top and at the foot of a page may repeat on the next."""


PARAGRAPH = 0.75
"""Space above a line, in heights of a line, from which on it begins a paragraph."""
LARGER = 1.12
SMALLER = 0.93
LONGEST_EMPHASIS = 110
SECONDS = 20
"""How long another program may take."""

BROWSER = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}.*|(?:file|https?):/\S+( \d+/\d+)?", re.DOTALL
)
"""What browsers print above and below a page: when, and where it is from."""

HYPHEN = re.compile(r"\w[-\u2010\u00ad]\Z")

Pages = list[list[PdfLine]]


def read(data: bytes) -> Document:
    """Return the blocks of the PDF in `data`; raise DocumentError for what it cannot read."""
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise DocumentError(_("The content is not a PDF, whatever the name says."))
    _require_measure(data)
    pages, reader = _pages(data)
    if not any(line.text.strip() or line.content for page in pages for line in page):
        raise DocumentError(
            _("The PDF has no text: its pages are pictures. Ask for the document that it was made from.")
        )
    text = _(
        "The text was read from a PDF, where lines and paragraphs are a guess. Compare it with the original."
    )
    document = Document(
        [*_blocks(_with_brackets(_with_plain_hyphens(pages)))], are_lines=True, problems=[Problem(text)]
    )
    if reader != "pdfplumber":
        text = _("The PDF is not quite in order: it was read by %(program)s, without its columns and tables.")
        document.problems.append(Problem(text % {"program": reader}))
    return document


def _require_measure(data: bytes) -> None:
    """Unpack each stream to the limit and no further, before anything else does."""
    left = LARGEST_INSIDE
    for match in STREAM.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            left -= len(unpacker.decompress(memoryview(data)[match.end() :], left + 1))
        except zlib.error:
            continue  # it is packed in another way, or not at all
        if left < 0:
            break
    if left < 0 or TWICE.search(data):
        raise DocumentError(_("The document would become too large when unpacked. It was not opened."))


def _pages(data: bytes) -> tuple[Pages, str]:
    """Return the lines of each page, and by which program they were read: the first that can."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        return _pages_of_pdfplumber(data), "pdfplumber"
    except DocumentError:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file leads to
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise DocumentError(_("The document is protected by a password. Save it without one.")) from error
        for read_pages, name in ((_pages_of_pdfium, "pypdfium2"), (_pages_of_poppler, "pdftotext")):
            pages = read_pages(data)
            if any(line.text.strip() for page in pages for line in page):
                return pages, name
        raise DocumentError(_("The PDF is damaged and cannot be read.")) from error


def _pages_of_pdfplumber(data: bytes) -> Pages:
    import pdfplumber  # a large library that only PDF files need

    with pdfplumber.open(BytesIO(data)) as file:
        if len(file.pages) > MOST_PAGES:
            raise DocumentError(_("The PDF has more than %(most)s pages.") % {"most": MOST_PAGES})
        pages = []
        for page in file.pages:
            chars = [*with_marks(page.chars), *drawn_bullets(page)] if page.chars else []
            is_right = is_page_right_to_left(chars)
            digits = Digits(chars, is_right_to_left=is_right)
            tables = take_tables(page, chars, digits, is_right_to_left=is_right)
            columns = Columns(rows_of(chars, tables), is_right)
            pages.append([line for part in columns.stretches for line in lines_of(part, digits, PARAGRAPH)])
            page.close()  # what was drawn from it is kept otherwise
        return pages


def _pages_of_pdfium(data: bytes) -> Pages:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        file = pypdfium2.PdfDocument(data)
        texts = [file[number].get_textpage().get_text_range() for number in range(min(len(file), MOST_PAGES))]
    except Exception:  # whatever a damaged file leads to
        return []
    return [_plain_lines(text) for text in texts]


def _pages_of_poppler(data: bytes) -> Pages:
    program = shutil.which("pdftotext")
    if program is None:
        return []
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        try:
            command = [program, "-layout", "-enc", "UTF-8", "-l", str(MOST_PAGES), "-", "-"]
            run = subprocess.run(command, stdin=file, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except (subprocess.TimeoutExpired, OSError):
            return []
    return [_plain_lines(text) for text in run.stdout.decode(errors="replace").split("\f")]


def _plain_lines(text: str) -> list[PdfLine]:
    lines = [line.replace("\x00", "") for line in text.splitlines()]
    return [PdfLine(plain_forms(line), number) for number, line in enumerate(lines)]


def _with_plain_hyphens(pages: Pages) -> Pages:
    """Some programs write each hyphen as a soft one, which is none: it is drawn, or no other is there."""
    lines = [line for page in pages for line in page]
    text = "\n".join(line.text for line in lines)
    is_drawn = re.search(rf"\w{SOFT_HYPHEN}\w", text) is not None
    for line in lines:
        if is_drawn or "-" not in text:
            line.text = line.text.replace(SOFT_HYPHEN, "-")
    return pages


def _with_brackets(pages: Pages) -> Pages:
    """Some programs write the brackets of Arabic as they are seen, others as they are read."""
    lines = [
        line
        for page in pages
        for line in page
        if is_right_to_left(line.text, is_page_right=is_right_to_left("".join(other.text for other in page)))
    ]
    turned = Counter(has_turned_brackets(line.text) for line in lines)
    for line in lines if turned[True] > turned[False] else []:
        line.text = mirror(line.text)
    return pages


def _blocks(pages: Pages) -> Iterator[Block]:
    """Yield what is on the pages; what stands at the edge of several is left out, notes come at the end."""
    repeated = _repeated(pages)
    sizes: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        sizes[line.size] += len(line.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    _join_tables(pages, repeated, body)
    notes: list[Paragraph] = []
    is_first = True
    for number, page in enumerate(pages, start=1):
        where = _("page %(number)s") % {"number": number}
        in_notes = False
        page = _with_whole_headings(page, body)
        for index, line in enumerate(page):
            is_edge = index < EDGE or index >= len(page) - EDGE
            if is_edge and _is_furniture(line, repeated) and not _goes_on(page, index):
                yield LeftOut(line.text, _("page header or footer"), where)
                continue
            is_small = 0 < line.size < SMALLER * body
            in_notes = is_small and (in_notes or bool(line.note))
            if in_notes:
                _add_to_notes(notes, line, where)
                continue
            if line.is_apart and not is_first:
                yield Paragraph("", where=where)
            is_first = False
            yield line.content or Paragraph(" " * line.indent + line.text, _style(line, body), where=where)
    yield from notes


def _goes_on(page: list[PdfLine], index: int) -> bool:
    """Return whether a line is an address below a text: those that browsers print stand apart."""
    is_below = index > 0 and not page[index].is_apart
    return is_below and "://" in page[index].text and not page[index - 1].content


def _is_furniture(line: PdfLine, repeated: set[tuple[int, str]]) -> bool:
    is_browser = BROWSER.fullmatch(line.text) is not None
    return line.content is None and (_shape(line) in repeated or is_browser)


def _join_tables(pages: Pages, repeated: set[tuple[int, str]], body: float) -> None:
    """Join each table that ends a page with that at the head of the next; notes are below it."""
    last: PdfLine | None = None
    for page in pages:
        lines = [
            line
            for line in page
            if line.content or not (_is_furniture(line, repeated) or 0 < line.size < SMALLER * body)
        ]
        first = lines[0] if lines else None
        tables = [line.content for line in (last, first) if line is not None and line.content]
        whole = join_tables(*tables) if len(tables) == 2 else None
        if last is not None and whole is not None:
            last.content = whole
            page[:] = [line for line in page if line is not first]
            lines[0] = last
        last = lines[-1] if lines else None


def _with_whole_headings(lines: list[PdfLine], body: float) -> list[PdfLine]:
    """Join the lines of a heading that goes on with a small letter."""
    joined: list[PdfLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        if (
            last is not None
            and not (line.is_apart or line.content or last.content)
            and (last.size, last.is_bold) == (line.size, line.is_bold)
            and _style(last, body) == Style.EMPHASIS
            and line.text[:1].islower()
        ):
            is_parted = HYPHEN.search(last.text) is not None
            text = f"{last.text[:-1]}{line.text}" if is_parted else f"{last.text} {line.text}"
            joined[-1] = replace(last, text=text)
        else:
            joined.append(line)
    return joined


def _add_to_notes(notes: list[Paragraph], line: PdfLine, where: str) -> None:
    if line.note or not notes:
        text = line.text.removeprefix(f"[{line.note}]").strip()
        notes.append(Paragraph(text, Style.NOTE, where=where, number=line.note))
    else:
        last = notes[-1]
        notes[-1] = Paragraph(f"{last.text} {line.text}", Style.NOTE, where=last.where, number=last.number)


def _style(line: PdfLine, body: float) -> Style:
    is_short = len(line.text) < LONGEST_EMPHASIS and line.text.rstrip()[-1:] not in tuple(".,;")
    is_emphasis = line.is_bold or (body > 0 and line.size >= LARGER * body)
    return Style.EMPHASIS if is_short and is_emphasis else Style.TEXT


def _repeated(pages: Pages) -> set[tuple[int, str]]:
    """Return the shapes of running titles and page numbers: at one place of more than half of the pages."""
    edges = ([*page[:EDGE], *page[-EDGE:]] for page in pages)
    counts = Counter(shape for edge in edges for shape in {_shape(line) for line in edge})
    often = {shape for shape, count in counts.items() if len(pages) > 1 and count > len(pages) / 2}
    return {shape for shape in often if heading_of(shape[1], {}, is_exact=True) is None}


def _shape(line: PdfLine) -> tuple[int, str]:
    """Return where a line is, and its text with each number alike: “Page 3 of 12” is as “Page 4 of 12”."""
    return line.top, re.sub(r"\d+", "0", plain_digits(line.text)).strip()
