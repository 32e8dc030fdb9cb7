"""Two workers, killed at any moment: each publication once, each e-mail at least once and always the same."""

from pathlib import Path

import pytest

from tests import killing

SCRIPT = Path(__file__).parent / "killed_workers.py"


@pytest.mark.long
@pytest.mark.usefixtures("shared_database")
def test_workers_that_are_killed_publish_once_and_lose_no_e_mail(tmp_path, how_many):
    kills = how_many(15, 250)
    result = killing.run(SCRIPT, kills, tmp_path)
    assert result["wrong"] == []
    assert result["kills"] == kills
