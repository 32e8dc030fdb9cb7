"""What the tests of the verbs share."""

import importlib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection


@pytest.fixture
def shared_database(transactional_db) -> None:
    """A database that threads and processes share: all is committed, and emptied afterwards."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's in-memory test database has one connection; PostgreSQL plays this")
    call_command("loaddata", "domains", verbosity=0)
    importlib.import_module("profiles.migrations.0004_roles").create_groups(apps, connection.schema_editor())
