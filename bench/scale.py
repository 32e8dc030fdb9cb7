"""Measures the pages with 250 countries, 1,000 local places, 1,200 profiles and 30,000 findings.

    python -m bench scale                                              # SQLite
    python -m bench scale postgres://postgres@127.0.0.1:5432/postgres  # PostgreSQL, in a database of its own

Everything is fictional and thrown away; bench/world.py makes it. Each page is asked for with 5 profiles
first, where only its queries are counted, and with all of them then. No cache. A page breaks its promise
that costs more queries than before, or whose 95th percentile is over LIMIT.
"""

import gzip
import re

from django.test import Client

from bench import measure, world

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
    "the dashboard": "/admin/",
    "the board": "/admin/profiles/board/",
    "the board, local places": "/admin/profiles/board/?kind=local",
    "the board as CSV": "/admin/profiles/board.csv",
    "list of profiles": "/admin/profiles/profile/",
    "list of places": "/admin/profiles/place/",
    "sitemap of profiles": "/sitemap-profiles.xml",
}


def report() -> int:
    """Make the world, ask for the pages, print a line for each; return how many broke their promise."""
    world.begin()
    world.add(countries=2, cities=4, profiles=5)
    few = {label: measure.queries(client, address) for client, label, address in requests()}
    world.add(**world.ALL)
    world.analyze()
    print(f"Made {world.size()}\n")
    measure.print_head("Page", "median ms", "95th percentile", "queries", "KB, gzip", "")
    return sum(print_page(client, label, address, few[label]) for client, label, address in requests())


def requests() -> list[tuple[Client, str, str]]:
    """Return who asks for which page: client, label, address with the number of the last page in it."""
    public, staff = Client(), measure.staff_client()
    pages = [(public, label, address) for label, address in PAGES.items()]
    pages += [(staff, label, address) for label, address in STAFF_PAGES.items()]
    return [(client, label, resolve(client, address)) for client, label, address in pages]


def resolve(client: Client, address: str) -> str:
    """Return `address` with the number of the last page in place of `last`; the address itself otherwise."""
    if not address.endswith("page=last"):
        return address
    first = client.get(address.removesuffix("page=last").rstrip("?&"), headers={"accept-encoding": ""})
    pages = re.search(r"Page 1 of (\d+)", first.content.decode())
    return address.replace("last", pages[1] if pages else "1")


def print_page(client: Client, label: str, address: str, few: int) -> bool:
    """Print the line of a page; return whether it broke its promise."""
    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content
    times = measure.milliseconds(lambda: client.get(address), ROUNDS)
    count = measure.queries(client, address)
    is_broken = count > few or times.late >= (LIMIT if label in PAGES else STAFF_LIMIT)
    kilobytes = len(gzip.compress(content, 6)) / 1024
    remark = f"<- {few} queries before" if is_broken else ""
    measure.print_row(label, times.median, times.late, count, kilobytes, remark)
    return is_broken
