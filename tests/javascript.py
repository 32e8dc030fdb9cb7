"""What `make check` asks of static/js: ESLint's rules, and the tests of the modules that think.

    python tests/javascript.py

TEST_REQUIRE=npm    fail where Node or npm is missing, rather than leave it out
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import tools  # noqa: E402 (only now can it be found)


def main() -> int:
    tools.install_npm_tools()
    if problem := tools.npm_problem():
        print(f"Left out: ESLint and the tests of static/js, {problem}")
        return 2 if "npm" in tools.required() else 0
    tests = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").glob("*.test.mjs"))
    lint = subprocess.call(["node_modules/.bin/eslint", "static/js", "tests/js", "scripts"], cwd=ROOT)
    return subprocess.call(["node", "--test", "--test-reporter=dot", *tests], cwd=ROOT) or lint


if __name__ == "__main__":
    sys.exit(main())
