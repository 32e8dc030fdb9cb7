"""The one question: `search(text, filters, language, page) -> Results`, whatever the database."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import get_language, override

from profiles.choices import LOCAL_LEVELS, Kind, Language, ResultType, State
from profiles.models import IndicatorDomain, Place, Profile, SearchEntry, SearchWord, TermText
from profiles.search import suggestions
from profiles.search.backends import postgresql, sqlite
from profiles.search.filters import LANGUAGE, NAMES, Candidate, Filters, newest
from profiles.search.highlighting import HighlightPiece, excerpt, highlight
from profiles.search.query import (
    Query,
    as_written_otherwise,
    finish,
    other_spellings,
    parse,
    read_group,
    shorten,
)
from profiles.search.reading import Part, Reading, read

PAGE_SIZE = 20
MAX_RESULTS = 2_000
"""The newest texts that are looked at; beyond, the page says “more than 2,000”."""
PLACES_AND_DOMAINS = 6
EVERYTHING = Filters()
STEPS = 10
"""Of two texts within a tenth of the best score, neither is better."""


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
    def is_translation(self) -> bool:
        return self.entry.id != self.entry.unit

    @property
    def path(self) -> str:
        """Where the text can be read: a translation on the pages in its language."""
        with override(self.entry.language if self.is_translation else get_language()):
            key = self.entry.key
            return reverse("finding", args=[key]) if key else self.profile.get_absolute_url()

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
    meant, and `apart` are the words of it that texts have. `parts` and `synonyms` say how it was
    understood, `exact` is the question without synonyms.
    """

    query: Query
    parts: tuple[Part, ...] = ()
    synonyms: tuple[TermText, ...] = ()
    exact: str = ""
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
    def is_empty(self) -> bool:
        """Nothing is asked for."""
        return not (self.query.required or self.parts)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


class Answer(NamedTuple):
    """A question, and the texts that answer it in their order; `is_more`: MAX_RESULTS cut them off."""

    reading: Reading
    candidates: list[Candidate]
    is_more: bool = False
    vocabulary: Mapping[str, int] = {}
    plan: Any = None
    """How the database reads the words, where there are any."""


def search(
    text: str, filters: Filters = EVERYTHING, language: str = "en", page: int = 1, newest_first: bool = False
) -> Results:
    """Return page `page` of what `text` asks for in live profiles; at most fifteen queries.

    `language` is that of the page: what the names of places are sorted by, and which of two texts that are
    as good comes first. A page beyond the last has no hits. Best first, and of equals the newest, unless
    `newest_first`.
    """
    answer = _answer(text, filters, language, newest_first)
    reading, candidates, query = answer.reading, answer.candidates, answer.reading.query
    if reading.is_empty:
        return Results(query)
    columns = list(zip(*candidates, strict=True)) or [()] * len(NAMES)
    counts = {
        name: Counter(columns[number]) for number, name in enumerate(NAMES) if name not in ("id", "unit")
    }
    countries = _countries(counts["country"], language)
    places, domains = _places_and_domains(answer, language) if page == 1 else ([], [])
    is_nothing = not candidates and not places
    return Results(
        query=query,
        parts=reading.parts,
        synonyms=reading.synonyms,
        exact=reading.exact,
        hits=_hits(candidates[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], query),
        total=len(candidates),
        is_more=answer.is_more,
        counts={**counts, **_regions(counts["country"], countries)},
        countries=countries,
        places=places,
        domains=domains,
        better=_suggestion(query, answer.vocabulary, filters) if is_nothing else "",
        apart=[
            word
            for word in query.words
            if word in answer.vocabulary and len(query.words) > 1 and not candidates
        ],
        page=page,
    )


def passages(
    text: str, filters: Filters = EVERYTHING, language: str = "en", newest_first: bool = False
) -> tuple[list[Passage], bool]:
    """Return all that search() finds, in order, and whether MAX_RESULTS cut them off; at most ten queries."""
    answer = _answer(text, filters, language, newest_first)
    pks = [row[0] for row in answer.candidates]
    entries = SearchEntry.objects.filter(pk__in=pks, profile__isnull=False)
    by_pk = {
        pk: Passage(slug, str(key or ""))
        for pk, slug, key in entries.values_list("pk", "profile__slug", "key")
    }
    return [by_pk[pk] for pk in pks if pk in by_pk], answer.is_more


def latest(text: str, filters: Filters = EVERYTHING, language: str = "en", most: int = 50) -> list[Hit]:
    """Return what search() finds, at most `most`, what was published last first; ten queries at most."""
    answer = _answer(text, filters, language, newest_first=True)
    entries = SearchEntry.objects.select_related("profile__place").filter(
        pk__in=[row[0] for row in answer.candidates], profile__revisions__state=State.PUBLISHED
    )
    rows = entries.annotate(
        published_at=F("profile__revisions__published_at"),
        place_name=F("profile__revisions__frozen_place_name"),
    )
    return [_hit(entry, answer.reading.query) for entry in rows.order_by("-published_at", "-pk")[:most]]


def read_query(text: str) -> Query:
    """Return the words that `text` asks for, names among them; its last may be a beginning. One query."""
    return _complete(parse(text))[0]


