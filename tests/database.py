"""Emptying the database of the tests, where a test has committed. No test lives here."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from profiles.models import immutability


def empty_database() -> None:
    """Delete every row. SQLite empties a table row by row, which the triggers would refuse: they go aside."""
    with connection.schema_editor() as editor:
        immutability.drop(apps, editor)
    call_command("flush", interactive=False, verbosity=0)
    with connection.schema_editor() as editor:
        immutability.create(apps, editor)
