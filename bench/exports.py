"""Measures the files of many profiles, with 3,000 findings and with 30,000.

    python -m bench exports                                             # SQLite
    python -m bench exports postgres://postgres@127.0.0.1:5432/postgres # PostgreSQL, in a database of its own

Everything is fictional and thrown away; bench/world.py makes it. Each file is made in a process of its own:
seconds by the clock and of its processor, and how much memory it took at most beyond what the loaded program
has. Beside ours stand plain ways of the same run: all rows of one query as dictionaries, without sources and
addresses, by pandas or openpyxl; and our rows, cell by cell, by openpyxl's write_only.
"""

import io
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

import openpyxl
import pandas
from django.db import connection
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment

from bench import measure, world
from profiles.exports.bulk.archive import archive
from profiles.exports.bulk.formats import write
from profiles.exports.bulk.selection import ProfileSelection, published_rows
from profiles.exports.columns import MANY
from profiles.imports.tables.cells import escape, guard
from profiles.models import Finding, Profile

SIZES = {3_000: world.ALL | {"profiles": 120}, 30_000: world.ALL}
"""Findings -> what bench/world.py is asked for."""

LIMITS = {"CSV": 3.0, "XLSX": 15.0}
"""Seconds by the clock at the larger size."""
SLACK = 8
"""So many MB more may the larger size take than the smaller."""


def report() -> int:
    """Print a line for each file at each size; return how many promises are broken."""
    print(f"Load: {os.getloadavg()[0]:.1f}\n")
    measure.print_head("File", "findings", "seconds", "of the processor", "MB more", "MB of the file", "")
    world.begin()
    least: dict[str, float] = {}
    broken = 0
    for size, counts in SIZES.items():
        world.add(**counts)
        world.analyze()
        for label in FILES:
            result = in_own_process(figures, label)
            least.setdefault(label, result["memory"])
            is_slow = size == max(SIZES) and result["clock"] >= LIMITS.get(label, 1e9)
            is_broken = is_slow or (label.isupper() and result["memory"] > least[label] + SLACK)
            broken += is_broken
            measure.print_row(label, f"{size:,}", *result.values(), "<-" if is_broken else "")
    return broken


def in_own_process(function: Callable[[str], Any], label: str) -> Any:
    """Return what `function` does in a new process, into which the site is loaded as the server does."""
    load = partial(import_module, "mgi.wsgi")
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=load) as executor:
        return executor.submit(function, label).result()


def figures(label: str) -> dict[str, float]:
    """Return seconds and MB of one making, the first of its process; what it needs is loaded before."""
    openpyxl.Workbook().save(io.BytesIO())
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        # It keeps pages of the database in memory, up to a fixed number: they would look like ours.
        connection.cursor().execute("PRAGMA cache_size=-1000")
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak until now
    with tempfile.TemporaryFile() as file:
        clock, processor = time.perf_counter(), time.process_time()
        FILES[label](file)
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        more = (memory("VmHWM") - before) / 1024
        return {"clock": clock, "processor": processor, "memory": more, "file": file.seek(0, 2) / 1e6}


def memory(name: str) -> int:
    """Return what Linux says of this process, in kB: VmRSS is now, VmHWM the most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def ours(ending: str, file: IO[bytes]) -> None:
    """Write the whole site as the address of the directory gives it."""
    write(everything(), ending, file)


def everything() -> ProfileSelection:
    texts = published_rows(Profile.objects.published().order_by("slug"))
    return ProfileSelection(texts, "en", "en", "mgi-profiles", "Profiles", "https://mgi.example/profiles/")


def zipped(file: IO[bytes]) -> None:
    with archive() as source:
        shutil.copyfileobj(source, file)


def plain_rows() -> list[dict[str, Any]]:
    """The same columns where the ORM gives them in one query; without sources, addresses and titles."""
    fields = ("revision__profile__slug", "revision__profile__place__slug", "revision__profile__place__name")
    fields += ("revision__profile__edition", "revision__profile__year", "revision__profile__language")
    fields += ("revision__number", "domain__number", "domain__slug", "kind", "position", "text")
    return [
        {name: str(value) for name, value in row.items()}
        for row in Finding.objects.published().values(*fields, "indicator_area", "key")
    ]


def plain_csv(file: IO[bytes]) -> None:
    pandas.DataFrame(plain_rows()).to_csv(file, index=False)


def plain_xlsx(file: IO[bytes]) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet()
    for row in plain_rows():
        sheet.append(list(row.values()))
    book.save(file)


def cell_by_cell_xlsx(file: IO[bytes]) -> None:
    """Our sheet of findings, each cell as a text that wraps; the style is made once, which is much faster."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sample = WriteOnlyCell(sheet)
    sample.alignment = Alignment(vertical="top", wrap_text=True)
    for _export, rows in everything().pieces():
        for row in rows:
            cells = []
            for column in MANY:
                value = column.value(row)
                cells.append(WriteOnlyCell(sheet, escape(guard(value)) if isinstance(value, str) else value))
                cells[-1]._style = sample._style
            sheet.append(cells)
    book.save(file)


FILES = {
    "CSV": partial(ours, "csv"),
    "plain CSV: DataFrame.to_csv": plain_csv,
    "XLSX": partial(ours, "xlsx"),
    "plain XLSX: openpyxl": plain_xlsx,
    "XLSX cell by cell: openpyxl, write_only": cell_by_cell_xlsx,
    "JSON": partial(ours, "json"),
    "ZIP": zipped,
}
