"""Reads the text of PDF files, as well as it can: lines as they stand, without what repeats on each page.

A PDF has positions of characters and no paragraphs. What is read is a guess, and the reading says so.
"""

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from profiles.imports.blocks import Document, Paragraph, Style
from profiles.imports.document import DocumentError, Problem
from profiles.imports.text.headings import heading_of
from profiles.imports.text.text_normalization import digits

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


@dataclass(frozen=True)
class PdfLine:
    """A line of a page. `is_bold`: all of it is; `is_apart`: more space is above it than between lines.

    `top` is in points from the top of the page.
    """

    text: str
    top: int
    is_bold: bool
    is_apart: bool


def read(data: bytes) -> Document:
    """Return the lines of the PDF in `data`; raise DocumentError for what it cannot read."""
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise DocumentError(_("The content is not a PDF, whatever the name says."))
    _require_measure(data)
    pages = _pages(data)
    lines = _lines(pages)
    if not lines:
        raise DocumentError(
            _("The PDF has no text: its pages are pictures. Ask for the document that it was made from.")
        )
    text = _(
        "The text was read from a PDF, where lines and paragraphs are a guess. Compare it with the original."
    )
    return Document([*lines], are_lines=True, problems=[Problem(text)])


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


def _pages(data: bytes) -> list[list[PdfLine]]:
    import pdfplumber  # a large library that only PDF files need
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(BytesIO(data)) as file:
            if len(file.pages) > MOST_PAGES:
                raise DocumentError(_("The PDF has more than %(most)s pages.") % {"most": MOST_PAGES})
            pages = []
            for page in file.pages:
                pages.append(_page_lines(page.extract_text_lines(return_chars=True)))
                page.close()  # what was drawn from it is kept otherwise
            return pages
    except DocumentError:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file leads to
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise DocumentError(_("The document is protected by a password. Save it without one.")) from error
        raise DocumentError(_("The PDF is damaged and cannot be read.")) from error


def _page_lines(extracted: list[dict[str, Any]]) -> list[PdfLine]:
    lines: list[PdfLine] = []
    bottom = 0.0
    for line in extracted:
        fonts = [char["fontname"] for char in line["chars"] if char["text"].strip()]
        is_bold = bool(fonts) and all(re.search("bold|black|heavy", f, re.IGNORECASE) for f in fonts)
        height = line["bottom"] - line["top"]
        is_apart = bool(lines) and line["top"] - bottom > PARAGRAPH * height
        lines.append(PdfLine(line["text"].replace("\x00", ""), round(line["top"]), is_bold, is_apart))
        bottom = line["bottom"]
    return lines


def _lines(pages: list[list[PdfLine]]) -> list[Paragraph]:
    """Return the lines of the document, without those that stand at the edge of several pages."""
    repeated = _repeated(pages)
    lines: list[Paragraph] = []
    for number, page in enumerate(pages, start=1):
        where = _("page %(number)s") % {"number": number}
        for index, line in enumerate(page):
            is_edge = index < EDGE or index >= len(page) - EDGE
            if is_edge and _shape(line) in repeated:
                continue
            if line.is_apart and lines:
                lines.append(Paragraph("", where=where))
            is_heading = line.is_bold and len(line.text) < 110 and line.text.rstrip()[-1:] not in ".,;"
            style = Style.EMPHASIS if is_heading else Style.TEXT
            lines.append(Paragraph(line.text, style, where=where))
    return lines


def _repeated(pages: list[list[PdfLine]]) -> set[tuple[int, str]]:
    """Return the shapes of running titles and page numbers: at one place of more than half of the pages."""
    edges = ([*page[:EDGE], *page[-EDGE:]] for page in pages)
    counts = Counter(shape for edge in edges for shape in {_shape(line) for line in edge})
    often = {shape for shape, count in counts.items() if len(pages) > 1 and count > len(pages) / 2}
    return {shape for shape in often if heading_of(shape[1], {}, is_exact=True) is None}


def _shape(line: PdfLine) -> tuple[int, str]:
    """Return where a line is, and its text with each number alike: “Page 3 of 12” is as “Page 4 of 12”."""
    return line.top, re.sub(r"\d+", "0", digits(line.text)).strip()
