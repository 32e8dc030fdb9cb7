"""Whether this program may work on this database: its version, and whose secret key it knows."""

from importlib import import_module
from pkgutil import iter_modules

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from profiles.models import Installation
from profiles.models.installation import fingerprint

QUERY = (
    "SELECT 'migration', name FROM django_migrations WHERE app = 'profiles' "
    "UNION ALL SELECT 'key', key_fingerprint FROM profiles_installation"
)


class NotReadyError(Exception):
    """The program and the database do not fit: `short` for whoever watches, the whole for the operator."""

    def __init__(self, short: str, advice: str) -> None:
        super().__init__(f"{short[0].upper()}{short[1:]}. {advice}")
        self.short = short


def require_fit() -> None:
    """Raise NotReadyError where the migrated database is of a newer program or another key; one query."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        rows = cursor.fetchall()
    newer = sorted({name for what, name in rows if what == "migration"} - _known_migrations())
    if newer:
        raise NotReadyError(
            "the database is of a newer version of the program",
            f"This version does not know {newer[0]}. Start the newer one, or restore a backup from before "
            "the upgrade (docs/deploying.md, “Upgrading”).",
        )
    if any(what == "key" and value != fingerprint() for what, value in rows):
        raise NotReadyError(
            "the secret key is another one than the database knows",
            "Set SECRET_KEY, or the file VAR_DIR/secret-key, to the one from before; a backup has it. To "
            "change it on purpose: `manage.py accept_secret_key`.",
        )


def require_fit_at_start() -> None:
    """Do the same with a database that may have no tables yet, or those of an older version."""
    if Installation._meta.db_table in connection.introspection.table_names():
        require_fit()


def remember_key() -> None:
    """Have the database know the key of this process, unless it knows one."""
    Installation.objects.get_or_create(pk=Installation.ONLY, defaults={"key_fingerprint": fingerprint()})


def accept_key() -> None:
    """Have the database know the key of this process, whichever it knew."""
    Installation.objects.update_or_create(pk=Installation.ONLY, defaults={"key_fingerprint": fingerprint()})


def _known_migrations() -> set[str]:
    """Return the names of this program's migrations; none of them is loaded for it."""
    name, _is_explicit = MigrationLoader.migrations_module("profiles")
    return {module.name for module in iter_modules(import_module(str(name)).__path__)}
