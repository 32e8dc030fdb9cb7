"""Measures the search: `python -m bench.search [postgres://…] [number of findings]`; none: SQLite.

A database of its own is made and removed, with fictional texts of made-up words in five languages. Each
question is measured whole: the first page with its marks, the counts of every facet and the number of hits.
Beside it, in the same run, stands what would be there without an index: a scan of all texts for the word.

Processor time, that of PostgreSQL's own process included (Linux tells it); so what else the machine does does
not count. One question uses one core. The clock's 95th percentile stands beside it.
"""

import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROUNDS = 40
PER_PROFILE = 25
EDITIONS = 10
COUNTRIES = 250
"""More places than these are cities in them."""
QUESTIONS = {
    "in a third of all texts": ("migration", {}),
    "the same in another form": ("migrated", {}),
    "in one of a hundred": ("remittances", {}),
    "in one of ten thousand": ("pangolin", {}),
    "two words": ("migration remittances", {}),
    "a phrase": ('"labour migration"', {}),
    "one without another": ("migration -labour", {}),
    "the beginning of a word": ("remitt", {}),
    "a beginning in most texts": ("con*", {}),
    "two such, and a word": ("con* ter* migration", {}),
    "a beginning, narrowed": ("con*", {"region": "011", "year": 2021}),
    "narrowed to a region": ("migration", {"region": "011"}),
    "narrowed to a country": ("migration", {"country": 7}),
    "narrowed to region, year, kind": ("migration", {"region": "011", "year": 2021, "kind": "potential"}),
    "newest first": ("migration", {"newest_first": True}),
    "mistyped, nothing found": ("remitances pangolim", {}),
}


