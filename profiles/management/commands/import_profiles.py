"""Takes in a folder of finished profiles, one document after another, and reports what became of each."""

import csv
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connection

from profiles import workflow
from profiles.imports import readers
from profiles.imports.document import DocumentError
from profiles.imports.plan import plan_import
from profiles.imports.tables.cells import guard
from profiles.management.database import DatabaseCommand

COLUMNS = ["file", "outcome", "profile", "findings", "not_placed", "remarks"]
DRAFT, SAME, DOUBTFUL, REFUSED = "draft", "nothing changes", "draft, look at it", "not taken"


class Command(DatabaseCommand):
    help = "Import all documents of a folder. Each becomes a draft; one that cannot be read stops no other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="a folder of documents; other files in it are passed over"
        )
        parser.add_argument(
            "--report", type=Path, help="where to write the report (CSV); else FOLDER/report.csv"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and store nothing")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        report = options["report"] or folder / "report.csv"
        files = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file()
            and path.suffix.lower() in readers.READERS
            and path.resolve() != report.resolve()
        )
        if not files:
            raise CommandError(f"{folder} has no document of a kind that can be read here.")
        outcomes: Counter[str] = Counter()
        try:
            target = report.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            reason = f"{report} cannot be written: {error.strerror}. --report names another."
            raise CommandError(reason) from None
        with target:
            rows = csv.DictWriter(target, COLUMNS)
            rows.writeheader()
            for number, path in enumerate(files, start=1):
                row = {"file": str(path.relative_to(folder)), **take(path, options["dry_run"])}
                rows.writerow({name: guard(str(text)) for name, text in row.items()})
                outcomes[str(row["outcome"])] += 1
                self.show_progress(number, len(files))
        for outcome, count in sorted(outcomes.items()):
            self.stdout.write(f"{count:>5}  {outcome}")
        self.stdout.write(f"What became of each file: {report}")
        if outcomes.keys() == {REFUSED}:
            raise CommandError("Nothing could be taken.")


def take(path: Path, is_dry_run: bool) -> dict[str, Any]:
    """Import one document; return its row of the report. Whatever goes wrong with it is said there."""
    connection.queries_log.clear()  # with DEBUG it would grow with every document
    try:
        result = plan_import(readers.read(path.read_bytes(), path.name))
        revision = None
        if result.data is not None and not result.is_identical and not is_dry_run:
            revision = workflow.import_profile(result.data, by=None, note=path.name, seen=result.seen)
    except (OSError, DocumentError, workflow.WorkflowError) as error:
        return {"outcome": REFUSED, "remarks": str(error)}
    reading = result.reading
    if result.is_identical:
        outcome = SAME
    elif result.data is None:
        outcome = REFUSED
    else:
        outcome = DOUBTFUL if reading.unplaced or result.problems else DRAFT
    name = revision.profile if revision is not None else result.profile or result.place or ""
    remarks = [f"{p.line}: {p.text}" if p.line else p.text for p in result.problems]
    return {
        "outcome": outcome,
        "profile": str(name),
        "findings": len(reading.findings),
        "not_placed": " ".join(str(line.number) for line in reading.unplaced),
        "remarks": " ".join(remarks),
    }
