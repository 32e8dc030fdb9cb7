"""The versions of what public pages are made from, and the database triggers that raise them.

A tag has a row: `texts` for the texts of the domains and the glossary, `country-12` for all that the public
reads of a country, its profiles and whatever lies in it. A change raises the versions of its tags in its own
transaction, whoever makes it and by whatever door; what no reader can see before or after it raises none.

Written for SQLite and PostgreSQL alike; a migration that alters one of these tables on SQLite rebuilds it and
so loses its triggers: it must run `drop` first and `create` last, as for immutability.py.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_lazy as _

from profiles.models.immutability import CLOSED, RETURNED


class PageVersion(models.Model):
    """The version of one tag: microseconds since 1970, and always more than it was.

    A clock and no count, so that a version does not come back after an older database was restored.
    """

    tag = models.CharField(max_length=40, primary_key=True)
    version = models.BigIntegerField()
    purged = models.BigIntegerField(db_default=0)
    """The version of which a cache in front was told last (operations/purging.py)."""

    class Meta:
        verbose_name = _("version of pages")
        verbose_name_plural = _("versions of pages")
        default_permissions = ()

    def __str__(self) -> str:
        return self.tag


TEXTS = "'texts'"
TEXT_TABLES = ("indicatordomain", "domaintext", "term", "termtext")

IS_PUBLIC = {
    "profile": f"EXISTS (SELECT 1 FROM profiles_revision "  # noqa: S608 (constants)
    f"WHERE profile_id = {{row}}.id AND state IN {CLOSED})",
    "revision": f"{{row}}.state IN {CLOSED}",
    "translation": f"{{row}}.state IN {CLOSED}",
    "findingmatch": f"EXISTS (SELECT 1 FROM profiles_revision "  # noqa: S608 (constants)
    f"WHERE profile_id = {{row}}.later_id AND state IN {CLOSED})",
    "place": "TRUE",
}
"""Table of what belongs to a place -> whether the public reads something of a row."""

PLACE_OF = {
    "profile": "{row}.place_id",
    "revision": "(SELECT place_id FROM profiles_profile WHERE id = {row}.profile_id)",
    "translation": "(SELECT place_id FROM profiles_profile WHERE id = {row}.profile_id)",
    "findingmatch": "(SELECT place_id FROM profiles_profile WHERE id = {row}.later_id)",
    # A row that goes or moves is asked for what it lay in; the row itself may be gone by then.
    "place": "COALESCE({row}.parent_id, {row}.id)",
}

COUNTRY = """(
    SELECT 'country-' || COALESCE(c.parent_id, c.id, b.id, a.id) FROM profiles_place a
    LEFT JOIN profiles_place b ON b.id = a.parent_id LEFT JOIN profiles_place c ON c.id = b.parent_id
    WHERE a.id = {place}
)"""
"""The tag of a place: of the outermost that it lies in, which is a country. NULL where the row is gone."""

NOW = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)",
    "postgresql": "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)",
}
MOST = {"sqlite": "MAX", "postgresql": "GREATEST"}
ROWS = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create every trigger (a RunPython operation)."""
    vendor = schema_editor.connection.vendor
    for table, event in watched_events(apps, vendor):
        for statement in _statements(vendor, table, event):
            schema_editor.execute(statement, params=None)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop every trigger (a RunPython operation)."""
    vendor = schema_editor.connection.vendor
    for table, event in watched_events(apps, vendor):
        on_table = f" ON profiles_{table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}{on_table}", params=None)


def trigger_name(table: str, event: str) -> str:
    return f"profiles_{table}_{event.lower()}_raises_versions"


def watched_events(apps: Any, vendor: str) -> list[tuple[str, str]]:
    """Return (table without its prefix, event) of all that raises versions; none before there are any."""
    if "pageversion" not in apps.all_models["profiles"]:
        return []
    events = [*ROWS, "TRUNCATE"] if vendor == "postgresql" else list(ROWS)
    return [(table, event) for table in (*TEXT_TABLES, *PLACE_OF) for event in events]


def _statements(vendor: str, table: str, event: str) -> Iterator[str]:
    name, raises = trigger_name(table, event), "; ".join(_raises(vendor, table, event))
    if vendor == "sqlite":
        yield f"CREATE TRIGGER {name} AFTER {event} ON profiles_{table} FOR EACH ROW BEGIN {raises}; END"
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{raises}; RETURN {RETURNED.get(event, 'NEW')}; END $$"
    )
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    yield f"CREATE TRIGGER {name} AFTER {event} ON profiles_{table} FOR EACH {each} EXECUTE FUNCTION {name}()"


def _raises(vendor: str, table: str, event: str) -> Iterator[str]:
    """Yield the statements that raise the versions of a row's tags, before the change and after it."""
    if event == "TRUNCATE":
        yield f"UPDATE profiles_pageversion SET version = {MOST[vendor]}(version + 1, {NOW[vendor]})"  # noqa: S608 (constants)
    elif table in TEXT_TABLES:
        yield _raise(vendor, TEXTS, "TRUE")
    else:
        for row in ROWS[event]:
            place = PLACE_OF[table].format(row=row)
            tag = COUNTRY.format(place=place)
            if table == "place":
                tag = f"COALESCE({tag}, 'country-' || {place})"
            yield _raise(vendor, tag, IS_PUBLIC[table].format(row=row))


def _raise(vendor: str, tag: str, condition: str) -> str:
    # Rows may come before those that they belong to, which raise the versions of both then.
    return (
        f"INSERT INTO profiles_pageversion (tag, version) SELECT tag, {NOW[vendor]} "  # noqa: S608 (constants)
        f"FROM (SELECT {tag} AS tag) AS raised WHERE tag IS NOT NULL AND {condition} "
        f"ON CONFLICT (tag) DO UPDATE SET version = "
        f"{MOST[vendor]}(profiles_pageversion.version + 1, excluded.version)"
    )
