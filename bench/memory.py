"""Measures how much memory a worker of the server has: `python -m bench memory [REQUESTS] [CHECKOUT]`.

REQUESTS (20,000) mixed ones in a row to the real server, with one worker and no jobs: pages in all languages,
searches, the API, and every eleventh a file, of which most are made anew. CHECKOUT: that of another version,
with its own .venv, to compare. Ends with 1 where the worker has more than it may.
"""

import http.client
import os
import re
import socket
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path

from bench.clients import wait_until_it_answers

MOST = 120
"""MB that a worker may have in the end: its own, and its part of what it shares with other processes."""
STEPS = 5
LANGUAGES = ("", "/fr", "/es", "/pt", "/ar")
PAGES = (
    *("/", "/profiles/", "/profiles/?region=002&sort=-described", "/places/", "/places/mali/", "/glossary/"),
    *(
        "/profiles/mali-2021/",
        "/profiles/lunaria-2023/",
        "/profiles/mali-2021/r/1/",
        "/domains/partnerships/",
    ),
    *("/compare/?profile=mali-2021&profile=lunaria-2023", "/profiles/lunaria-2023/changes/", "/about/"),
    *("/search/?q=migration", "/search/?q=labour+rights&kind=potential", "/nothing/"),
)
API = (
    "/api/v1/profiles/",
    "/api/v1/findings/?page_size=100",
    "/api/v1/profiles/mali-2021/",
    "/api/v1/places/",
)
FILES = (
    *("/profiles/mali-2021.xlsx", "/profiles/lunaria-2023.xlsx", "/profiles.xlsx?region=002"),
    *("/search.xlsx?q=migration", "/compare.xlsx?profile=mali-2021&profile=lunaria-2023"),
    *("/profiles/mali-2021.pdf", "/profiles/mali-2021.docx", "/profiles/lunaria-2023.docx"),
    *("/profiles/mali-2021.png", "/about/data/profiles.zip", "/profiles.csv?region=002"),
)


def report(requests: str = "20000", checkout: str = ".") -> int:
    """Print what the worker has after each fifth of the requests; return 1 where it is too much."""
    root = Path(checkout).resolve()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Whole pages are kept within a bound of their own, and would be most of the answers.
    own = {
        "PAGE_STORE": "0",
        "PORT": str(port),
        "WORKERS": "1",
        "JOBS": "0",
        "VAR_DIR": f"{os.environ['VAR_DIR']}/served",
    }
    environ = os.environ | own
    del environ["DATABASE_URL"]
    Path(environ["VAR_DIR"]).mkdir()
    manage = [str(root / ".venv/bin/python"), "manage.py"]
    subprocess.run([*manage, "prepare"], cwd=root, env=environ, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*manage, "load_profiles", "fixtures/demo.json"], cwd=root, env=environ, check=True)
    server = subprocess.Popen([*manage, "serve"], cwd=root, env=environ)
    try:
        wait_until_it_answers(port)
        print("| requests | worker, MB | proportional, MB | what makes files, MB |\n|---|---|---|---|")
        addresses = cycle(mixed())
        print_row(0, server.pid)
        for step in range(1, STEPS + 1):
            ask(port, islice(addresses, int(requests) // STEPS))
            proportional = print_row(step * int(requests) // STEPS, server.pid)
        return int(proportional > MOST)
    finally:
        server.terminate()
        server.wait(30)


def mixed() -> list[str]:
    """Return a round of addresses: each page in each language, the API, and a file after every tenth."""
    pages = [language + page for page in PAGES for language in LANGUAGES]
    files = cycle(language + file for file in FILES for language in LANGUAGES)
    addresses = []
    for number, address in enumerate([*pages, *API * 5] * len(FILES), start=1):
        addresses.append(address)
        if number % 10 == 0:
            addresses.append(next(files))
    return addresses


def ask(port: int, addresses: islice) -> None:
    """Read each address to its end; end where one is a fault of the server."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for address in addresses:
        connection.request("GET", address, headers={"Accept-Encoding": "br"})
        with connection.getresponse() as response:
            response.read()
            if response.status not in (200, 404):
                sys.exit(f"{address} answered {response.status}.")
    connection.close()


def print_row(number: int, supervisor: int) -> float:
    """Print the memory of the processes below the supervisor; return the worker's, proportional, in MB."""
    (worker,) = children(supervisor)
    others = [pid for child in children(worker) for pid in (child, *children(child))]
    resident, shared = memory(worker)
    apart = sum(memory(pid)[1] for pid in others)
    print(f"| {number:,} | {resident:.0f} | {shared:.0f} | {apart:.0f} |", flush=True)
    return shared


def children(parent: int) -> list[int]:
    """Return the processes that `parent` has started."""
    text = " ".join(path.read_text() for path in Path(f"/proc/{parent}/task").glob("*/children"))
    return [int(pid) for pid in text.split()]


def memory(pid: int) -> tuple[float, float]:
    """Return what a process has in memory, and that with its part of what it shares with others, in MB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    resident, proportional = (
        re.search(rf"^{name}: +(\d+) kB", text, re.MULTILINE) for name in ("Rss", "Pss")
    )
    if not (resident and proportional):
        sys.exit("This system does not say how much memory a process has.")
    return int(resident[1]) / 1024, int(proportional[1]) / 1024
