"""Measures the files of many profiles, with 3,000 findings and with 30,000.

    python -m bench.exports                                             # SQLite
    python -m bench.exports postgres://postgres@127.0.0.1:5432/postgres # PostgreSQL, in databases of its own

Everything is fictional and thrown away; bench/world.py makes it. Each file is made in a process of its own:
seconds by the clock and of its processor, and how much memory it took at most beyond what the loaded program
has. Beside ours stand plain ways of the same run: all rows of one query as dictionaries, without sources and
addresses, by pandas or openpyxl; and our rows, cell by cell, by openpyxl's write_only. The last line is the
report (PDF) of Mali's profile. Ends with the number of broken promises.
"""

import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from bench import measure

SIZES = {3_000: {"countries": 60, "cities": 60, "profiles": 120}, 30_000: {}}
"""Findings -> what bench/world.py is asked for; nothing: all of it."""

LIMITS = {"CSV": 3.0, "XLSX": 15.0}
"""Seconds by the clock at the larger size."""
SLACK = 8
"""So many MB more may the larger size take than the smaller."""
PDF_LIMIT = 150
"""Milliseconds, by the clock, warm."""


def main(server: str = "") -> None:
    with ExitStack() as stack:
        sites = {size: stack.enter_context(measure.database(server)) for size in SIZES}
        for size, environ in sites.items():
            print(run(environ, "make", size), flush=True)
        broken = report(sites)
    with measure.database() as environ:
        median = float(run(environ, "report"))
    print(f"\nThe report (PDF) of Mali's profile, warm: {median:.0f} ms by the clock, median of 20")
    sys.exit(broken + (median >= PDF_LIMIT))


def report(sites: dict[int, dict[str, str]]) -> int:
    """Print a line for each file; return how many promises are broken."""
    print(f"\nLoad: {os.getloadavg()[0]:.1f}\n")
    measure.print_head("File", "findings", "seconds", "of the processor", "MB more", "MB of the file", "")
    broken = 0
    for label in FILES:
        least = 0.0
        for size, environ in sites.items():
            result = json.loads(run(environ, label, size))
            least = least or result["memory"]
            is_slow = size == max(SIZES) and result["clock"] >= LIMITS.get(label, 1e9)
            is_broken = is_slow or (label.isupper() and result["memory"] > least + SLACK)
            broken += is_broken
            measure.print_row(label, f"{size:,}", *result.values(), "<-" if is_broken else "")
    return broken


def run(environ: dict[str, str], label: str, size: int = 0) -> str:
    """Return what a process of its own prints."""
    command = [sys.executable, "-m", "bench.exports", "--own", label, str(size)]
    environ = os.environ | environ
    return subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def own(label: str, size: int) -> None:
    """What each process does."""
    import django

    django.setup()
    if label == "make":
        make(size)
    elif label == "report":
        print(pdf_milliseconds())
    else:
        print(json.dumps(figures(FILES[label])))


def make(size: int) -> None:
    from django.core.management import call_command

    from bench import world

    call_command("migrate", verbosity=0)
    call_command("loaddata", "domains", verbosity=0)
    world.add(**SIZES[size] or world.ALL)
    world.analyze()
    print(f"Made {world.size()}")


def figures(write: Callable[[IO[bytes]], object]) -> dict[str, float]:
    """Return seconds and MB of one making, the first of its process; what it needs is loaded before."""
    import openpyxl
    import pandas  # noqa: F401
    from django.db import connection

    import mgi.wsgi  # noqa: F401 (as the server loads it, all addresses included)
    from profiles.exports.bulk import archive, formats  # noqa: F401

    openpyxl.Workbook().save(io.BytesIO())
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        # It keeps pages of the database in memory, up to a fixed number: they would look like ours.
        connection.cursor().execute("PRAGMA cache_size=-1000")
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak until now
    with tempfile.TemporaryFile() as file:
        clock, processor = time.perf_counter(), time.process_time()
        write(file)
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        more = (memory("VmHWM") - before) / 1024
        return {"clock": clock, "processor": processor, "memory": more, "file": file.seek(0, 2) / 1e6}


