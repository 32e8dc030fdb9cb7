"""A profile as a workbook: findings, sources, facts and notes. imports/tables/ reads it back."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _, override

from profiles.content.schema import FORMAT, PROFILE_FIELDS
from profiles.exports.columns import FACTS, NOTE, SOURCES, WORKBOOK, Value, rows
from profiles.exports.context import ProfileExport
from profiles.exports.formats.xlsx_sheets import (
    add_row,
    add_sheet,
    add_table,
    finding_lines,
    pieces,
    workbook,
)
from profiles.exports.labels import citation, notes, status
from profiles.exports.reproducible_zip import save_package
from profiles.models import Profile

FACT_NAMES = ("place", *PROFILE_FIELDS, "introduction", "change_note")
"""The facts that a workbook carries, by their names in the exchange format."""


def render(export: ProfileExport) -> bytes:
    """Return the workbook, its words in the language of the export; the texts of the profile verbatim."""
    with override(export.language):
        book = workbook(export.revision.title, export.language, FORMAT, export.fictional_mark)
        columns = [*WORKBOOK, NOTE] if export.fictional_mark else [*WORKBOOK]
        mark = export.fictional_mark
        sheet = add_table(book, _("Findings"), columns, mark=mark)
        for row in rows(export):
            for line in finding_lines(row, columns):
                add_row(sheet, line)
        sheet = add_table(book, _("Sources"), SOURCES, mark=mark)
        for source in enumerate(export.data["sources"], start=1):
            add_row(sheet, [column.value(source) for column in SOURCES])
        sheet = add_table(book, _("Facts"), FACTS, mark=mark)
        for fact in facts(export):
            add_row(sheet, fact)
        sheet = add_sheet(book, _("Notes"), (110,), mark=mark)
        for note in [export.revision.title, citation(export) or status(export.revision), *notes(export)]:
            add_row(sheet, [note])
    return save_package(book, export.published_at)


def label_of(name: str) -> str:
    """Return what people call a fact, in the active language."""
    words = {
        "introduction": _("Introduction"),
        "change_note": _("What changed"),
        "none_identified": _("None identified: the profile says that there is none"),
    }
    if name in words:
        return words[name]
    field: Any = Profile._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def facts(export: ProfileExport) -> Iterator[tuple[Value, Value, Value]]:
    """Yield label, value and name of each fact; a long text, and a list, goes on in rows of the same name."""
    data: Mapping[str, Any] = export.data
    for name in FACT_NAMES:
        value = data[name]
        if isinstance(value, str):
            yield from ((label_of(name), piece, name) for piece in pieces(value))
        else:
            yield label_of(name), value, name
    for listed in export.data["none_identified"]:
        yield label_of("none_identified"), listed, "none_identified"
    yield _("Title"), export.revision.title, "title"
    yield _("Revision"), export.revision.number, "revision"
    yield _("Status"), status(export.revision), "status"
    if export.address:
        yield _("Address"), export.address, "link"
    if export.fictional_mark:
        yield _("Note"), export.fictional_mark, "note"
