"""What the tests of the importer share."""

from pathlib import Path

import pytest

from profiles.imports.text.catalogue import Catalogue, load_catalogue

FOLDER = Path(__file__).parent
ON_EACH_DATABASE = {"test_plan.py", "test_report.py", "translations"}
"""What stores something. A document is read in the same way whatever keeps the names of places."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FOLDER in item.path.parents and item.path.relative_to(FOLDER).parts[0] not in ON_EACH_DATABASE:
            item.add_marker(pytest.mark.once)


@pytest.fixture
def catalogue(fictional_places: None) -> Catalogue:
    """Loaded once for all documents of a test, as the command does that imports many."""
    return load_catalogue()
