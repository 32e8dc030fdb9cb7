"""Measures the pages with 250 countries, 1,000 local places, 1,200 profiles and 30,000 findings.

    python -m bench.scale                                              # SQLite
    python -m bench.scale postgres://postgres@127.0.0.1:5432/postgres  # PostgreSQL, in a database of its own

Everything is fictional and thrown away; bench/world.py makes it. Each page is asked for with 5 profiles
first, where only its queries are counted, and with all of them then. No cache. Ends with the number of pages
that cost more queries than before, or whose 95th percentile is over LIMIT. Results in bench/README.md.
"""

import os
import re
import secrets
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROUNDS = 30
LIMIT, STAFF_LIMIT = 150, 300
"""Milliseconds of one core at the 95th percentile: of pages for readers, and for staff and machines."""

PAGES = {
    "home": "/",
    "home, a region": "/?region=019",
    "home, a subregion": "/?region=013",
    "home in Arabic": "/ar/",
    "directory": "/profiles/",
    "directory, by month": "/profiles/?sort=-described",
    "directory, by publication": "/profiles/?sort=-published",
    "directory, its last page": "/profiles/?page=last",
    "directory, a region": "/profiles/?region=019",
    "directory, a country": "/profiles/?country=exampleland-1",
    "directory, a name": "/profiles/?text=town",
    "directory, findings in a domain": "/profiles/?domain=partnerships",
    "directory, five choices": "/profiles/?region=019&level=city&year=2023&edition=1&domain=partnerships",
    "places": "/places/",
    "a country with 100 cities": "/places/exampleland-1/",
    "a city": "/places/example-town-1/",
    "domain": "/domains/partnerships/",
    "domain, its last page": "/domains/partnerships/?page=last",
    "profile of a country with 100 cities": "/profiles/exampleland-1-1/",
    "profile of a city": "/profiles/example-town-1-1/",
    "frozen revision": "/profiles/exampleland-1-1/r/1/",
    "what changed since the edition before": "/profiles/exampleland-1-2/changes/",
    "nothing to compare yet": "/compare/",
    "four profiles beside each other": (
        "/compare/?profile=exampleland-1-1&profile=exampleland-1-2"
        "&profile=exampleland-2-1&profile=example-town-1-1"
    ),
    "API, profiles": "/api/v1/profiles/",
    "API, 100 profiles of a region": "/api/v1/profiles/?region=019&page_size=100",
    "API, a profile": "/api/v1/profiles/exampleland-1-1/",
    "API, its revisions": "/api/v1/profiles/exampleland-1-1/revisions/",
    "API, a revision": "/api/v1/profiles/exampleland-1-1/revisions/1/",
    "API, findings": "/api/v1/findings/",
    "API, 100 findings": "/api/v1/findings/?page_size=100",
    "API, findings in a domain of a region": "/api/v1/findings/?domain=partnerships&region=019&page_size=100",
    "API, places": "/api/v1/places/",
    "API, a country with 100 cities": "/api/v1/places/exampleland-1/",
    "API, domains": "/api/v1/domains/",
}
"""The pages for readers; `page=last` stands for the number of the last page."""

STAFF_PAGES = {
    "the desk": "/admin/",
    "the board": "/admin/profiles/board/",
    "the board, local places": "/admin/profiles/board/?kind=local",
    "the board as CSV": "/admin/profiles/board.csv",
    "list of profiles": "/admin/profiles/profile/",
    "list of places": "/admin/profiles/place/",
    "sitemap of profiles": "/sitemap-profiles.xml",
}


def main(server: str = "") -> None:
    folder = tempfile.mkdtemp(prefix="mgi-bench-")
    name = f"mgi_bench_{secrets.token_hex(4)}"
    if server:
        execute(server, f"CREATE DATABASE {name}")
    url = (
        urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        if server
        else f"sqlite:///{folder}/bench.sqlite3"
    )
    os.environ |= {
        "VAR_DIR": folder,
        "DATABASE_URL": url,
        "LOG_LEVEL": "WARNING",
        "API_RATE": "0",
        "FILE_RATE": "0",
        "DJANGO_SETTINGS_MODULE": "mgi.settings",
    }
    try:
        sys.exit(run())
    finally:
        if server:
            from django.db import connections

            connections.close_all()
            with suppress(AttributeError):
                connections["default"].close_pool()
            execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def execute(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def run() -> int:
    """Make the world, ask for the pages, print a line for each; return how many broke their promise."""
    from django.conf import settings
    from django.core.management import call_command

    import mgi.wsgi  # noqa: F401 (as the server loads it)

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)
    call_command("loaddata", "domains", verbosity=0)
    from bench import world

    world.add(countries=2, cities=4, profiles=5)
    few = {address: queries(client, address) for client, _label, address in asked()}
    begun = time.perf_counter()
    world.add(**world.ALL)
    world.analyze()
    print(f"Made {world.size()} in {time.perf_counter() - begun:.0f} s\n")
    print(f"| {'Page':38} | median ms | 95th percentile | queries | KB, gzip |")
    print(f"|{'-' * 40}|---|---|---|---|")
    return sum(row(client, label, address, few[address]) for client, label, address in asked())


def asked() -> list[tuple[object, str, str]]:
    from django.test import Client

    from profiles.models import User

    public, desk = Client(), Client()
    person = User.objects.filter(username="bench").first() or User.objects.create_superuser("bench")
    desk.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return [
        *((public, label, address) for label, address in PAGES.items()),
        *((desk, label, address) for label, address in STAFF_PAGES.items()),
    ]


def row(client: object, label: str, address: str, few: int) -> int:
    address = whole(client, address)
    response = client.get(address)  # type: ignore[attr-defined]
    if response.status_code != 200:
        sys.exit(f"{address}: {response.status_code}")
    times = milliseconds(client, address)
    late = times[int(len(times) * 0.95)]
    count = queries(client, address)
    wrong = count > few or late >= (LIMIT if label in PAGES else STAFF_LIMIT)
    figures = f"{statistics.median(times):.0f} | {late:.0f} | {count} | {weight(response):.1f}"
    print(f"| {label:38} | {figures} |{f' <- {few} queries before' if wrong else ''}", flush=True)
    return int(wrong)


def whole(client: object, address: str) -> str:
    """Return `address` with the number of the last page in place of `last`; the address itself otherwise."""
    if not address.endswith("page=last"):
        return address
    first = client.get(address.removesuffix("page=last").rstrip("?&"))  # type: ignore[attr-defined]
    pages = re.search(r"Page 1 of (\d+)", first.content.decode())
    return address.replace("last", pages[1] if pages else "1")


def queries(client: object, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = whole(client, address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)  # type: ignore[attr-defined]
    return len(captured)


def milliseconds(client: object, address: str) -> list[float]:
    """Return the sorted times of ROUNDS calls, of the processor: what else the machine does hardly counts."""
    times = []
    for number in range(ROUNDS + 3):
        begun = spent()
        client.get(address)  # type: ignore[attr-defined]
        if number >= 3:
            times.append((spent() - begun) * 1000)
    return sorted(times)


def spent() -> float:
    """Return the seconds that the processor gave this process, and PostgreSQL's for it, on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time()  # SQLite works in this process.
    connection.ensure_connection()
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() + int(backend.read_text().split()[0]) / 1e9


def weight(response: object) -> float:
    import gzip

    content = b"".join(response) if getattr(response, "streaming", False) else response.content  # type: ignore[attr-defined, call-overload]
    return len(gzip.compress(content, 6)) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
