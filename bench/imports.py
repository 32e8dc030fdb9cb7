"""Measures how long 200 documents take to import, and how much memory: `python -m bench imports`.

The documents are those of tests/data/imports in English, each given to one of 200 fictional places. The
command runs as an operator runs it, in a process of its own.
"""

import os
import resource
import subprocess
import sys
import time
from io import StringIO
from itertools import cycle, islice
from pathlib import Path

from django.core.management import call_command

from profiles import workflow

DOCUMENTS = 200
KINDS = [
    *("en-as-published.txt", "en-wrapped.txt", "en-markdown.md", "en-source-lines.txt", "en-source-list.txt"),
    *("en-descriptions.txt", "en-page-marks.txt", "en-page.html", "en-hyphens.txt", "en-labelled-facts.txt"),
]


def report() -> None:
    call_command("prepare", stdout=StringIO())
    folder = Path(os.environ["VAR_DIR"]) / "documents"
    write_documents(folder)
    for name in ("the first time", "the same again"):
        start = time.perf_counter()
        command = [sys.executable, "manage.py", "import_profiles", str(folder)]
        process = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{DOCUMENTS} documents, {name}: {seconds:.1f} s, at most {memory:.0f} MB")
        print(process.stdout)


def write_documents(folder: Path) -> None:
    """Write DOCUMENTS documents, each of another fictional place, and make the places."""
    folder.mkdir()
    rows = []
    for number, kind in enumerate(islice(cycle(KINDS), DOCUMENTS), start=1):
        name = f"Exampleland{number}"
        text = (Path("tests/data/imports") / kind).read_text(encoding="utf-8")
        target = folder / f"{name}{Path(kind).suffix}"
        target.write_text(text.replace("Lunaria", name), encoding="utf-8")
        place = {
            "slug": name.lower(),
            "level": "country",
            "name": name,
            "official_name": f"Republic of {name}",
        }
        rows.append(place | {"is_fictional": True})
    workflow.add_places(rows, by=None)
