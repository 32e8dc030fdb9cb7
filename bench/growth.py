"""Measures what grows with the world: `python -m bench growth [PART OF LABEL] [postgres://…]`.

The pages of scale.py and what machines ask for, with 6 profiles, with 1,200 and with 10,000 (of 9,600 cities,
250,000 findings): processor ms as the parts of pages are kept (the smallest of ROUNDS), anew (the median,
with nothing in memory), KB as brotli has it, queries. A page breaks its promise that takes more than 60 ms
or 60 KB, or GROWTH times as much as with 1,200 profiles. On SQLite each world is kept in the temporary
directory, and made again only once world.py has changed.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import measure, scale, world
from profiles import search

WORLDS: dict[int, dict[str, int]] = {
    6: {"countries": 3, "cities": 4, "profiles": 6},
    1200: world.ALL,
    10_000: {"countries": 250, "cities": 9_600, "profiles": 10_000},
}
ROUNDS = 9
LIMIT, KILOBYTES = 60, 60
GROWTH = 1.5
SMALL = 10
"""Milliseconds below which a page may grow as it likes: it is measured no more exactly."""

PAGES = scale.PAGES | {
    "names": "/search/names.json?q=ex",
    "search": "/search/?q=words",
    "feed of profiles": "/feeds/profiles.atom",
    "feed of a domain": "/feeds/domains/partnerships.atom",
    "sitemap": "/sitemap.xml",
    "sitemap of places": "/sitemap-places.xml",
    "sitemap of profiles": "/sitemap-profiles.xml",
}
STAFF_PAGES = {label: address for label, address in scale.STAFF_PAGES.items() if label not in PAGES}


class Cost(NamedTuple):
    """Of a page in one of the worlds."""

    kept: float
    anew: float
    kilobytes: float
    queries: int


def report(part: str = "") -> int:
    """Print a line for each page; return how many promises are broken."""
    costs: dict[str, list[Cost]] = {}
    for profiles, sizes in WORLDS.items():
        provide(profiles, sizes)
        print(f"{world.size()}", flush=True)
        for client, label, address in requests(part):
            costs.setdefault(label, []).append(cost(client, address))
    print()
    columns = [f"{what}, {number:,}" for what in ("ms", "anew ms") for number in WORLDS]
    measure.print_head("Page", *columns, "times", "KB, br", "queries", "")
    return sum(print_page(label, *row) for label, row in costs.items())


def requests(part: str) -> list[tuple[Client, str, str]]:
    public, staff = Client(headers={"accept-encoding": "br"}), measure.staff_client()
    pages = [(public, label, address) for label, address in PAGES.items()]
    pages += [(staff, label, address) for label, address in STAFF_PAGES.items()]
    return [
        (client, label, scale.resolve(client, address)) for client, label, address in pages if part in label
    ]


def cost(client: Client, address: str) -> Cost:
    def ask_anew() -> Any:
        caches["parts"].clear()
        return client.get(address)

    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content
    anew = measure.milliseconds(ask_anew, ROUNDS).median
    kept = measure.milliseconds(lambda: client.get(address), ROUNDS).least
    return Cost(kept, anew, len(content) / 1024, measure.queries(client, address))


def print_page(label: str, *costs: Cost) -> bool:
    """Print the line of a page; return whether it broke its promise."""
    *_, before, now = costs
    times = now.kept / before.kept
    has_grown = times > GROWTH and now.kept > SMALL
    is_broken = max(now.kept, now.anew) > LIMIT or now.kilobytes > KILOBYTES or has_grown
    queries = "/".join(str(cost.queries) for cost in costs)
    milliseconds = [*(cost.kept for cost in costs), *(cost.anew for cost in costs)]
    measure.print_row(label, *milliseconds, times, now.kilobytes, queries, "<-" if is_broken else "")
    return is_broken


def provide(profiles: int, sizes: dict[str, int]) -> None:
    """Have the world of so many profiles in the database, which has a smaller one or none."""
    if connection.vendor == "postgresql":
        make(profiles, sizes)
        return
    path = Path(settings.DATABASES["default"]["NAME"])
    kept = Path(tempfile.gettempdir()) / f"mgi-world-{profiles}-{digest()}.sqlite3"
    if not kept.exists():
        make(profiles, sizes)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [f"{kept}.part"])
        Path(f"{kept}.part").replace(kept)
    connection.close()
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    shutil.copyfile(kept, path)
    call_command("migrate", verbosity=0)
    world.analyze()


def make(profiles: int, sizes: dict[str, int]) -> None:
    if profiles == min(WORLDS):
        world.begin()
    world.add(**sizes)
    search.rebuild()
    world.analyze()


def digest() -> str:
    """Return what a kept world is known by: what fills it. Its tables are brought up to date."""
    return hashlib.sha256(Path(world.__file__).read_bytes()).hexdigest()[:12]
