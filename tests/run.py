"""What `make test` runs: the whole suite on SQLite, and again on PostgreSQL where one answers.

    python tests/run.py [pytest's arguments]

TEST_POSTGRES_URL   a PostgreSQL whose user may create databases
CHROMIUM            the browser, where it is none of the usual names
TEST_REQUIRE        what must not be missing, of: postgresql browser vnu poppler r (comma-separated)
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS = len(os.sched_getaffinity(0)) * 3 // 2 if hasattr(os, "sched_getaffinity") else "auto"
"""More than processors: a third of the time a worker waits for a browser, a server or a database.

Each begins with tests that stand beside one another, as they share what a file or a folder prepares.
"""

sys.path.insert(0, str(ROOT))

from tests import tools  # noqa: E402 (only now can it be found)


def main(arguments: list[str]) -> int:
    tools.install_npm_tools()
    postgres = tools.postgres_problem()
    print(f"Databases: SQLite{'' if postgres else f' and PostgreSQL ({tools.POSTGRES_URL})'}")
    missing = {
        "postgresql": postgres,
        "browser": "" if tools.chromium() else "no Chromium was found; CHROMIUM names one",
        "vnu": tools.vnu_problem(),
        "poppler": tools.poppler_problem(),
        "r": tools.r_problem(),
    }
    print(f"Browser: {tools.chromium() or 'none'}", flush=True)
    for name, problem in missing.items():
        if problem:
            print(f"Left out: {name}, {problem}", flush=True)
    unknown = tools.required() - missing.keys()
    if unknown:
        print(f"TEST_REQUIRE knows {' '.join(missing)}, not {' '.join(sorted(unknown))}")
        return 2
    missing_required = [name for name in missing if missing[name] and name in tools.required()]
    if missing_required:
        print(f"TEST_REQUIRE asks for what is missing: {', '.join(missing_required)}")
        return 2
    urls = {"SQLite": None} if postgres else {"SQLite": None, "PostgreSQL": tools.POSTGRES_URL}
    # What no database has a part in is played on the first one alone.
    rest = arguments if "-m" in arguments else [*arguments, "-m", "not once"]
    codes = {name: run(name, url, rest if url else arguments) for name, url in urls.items()}
    failed = [name for name, code in codes.items() if code]
    print(f"Failed on {' and '.join(failed)}." if failed else f"Passed on {' and '.join(codes)}.")
    return max(codes.values())


def run(name: str, url: str | None, arguments: list[str]) -> int:
    """Run pytest with DATABASE_URL `url`, untouched by this directory's var/ and by the caller's settings."""
    print(f"\n== {name}", flush=True)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mgi-tests-") as var:
        environ = tools.clean_environ() | {"VAR_DIR": var, "SECRET_KEY": "only for tests " * 5}
        if url:
            environ["DATABASE_URL"] = url
        workers = [] if "-n" in arguments else ["-n", str(WORKERS), "--dist", "worksteal"]
        command = [sys.executable, "-m", "pytest", "-q", *workers, *arguments]
        code = subprocess.call(command, cwd=ROOT, env=environ)
    print(f"{name}: {'FAILED' if code else 'passed'} after {time.monotonic() - start:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
