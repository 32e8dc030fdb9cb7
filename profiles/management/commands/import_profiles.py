"""Takes in a folder of finished profiles, one document after another; a report says what became of each."""

import csv
import logging
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError
from django.db import OperationalError, ProgrammingError, connection

from profiles import workflow
from profiles.imports.answer_file import AnswerFile, AnswerFileError, read_answers, write_answers
from profiles.imports.document import DocumentError, Question
from profiles.imports.plan import Plan, plan_import
from profiles.imports.tables.cells import guard
from profiles.imports.text.catalogue import load_catalogue
from profiles.imports.worker import read_document
from profiles.management.database import DatabaseCommand
from profiles.management.documents import files_of, printable, read_file
from profiles.management.translations import import_translation
from profiles.models import IndicatorDomain

logger = logging.getLogger(__name__)

COLUMNS = ["file", "outcome", "profile", "findings", "not_placed", "remarks"]
DRAFT, SAME, DOUBTFUL, REFUSED = "draft", "nothing changes", "draft, look at it", "not taken"
TRANSLATION, UNDECIDED = "draft of a translation", "not taken: a translation to be decided"
SECOND, PASSED_OVER = "not taken: a second document of a profile", "passed over"
ORDER = [REFUSED, SECOND, UNDECIDED, DOUBTFUL, TRANSLATION, DRAFT, SAME, PASSED_OVER]
"""What needs a look comes first in the report."""

MOST = 12
"""So many lines of a document are named on the terminal; the report names all."""

Row = dict[str, Any]
Text = tuple[str, int, str]
"""The place and the edition of a profile, and the language of a translation; "" of the profile itself."""


class Command(DatabaseCommand):
    help = "Import all documents of a folder. Each becomes a draft; one that cannot be read stops no other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder of documents, and of folders of them")
        parser.add_argument(
            "--report", type=Path, help="where to write the report (CSV); else FOLDER/report.csv"
        )
        parser.add_argument(
            "--answers",
            type=Path,
            help="a file that says what headings begin; a dry run writes it, as FOLDER/answers.toml else",
        )
        parser.add_argument(
            "--translations",
            action="store_true",
            help="make a document in another language than its profile the draft of a translation of that, "
            "where it is certain which text is which",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and store nothing")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{printable(folder)} is no folder.")
        report = options["report"] or folder / "report.csv"
        answers = options["answers"] or folder / "answers.toml"
        own = {report.absolute(), answers.absolute()}
        files = [row for row in files_of(folder) if row[0].absolute() not in own]
        domains = list(IndicatorDomain.objects.order_by("number").values_list("slug", flat=True))
        is_required = options["answers"] is not None and not options["dry_run"]
        answered = read_answer_file(answers, domains, is_required=is_required)
        try:
            target = report.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            reason = f"{printable(report)} cannot be written: {error.strerror}. --report names another."
            raise CommandError(reason) from None
        folder_import = FolderImport(
            folder, answered, is_dry_run=options["dry_run"], translates=options["translations"]
        )
        with target:
            try:
                for number, (path, reason) in enumerate(files, start=1):
                    folder_import.add(path, reason)
                    self.show_progress(number, len(files))
            finally:  # what was taken in is reported, even if the rest was not reached
                folder_import.write(target)
        outcomes = Counter(row["outcome"] for row in folder_import.rows)
        for outcome in filter(outcomes.__contains__, ORDER):
            self.stdout.write(f"{outcomes[outcome]:>5}  {outcome}")
        self.stdout.write(f"What became of each file: {printable(report)}")
        for line in folder_import.left_out():
            self.stdout.write(line)
        if options["dry_run"] and any(folder_import.questions.values()):
            write_file(answers, write_answers(answered, folder_import.questions, domains))
            self.stdout.write(f"What the documents leave open, to be answered there: {printable(answers)}")
        if not outcomes.keys() - {PASSED_OVER}:
            raise CommandError(f"{printable(folder)} has no document of a kind that can be read here.")
        if not outcomes.keys() - {PASSED_OVER, REFUSED, UNDECIDED}:
            raise CommandError("Nothing could be taken.")


