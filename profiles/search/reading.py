"""What a question asks for beside words: “Mali partnerships 2021” is a place, a domain and a year.

Names of places, titles of domains and terms of the glossary are recognized in every language by what index.py
keeps of them (SearchName), in words that are neither quoted nor part of an OR.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from profiles.choices import Kind
from profiles.models import IndicatorDomain, Place, Profile, SearchName, TermText
from profiles.search.analysis import name_key, words
from profiles.search.filters import Filters
from profiles.search.query import Clause, Group, Query, Term, build_query

LONGEST_NAME = 10
"""Words of a name."""
MOST_WORDS = 60
"""Of a longer question, names are looked for in so many words."""
MOST_SYNONYMS = 8

KIND_NAMES = {
    Kind.WELL_DEVELOPED: (
        *("well developed", "well developed areas", "examples of well developed areas"),
        *("domaines bien développés", "aspects bien développés", "áreas bien desarrolladas"),
        *("áreas bem desenvolvidas", "الجوانب المتطورة", "المجالات المتطورة"),
    ),
    Kind.POTENTIAL: (
        *("potential for further development", "areas with potential for further development"),
        *("areas with potential", "domaines susceptibles d’être développés davantage"),
        *("áreas con potencial de desarrollo adicional", "áreas con potencial", "áreas com potencial"),
        *("áreas com potencial para maior desenvolvimento", "الجوانب القابلة لمزيد من التطوير"),
    ),
}
"""How the programme's documents call the two kinds of findings."""
KINDS = {name_key(name): kind for kind, names in KIND_NAMES.items() for name in names}


class Part(NamedTuple):
    """Some words of a question that are read as what texts are narrowed to: `name` is a field of Filters."""

    name: str
    value: Any
    """A Place, an IndicatorDomain, a Kind or a year."""
    start: int
    end: int
    """Where it stands in the question."""

    def as_words(self, text: str) -> str:
        """Return the question `text` with these words in quotes: then they are searched for as words."""
        return f'{text[: self.start]}"{text[self.start : self.end]}"{text[self.end :]}'


@dataclass(frozen=True)
class Reading:
    """A question as it is understood: its words, and what texts are narrowed to."""

    query: Query
    filters: Filters
    parts: tuple[Part, ...] = ()
    synonyms: tuple[TermText, ...] = ()
    """Of the glossary: searched for as well."""
    exact: str = ""
    """The question in which the words that have synonyms are quoted: then they alone are searched for."""

    @property
    def is_empty(self) -> bool:
        return not (self.query.required or self.parts)


class _Run(NamedTuple):
    """Clauses that follow each other, and the key that they have as a name."""

    start: int
    end: int
    key: str


class _Name(NamedTuple):
    """The id of what a name is of."""

    place: int | None
    domain: int | None
    term: int | None


def read(text: str, group: Group, filters: Filters) -> Reading:
    """Return how `text` is understood, of which `group` has all terms. Five queries at most.

    What the reader has chosen by hand (`filters`) stays: a second place is searched for as words.
    """
    runs = list(_runs(group.clauses))
    names = _names({run.key for run in runs})
    years = _years(group.clauses)
    parts: list[Part] = []
    covered: set[int] = set()
    for run in runs:
        part = _part(run, names.get(run.key, []), years, group.clauses)
        is_set = part is None or getattr(filters, part.name) not in (None, "")
        if part is None or is_set or covered.intersection(range(run.start, run.end)):
            continue
        if part.name in {other.name for other in parts}:
            continue
        covered.update(range(run.start, run.end))
        parts.append(part)
    clauses = tuple(clause for n, clause in enumerate(group.clauses) if n not in covered)
    query = build_query(text, replace(group, clauses=clauses))
    parts.sort(key=lambda part: part.start)
    return _with_synonyms(Reading(query, _narrowed(filters, parts), tuple(parts)), names)


def _runs(clauses: tuple[Clause, ...]) -> Iterator[_Run]:
    """Yield all runs of plain words, the longest first."""
    clauses = clauses[:MOST_WORDS]
    keys = [_key(clause) for clause in clauses]
    for length in range(min(LONGEST_NAME, len(clauses)), 0, -1):
        for start in range(len(clauses) - length + 1):
            run = keys[start : start + length]
            if all(run):
                yield _Run(start, start + length, "".join(run))


