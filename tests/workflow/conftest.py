"""What the tests of the actions share."""

import importlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests.database import empty_database


@pytest.fixture
def shared_database(transactional_db) -> Iterator[None]:
    """A database that threads and processes share: all is committed, and emptied afterwards."""
    call_command("loaddata", "domains", verbosity=0)
    importlib.import_module("profiles.migrations.0004_roles").create_groups(apps, connection.schema_editor())
    yield
    empty_database()