class FolderImport:
    """One run over a folder: a row of the report for each file, and which profiles were in its documents."""

    def __init__(self, folder: Path, answers: AnswerFile, *, is_dry_run: bool, translates: bool) -> None:
        self.folder = folder
        self.is_dry_run = is_dry_run
        self.translates = translates
        self.rows: list[Row] = []
        self.answers = answers
        self.questions: dict[str, list[Question]] = {}
        self.known = load_catalogue()
        self.rows_of_texts: dict[Text, Row] = {}

    def add(self, path: Path, reason: str) -> None:
        """Import the document, unless a `reason` passes it over. Whatever goes wrong is in its row."""
        row: Row = {"file": printable(path.relative_to(self.folder))}
        self.rows.append(row)
        if reason:
            row |= {"outcome": PASSED_OVER, "remarks": reason}
            return
        connection.queries_log.clear()  # with DEBUG it would grow with every document
        try:
            self._take(path, row)
        except (OSError, DocumentError, workflow.WorkflowError) as error:
            row |= {"outcome": REFUSED, "remarks": str(error)}
        except (OperationalError, ProgrammingError):  # no other document would fare better
            raise
        except Exception as error:  # a fault of the program; it stops no other document either
            logger.exception("%s could not be imported.", row["file"])
            row |= {"outcome": REFUSED, "remarks": f"The program failed here: {error!r}"}

    def _take(self, path: Path, row: Row) -> None:
        name = printable(path.name)
        reading = read_document(read_file(path), name, self.answers.of(row["file"]), self.known)
        self.questions[row["file"]] = reading.questions
        result = plan_import(reading)
        row |= _understood(result)
        if result.translation_language:
            self._translate(result, name, row)
            return
        if result.data is None:
            row["outcome"] = REFUSED
            return
        text = (result.data["place"], result.data["edition"], "")
        if result.is_identical:
            self.rows_of_texts.setdefault(text, row)
            row["outcome"] = SAME
            return
        if not self._is_first(text, row):
            return
        if not self.is_dry_run:
            revision = workflow.import_profile(result.data, by=None, note=name, seen=result.seen)
            row["profile"] = str(revision.profile) if revision is not None else row["profile"]
        row["outcome"] = DOUBTFUL if result.reading.unplaced or result.problems else DRAFT

    def _is_first(self, text: Text, row: Row) -> bool:
        """Return whether no other document in this run is of the same text; else remark it at both."""
        first = self.rows_of_texts.setdefault(text, row)
        if first is row:
            return True
        row["outcome"] = SECOND
        _remark(row, f"{first['file']} is of the same profile and was read first; choose one of them.")
        _remark(first, f"{row['file']} is of the same profile and was not taken; choose one of them.")
        return False

    def _translate(self, result: Plan, name: str, row: Row) -> None:
        """Make the document a translation of its profile, where that is wished and nothing is doubtful."""
        profile, language = result.profile, result.translation_language
        assert profile is not None  # noqa: S101  (there is no translation_language without one)
        row["outcome"] = REFUSED
        _remark(row, result.translation_note)
        if not self.translates:
            _remark(row, "Run the command with --translations.")
            return
        if not self._is_first((profile.place.slug, profile.edition, language), row):
            return
        outcome = import_translation(result, name, is_dry_run=self.is_dry_run)
        row["profile"] = str(outcome.translation)
        row["outcome"] = SAME if outcome.is_same else TRANSLATION if outcome.is_taken else UNDECIDED
        if outcome.missing:
            _remark(row, f"The document has nothing for {outcome.missing} texts of the original.")
        if outcome.doubts:
            _remark(row, " ".join([*outcome.doubts, outcome.advice]))

    def left_out(self) -> Iterator[str]:
        """Yield what is in no draft: the unplaced lines of each document, and its open questions."""
        for row in self.rows:
            lines = row.get("not_placed", "").split()
            if not lines:
                continue
            text = f"{row['file']}: not placed, and so in no draft: {len(lines)} lines ({_numbers(lines)})"
            if questions := self.questions[row["file"]]:
                text += f"; it is not answered what these begin: {_numbers([q.line for q in questions])}"
            yield f"{text}."

    def write(self, target: TextIO) -> None:
        """Write the rows: first what needs a look, then by name."""
        writer = csv.DictWriter(target, COLUMNS)
        writer.writeheader()
        rows = [row for row in self.rows if "outcome" in row]
        for row in sorted(rows, key=lambda row: (ORDER.index(row["outcome"]), row["file"])):
            writer.writerow({name: guard(str(text)) for name, text in row.items()})


def read_answer_file(path: Path, domains: list[str], *, is_required: bool) -> AnswerFile:
    """Return what the file says; nothing where there is none and none is required. Raise CommandError."""
    if not is_required and not path.exists():
        return AnswerFile()
    try:
        return read_answers(path.read_text(encoding="utf-8"), domains)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{printable(path)} cannot be read: {error}.") from None
    except AnswerFileError as error:
        raise CommandError(f"{printable(path)}: {error}") from None


def write_file(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{printable(path)} cannot be written: {error.strerror}.") from None


def _understood(result: Plan) -> Row:
    """Return what of a document is reported whatever became of it."""
    return {
        "profile": str(result.profile or result.place or ""),
        "findings": len(result.reading.findings),
        "not_placed": " ".join(str(line.number) for line in result.reading.unplaced),
        "remarks": " ".join(f"{p.line}: {p.text}" if p.line else p.text for p in result.problems),
    }


def _numbers(lines: list[Any]) -> str:
    more = f" and {len(lines) - MOST} more" if len(lines) > MOST else ""
    return ", ".join(map(str, lines[:MOST])) + more


def _remark(row: Row, text: str) -> None:
    row["remarks"] = f"{text} {row['remarks']}".strip()
    row["outcome"] = DOUBTFUL if row["outcome"] == DRAFT else row["outcome"]