def _key(clause: Clause) -> str:
    is_plain = len(clause) == 1 and isinstance(clause[0], Term) and clause[0].is_plain
    return name_key(" ".join(clause[0].terms[0].words)) if is_plain else ""


def _names(keys: Collection[str]) -> dict[str, list[_Name]]:
    """Return what the names with these keys are of; one query."""
    names: dict[str, list[_Name]] = {}
    if keys:
        rows = SearchName.objects.filter(key__in=keys).values_list("key", "place", "domain", "term")
        for key, *things in rows:
            names.setdefault(key, []).append(_Name(*things))
    return names


def _years(clauses: tuple[Clause, ...]) -> set[str]:
    """Return those years of the question that texts are of; one query, none without such numbers."""
    numbers = {word for clause in clauses if (word := _key(clause)).isdecimal() and len(word) == 4}
    rows = Profile.objects.published().filter(year__in=numbers) if numbers else Profile.objects.none()
    return {str(year) for year in rows.values_list("year", flat=True)} if numbers else set()


def _part(run: _Run, names: list[_Name], years: set[str], clauses: tuple[Clause, ...]) -> Part | None:
    start, end = clauses[run.start][0].terms[0].start, clauses[run.end - 1][0].terms[0].end
    if run.key in years:
        return Part("year", int(run.key), start, end)
    if run.key in KINDS:
        return Part("kind", KINDS[run.key], start, end)
    if domains := {name.domain for name in names if name.domain}:
        domain = IndicatorDomain.objects.get(pk=domains.pop())
        return Part("domain", domain, start, end) if not domains else None
    pks = {name.place for name in names if name.place}
    places = list(Place.objects.filter(pk__in=pks).with_ancestors()) if pks else []
    # Of a country and a city of one name, the country is meant; of two cities, neither is known to be.
    places = [place for place in places if not place.is_local] or places
    return Part("country", places[0], start, end) if len(places) == 1 else None


def _narrowed(filters: Filters, parts: list[Part]) -> Filters:
    values: dict[str, Any] = {}
    for part in parts:
        if isinstance(part.value, Place) and part.value.is_local:
            values["profiles"] = Profile.objects.in_place(part.value).order_by().values("pk")
        else:
            values[part.name] = (
                part.value.pk if isinstance(part.value, Place | IndicatorDomain) else part.value
            )
    return replace(filters, **values)


def _with_synonyms(reading: Reading, names: Mapping[str, list[_Name]]) -> Reading:
    """Add what the glossary calls the words of a question in other languages; one query if it does."""
    clauses = list(reading.query.group.clauses)
    terms = {run: name.term for run in _runs(tuple(clauses)) for name in names.get(run.key, []) if name.term}
    if not terms:
        return reading
    texts: dict[int, list[TermText]] = {}
    for text in TermText.objects.filter(term__in=set(terms.values())).order_by("term", "language"):
        texts.setdefault(text.term_id, []).append(text)
    synonyms: list[TermText] = []
    spans: list[tuple[int, int]] = []
    covered: set[int] = set()
    for run, pk in terms.items():
        numbers = range(run.start, run.end)
        others = [text for text in texts.get(pk, []) if name_key(text.word) != run.key][:MOST_SYNONYMS]
        if not others or covered.intersection(numbers):
            continue
        covered.update(numbers)
        own = tuple(clauses[run.start : run.end])
        alternatives = tuple(Term(tuple(words(text.word)), language=text.language) for text in others)
        clauses[run.start] = (*(own[0] if len(own) == 1 else (Group(own),)), *alternatives)
        for number in numbers[1:]:
            clauses[number] = ()
        synonyms += others
        spans.append((own[0][0].terms[0].start, own[-1][0].terms[0].end))
    exact = reading.query.text
    for start, end in sorted(spans, reverse=True):
        exact = f'{exact[:start]}"{exact[start:end]}"{exact[end:]}'
    group = replace(reading.query.group, clauses=tuple(filter(None, clauses)))
    query = replace(reading.query, group=group)
    return replace(reading, query=query, synonyms=tuple(synonyms), exact=exact)
