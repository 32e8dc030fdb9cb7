"""`manage.py backup FILE`: everything in one encrypted file, while the site runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from profiles.backups.archive import BackupError
from profiles.backups.writing import write_backup_file
from profiles.management.backups import FileArgument, counts_text
from profiles.management.database import DatabaseCommand


class Command(FileArgument, DatabaseCommand):
    help = (
        "Write a backup to the new FILE: all rows, uploaded files and the secret key, of one moment, while "
        "the site goes on. It is encrypted with BACKUP_PASSPHRASE; `restore` puts it into either database."
    )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            counts = write_backup_file(file, settings.BACKUP_PASSPHRASE)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was written. {error}") from None
        self.stdout.write(f"{file}: {counts_text(counts)}")
