"""Reads plain text and Markdown: bytes -> lines."""

from django.utils.translation import gettext as _

from profiles.imports.blocks import Document, Paragraph
from profiles.imports.document import DocumentError, require_few_lines


def read(data: bytes) -> Document:
    """Return the lines of the text in `data`; raise DocumentError where it is no text."""
    return Document([Paragraph(text) for text in lines_of(data)], are_lines=True)


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a text; raise DocumentError where it is none, or too long."""
    text = decode(data)
    if text is None:
        raise DocumentError(_("This is not text: its characters cannot be read."))
    require_few_lines(text.count("\n") + text.count("\r"))
    return [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def decode(data: bytes) -> str | None:
    """Return a text in UTF-8, UTF-16 with its mark, or Windows-1252; None where `data` is none of these."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    return None