def newest_entries(query: Query, filters: Filters, most: int) -> list[SearchEntry]:
    """Return the newest texts that answer `query`, at most `most`; four queries at most."""
    candidates = _backend().candidates(_backend().read(query), filters, most, scored=False)
    entries = SearchEntry.objects.in_bulk([row[0] for row in candidates])
    return [entries[row[0]] for row in candidates if row[0] in entries]


def _answer(text: str, filters: Filters, language: str = "en", newest_first: bool = False) -> Answer:
    """Return what answers `text`: as it is understood, or, where so nothing does, by its words alone."""
    group = read_group(text)
    reading = read(text, group, filters)
    answer = _answer_as(reading, language, newest_first)
    if reading.parts and not answer.candidates:
        by_words = Reading(parse(text), filters)
        return _answer_as(by_words, language, newest_first)
    return answer


def _answer_as(reading: Reading, language: str, newest_first: bool) -> Answer:
    if reading.is_empty:
        return Answer(reading, [])
    query, vocabulary = _complete(reading.query)
    reading = replace(reading, query=query)
    plan = None
    if query.required:
        backend = _backend()
        plan = backend.read(query)
        candidates = backend.candidates(plan, reading.filters, MAX_RESULTS + 1, scored=not newest_first)
    else:
        candidates, newest_first = newest(reading.filters, MAX_RESULTS + 1), True
    is_more = len(candidates) > MAX_RESULTS
    candidates = _one_of_each(candidates[:MAX_RESULTS], language)
    if not newest_first:
        candidates = _best_first(candidates, language)
    return Answer(reading, candidates, is_more, vocabulary, plan)


def _complete(query: Query) -> tuple[Query, Mapping[str, int]]:
    """Return `query` as texts write its words, and in how many texts each of them stands. One query.

    Its last word is a beginning, where no text has it; of too many words, the rarest are kept.
    """
    if not query.required:
        return query, {}
    wanted = {*query.words, *other_spellings(query)}
    times: Counter[str] = Counter()
    for word, number in SearchWord.objects.filter(word__in=wanted).values_list("word", "times"):
        times[word] += number
    return as_written_otherwise(shorten(finish(query, times), times), times), times


def _one_of_each(candidates: list[Candidate], language: str) -> list[Candidate]:
    """Return the texts, each once: in the reader's language where it is found so, or else the original."""
    units = {row[1]: row for row in candidates}
    if len(units) == len(candidates):
        return candidates
    for row in candidates:
        if (row[LANGUAGE] == language, row[0] == row[1]) > (
            units[row[1]][LANGUAGE] == language,
            units[row[1]][0] == row[1],
        ):
            units[row[1]] = row
    return [row for row in candidates if units[row[1]] is row]


def _best_first(candidates: list[Candidate], language: str) -> list[Candidate]:
    """Sort the newest first by their scores: of equals, those in the reader's language, and then the newest.

    How good a text is, is a matter within its language: a word is rarer where there are fewer texts.
    """
    best: dict[str, float] = {}
    for row in candidates:
        if row[-1] > best.get(row[LANGUAGE], 0):
            best[row[LANGUAGE]] = row[-1]

    scale = {code: STEPS / score for code, score in best.items()}

    def rank(row: Candidate) -> int:
        code = row[LANGUAGE]
        return 2 * round(row[-1] * scale.get(code, 0)) + (code == language)

    return sorted(candidates, key=rank, reverse=True)


def _backend() -> Any:
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


def _places_and_domains(answer: Answer, language: str) -> tuple[list[Place], list[int]]:
    """Return the places and the ids of the domains that are asked for, those first that it is narrowed to."""
    values = [part.value for part in answer.reading.parts]
    named = [value for value in values if isinstance(value, Place)]
    domains = [value.pk for value in values if isinstance(value, IndicatorDomain)]
    if answer.plan is None:
        return named, domains
    by_type: dict[str, list[int]] = {}
    for what, pk in _backend().places_and_domains(answer.plan, PLACES_AND_DOMAINS * len(Language)):
        ids = by_type.setdefault(what, domains if what == ResultType.DOMAIN else [])
        if pk not in ids and len(ids) < PLACES_AND_DOMAINS:
            ids.append(pk)
    others = Place.objects.filter(pk__in=by_type.get(ResultType.PLACE, [])).by_name(language)
    return [*named, *(place for place in others if place not in named)], domains


def _hits(candidates: list[Candidate], query: Query) -> list[Hit]:
    rows = SearchEntry.objects.select_related("profile__place").defer("stems", "joined", "words")
    entries = rows.in_bulk([row[0] for row in candidates])
    return [_hit(entries[row[0]], query) for row in candidates if row[0] in entries]


def _hit(entry: SearchEntry, query: Query) -> Hit:
    text = excerpt(entry.text, query, entry.language) if entry.what == ResultType.INTRODUCTION else entry.text
    return Hit(entry, highlight(text, query, entry.language))


def _suggestion(query: Query, vocabulary: Collection[str], filters: Filters) -> str:
    """Return the question with words that texts have for those that none has; "" where it finds nothing."""
    better = suggestions.words_for([word for word in query.words if word not in vocabulary])
    if not better:
        return ""
    question = query.with_words(better)
    backend = _backend()
    plan = backend.read(parse(question))
    has_results = backend.candidates(plan, filters, 1, scored=False) or backend.places_and_domains(plan, 1)
    return question if has_results else ""
