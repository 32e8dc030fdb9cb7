"""Measures how long 200 documents take to import, and how much memory: `python -m bench imports`.

Once the plain texts of tests/data/imports in English, once what real programs wrote, also in English
(tests/imports/documents); each given to one of 200 fictional places. The command runs as an operator runs it,
in a process of its own.
"""

import os
import resource
import subprocess
import sys
import time
from io import BytesIO, StringIO
from itertools import cycle, islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.management import call_command

from profiles import workflow

DOCUMENTS = 200
SECONDS = 60
MEGABYTES = 300
KINDS = [
    *("en-as-published.txt", "en-wrapped.txt", "en-markdown.md", "en-source-lines.txt", "en-source-list.txt"),
    *("en-descriptions.txt", "en-page-marks.txt", "en-page.html", "en-hyphens.txt", "en-labelled-facts.txt"),
]
REAL = Path("tests/imports/documents/files")
TEXTS = {".txt", ".md", ".html", ".csv"}
PACKAGES = {".docx", ".xlsx", ".odt"}


def report() -> int:
    """Print a line for each run; return how many promises are broken."""
    call_command("prepare", stdout=StringIO())
    workflow.add_places(map(place, range(1, DOCUMENTS + 1)), by=None)
    print(f"Load: {os.getloadavg()[0]:.1f}\n")
    real = sorted(path for path in REAL.iterdir() if path.name.startswith("en-"))
    broken = 0
    for title, paths in (("plain", [Path("tests/data/imports") / kind for kind in KINDS]), ("real", real)):
        folder = Path(os.environ["VAR_DIR"]) / f"{title}-documents"
        write_documents(folder, paths)
        for moment in ("the first time", "the same again"):
            broken += not keeps_its_promise(folder, f"{DOCUMENTS} {title} documents, {moment}")
    return broken


def keeps_its_promise(folder: Path, title: str) -> bool:
    """Import the folder, and say what it took. The memory is the most that any run took until now."""
    start = time.perf_counter()
    command = [sys.executable, "manage.py", "import_profiles", str(folder)]
    process = subprocess.run(command, check=False, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    is_kept = bool(process.stdout) and seconds < SECONDS and memory < MEGABYTES
    print(f"{title}: {seconds:.1f} s, at most {memory:.0f} MB{'' if is_kept else ': too much'}")
    print(process.stdout or process.stderr)
    return is_kept


def place(number: int) -> dict[str, object]:
    name = f"Exampleland{number}"
    names = {"name": name, "official_name": f"Republic of {name}"}
    return {"slug": name.lower(), "level": "country", "is_fictional": True, **names}


def write_documents(folder: Path, kinds: list[Path]) -> None:
    """Write DOCUMENTS documents, each of another fictional place; a PDF stays of the place that it is of."""
    folder.mkdir()
    for number, path in enumerate(islice(cycle(kinds), DOCUMENTS), start=1):
        data, name = path.read_bytes(), f"Exampleland{number}".encode()
        if path.suffix in TEXTS:
            data = data.replace(b"Lunaria", name)
        elif path.suffix in PACKAGES:
            data = with_place(data, name)
        (folder / f"{number:03}-{path.name}").write_bytes(data)


def with_place(package: bytes, name: bytes) -> bytes:
    """Return an office document in which the place has another name."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.namelist():
            after.writestr(
                part, before.read(part).replace(b"Lunaria", name).replace(b"lunaria", name.lower())
            )
    return out.getvalue()
