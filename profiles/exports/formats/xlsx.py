"""A profile as a workbook: findings, sources, facts and notes. imports/tables/ reads it back."""

from collections.abc import Iterator
from typing import Any

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
    saved,
    workbook,
)
from profiles.exports.labels import citation, notes, status
from profiles.models import Profile

FACT_NAMES = ("place", *PROFILE_FIELDS, "introduction", "change_note")
"""The facts that a workbook carries, by their names in the exchange format."""


def render(subject: ProfileExport) -> bytes:
    """Return the workbook, its words in the language of the subject; the texts of the profile verbatim."""
    with override(subject.language):
        book = workbook(subject.title, subject.language, FORMAT, subject.mark)
        columns = [*WORKBOOK, NOTE] if subject.is_fictional else [*WORKBOOK]
        rtl, mark = subject.direction == "rtl", subject.mark
        sheet = add_table(book, _("Findings"), columns, rtl=rtl, mark=mark)
        for row in rows(subject):
            for line in finding_lines(row, columns):
                add_row(sheet, line)
        sheet = add_table(book, _("Sources"), SOURCES, rtl=rtl, mark=mark)
        for source in enumerate(subject.data["sources"], start=1):
            add_row(sheet, [column.value(source) for column in SOURCES])
        sheet = add_table(book, _("Facts"), FACTS, rtl=rtl, mark=mark)
        for fact in facts(subject):
            add_row(sheet, fact)
        sheet = add_sheet(book, _("Notes"), (110,), rtl=rtl, mark=mark)
        for note in [subject.title, citation(subject) or status(subject), *notes(subject)]:
            add_row(sheet, [note])
        return saved(book, subject.published_at)


def label_of(name: str) -> str:
    """Return what people call a fact, in the active language."""
    if name == "none_identified":
        return _("None identified: the profile says that there is none")
    words = {"introduction": _("Introduction"), "change_note": _("What changed")}
    named = {field.name: field.verbose_name for field in Profile._meta.concrete_fields}
    label = words.get(name) or str(named[name])
    return label[:1].upper() + label[1:]


def facts(subject: ProfileExport) -> Iterator[tuple[Value, Value, Value]]:
    """Yield label, value and name of each fact; a long text, and a list, goes on in rows of the same name."""
    given: dict[str, Any] = dict(subject.data)
    data: dict[str, Value] = {name: given[name] for name in FACT_NAMES}
    for name, value in data.items():
        if isinstance(value, str):
            yield from ((label_of(name), piece, name) for piece in pieces(value))
        else:
            yield label_of(name), value, name
    for listed in subject.data["none_identified"]:
        yield label_of("none_identified"), listed, "none_identified"
    yield _("Title"), subject.title, "title"
    yield _("Revision"), subject.number, "revision"
    yield _("Status"), status(subject), "status"
    if subject.address:
        yield _("Address"), subject.address, "link"
    if subject.is_fictional:
        yield _("Note"), subject.mark, "note"
