"""Imports one finished profile: a text, a web page, a Word file, a workbook. It becomes a draft."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from profiles import workflow
from profiles.imports import readers
from profiles.imports.document import FACT_NAMES, DocumentError, Facts
from profiles.imports.plan import Plan, plan_import
from profiles.imports.report import build_report
from profiles.imports.worker import read_document
from profiles.management.database import DatabaseCommand
from profiles.management.documents import printable, read_file
from profiles.management.translations import import_translation


class Command(DatabaseCommand):
    help = "Import a finished profile from a document. It becomes a draft; nothing is published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"a document: {', '.join(readers.READERS)}")
        parser.add_argument(
            "--place", default="", help="slug, ISO code or name, where the document is silent"
        )
        parser.add_argument(
            "--edition", type=int, help="1 for the first profile of the place, 2 for the second"
        )
        parser.add_argument("--year", type=int, help="the year that the findings describe")
        parser.add_argument("--month", type=int, help="the month, 1 to 12")
        parser.add_argument("--language", default="", help="of the text: en, fr, es, ar or pt")
        parser.add_argument(
            "--translation",
            action="store_true",
            help="make a document in another language than its profile the draft of a translation of that, "
            "where it is certain which text is which",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and store nothing")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        name = printable(file.name)
        overrides = Facts(**{name: options[name] for name in FACT_NAMES})
        try:
            result = plan_import(read_document(read_file(file), name), overrides)
            self.stdout.write("\n".join(build_report(result)))
            if result.is_identical:
                return
            if result.translation_language and options["translation"]:
                self._translate(result, name, is_dry_run=options["dry_run"])
                return
            if result.data is None:
                raise CommandError(f"{name} was not imported. Nothing was changed.")
            if options["dry_run"]:
                self.stdout.write("Dry run: nothing was changed.")
                return
            revision = workflow.import_profile(result.data, by=None, note=name, seen=result.seen)
        except OSError as error:
            raise CommandError(
                f"{printable(file)} cannot be read: {error.strerror}. Nothing was changed."
            ) from None
        except (DocumentError, workflow.WorkflowError) as error:
            raise CommandError(f"{name}: {error} Nothing was changed.") from None
        self.stdout.write(f"{name} is draft {revision.number} of {revision.profile}." if revision else "")

    def _translate(self, result: Plan, name: str, *, is_dry_run: bool) -> None:
        """Make the document a translation; raise CommandError where it is not certain which text is which."""
        outcome = import_translation(result, name, is_dry_run=is_dry_run)
        if outcome.doubts:
            self.stdout.write("\n".join([*outcome.doubts, outcome.advice]))
            raise CommandError(f"{name} was not imported. Nothing was changed.")
        if outcome.missing:
            self.stdout.write(f"The document has nothing for {outcome.missing} texts of the original.")
        if outcome.is_same:
            self.stdout.write("Nothing changes: the translation already says exactly this.")
        elif is_dry_run:
            self.stdout.write("Dry run: nothing was changed.")
        else:
            self.stdout.write(f"{name} is the draft of {outcome.translation}.")
