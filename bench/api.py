"""Measures how long answers of the API take: `python -m bench.api [CHECKOUT]`.

With the directory of another checkout (which has its own database of the same profiles), every address is
measured there too, in turns, so that both are measured on the same machine in the same minute.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from bench import measure, pages

ADDRESSES = [
    *("/", "/profiles/", "/profiles/?country=lunaria&level=city", "/profiles/sixty/"),
    *(
        "/profiles/sixty/revisions/",
        "/findings/",
        "/findings/?page_size=100",
        "/findings/?domain=partnerships",
    ),
    *("/places/", "/places/?region=002", "/places/lunaria/", "/domains/", "/domains/partnerships/"),
    *("/search/?q=migration", "/search/?q=finding&kind=potential"),
]
ROUNDS = 4
MEASURE = "--measure"


def main() -> None:
    if MEASURE in sys.argv:
        print(json.dumps(medians()))
        return
    checkouts = [Path(__file__).parents[1], *(Path(path).resolve() for path in sys.argv[1:])]
    times: dict[tuple[Path, str], list[float]] = {}
    for _round in range(ROUNDS):
        for checkout in checkouts:
            command = [sys.executable, "-m", "bench.api", MEASURE, str(checkout)]
            output = subprocess.run(command, capture_output=True, text=True, check=True, cwd=checkout).stdout
            for address, median in json.loads(output.splitlines()[-1]).items():
                times.setdefault((checkout, address), []).append(median)
    measure.print_head("address", *(checkout.name for checkout in checkouts), "ratio")
    for address in ADDRESSES:
        best = [statistics.median(times[checkout, address]) for checkout in checkouts]
        measure.print_row(address, *best, best[0] / best[-1])


def medians() -> dict[str, float]:
    """Return the median milliseconds of processor time by address, for the code of this checkout."""
    with measure.site():
        pages.prepare()
        from django.test import Client

        client = Client()
        return {
            address: measure.milliseconds(lambda: client.get(f"/api/v1{address}"), pages.ROUNDS).median  # noqa: B023
            for address in ADDRESSES
        }


if __name__ == "__main__":
    main()
