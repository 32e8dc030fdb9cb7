"""The triggers that a database has, and those that it should have."""

from typing import Any

from django.db import connection

from profiles.models import immutability, page_versions


def present_triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall()}


def wanted_triggers(apps: Any) -> set[str]:
    """Return the names of those of a database that has been migrated to `apps`."""
    events = immutability.guarded_events(apps, connection.vendor)
    versions = page_versions.watched_events(apps, connection.vendor)
    return {
        *(immutability.trigger_name(table, event) for table, event in events),
        *(page_versions.trigger_name(table, event) for table, event in versions),
    }
