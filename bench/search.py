"""Measures the search: `python -m bench search [postgres://…] [number of findings]`; none: SQLite.

The database has fictional texts of made-up words in five languages, 30 % of the profiles in two of them. Each
question is measured whole: the first page with its marks, the counts of every facet and the number of hits.
Before them, the share of the word lists (tests/search/words/) that the search finds.
Beside it, in the same run, stands what would be there without an index: a scan of all texts for the word.

Processor time, that of PostgreSQL's own process included (Linux tells it); so what else the machine does does
not count. One question uses one core. The clock's 95th percentile stands beside it.
"""

import random
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import connection

from bench import measure, relevance, world
from profiles import search
from profiles.choices import ResultType
from profiles.languages import Language
from profiles.models import Finding, SearchEntry
from profiles.search import Filters
from profiles.search.backends import planner
from tests.search.words import LEAST

ROUNDS = 40
PER_PROFILE = 25
EDITIONS = 10
COUNTRIES = 250
"""More places than these are cities in them."""
AT_A_TIME = 200
TRANSLATED = 0.3
"""The share of the profiles that can be read in two languages."""
A_COUNTRY = "a country"
QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
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
    "a beginning, narrowed": ("con*", {"filters": Filters(region="011", year=2021)}),
    "narrowed to a region": ("migration", {"filters": Filters(region="011")}),
    "narrowed to a country": ("migration", {"filters": A_COUNTRY}),
    "narrowed to region, year, kind": (
        "migration",
        {"filters": Filters(region="011", year=2021, kind="potential")},
    ),
    "newest first": ("migration", {"newest_first": True}),
    "mistyped, nothing found": ("remitances pangolim", {}),
}


def store(number: int) -> None:
    """Publish `number` fictional findings, without the actions: they would take an hour."""
    chance = random.Random(1)  # noqa: S311 (the same texts in each run)
    vocabulary = [random_word(chance) for _ in range(8_000)]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    languages = [Language.ENGLISH] * 5 + [Language.FRENCH] * 2 + [*Language]
    count = number // PER_PROFILE // EDITIONS
    countries, cities = world.add_places(min(count, COUNTRIES), max(count - COUNTRIES, 0))
    profiles = [
        world.profile(place, edition, languages[(place.pk + edition) % len(languages)])
        for place in [*countries, *cities]
        for edition in range(1, EDITIONS + 1)
    ]
    for start in range(0, len(profiles), AT_A_TIME):
        words = iter(chance.choices(vocabulary, weights, k=2 * AT_A_TIME * PER_PROFILE * 28))

        def text(_number: int, words: Iterator[str] = words) -> str:
            return sentence([next(words) for _ in range(28)], chance)

        batch = profiles[start : start + AT_A_TIME]
        world.publish(batch, text=text)
        world.translate([row for row in batch if chance.random() < TRANSLATED], text)


def random_word(chance: random.Random) -> str:
    syllables = "ba lo mi ter gan so vel nu pra dis con ru fa ti che".split()  # noqa: SIM905
    ends = ["s", "", "tion", "ing", "ment", "ed", "ité", "ción", "es"]
    return "".join(chance.choices(syllables, k=chance.randint(2, 4))) + chance.choice(ends)


def sentence(words: list[str], chance: random.Random) -> str:
    shares = {"migration": 0.3, "labour migration": 0.05, "remittances": 0.01, "pangolin": 1e-4}
    for word, share in shares.items():
        if chance.random() < share:
            words[chance.randrange(len(words))] = word
    return f"{' '.join(words).capitalize()}."


def report(findings: str = "100000") -> None:
    """Make the texts and their index, and print a line for each question."""
    number = int(findings)
    world.begin()
    for name in LEAST:
        print(f"{name}.txt: {relevance.share(name):.1%} found, at least {LEAST[name]:.0%} wanted")
    start = time.perf_counter()
    store(number)
    stored = time.perf_counter()
    search.rebuild()
    print(f"stored in {stored - start:.0f} s, indexed in {time.perf_counter() - stored:.0f} s")
    world.analyze()
    planner.forget_statistics()  # those of the word lists' few texts
    print(f"{connection.vendor}, {number} findings")
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET max_parallel_workers_per_gather = 0")
    measure.print_head("question", "hits", "median ms", "p95 ms", "by the clock", "scan ms")
    a_country = SearchEntry.objects.filter(what=ResultType.FINDING).earliest("id").country_id
    for label, (text, options) in QUESTIONS.items():
        if options.get("filters") == A_COUNTRY:
            options = {"filters": Filters(country=a_country)}
        ask = partial(search.search, text, **options)
        results, times = ask(), measure.milliseconds(ask, ROUNDS)
        hits = f"{results.total}{'+' if results.is_more else ''}"
        scan_time = measure.milliseconds(partial(scan, text.replace('"', "").split(" -")[0]), 3).median
        measure.print_row(label, hits, *times, scan_time)


def scan(word: str) -> None:
    """Ask as one would without an index: all texts that have `word`, their number and the first 20."""
    rows = Finding.objects.published().filter(text__icontains=word)
    rows.count()
    list(rows.select_related("revision__profile__place").order_by("-pk")[:20])
