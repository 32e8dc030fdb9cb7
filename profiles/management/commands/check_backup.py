"""`manage.py check_backup FILE`: is it whole, and does the passphrase open it?"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from profiles.backups.archive import Archive, BackupError
from profiles.management.backups import FileArgument, counts_text


class Command(FileArgument, BaseCommand):
    help = "Read the backup FILE from its beginning to its end, and say what it holds. It needs no database."

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                archive = Archive(opened, settings.BACKUP_PASSPHRASE)
                counts = archive.check()
        except (BackupError, OSError) as error:
            raise CommandError(f"{file}: {error}") from None
        head = archive.head
        self.stdout.write(f"{file}: made at {head['made_at']} of {head['site']} ({head['database']}).")
        self.stdout.write(f"It is whole: {counts_text(counts)}")
