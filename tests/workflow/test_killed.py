"""Killed at any moment, the database never shows two live revisions, a half-copied one, or a lost text."""

from pathlib import Path

import pytest

from tests import killing

SCRIPT = Path(__file__).parent / "killed_writer.py"


@pytest.mark.long
@pytest.mark.usefixtures("shared_database")
def test_a_writer_that_is_killed_loses_no_word(tmp_path, how_many):
    """Who starts, saves, imports, submits, approves and publishes without a pause."""
    kills = how_many(25, 250)
    result = killing.run(SCRIPT, kills, tmp_path)
    assert result["wrong"] == []
    assert result["kills"] == kills
    assert (
        result["published"] > kills / 5 and result["saved"] > kills / 2
    )  # it was in the middle of something
