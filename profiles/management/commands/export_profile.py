"""Writes the published text of a profile to a file, or to the standard output."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from profiles.choices import Language
from profiles.exports.context import build_export
from profiles.exports.formats import FORMATS
from profiles.management.database import DatabaseCommand
from profiles.models import Revision


class Command(DatabaseCommand):
    help = "Write the published text of a profile to a file: PDF, Word, Excel, CSV, JSON or text."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the profile’s part of the address, for example mali-2021")
        parser.add_argument("--format", choices=FORMATS, default="json", help="json where nothing is said")
        parser.add_argument("--revision", type=int, help="the number of an earlier published text")
        parser.add_argument(
            "--language", choices=Language.values, default="en", help="of the words around the text"
        )
        parser.add_argument("--output", type=Path, help="the file; “-” or nothing is the standard output")

    def handle(self, *args: Any, slug: str, output: Path | None, **options: Any) -> None:
        revision = Revision.objects.with_profile().at_address(slug, options["revision"])
        if revision is None:
            raise CommandError(f"There is no published text of “{slug}”.")
        content = FORMATS[options["format"]].render(build_export(revision, options["language"]))
        if output is None or str(output) == "-":
            sys.stdout.buffer.write(content)
            return
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{output}: {len(content)} bytes.")
