"""Keeps the index: each function makes its rows anew, within the transaction of the action that calls it.

Only what the public may see goes in: live revisions, places that have a page, the six domains.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from profiles.choices import Language, ResultType
from profiles.content.translations import INTRODUCTION, finding_key
from profiles.models import (
    DomainText,
    Finding,
    PageVersion,
    Place,
    Profile,
    Revision,
    SearchEntry,
    SearchName,
    SearchWord,
    TermText,
    Translation,
)
from profiles.models.places import ANCESTOR_PATHS, ANCESTORS
from profiles.search.analysis import IGNORED, Part, analyze, name_key
from profiles.search.backends import postgresql, sqlite
from profiles.search.filters import MONTH_DESCRIBED

CODES = {ResultType.FINDING: 0, ResultType.INTRODUCTION: 1, ResultType.PLACE: 2, ResultType.DOMAIN: 3}
"""The last digit of an entry's id, so that a finding and a place with the same id have two."""

TRANSLATED = MONTH_DESCRIBED // 2
"""The ids of translations begin here in each month: a thousand for each text, ten for each language."""

SHORTEST, LONGEST = 2, 60
LOCK = 0x6D6769
"""The number by which PostgreSQL knows that somebody writes the index (“mgi”)."""
BATCH = 500
SPACE_AND_QUOTES = ' \n\t\u00a0"“”«»„‘’('
SENTENCE_ENDS = ".!?…:؟•"


def index_profile(profile: Profile) -> None:
    """Have the live text of `profile` found, and nothing else of it; and the places that it gives a page."""
    live = Revision.objects.published().filter(profile=profile.pk)
    _replace(SearchEntry.objects.filter(profile=profile.pk), _texts(live))
    keys = Place.objects.filter(pk=profile.place_id).values_list("pk", *ANCESTOR_PATHS)
    index_places([pk for row in keys for pk in row if pk])


def index_places(pks: list[int]) -> None:
    """Have these places found by their names, where they have a page."""
    places = list(Place.objects.public().filter(pk__in=pks))
    _replace(SearchEntry.objects.filter(place__in=pks), _names(places))
    _name(SearchName.objects.filter(place__in=pks), _names_of_places(places))


def forget_place(place: Place) -> None:
    """Take the names of a place out of the index, and their words out of “did you mean”."""
    _replace(SearchEntry.objects.filter(place=place.pk), [])
    SearchName.objects.filter(place=place.pk).delete()


def index_place(place: Place) -> None:
    """Follow a place whose facts have changed: its names, and what its profiles are counted by."""
    index_places([place.pk])
    live = Revision.objects.published().filter(profile__in=Profile.objects.in_place(place))
    profiles = list(live.values_list("profile", flat=True))
    _replace(SearchEntry.objects.filter(profile__in=profiles), _texts(live))


def index_domains() -> None:
    """Have the six domains found by what the programme says of them."""
    _replace(SearchEntry.objects.filter(what=ResultType.DOMAIN), _descriptions())
    titles = DomainText.objects.values_list("domain", "title")
    names = (SearchName(key=name_key(title), domain_id=pk) for pk, title in titles)
    _name(SearchName.objects.filter(domain__isnull=False), names)


def index_terms() -> None:
    """Have the terms of the glossary recognized in questions, in all their forms and languages."""
    rows = TermText.objects.values_list("term", "word", "forms", "is_everyday")
    names = (
        SearchName(key=name_key(form), term_id=pk)
        for pk, word, forms, is_everyday in rows
        for form in (*([] if is_everyday else [word]), *forms.splitlines())
    )
    _name(SearchName.objects.filter(term__isnull=False), names)


