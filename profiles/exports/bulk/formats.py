"""The formats in which many profiles are given away at once, for addresses and links."""

from typing import IO

from profiles.exports.bulk import xlsx
from profiles.exports.bulk.json import write_json
from profiles.exports.bulk.selection import ProfileSelection
from profiles.exports.formats import FORMATS
from profiles.exports.formats.csv import write_csv

TABLES = {ending: FORMATS[ending] for ending in ("csv", "xlsx", "json")}
"""Ending -> format, in the order in which they are offered."""


def write(selection: ProfileSelection, ending: str, file: IO[bytes], *, with_mark: bool = True) -> None:
    """Write the file, a text at a time. A CSV has its mark for people, and none for programs."""
    if ending == "xlsx":
        xlsx.write(selection, file)
    elif ending == "json":
        file.writelines(write_json(selection))
    else:
        file.writelines(write_csv((rows for _export, rows in selection.pieces()), with_mark=with_mark))
