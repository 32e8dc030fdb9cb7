"""Sheets of a workbook: a header that stays in view, texts that wrap and are never taken for a formula."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from django.utils.translation import get_language_bidi

from profiles.exports.columns import KEY, TEXT, Column, FindingRow, Value
from profiles.exports.reproducible_zip import LONG_AGO
from profiles.imports.tables.cells import escape, guard

LONGEST = 32_000
"""Most characters that a cell is given; spreadsheets take 32,767."""
PIECE = 4_000
"""Characters of a piece of a longer text: each may take seven when it is written."""

LINE = 15.0
"""Height of a line, in points."""
MOST_LINES = 27
"""So many lines of a row are shown at once; spreadsheets take rows of 409 points."""

FORBIDDEN_IN_TITLES = str.maketrans("", "", "[]:*?/\\")


class Heading(Protocol):
    """A column, or what is known of it where its values are not."""

    @property
    def title(self) -> str: ...

    @property
    def width(self) -> int: ...


def workbook(title: str, language: str, category: str, subject_words: str) -> Any:
    """Return an empty workbook that says what it is. `category` is how our reader knows it."""
    from openpyxl import Workbook  # a large library that only workbooks need

    book = Workbook()
    book.remove(book.active)
    properties = book.properties
    properties.title, properties.subject = escape(title), escape(subject_words)
    properties.language, properties.category, properties.creator = language, category, ""
    properties.created = LONG_AGO.replace(tzinfo=None)
    return book


def add_sheet(book: Any, title: str, widths: Iterable[int], *, mark: str = "") -> Any:
    """Return a new sheet, which runs as the active language does, `mark` at the top of each printed page."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title.translate(FORBIDDEN_IN_TITLES)[:31])
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = mark or None
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def add_table(book: Any, title: str, columns: Sequence[Heading], *, mark: str = "") -> Any:
    """Add a sheet and return it. Its first row, the titles, is bold, stays in view and has a filter."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = add_sheet(book, title, (column.width for column in columns), mark=mark)
    add_row(sheet, [column.title for column in columns])
    for cell in sheet[1]:
        cell.font = Font(name="Calibri", size=11, bold=True)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    return sheet


def add_row(sheet: Any, values: Sequence[Value]) -> None:
    """Write a row below what is there: texts as texts, numbers as numbers."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    number = sheet.max_row + 1 if sheet._cells else 1
    order = 2 if sheet.sheet_view.rightToLeft else 0
    for column, value in enumerate(values, start=1):
        if value in ("", None):
            continue
        cell = sheet.cell(number, column)
        if isinstance(value, str):
            cell.value = escape(guard(value))
            cell.data_type = "s"  # never an error, a date or a formula, whatever it says
        else:
            cell.value = value
        cell.alignment = Alignment(vertical="top", wrap_text=True, readingOrder=order)
    widths = [sheet.column_dimensions[get_column_letter(i + 1)].width for i in range(len(values))]
    sheet.row_dimensions[number].height = height(values, widths)


def finding_lines(row: FindingRow, columns: Sequence[Column[FindingRow]]) -> Iterator[list[Value]]:
    """Yield the line of a finding; a text too long for a cell goes on in lines that have its key alone."""
    first, *further = pieces(row.finding["text"])
    yield [first if column is TEXT else column.value(row) for column in columns]
    for piece in further:
        parts = {TEXT.name: piece, KEY.name: row.finding["key"]}
        yield [parts.get(column.name) for column in columns]


def height(values: Sequence[Value], widths: Sequence[float]) -> float | None:
    """Return that of a row, in points; None of one line. Not every program makes it as high as its text."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        text = str(value)
        if len(text) > width * 0.9 or "\n" in text:
            lines = max(lines, sum(len(line) // int(width * 0.9) + 1 for line in text.split("\n")))
    return min(lines, MOST_LINES) * LINE if lines > 1 else None


def pieces(text: str) -> list[str]:
    """Return `text` in parts that a cell can hold; nearly always it is one."""
    if len(escape(guard(text)).encode("utf-16-le")) // 2 <= LONGEST:
        return [text]
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
