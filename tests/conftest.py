"""What all tests share: the reference data of the fixtures, and a signed-in administrator."""

import importlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from profiles import workflow
from tests.database import empty_database, load_fixtures, load_once
from tests.factories import make_user

# The same examples each time, so that red means a change; others: make test ARGS=--hypothesis-profile=explore
hypothesis_settings.register_profile("same", derandomize=True)
hypothesis_settings.register_profile("explore", print_blob=True)
hypothesis_settings.load_profile("same")


ON_THE_FIRST_DATABASE = (
    # What is made of rows that were read. test_leaks.py opens each public door on each database; what
    # pages and files share is in content/ and exports/bulk/.
    *("exports/citations", "exports/formats", "exports/translations", "exports/web", "templatetags"),
    *(f"exports/test_{name}.py" for name in ("in_r", "labels", "tables_read", "translated_files")),
    *("exports/test_translations.py", "test_feeds.py", "test_frozen_texts.py", "test_headers.py"),
    "test_hidden_content.py",
    *("test_notifications.py", "test_permanent_addresses.py", "test_public_pages.py", "test_site_texts.py"),
    *("test_source_text.py", "views/test_changes.py", "views/test_domains.py", "views/test_embed.py"),
    *("views/test_files.py", "views/test_kept_parts.py", "views/test_languages_of_profiles.py"),
    *("views/test_map_context.py", "views/test_query_string.py", "views/test_translations.py"),
    *(f"views/bulk_files/test_{name}.py" for name in ("json", "limits", "names")),
    # Screens in front of actions. workflow, imports, search and management play the actions on each database,
    # and test_hostile_posts.py opens each screen and sends each form there.
    *("api/v1/test_openapi.py", "svg"),
    *("admin/accounts", "admin/editor", "admin/imports", "admin/translation", "views/test_review.py"),
    *(f"admin/profile/test_{name}.py" for name in ("files", "finding_matches", "history")),
    *(f"admin/revision/test_{name}.py" for name in ("comments", "transitions")),
)
"""Tests whose subject has no query of its own: what one database answers, the other does as well.

Whatever writes, locks, searches, sorts, counts or selects by rights is played on each. What asks no database
need not stand here; where a file is slow to read, it does.
"""


def is_for_the_first_database(path: Path) -> bool:
    name = path.relative_to(Path(__file__).parent).as_posix()
    return any(name == each or name.startswith(f"{each}/") for each in ON_THE_FIRST_DATABASE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Spare the second database the reading of what it does not play."""
    is_second = config.option.markexpr == "not once"
    return True if is_second and is_for_the_first_database(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database, or nothing that is a database's own affair, is played on the first one alone."""
    for item in items:
        asks = "db" in item.fixturenames or "transactional_db" in item.fixturenames
        if item.get_closest_marker("each_database"):
            continue
        if not (asks or item.get_closest_marker("django_db")) or is_for_the_first_database(item.path):
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English: a page that was asked for in Arabic leaves the thread in Arabic."""
    with translation.override("en"):
        yield


@pytest.fixture
def domains(db) -> None:
    """The six domains with their texts, as shipped."""
    load_once("domains", lambda: load_fixtures("domains"))


@pytest.fixture
def mali(domains) -> None:
    """All that a fresh installation holds: places, domains and Mali's second profile, published."""
    load_once("places", lambda: load_fixtures("places", "glossary"))
    load_once("mali", lambda: call_command("load_profiles", "fixtures/mali-2021.json", verbosity=0))


@pytest.fixture
def demo(mali) -> None:
    """A fresh installation with the fictional examples."""
    load_once("demo", lambda: call_command("load_profiles", "fixtures/demo.json", verbosity=0))


@pytest.fixture(autouse=True)
def var(settings, tmp_path_factory) -> None:
    """What the site keeps while the tests run goes with them."""
    settings.VAR_DIR = tmp_path_factory.getbasetemp() / "var"


@pytest.fixture
def fictional_places(domains) -> None:
    """The six domains and the places of the fictional examples, without their profiles."""
    demo = json.loads(Path("fixtures/demo.json").read_text(encoding="utf-8"))
    load_once("fictional places", lambda: workflow.add_places(demo["places"], by=None))


@pytest.fixture
def admin_client(db) -> Client:
    """A browser in which an administrator has signed in."""
    client = Client()
    client.force_login(make_user("editor"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def shared_database(transactional_db) -> Iterator[None]:
    """A database that threads and processes share: all is committed, and emptied afterwards."""
    call_command("loaddata", "domains", verbosity=0)
    importlib.import_module("profiles.migrations.0004_roles").create_groups(apps, connection.schema_editor())
    yield
    empty_database()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="play what is marked “long” in full: make test-long")


@pytest.fixture
def how_many(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """Return the first number in a usual run, and the second in one with --long."""
    return lambda short, long: long if request.config.getoption("--long") else short
