"""What the commands of backups have in common: the file, and how they say what it holds."""

from pathlib import Path

from django.core.management.base import CommandParser

from profiles.backups.archive import Counts


class FileArgument:
    """Of a command that has FILE as its one argument."""

    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)


def counts_text(counts: Counts) -> str:
    text = f"{counts.rows} rows of {len(counts.tables)} tables, {counts.files} uploaded files."
    if counts.missing:
        text += f" Missing already at that time: {', '.join(counts.missing)}."
    return text
