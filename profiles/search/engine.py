"""The one question: `search(query, filters, language, page) -> Results`, whatever the database."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from operator import itemgetter
from types import ModuleType
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F
from django.db.models.fields.json import KT
from rapidfuzz import fuzz

from profiles.choices import LOCAL_LEVELS, Kind, Language, ResultType, State
from profiles.models import Place, Profile, SearchEntry, SearchWord
from profiles.search.analysis import STOP_WORDS
from profiles.search.backends import postgresql, sqlite
from profiles.search.filters import NAMES, Candidate, Filters
from profiles.search.highlighting import HighlightPiece, excerpt, highlight
from profiles.search.query import Query, finish, parse

PAGE_SIZE = 20
MAX_RESULTS = 2_000
"""The newest texts that are looked at; beyond, the page says “more than 2,000”."""
PLACES_AND_DOMAINS = 6
SUGGESTION_SIMILARITY = 75
"""Percent of letters that a word must share with the one that may have been meant."""

EVERYTHING = Filters()
SCORE = itemgetter(-1)


@dataclass(frozen=True)
class Hit:
    """One text that was found; `pieces` are all of it, or the part of a long one around the first mark."""

    entry: SearchEntry
    pieces: list[HighlightPiece]

    @property
    def profile(self) -> Profile:
        if self.entry.profile is None:
            raise ValueError("A text belongs to a profile.")
        return self.entry.profile

    @property
    def language(self) -> Language:
        """That of the text."""
        return Language(self.entry.language)

    @property
    def kind(self) -> Kind:
        """That of a finding."""
        return Kind(self.entry.kind)


class Passage(NamedTuple):
    """A text that was found, by the slug of its profile and the finding's key; "" is the introduction."""

    profile: str
    key: str


class Country(NamedTuple):
    """A country that hits are of, named in the language of the page."""

    pk: int
    slug: str
    name: str
    is_fictional: bool
    region: str
    subregion: str


@dataclass(frozen=True)
class Results:
    """One page of hits, and what all hits are of.

    `counts` is, for each thing that hits can be narrowed to, value -> number of hits (of the newest
    MAX_RESULTS, where there are more). Where nothing was found, `better` is the question as it may have been
    meant, and `apart` are the words of it that texts have.
    """

    query: Query
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    is_more: bool = False
    counts: dict[str, Counter[Any]] = field(default_factory=dict)
    countries: list[Country] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    domains: list[int] = field(default_factory=list)
    better: str = ""
    apart: list[str] = field(default_factory=list)
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def search(
    text: str, filters: Filters = EVERYTHING, language: str = "en", page: int = 1, newest_first: bool = False
) -> Results:
    """Return page `page` of what `text` asks for in live profiles; at most eleven queries.

    `language` is that of the page: what the names of places are sorted by. A page beyond the last has no
    hits. Best first, and of equals the newest, unless `newest_first`.
    """
    query, vocabulary = _parse(text)
    if not query.required:
        return Results(query)
    plan = _backend().read(query)
    candidates, is_more = _candidates(plan, filters, newest_first)
    columns = list(zip(*candidates, strict=True)) or [()] * len(NAMES)
    counts = {name: Counter(columns[number]) for number, name in enumerate(NAMES) if name != "id"}
    countries = _countries(counts["country"], language)
    others = _places_and_domains(plan) if page == 1 else {}
    places = list(Place.objects.filter(pk__in=others.get(ResultType.PLACE, [])).by_name(language))
    return Results(
        query=query,
        hits=_hits(candidates[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], query),
        total=len(candidates),
        is_more=is_more,
        counts={**counts, **_regions(counts["country"], countries)},
        countries=countries,
        places=places,
        domains=others.get(ResultType.DOMAIN, []),
        better="" if candidates or places else _suggestion(query, vocabulary, filters),
        apart=[
            word for word in query.words if word in vocabulary and len(query.words) > 1 and not candidates
        ],
        page=page,
    )


def passages(
    text: str, filters: Filters = EVERYTHING, newest_first: bool = False
) -> tuple[list[Passage], bool]:
    """Return all that search() finds, in order, and whether MAX_RESULTS cut them off; at most six queries."""
    query = read_query(text)
    if not query.required:
        return [], False
    candidates, is_more = _candidates(_backend().read(query), filters, newest_first)
    entries = SearchEntry.objects.filter(pk__in=[row[0] for row in candidates], profile__isnull=False)
    by_pk = {
        pk: Passage(slug, str(key or ""))
        for pk, slug, key in entries.values_list("pk", "profile__slug", "key")
    }
    return [by_pk[row[0]] for row in candidates if row[0] in by_pk], is_more


