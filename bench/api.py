"""Measures how long answers of the API take: `python -m bench.api [CHECKOUT]`.

With the directory of another checkout (which has its own database of the same profiles), every address is
measured there too, in turns, so that both are measured on the same machine in the same minute.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

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
    here = Path(__file__).parents[1]
    if MEASURE in sys.argv:
        print(json.dumps(measure(Path(sys.argv[-1]))))
        return
    checkouts = [here, *(Path(path).resolve() for path in sys.argv[1:])]
    times: dict[tuple[Path, str], list[float]] = {}
    for _round in range(ROUNDS):
        for checkout in checkouts:
            command = [sys.executable, __file__, MEASURE, str(checkout)]
            output = subprocess.run(command, capture_output=True, text=True, check=True, cwd=checkout).stdout
            for address, median in json.loads(output.splitlines()[-1]).items():
                times.setdefault((checkout, address), []).append(median)
    print(f"{'address':40}" + "".join(f"{checkout.name:>12}" for checkout in checkouts) + f"{'ratio':>8}")
    for address in ADDRESSES:
        best = [statistics.median(times[checkout, address]) for checkout in checkouts]
        print(f"{address:40}" + "".join(f"{time:12.2f}" for time in best) + f"{best[0] / best[-1]:8.2f}")


def measure(checkout: Path) -> dict[str, float]:
    """Return the median milliseconds of processor time by address, for the code of `checkout`."""
    sys.path.insert(0, str(checkout))
    os.environ["API_RATE"] = "0"
    from bench import pages

    pages.report = lambda: None  # only what it makes ready
    pages.main()
    from django.test import Client

    client = Client()
    return {address: pages.milliseconds(lambda: client.get(f"/api/v1{address}"))[0] for address in ADDRESSES}  # noqa: B023


if __name__ == "__main__":
    main()
