"""Packages of Office documents (ZIP) made to the same bytes each time, so that an unchanged file is a 304."""

import io
import re
import shutil
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import IO, Any

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""The moment that a file of a draft carries; a published one carries that of its publication."""

TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")

DIMENSION = re.compile(rb"<dimension [^>]*/>")
"""How many rows a sheet has: a hint that may be left out, and is wrong where more are added."""


def save_package(document: Any, moment: datetime | None) -> bytes:
    """Return a workbook or a Word document as bytes, with every time in it set to `moment`."""
    package, out = io.BytesIO(), io.BytesIO()
    document.save(package)
    write_package(package, out, moment)
    return out.getvalue()


def write_package(
    package: IO[bytes], out: IO[bytes], moment: datetime | None, rows: Mapping[str, IO[bytes]] | None = None
) -> None:
    """Write `package` to `out` with every time in it set to `moment`.

    `rows` has the rest of the rows of some sheets, as XML, by the name of the sheet's part.
    """
    at = (moment or LONG_AGO).astimezone(UTC)
    stamp = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(package) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                content = TIMES.sub(rf"\g<1>{at:%Y-%m-%dT%H:%M:%SZ}\g<2>".encode(), content)
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            if rows and name in rows:
                _fill(after, info, DIMENSION.sub(b"", content), rows[name])
            else:
                after.writestr(info, content)


def _fill(package: zipfile.ZipFile, info: zipfile.ZipInfo, sheet: bytes, rows: IO[bytes]) -> None:
    """Add `sheet` to `package` with `rows` after those that it has; they are read a piece at a time."""
    head, end, tail = sheet.partition(b"</sheetData>")
    info.file_size = len(sheet) + rows.seek(0, io.SEEK_END)  # known now: where large, the package is told
    rows.seek(0)
    with package.open(info, "w") as part:
        part.write(head)
        shutil.copyfileobj(rows, part)
        part.write(end + tail)
