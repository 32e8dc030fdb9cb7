"""Office documents made for tests: Word bodies from XML, workbooks from rows, packages with a fault."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from openpyxl import Workbook

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(*blocks: Any) -> bytes:
    """Return a Word document. A block is (style, text), the rows of a table, or the XML of a paragraph."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.element.body.insert(-1, parse_xml(block.replace("<w:p>", f"<w:p {NAMESPACE}>", 1)))
        elif isinstance(block, list):
            table = document.add_table(len(block), max(map(len, block)))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=False):
                    cell.text = text
        else:
            style, text = block
            paragraph = document.add_paragraph(style=style if style != "bold" else None)
            paragraph.add_run(text).bold = True if style == "bold" else None
    return _saved(document)


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook of somebody else's; its sheets are rows of values."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    return _saved(book)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(package: bytes, name: str, content: bytes, replaced: Iterable[str] = ()) -> bytes:
    """Return `package` with a part added or exchanged."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for old in before.namelist():
            if old != name and old not in replaced:
                after.writestr(old, before.read(old))
        after.writestr(name, content)
    return out.getvalue()


def part_of(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(name)
