"""The formats in which many profiles are given away at once, stated once: for addresses and links."""

from dataclasses import dataclass
from typing import IO

from profiles.exports.bulk import xlsx
from profiles.exports.bulk.json import json_of
from profiles.exports.bulk.selection import Selection
from profiles.exports.formats import FORMATS
from profiles.exports.formats.csv import csv_of


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
        xlsx.write(selection, file)
    elif ending == "json":
        file.writelines(json_of(selection))
    else:
        file.writelines(csv_of((rows for _subject, rows in selection.pieces()), with_mark=with_mark))
