"""Workbooks and CSV files in the shapes in which people keep findings."""

import csv
import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from profiles.exports.reproducible_zip import save_package
from tests.imports.documents.profile_text import KINDS, Finding, ProfileText

BOLD = Font(bold=True)


def sentence(finding: Finding) -> str:
    return " ".join([finding.text, *finding.sub])


def new_book() -> Any:
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    return book


def head(sheet: Any, text: ProfileText, *, titles: bool) -> None:
    """Write the title, the date and an empty row above a table."""
    if titles:
        sheet.append([text.title_line])
        sheet.append([text.title["date"]])
        sheet.append([])
        sheet["A1"].font = BOLD


def header(sheet: Any, words: list[str]) -> None:
    sheet.append(words)
    for cell in sheet[sheet.max_row]:
        cell.font = BOLD


def cell_of(text: ProfileText, findings: list[Finding], bullet: str = "• ") -> str:
    """Return all findings of a list in one cell, a line for each."""
    if not findings:
        return text.none
    if len(findings) == 1:
        return sentence(findings[0])
    numbers = enumerate(findings, start=1)
    return "\n".join(f"{bullet or f'{number}. '}{sentence(finding)}" for number, finding in numbers)


def one_each(text: ProfileText, names: str = "own", *, merged: bool = False, titles: bool = True) -> bytes:
    """A row for each finding, with its domain, list and sources; the cells of a domain are merged."""
    book = new_book()
    sheet = book.create_sheet(text.headings["findings"])
    head(sheet, text, titles=titles)
    header(sheet, [text.columns[name] for name in ("domain", "list", "finding", "sources")])
    first = sheet.max_row + 1
    last = 0
    for domain, kind, findings in text.lists():
        for finding in findings or [Finding(domain, kind, text.none)]:
            sources = "\n".join(str(text.sources[number - 1]) for number in finding.cites)
            row = [
                text.domain(domain, names),
                text.list_name(kind, names),
                sentence(finding),
                sources or None,
            ]
            sheet.append(row)
            if merged and last and domain != last:
                sheet.merge_cells(start_row=first, end_row=sheet.max_row - 1, start_column=1, end_column=1)
                first = sheet.max_row
            last = domain
    if merged:
        sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=1, end_column=1)
    return save_package(book, None)


def rows(text: ProfileText, names: str = "own", *, bullet: str = "• ", titles: bool = True) -> bytes:
    """A row for each domain, with a cell for each of its lists."""
    book = new_book()
    sheet = book.create_sheet("Sheet1")
    head(sheet, text, titles=titles)
    header(sheet, [text.columns["domain"], *(text.list_name(kind, names) for kind in KINDS)])
    for domain in range(1, 7):
        cells = [cell_of(text, text.list_of(domain, kind), bullet) for kind in KINDS]
        sheet.append([text.domain(domain, names), *cells])
    return save_package(book, None)


def columns(text: ProfileText, names: str = "own") -> bytes:
    """Domains as columns, lists as rows, all findings of a list in a cell."""
    book = new_book()
    sheet = book.create_sheet("Sheet1")
    head(sheet, text, titles=True)
    header(sheet, [text.columns["list"], *(text.domain(domain, names) for domain in range(1, 7))])
    for kind in KINDS:
        cells = [cell_of(text, text.list_of(domain, kind)) for domain in range(1, 7)]
        sheet.append([text.list_name(kind, names), *cells])
    return save_package(book, None)


def sheet_per_domain(text: ProfileText, names: str = "own") -> bytes:
    """A sheet for each domain, whose name is cut at 31 letters, with a column for each list."""
    book = new_book()
    cover = book.create_sheet("MGI")
    head(cover, text, titles=True)
    for domain in range(1, 7):
        sheet = book.create_sheet(text.domain(domain, names)[:31])
        header(sheet, [text.list_name(kind, names) for kind in KINDS])
        lists = [text.list_of(domain, kind) for kind in KINDS]
        for number in range(max(map(len, lists))):
            sheet.append([cell_at(findings, number, text.none) for findings in lists])
    return save_package(book, None)


def cell_at(findings: list[Finding], number: int, none: str) -> str | None:
    """Return a list's finding of this number, from 0; `none` in the first row of an empty list."""
    if not findings and number == 0:
        return none
    return sentence(findings[number]) if number < len(findings) else None


def sheet_per_list(text: ProfileText, names: str = "own") -> bytes:
    """A sheet for each list, with a row for each finding."""
    book = new_book()
    for kind in KINDS:
        sheet = book.create_sheet(text.list_name(kind, names)[:31])
        head(sheet, text, titles=kind == KINDS[0])
        header(sheet, [text.columns["domain"], text.columns["finding"]])
        for domain in range(1, 7):
            for finding in text.list_of(domain, kind) or [Finding(domain, kind, text.none)]:
                sheet.append([text.domain(domain, names), sentence(finding)])
    return save_package(book, None)


def crosses(text: ProfileText, names: str = "own", cross: str = "x") -> bytes:
    """A row for each finding, with a cross in the column of its list."""
    book = new_book()
    sheet = book.create_sheet("Sheet1")
    head(sheet, text, titles=True)
    words = [
        text.columns["domain"],
        text.columns["finding"],
        *(text.list_name(kind, names) for kind in KINDS),
    ]
    header(sheet, words)
    for domain, kind, findings in text.lists():
        for finding in findings:
            marks = [cross if kind == column else None for column in KINDS]
            sheet.append([text.domain(domain, names), sentence(finding), *marks])
    return save_package(book, None)


def separated(
    text: ProfileText, names: str = "own", *, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    """A CSV file with a row for each finding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([text.columns[name] for name in ("domain", "list", "finding")])
    for domain, kind, findings in text.lists():
        for finding in findings or [Finding(domain, kind, text.none)]:
            writer.writerow([text.domain(domain, names), text.list_name(kind, names), sentence(finding)])
    return out.getvalue().encode(encoding)
