"""`manage.py restore FILE`: a backup into an empty database, before the first start."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from profiles.backups.archive import BackupError
from profiles.backups.restoring import restore
from profiles.management.backups import FileArgument, counts_text
from profiles.management.database import DatabaseCommand


class Command(FileArgument, DatabaseCommand):
    help = (
        "Put the backup FILE into the empty database of this environment, SQLite or PostgreSQL, whichever it "
        "was made of, by this version of the program or an older one; and its secret key into VAR_DIR."
    )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                counts, about_key = restore(opened, settings.BACKUP_PASSPHRASE)
        except (BackupError, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from None
        self.stdout.write(f"Restored: {counts_text(counts)}")
        self.stdout.write(about_key)
        self.stdout.write("Everybody signs in again. E-mails that waited in the backup are sent once more.")
