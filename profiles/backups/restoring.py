"""Fills an empty database from a backup, of this version or an older one, whichever database it came from.

The backup is read through before anything is done. The tables are made as they were when it was written; its
rows and files come in one transaction, in which what is stored is compared with what was written; then the
database is brought to the version of the program. Broken off, it can be begun again.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from profiles import search
from profiles.backups import tables
from profiles.backups.archive import Archive, BackupError, Counts, StoredContent
from profiles.backups.secret_key import keep_secret_key
from profiles.models.stored_files import DatabaseStorage

Migrations = set[tuple[str, str]]


def restore(file: IO[bytes], passphrase: str) -> tuple[Counts, str]:
    """Fill the database; return what came back, and a sentence on its secret key.

    Raises BackupError where it is not to be done: then nothing has changed.
    """
    Archive(file, passphrase).check()
    file.seek(0)
    archive = Archive(file, passphrase)
    wanted = {(app, name) for app, name in archive.head["migrations"] if app in installed_apps.app_configs}
    _require_known(MigrationLoader(None), wanted)
    apps = _make_tables(wanted)
    try:
        with transaction.atomic():
            _remove_what_migrations_wrote(apps)
            _store(archive, apps)
            _compare(archive, apps)
            connection.check_constraints()
    except DatabaseError as error:
        raise BackupError(
            f"The database refuses a row of the backup: {' '.join(str(error).split())}"
        ) from error
    about_key = keep_secret_key(archive.head["secret_key"])
    ContentType.objects.clear_cache()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    search.rebuild()
    return archive.counts, about_key


def _make_tables(wanted: Migrations) -> Apps:
    """Migrate the database to exactly these migrations; return its models as they were then."""
    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations)
    if applied - wanted:
        raise BackupError(
            "The tables of this database are of a newer version than the backup. Restore into a database "
            "without tables: they are brought to this version afterwards."
        )
    if applied:
        _require_empty(loader, applied)
    executor = MigrationExecutor(connection)
    targets = _last_of_each_app(executor.loader, wanted)
    if executor.migration_plan(targets):
        executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def _last_of_each_app(loader: MigrationLoader, migrations: Migrations) -> list[tuple[str, str]]:
    """Return those after which no other one of their app comes: `migrate` takes no others for an aim."""
    nodes = migrations & loader.graph.nodes.keys()
    followed = {
        parent.key
        for app, name in nodes
        for parent in loader.graph.node_map[app, name].parents
        if parent.key[0] == app
    }
    return sorted(nodes - followed)


def _require_known(loader: MigrationLoader, wanted: Migrations) -> None:
    unknown = sorted(wanted - loader.disk_migrations.keys())
    if not unknown:
        return
    names = ", ".join(f"{app} {name}" for app, name in unknown[:3])
    if any(app == "profiles" for app, _name in unknown):
        raise BackupError(
            f"The backup is of a newer version of the program ({names}). Restore it with that one."
        )
    raise BackupError(f"The backup was made with other versions of the libraries ({names}).")


def _require_empty(loader: MigrationLoader, applied: Migrations) -> None:
    then = loader.project_state(_last_of_each_app(loader, applied)).apps
    for model in tables.models_of(then):
        if model._meta.label_lower not in tables.FROM_MIGRATIONS and model._base_manager.exists():
            raise BackupError(
                f"The database is not empty: there are rows in {model._meta.label_lower}. A backup is "
                "restored into a database without any, before the first start of the site."
            )


def _remove_what_migrations_wrote(apps: Apps) -> None:
    for model in tables.models_of(apps):
        if model._meta.label_lower in tables.FROM_MIGRATIONS:
            model._base_manager.all()._raw_delete(connection.alias)


def _store(archive: Archive, apps: Apps) -> None:
    """Store every row and file. A row may come before what it belongs to: that is checked in the end."""
    by_label = _by_label(apps)
    for part in archive.parts():
        if isinstance(part, StoredContent):
            _store_file(part, apps)
            continue
        if part.label.partition(".")[0] not in installed_apps.app_configs:
            _pass_over(part.rows)
            continue
        model = by_label.get(part.label)
        if model is None or part.columns != [field.column for field in tables.columns_of(model)]:
            raise BackupError(f"The backup has a table that its own version has not: {part.label}.")
        _insert(model, part.rows)
    restored = [by_label[label] for label in archive.counts.tables if label in by_label]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), restored):
            cursor.execute(statement)


def _pass_over(rows: Iterator[tables.Row]) -> None:
    """Read the rows of a library that this version no longer uses."""
    for _row in rows:
        pass


def _by_label(apps: Apps) -> dict[str, type[models.Model]]:
    """Return all models: which tables a backup has is the affair of the version that wrote it."""
    return {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}


def _insert(model: type[models.Model], rows: Iterator[tables.Row]) -> None:
    statement = tables.insert_statement(model, connection.ops.quote_name)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, tables.batch_size(model))):
            cursor.executemany(statement, tables.values_of(model, batch, connection))


def _store_file(file: StoredContent, apps: Apps) -> None:
    """Store a file where UPLOADS says; one that lies there already has to be the same."""
    storage = storages["default"]
    if file.content is None:
        return
    if isinstance(storage, DatabaseStorage):
        apps.get_model("profiles", "StoredFile").objects.create(name=file.name, content=file.content)
        return
    if not storage.exists(file.name):
        storage.save(file.name, ContentFile(file.content))
    with storage.open(file.name) as stored:
        if stored.read() != file.content:
            raise BackupError(f"In the storage of UPLOADS lies another file of the name {file.name}.")


def _compare(archive: Archive, apps: Apps) -> None:
    """Read all of it back: whatever the database has changed of a row is not what was backed up."""
    by_label = _by_label(apps)
    for label in archive.digests.keys() & by_label.keys():
        if _digest(tables.rows_of(by_label[label])) != archive.digests[label]:
            raise BackupError(f"The database did not keep the rows of {label} as they are in the backup.")


def _digest(rows: Iterable[tables.Row]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(tables.canonical(row))
    return digest.hexdigest()
