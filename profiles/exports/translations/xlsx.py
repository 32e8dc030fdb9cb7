"""A translation as a workbook: a row for each unit, and for each further piece of a long one."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _, override, pgettext

from profiles.content.translations import Unit
from profiles.exports.columns import Column, Value
from profiles.exports.formats.xlsx_sheets import add_row, add_sheet, add_table, pieces, workbook
from profiles.exports.reproducible_zip import save_package
from profiles.exports.translations.content import TranslationExport, direction
from profiles.imports.translations.document import FORMAT, digest_text
from profiles.imports.translations.xlsx import TITLES, Heading

WIDTHS = {
    Heading.KEY: 14,
    Heading.LABEL: 34,
    Heading.ORIGINAL: 60,
    Heading.TEXT: 60,
    Heading.STATE: 14,
    Heading.STILL_RIGHT: 14,
    Heading.CHARACTERS: 12,
    Heading.MOST: 9,
    Heading.SENT: 10,
}
"""The columns in their order, and how many characters wide they are."""


def render(export: TranslationExport) -> bytes:
    """Return the workbook, its words in the language of the export."""
    with override(export.language):
        mark = export.translation.profile.place.fictional_mark
        book = workbook(str(export.translation), export.language, FORMAT, mark)
        columns: list[Column[Any]] = [
            Column(name, str, width, TITLES[name]) for name, width in WIDTHS.items()
        ]
        sheet = add_table(book, pgettext("column", "Translation"), columns, mark=mark)
        for unit in export.units:
            for line in _lines(export, unit):
                add_row(sheet, line)
        _align(sheet, export)
        _offer_still_right(sheet)
        notes = add_sheet(book, _("Guidance"), (110,), mark=mark)
        for sentence in [str(export.translation), *([mark] if mark else []), *_guidance()]:
            add_row(notes, [sentence])
        add_row(notes, [str(export.reference)])
    return save_package(book, None)


def _guidance() -> list[str]:
    return [
        _(
            "Write into the column “Translation”. Leave the keys, the originals and the line with "
            "“mgi-translation” as they are: by them the file is read back."
        ),
        _(
            "A text that you leave empty stays as it is on the site. A long text goes on in further rows, "
            "whose keys end in #2, #3 and so on: they are joined again."
        ),
        _(
            "Where the original has changed since it was translated, the state says “outdated”. Correct the "
            "translation; or, where it is still right, write x into the column “Still right”."
        ),
        _("Formulas are not read: write texts only. Do not merge cells."),
    ]


def state_label(unit: Unit) -> str:
    """Return whether a unit is missing, outdated, the same as its original, or translated."""
    if not unit.text:
        return pgettext("unit", "not translated")
    if unit.is_outdated:
        return pgettext("unit", "outdated")
    return pgettext("unit", "same as the original") if unit.is_unchanged else pgettext("unit", "translated")


def _lines(export: TranslationExport, unit: Unit) -> Iterator[list[Value]]:
    """Yield the rows of a unit: the first has all that is known of it, those that follow only more text."""
    both = zip_longest(pieces(unit.original), pieces(unit.text), fillvalue="")
    for number, (original, text) in enumerate(both, start=1):
        values: dict[Heading, Value] = {
            Heading.KEY: unit.key if number == 1 else f"{unit.key}#{number}",
            Heading.ORIGINAL: original,
            Heading.TEXT: text,
        }
        if number == 1:
            values |= {
                Heading.LABEL: export.names[unit.key],
                Heading.STATE: state_label(unit),
                Heading.CHARACTERS: len(unit.original),
                Heading.MOST: unit.max_length,
                Heading.SENT: digest_text(unit.text),
            }
        yield [values.get(name) for name in WIDTHS]


def _align(sheet: Any, export: TranslationExport) -> None:
    """Have each text run in the direction of its language, and show no column that is for programs alone."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    languages = {
        Heading.ORIGINAL: export.original_language,
        Heading.TEXT: export.translation.language,
        Heading.KEY: "en",
    }
    for column, name in enumerate(WIDTHS, start=1):
        if name in languages:
            order = 2 if direction(languages[name]) == "rtl" else 1
            for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
                cell.alignment = Alignment(vertical="top", wrap_text=True, readingOrder=order)
        if name == Heading.SENT:
            sheet.column_dimensions[get_column_letter(column)].hidden = True


def _offer_still_right(sheet: Any) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(list(WIDTHS).index(Heading.STILL_RIGHT) + 1)
    validation = DataValidation("list", formula1='"x"', allow_blank=True, showErrorMessage=False)
    validation.add(f"{letter}2:{letter}{max(2, sheet.max_row)}")
    sheet.add_data_validation(validation)
