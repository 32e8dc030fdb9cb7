"""Sites that are backed up and restored, as an operator does it. No test lives here."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import server, tools
from tests.server import Site

PASSPHRASE = "a passphrase for tests only"
ENVIRON = {"BACKUP_PASSPHRASE": PASSPHRASE, "SITE_URL": "http://mgi.example"}


@contextmanager
def empty_site(folder: Path, vendor: str) -> Iterator[Site]:
    """Yield a site in `folder` without any table yet."""
    name = ""
    if vendor == "postgresql":
        if problem := tools.postgres_problem():
            tools.skip_or_fail("postgresql", problem)
        name = server.new_database("template0")
    try:
        yield Site(folder / "var", name, dict(ENVIRON))
    finally:
        if name:
            server.drop_database(name)


def shell(site: Site, code: str) -> str:
    return site.manage("shell", "-v", "0", "-c", code).stdout


def rows(site: Site) -> dict[str, str]:
    """Return the digest of the rows of each table."""
    return _printed(site, "rows")


def answers(site: Site, languages: str) -> dict[str, str]:
    """Return the digest of each public address in English and in `languages`: ar|fr."""
    return _printed(site, "answers", languages)


def _printed(site: Site, name: str, *arguments: str) -> dict[str, str]:
    call = f"whole_site.{name}(*{arguments!r})"
    code = f"import json; from tests.backups import whole_site; print(json.dumps({call}))"
    return json.loads(shell(site, code).splitlines()[-1])


def refusal(site: Site, *arguments: str) -> str:
    """Return the one line with which a command refuses."""
    answer = site.manage(*arguments, check=False)
    line = answer.stderr.strip()
    assert answer.returncode == 1 and "Traceback" not in line and "\n" not in line, line
    return line