def latest(text: str, filters: Filters = EVERYTHING, most: int = 50) -> list[Hit]:
    """Return what search() finds, at most `most`, what was published last first; six queries at most."""
    query = read_query(text)
    if not query.required:
        return []
    candidates, _is_more = _candidates(_backend().read(query), filters, newest_first=True)
    entries = SearchEntry.objects.select_related("profile__place").filter(
        pk__in=[row[0] for row in candidates], profile__revisions__state=State.PUBLISHED
    )
    rows = entries.annotate(
        published_at=F("profile__revisions__published_at"),
        place_name=F("profile__revisions__frozen_place_name"),
    )
    return [_hit(entry, query) for entry in rows.order_by("-published_at", "-pk")[:most]]


def read_query(text: str) -> Query:
    """Return the question that `text` is; its last word is a beginning where no text has it. One query."""
    return _parse(text)[0]


def newest_entries(query: Query, filters: Filters, most: int) -> list[SearchEntry]:
    """Return the newest texts that answer `query`, at most `most`; four queries at most."""
    candidates = _backend().candidates(_backend().read(query), filters, most, scored=False)
    entries = SearchEntry.objects.in_bulk([row[0] for row in candidates])
    return [entries[row[0]] for row in candidates if row[0] in entries]


def _parse(text: str) -> tuple[Query, set[str]]:
    """Return the question that `text` is, and the words of it that stand in texts as they are typed."""
    query = parse(text)
    if not query.required:
        return query, set()
    words = set(SearchWord.objects.filter(word__in=query.words).values_list("word", flat=True))
    return finish(query, words), words


def _candidates(plan: Any, filters: Filters, newest_first: bool) -> tuple[list[Candidate], bool]:
    """Return the texts that answer, in their order, and whether there are more than MAX_RESULTS of them."""
    candidates = _backend().candidates(plan, filters, MAX_RESULTS + 1, scored=not newest_first)
    is_more = len(candidates) > MAX_RESULTS
    candidates = candidates[:MAX_RESULTS]
    if not newest_first:
        candidates.sort(key=SCORE, reverse=True)  # Of equals, the newest stays first.
    return candidates, is_more


def _backend() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def _countries(pks: Counter[int], language: str) -> list[Country]:
    """Return the countries by name; plain rows, and all asked for, as hundreds may be wanted."""
    if not pks:
        return []
    name = KT(f"names__{language}") if language != Language.ENGLISH else F("name")
    rows = Place.objects.exclude(level__in=LOCAL_LEVELS).by_name(language).annotate(local_name=name)
    fields = rows.values_list("pk", "slug", "local_name", "name", "is_fictional", "region", "subregion")
    return [
        Country(pk, slug, local or name, is_fictional, region, subregion)
        for pk, slug, local, name, is_fictional, region, subregion in fields
        if pk in pks
    ]


def _regions(pks: Counter[int], countries: list[Country]) -> dict[str, Counter[Any]]:
    """Return how many hits are of each region and subregion: those of the countries in it."""
    counts: dict[str, Counter[Any]] = {"region": Counter(), "subregion": Counter()}
    for country in countries:
        counts["region"][country.region] += pks[country.pk]
        counts["subregion"][country.subregion] += pks[country.pk]
    return counts


def _places_and_domains(plan: Any) -> dict[str, list[int]]:
    """Return the ids of the places and of the domains that are asked for, each once."""
    by_type: dict[str, list[int]] = {}
    for what, pk in _backend().places_and_domains(plan, PLACES_AND_DOMAINS * len(Language)):
        ids = by_type.setdefault(what, [])
        if pk not in ids and len(ids) < PLACES_AND_DOMAINS:
            ids.append(pk)
    return by_type


def _hits(candidates: list[Candidate], query: Query) -> list[Hit]:
    rows = SearchEntry.objects.select_related("profile__place")
    entries = rows.in_bulk([row[0] for row in candidates])
    return [_hit(entries[row[0]], query) for row in candidates if row[0] in entries]


def _hit(entry: SearchEntry, query: Query) -> Hit:
    text = excerpt(entry.text, query, entry.language) if entry.what == ResultType.INTRODUCTION else entry.text
    return Hit(entry, highlight(text, query, entry.language))


def _suggestion(query: Query, vocabulary: Container[str], filters: Filters) -> str:
    """Return the question with words that texts have for those that none has; "" where it finds nothing."""
    unknown = [word for word in query.words if word not in vocabulary and len(word) > 2]
    if not unknown:
        return ""
    near = _backend().similar_words(unknown)
    better = {}
    for word in unknown:
        ignored = {word, *STOP_WORDS}
        rated = [(fuzz.ratio(word, other), times, other) for other, times in near if other not in ignored]
        best = max(rated, default=(0, 0, ""))
        if best[0] >= SUGGESTION_SIMILARITY:
            better[word] = best[2]
    if not better:
        return ""
    question = query.with_words(better)
    plan = _backend().read(parse(question))
    has_results = _backend().candidates(plan, filters, 1, scored=False) or _places_and_domains(plan)
    return question if has_results else ""
