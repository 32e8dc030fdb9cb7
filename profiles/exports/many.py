"""The formats in which many profiles are given away at once, stated once: for addresses and links."""

from dataclasses import dataclass
from typing import IO

from profiles.exports import as_many_xlsx
from profiles.exports.as_csv import csv_of
from profiles.exports.as_many_json import json_of
from profiles.exports.files import FORMATS
from profiles.exports.selection import Selection


@dataclass(frozen=True)
class Table:
    """`ending` is that of the file's name and of the address."""

    ending: str
    name: str
    content_type: str


TABLES = {
    ending: Table(ending, str(FORMATS[ending].name), FORMATS[ending].content_type)
    for ending in ("csv", "xlsx", "json")
}
"""Ending -> format, in the order in which they are offered."""


def write(selection: Selection, ending: str, file: IO[bytes], *, with_mark: bool = True) -> None:
    """Write the file, a text at a time. A CSV has its mark for people, and none for programs."""
    if ending == "xlsx":
        as_many_xlsx.write(selection, file)
    elif ending == "json":
        file.writelines(json_of(selection))
    else:
        file.writelines(csv_of((rows for _subject, rows in selection.pieces()), with_mark=with_mark))