@transaction.atomic
def rebuild(step: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Make the whole index anew; return how many texts it has. `step` is told how many revisions are done."""
    _lock()
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    index_domains()
    index_terms()
    index_places(list(Place.objects.public().values_list("pk", flat=True)))
    # In the order of their ids, so that the newest lie beside each other on the disk.
    in_order = Revision.objects.published().order_by("profile__year", "profile__month", "pk")
    pks = list(in_order.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        _replace(SearchEntry.objects.none(), _texts(Revision.objects.filter(pk__in=batch)))
        step(start + len(batch), len(pks))
    # Pages that show what is found are kept under the version of texts, which no trigger raises for an index.
    PageVersion.objects.filter(tag="texts").update(version=F("version") + 1)
    return SearchEntry.objects.count()


def is_missing() -> bool:
    """Return whether the index lacks the domains: after an upgrade, and after data came past the actions."""
    return DomainText.objects.exists() and not SearchEntry.objects.filter(what=ResultType.DOMAIN).exists()


def _texts(live: QuerySet[Revision]) -> Iterator[SearchEntry]:
    """Yield the entries of the texts of these revisions, and of their translations; three queries."""
    facts: dict[int, dict[str, Any]] = {}
    for revision in live.select_related(f"profile__place__{ANCESTORS}"):
        place, country = revision.profile.place, revision.profile.place.country
        facts[revision.pk] = {
            "language": revision.language,
            "months": revision.year * 12 + (revision.month or 0),
            "profile_id": revision.profile_id,
            "country_id": country.pk,
            "level": place.level,
            "region": country.region,
            "subregion": country.subregion,
            "year": revision.year,
        }
        if revision.introduction.strip():
            text = revision.introduction
            yield _entry(ResultType.INTRODUCTION, revision.pk, text, **facts[revision.pk])
    findings: dict[int, list[Finding]] = {}
    for finding in Finding.objects.filter(revision__in=facts).order_by("pk"):
        shared = facts[finding.revision_id]
        findings.setdefault(finding.revision_id, []).append(finding)
        yield _entry(ResultType.FINDING, finding.pk, finding.text, **shared, **_details(finding))
    for translation in Translation.objects.live().filter(revision__in=facts):
        shared = facts[translation.revision_id] | {"language": translation.language}
        for what, pk, key, details in _units(translation, findings.get(translation.revision_id, [])):
            if unit := translation.units.get(key):
                yield _entry(what, pk, unit["text"], is_translation=True, **shared, **details)


def _units(
    translation: Translation, findings: Iterable[Finding]
) -> Iterator[tuple[ResultType, int, str, dict[str, Any]]]:
    """Yield what of a translation can be found: what it is, its id, the key of its unit, its facts."""
    yield ResultType.INTRODUCTION, translation.revision_id, INTRODUCTION, {}
    for finding in findings:
        yield ResultType.FINDING, finding.pk, finding_key(str(finding.key)), _details(finding)


def _details(finding: Finding) -> dict[str, Any]:
    return {"key": finding.key, "domain_id": finding.domain_id, "kind": finding.kind}


def _names(places: Iterable[Place]) -> Iterator[SearchEntry]:
    for place in places:
        text = "\n".join([*_all_names(place), place.official_name])
        yield _entry(ResultType.PLACE, place.pk, text, "", place_id=place.pk)


def _all_names(place: Place) -> list[str]:
    """Return the short names of `place` in all languages, and by what else it is known, each once."""
    names = [place.name, *(place.name_in(code) for code in Language.values), *place.aliases]
    return list(dict.fromkeys(names))


def _names_of_places(places: Iterable[Place]) -> Iterator[SearchName]:
    for place in places:
        for name in (*_all_names(place), place.official_name):
            yield SearchName(key=name_key(name), place_id=place.pk)


def _descriptions() -> Iterator[SearchEntry]:
    for text in DomainText.objects.all():
        words = f"{text.title}\n{text.description}"
        yield _entry(ResultType.DOMAIN, text.pk, words, text.language, domain_id=text.domain_id)


def _entry(
    what: ResultType,
    pk: int,
    text: str,
    language: str,
    months: int = 0,
    *,
    is_translation: bool = False,
    **facts: Any,
) -> SearchEntry:
    backend = postgresql if connection.vendor == "postgresql" else sqlite
    unit = number = months * MONTH_DESCRIBED + pk * 10 + CODES[what]
    if is_translation:
        number += TRANSLATED + pk * 990 + Language.values.index(language) * 10
    columns = backend.columns(analyze(text), language)
    return SearchEntry(id=number, unit=unit, what=what, text=text, language=language, **facts, **columns)


def _name(old: QuerySet[SearchName], new: Iterable[SearchName]) -> None:
    """Put `new` into the place of `old`, each name of a thing once."""
    old.delete()
    names = {(name.key, name.place_id, name.domain_id, name.term_id): name for name in new if name.key}
    SearchName.objects.bulk_create(names.values(), batch_size=BATCH)


def _replace(old: QuerySet[SearchEntry], new: Iterable[SearchEntry]) -> None:
    """Put `new` into the place of `old`, and count the words of both."""
    _lock()
    words: Counter[tuple[str, str]] = Counter()
    entries = []
    for entry in new:
        entries.append(entry)
        words.update(_words(entry.text))
    for text in old.values_list("text", flat=True):
        words.subtract(_words(text))
    old.delete()
    entries.sort(key=lambda entry: entry.id)
    SearchEntry.objects.bulk_create(entries, batch_size=BATCH)
    _count(words)


def _lock() -> None:
    """Wait until whoever writes the index has done with it; SQLite lets one write at a time in any case.

    Two that publish cities of one country would each write the country, and count the same words.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _words(text: str) -> set[tuple[str, str]]:
    """Return the words of `text`, each folded and as it is written; what hyphens join also as one."""
    return {
        (part.word, _written(text, part))
        for parts in analyze(text)
        for part in parts
        if SHORTEST <= len(part.word) <= LONGEST
        and part.end - part.start <= LONGEST
        and not part.word.isdecimal()
    }


def _written(text: str, part: Part) -> str:
    """Return a word as it is written; one that begins a sentence in small letters."""
    word = IGNORED.sub("", text[part.start : part.end])
    before = text[max(0, part.start - 3) : part.start].rstrip(SPACE_AND_QUOTES)
    is_first = not before or before[-1] in SENTENCE_ENDS
    return word.lower() if is_first and word[1:].islower() else word


def _count(words: Counter[tuple[str, str]]) -> None:
    """Add to the numbers of `words`; a word that no text has any more is gone."""
    changed = sorted((*word, times) for word, times in words.items() if times)
    with connection.cursor() as cursor:
        for start in range(0, len(changed), BATCH):
            rows = changed[start : start + BATCH]
            values = ", ".join(["(%s, %s, %s)"] * len(rows))
            cursor.execute(
                f"INSERT INTO profiles_searchword AS old (word, written, times) VALUES {values} "  # noqa: S608 (constants)
                "ON CONFLICT (word, written) DO UPDATE SET times = old.times + excluded.times",
                [value for row in rows for value in row],
            )
    if any(times < 0 for *_word, times in changed):
        SearchWord.objects.filter(times__lte=0).delete()