def memory(name: str) -> int:
    """Return what Linux says of this process, in kB: VmRSS is now, VmHWM the most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def ours(ending: str) -> Callable[[IO[bytes]], None]:
    """The whole site as the address of the directory gives it."""

    def make_file(file: IO[bytes]) -> None:
        from profiles.exports.bulk.formats import write

        write(everything(), ending, file)

    return make_file


def everything() -> Any:
    from profiles.exports.bulk.selection import ProfileSelection, published_rows
    from profiles.models import Profile

    texts = published_rows(Profile.objects.published().order_by("slug"))
    return ProfileSelection(texts, "en", "mgi-profiles", "Profiles", "https://mgi.example/profiles/")


def zipped(file: IO[bytes]) -> None:
    from profiles.exports.bulk.archive import archive

    with archive() as source:
        shutil.copyfileobj(source, file)


def plain_rows() -> list[dict[str, Any]]:
    """The same columns where the ORM gives them in one query; without sources, addresses and titles."""
    from profiles.models import Finding

    fields = ("revision__profile__slug", "revision__profile__place__slug", "revision__profile__place__name")
    fields += ("revision__profile__edition", "revision__profile__year", "revision__profile__language")
    fields += ("revision__number", "domain__number", "domain__slug", "kind", "position", "text")
    return [
        {name: str(value) for name, value in row.items()}
        for row in Finding.objects.published().values(*fields, "indicator_area", "key")
    ]


def plain_csv(file: IO[bytes]) -> None:
    import pandas

    pandas.DataFrame(plain_rows()).to_csv(file, index=False)


def plain_xlsx(file: IO[bytes]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet()
    for row in plain_rows():
        sheet.append(list(row.values()))
    book.save(file)


def cell_by_cell_xlsx(file: IO[bytes]) -> None:
    """Our sheet of findings, each cell as a text that wraps; the style is made once, which is much faster."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    from profiles.exports.columns import MANY
    from profiles.imports.tables.cells import escape, guard

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sample = WriteOnlyCell(sheet)
    sample.alignment = Alignment(vertical="top", wrap_text=True)
    for _subject, rows in everything().pieces():
        for row in rows:
            cells = []
            for column in MANY:
                value = column.value(row)
                cells.append(WriteOnlyCell(sheet, escape(guard(value)) if isinstance(value, str) else value))
                cells[-1]._style = sample._style
            sheet.append(cells)
    book.save(file)


FILES = {
    "CSV": ours("csv"),
    "plain CSV: DataFrame.to_csv": plain_csv,
    "XLSX": ours("xlsx"),
    "plain XLSX: openpyxl": plain_xlsx,
    "XLSX cell by cell: openpyxl, write_only": cell_by_cell_xlsx,
    "JSON": ours("json"),
    "ZIP": zipped,
}


def pdf_milliseconds() -> float:
    """Return the median of twenty makings of Mali's report, by the clock, after two that do not count.

    No two are the same: typst remembers what it has set.
    """
    from django.core.management import call_command

    from profiles.choices import Language
    from profiles.exports.context import build_export
    from profiles.exports.formats import pdf
    from profiles.models import Revision

    call_command("migrate", verbosity=0)
    call_command("loaddata", "domains", "places", verbosity=0)
    call_command("load_profiles", "fixtures/mali-2021.json", verbosity=0, stdout=io.StringIO())
    mali = Revision.objects.published().with_profile().get(profile__slug="mali-2021")
    times = []
    for number in range(22):
        start = time.perf_counter()
        mali.number = 1000 + number
        export = build_export(mali, list(Language)[number % len(Language)])
        data = json.dumps(pdf.report(export), ensure_ascii=False, sort_keys=True)
        pdf.typeset(data, number)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[2:])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--own"]:
        own(sys.argv[2], int(sys.argv[3]))
    else:
        main(*sys.argv[1:])
