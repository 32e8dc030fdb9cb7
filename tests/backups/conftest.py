"""What the tests of backups share."""

import pytest

from profiles.backups import age


@pytest.fixture(autouse=True)
def cheap(monkeypatch) -> None:
    """A guess costs little here."""
    monkeypatch.setattr(age, "WORK", 10)
