"""Writes a backup: of one moment, while people go on working, with a few rows in memory at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from profiles.backups import archive, tables
from profiles.backups.archive import BackupError, Counts
from profiles.models import SignOff


def write_backup(out: IO[bytes], passphrase: str) -> Counts:
    """Write a backup to `out`, and return what it holds. Raise BackupError where there can be none."""
    require_passphrase(passphrase)
    counts = Counts()
    with one_moment():
        archive.write(out, _lines(counts), passphrase)
    return counts


def require_passphrase(passphrase: str) -> None:
    if not passphrase:
        raise BackupError(
            "BACKUP_PASSPHRASE is not set. A backup holds the secret key, the keys of second steps and "
            "addresses of readers, so it is always encrypted."
        )


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all that is read in the block be of one moment; whoever writes meanwhile does not wait for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Not Django's atomic(): it would take the lock of whoever writes (transaction_mode in mgi/settings.py).
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _lines(counts: Counts) -> Iterator[bytes]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupError("Migrations are waiting: run `manage.py prepare` first.")
    yield archive.line(
        {
            "backup": archive.FORMAT,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "site": settings.SITE_URL,
            "database": connection.vendor,
            # Without those of libraries that were in use long ago.
            "migrations": sorted(executor.loader.applied_migrations.keys() & executor.loader.disk_migrations),
            "secret_key": settings.SECRET_KEY,
        }
    )
    for model in tables.models_of(apps):
        columns = [field.column for field in tables.columns_of(model)]
        yield from archive.table_lines(model._meta.label_lower, columns, tables.rows_of(model), counts)
    for name in SignOff.objects.exclude(file="").order_by("pk").values_list("file", flat=True):
        yield archive.file_line(name, _content(name), counts)
    yield archive.line({"end": counts.as_line()})


def _content(name: str) -> bytes | None:
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


def write_backup_file(path: Path, passphrase: str) -> Counts:
    """Write a backup to the new file `path`, there once it is whole. Raise BackupError or OSError."""
    if path.exists():
        raise BackupError(f"{path} is there already, and stays as it is.")
    draft = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            counts = write_backup(out, passphrase)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return counts