def main() -> None:
    server = next((word for word in sys.argv[1:] if word.startswith("postgres")), "")
    number = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 100_000)
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="mgi-bench-")
    name = f"mgi_bench_search_{os.getpid()}"
    own = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    os.environ["DATABASE_URL"] = own if server else f"sqlite:///{os.environ['VAR_DIR']}/bench.sqlite3"
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_SETTINGS_MODULE"] = "mgi.settings"
    if server:
        run_on(server, f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        prepare(number)
        report(number)
    finally:
        from django.db import connection

        connection.close()
        shutil.rmtree(os.environ["VAR_DIR"])
        if server:
            run_on(server, f"DROP DATABASE {name} WITH (FORCE)")


def run_on(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def prepare(number: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    import mgi.wsgi  # noqa: F401 (as the server loads it)
    from profiles import search

    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("loaddata", "domains", verbosity=0)
    store(number)
    stored = time.perf_counter()
    search.rebuild()
    print(f"stored in {stored - begun:.0f} s, indexed in {time.perf_counter() - stored:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def store(number: int) -> None:
    """Publish `number` fictional findings, without the verbs: they would take an hour."""
    from profiles.choices import Kind, Language, Level
    from profiles.models import Finding, IndicatorDomain, Place, Profile, Revision

    chance = random.Random(1)  # noqa: S311 (the same texts in each run)
    vocabulary = [made_up(chance) for _ in range(8_000)]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    domains = list(IndicatorDomain.objects.all())
    regions = [("002", "011"), ("002", "014"), ("019", "005"), ("142", "035"), ("150", "155")]
    places: list[Place] = []
    for place in range(number // PER_PROFILE // EDITIONS):
        region, subregion = regions[place % COUNTRIES % len(regions)]
        places.append(
            Place(
                slug=f"examplia-{place}",
                name=f"Examplia {place}",
                official_name=f"Republic of Examplia {place}",
                level=Level.COUNTRY if place < COUNTRIES else Level.CITY,
                parent=places[place % COUNTRIES] if place >= COUNTRIES else None,
                region=region,
                subregion=subregion,
                is_fictional=True,
            )
        )
        places[-1].folded_names = places[-1].normalize_names()
        if len(places) == COUNTRIES:
            Place.objects.bulk_create(places)
    Place.objects.bulk_create([place for place in places if not place.pk])
    languages = [Language.ENGLISH] * 5 + [Language.FRENCH] * 2 + [*Language]
    profiles = Profile.objects.bulk_create(
        Profile(
            place=place,
            edition=edition,
            year=2014 + edition,
            month=1 + (edition * 5 + len(place.slug)) % 12,
            language=languages[(place.pk + edition) % len(languages)],
            slug=f"{place.slug}-{edition}",
        )
        for place in places
        for edition in range(1, EDITIONS + 1)
    )
    drafts = [Revision(profile=profile, number=1) for profile in profiles]
    for draft in drafts:
        for column, value in draft.frozen_facts().items():
            setattr(draft, column, value)
    revisions = Revision.objects.bulk_create(drafts)
    for start in range(0, len(revisions), 200):
        words = iter(chance.choices(vocabulary, weights, k=200 * PER_PROFILE * 30))
        Finding.objects.bulk_create(
            Finding(
                revision=revision,
                domain=domains[place % 6],
                kind=list(Kind)[place % 2],
                position=place,
                text=sentence([next(words) for _ in range(28)], chance),
            )
            for revision in revisions[start : start + 200]
            for place in range(PER_PROFILE)
        )
    Revision.objects.update(state="published", published_at=datetime.now(UTC))


def made_up(chance: random.Random) -> str:
    syllables = "ba lo mi ter gan so vel nu pra dis con ru fa ti che".split()  # noqa: SIM905
    ends = ["s", "", "tion", "ing", "ment", "ed", "ité", "ción", "es"]
    return "".join(chance.choices(syllables, k=chance.randint(2, 4))) + chance.choice(ends)


def sentence(words: list[str], chance: random.Random) -> str:
    shares = {"migration": 0.3, "labour migration": 0.05, "remittances": 0.01, "pangolin": 1e-4}
    for word, share in shares.items():
        if chance.random() < share:
            words[chance.randrange(len(words))] = word
    return f"{' '.join(words).capitalize()}."


def report(number: int) -> None:
    from django.db import connection

    from profiles.models import Finding
    from profiles.search import Filters, search

    print(f"{connection.vendor}, {number} findings")
    clock = server_clock()
    print(f"{'question':32} {'hits':>7} {'median ms':>10} {'p95 ms':>8} {'by the clock':>13} {'scan ms':>9}")
    for label, (text, asked) in QUESTIONS.items():
        narrowed = {name: value for name, value in asked.items() if name != "newest_first"}
        newest_first = bool(asked.get("newest_first"))

        def ask(text: str = text, narrowed: Any = narrowed, newest_first: bool = newest_first) -> Any:
            return search(text, Filters(**narrowed), newest_first=newest_first)

        def scan(word: str = text.replace('"', "").split(" -")[0]) -> None:
            rows = Finding.objects.published().filter(text__icontains=word)
            rows.count()
            list(rows.select_related("revision__profile__place").order_by("-pk")[:20])

        found = ask()
        median, late, waited = milliseconds(ask, ROUNDS, clock)
        scanned = milliseconds(scan, 3, clock)[0]
        hits = f"{found.total}{'+' if found.is_more else ''}"
        print(f"{label:32} {hits:>7} {median:10.1f} {late:8.1f} {waited:13.1f} {scanned:9.0f}", flush=True)


def server_clock() -> Callable[[], float]:
    """Return what tells the seconds that the server's process has used for this connection."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        used = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(used.read_text().split()[0]) / 1e9


def milliseconds(
    call: Callable[[], object], rounds: int, server: Callable[[], float]
) -> tuple[float, float, float]:
    """Return the median and the 95th percentile of processor time, and the latter by the clock."""
    times, waits = [], []
    call()
    for _ in range(rounds):
        begun, there, clock = time.process_time(), server(), time.perf_counter()
        call()
        waits.append((time.perf_counter() - clock) * 1000)
        times.append((time.process_time() - begun + server() - there) * 1000)
    late = int(rounds * 0.95)
    return statistics.median(times), sorted(times)[late], sorted(waits)[late]


if __name__ == "__main__":
    main()
