"""The workbook in which a new profile is written offline: drop-downs, guidance, the place filled in."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _, override

from profiles.choices import Kind, Language
from profiles.content.schema import FORMAT, PROFILE_FIELDS, SCHEMA, Field
from profiles.exports.columns import FACTS, KEY, SOURCES as ALL_SOURCES, TEMPLATE, Column, Value
from profiles.exports.formats.xlsx import label_of
from profiles.exports.formats.xlsx_sheets import add_row, add_sheet, add_table, workbook
from profiles.exports.labels import label_value
from profiles.exports.reproducible_zip import save_package
from profiles.models import DomainText

ROWS = 300
"""How many rows offer the drop-downs."""

SOURCES = tuple(column for column in ALL_SOURCES if column.name != KEY.name)
FACT_NAMES = ("place", *(name for name in PROFILE_FIELDS if name != "slug"), "introduction")


def render(
    domains: Sequence[DomainText],
    language: str,
    facts: Mapping[str, Value] | None = None,
    place_name: str = "",
    mark: str = "",
) -> bytes:
    """Return the workbook in `language`, with the `facts` that are known already.

    `place_name` is for people. `mark` is “Fictional example” where the place is invented.
    """
    with override(language):
        title = _("Template for a profile: %(place)s") % {"place": place_name} if place_name else ""
        book = workbook(title or _("Template for a profile"), language, FORMAT, mark)
        guidance = add_sheet(book, _("Guidance"), (110,), mark=mark)
        for line in [*([mark] if mark else []), title or _("Template for a profile"), *_guidance()]:
            add_row(guidance, [line])
        findings = add_table(book, _("Findings"), TEMPLATE, mark=mark)
        sources = add_table(book, _("Sources"), SOURCES)
        _add_facts(book, facts or {}, place_name)
        _add_lists(book, domains)
        _offer(findings, len(domains))
        _limit(findings, TEMPLATE, SCHEMA.details)
        _limit(sources, SOURCES, SCHEMA.sources)
        for number in range(1, 21):
            sources.cell(number + 1, 1).value = number
        book.active = 1
    return save_package(book, None)


def _guidance() -> list[str]:
    return [
        _("Findings: one row a finding. Choose its domain and its list, and write the text as approved."),
        _("The order of the rows is the order on the page. A row without a text is ignored."),
        _("Sources: list each source once. The number in its row is how findings name it."),
        _(
            "In the column Sources of a finding, write the number in square brackets, then where in it: "
            "[1] art. 4. One source a line (Alt+Enter begins a line)."
        ),
        _("Facts: what the profile is about. The month is a number from 1 to 12."),
        _(
            "An empty line in the introduction starts a new paragraph. Formulas are not read: write texts "
            "and numbers only."
        ),
        _("Then save the workbook and upload it. Everything is shown to you before anything is stored."),
    ]


def _add_facts(book: Any, facts: Mapping[str, Value], place_name: str) -> None:
    sheet = add_table(book, _("Facts"), FACTS)
    cells = {}
    for name in FACT_NAMES:
        label = label_value(label_of(name), place_name) if name == "place" and place_name else label_of(name)
        add_row(sheet, [label, facts.get(name), name])
        cells[name] = f"B{sheet.max_row}"
    for name, least, most in (("edition", 1, 99), ("year", 2010, 2100), ("month", 1, 12)):
        error = _("A number from %(least)s to %(most)s.") % {"least": least, "most": most}
        _validate(sheet, cells[name], "whole", formula1=str(least), formula2=str(most), error=error)
    _validate(sheet, cells["language"], "list", formula1=f'"{",".join(Language.values)}"')


def _add_lists(book: Any, domains: Sequence[DomainText]) -> None:
    """The words of the drop-downs, on a sheet of their own that is not shown."""
    sheet = add_sheet(book, "Lists", (40, 60))
    kinds = [str(kind.label) for kind in Kind]
    for domain, kind in zip_longest(domains, kinds):
        add_row(sheet, [domain.title, kind])
    sheet.sheet_state = "hidden"


def _offer(sheet: Any, domains: int) -> None:
    title, error = _("Not in the list"), _("Choose one of those in the list.")
    for letter, area in (("A", f"Lists!$A$1:$A${domains}"), ("B", f"Lists!$B$1:$B${len(Kind)}")):
        cells = f"{letter}2:{letter}{ROWS + 1}"
        _validate(sheet, cells, "list", formula1=area, showErrorMessage=True, errorTitle=title, error=error)


def _limit(sheet: Any, columns: Sequence[Column], fields: Sequence[Field]) -> None:
    """Refuse texts in the columns of `fields` that are longer than is stored."""
    from openpyxl.utils import get_column_letter

    numbers = {column.name: number for number, column in enumerate(columns, start=1)}
    for field in fields:
        if field.is_text and field.max_length:
            letter, most = get_column_letter(numbers[field.column]), field.max_length
            error = _("At most %(most)s characters.") % {"most": most}
            limits = {"operator": "lessThanOrEqual", "formula1": str(most), "error": error}
            cells = f"{letter}2:{letter}{ROWS + 1}"
            _validate(sheet, cells, "textLength", allow_blank=False, **limits)


def _validate(sheet: Any, cells: str, kind: str, **limits: Any) -> None:
    """Let a spreadsheet refuse what is not of this `kind` in `cells`."""
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(kind, **{"allow_blank": True, **limits})
    validation.add(cells)
    sheet.add_data_validation(validation)
