"""`make check` looks at static/js where Node is there, and says plainly what it leaves out without it."""

import subprocess
import sys

import pytest

from tests import tools


@pytest.mark.once
@pytest.mark.parametrize(("required", "code"), [("", 0), ("npm", 2)])
def test_without_node_it_says_what_is_left_out(required: str, code: int):
    answer = subprocess.run(
        [sys.executable, "tests/javascript.py"],
        cwd=tools.ROOT,
        env={"PATH": "/nowhere", "TEST_REQUIRE": required},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout.startswith("Left out: ESLint and the tests of static/js, no node")
    assert answer.returncode == code
