"""Keeps the index: each function makes its rows anew, within the transaction of the action that calls it.

Only what the public may see goes in: live revisions, places that have a page, the six domains.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from profiles.choices import Language, ResultType
from profiles.models import DomainText, Finding, Place, Profile, Revision, SearchEntry, SearchWord
from profiles.models.names import normalize_name
from profiles.models.places import ANCESTORS
from profiles.search.analysis import marked_stems
from profiles.search.configurations import create_configurations, missing_languages
from profiles.search.filters import MONTH_DESCRIBED

CODES = {ResultType.FINDING: 0, ResultType.INTRODUCTION: 1, ResultType.PLACE: 2, ResultType.DOMAIN: 3}
"""The last digit of an entry's id, so that a finding and a place with the same id have two."""

SHORTEST, LONGEST = 3, 60
LOCK = 0x6D6769
"""The number by which PostgreSQL knows that somebody writes the index (“mgi”)."""
BATCH = 500


def index_profile(profile: Profile) -> None:
    """Have the live text of `profile` found, and nothing else of it; and the places that it gives a page."""
    live = Revision.objects.published().filter(profile=profile.pk)
    _replace(SearchEntry.objects.filter(profile=profile.pk), _texts(live))
    index_places([place.pk for place in (profile.place, *profile.place.ancestors)])


def index_places(pks: list[int]) -> None:
    """Have these places found by their names, where they have a page."""
    _replace(SearchEntry.objects.filter(place__in=pks), _names(Place.objects.public().filter(pk__in=pks)))


def forget_place(place: Place) -> None:
    """Take the names of a place out of the index, and their words out of “did you mean”."""
    _replace(SearchEntry.objects.filter(place=place.pk), [])


def index_place(place: Place) -> None:
    """Follow a place whose facts have changed: its names, and what its profiles are counted by."""
    index_places([place.pk])
    live = Revision.objects.published().filter(profile__in=Profile.objects.in_place(place))
    profiles = list(live.values_list("profile", flat=True))
    _replace(SearchEntry.objects.filter(profile__in=profiles), _texts(live))


def index_domains() -> None:
    """Have the six domains found by what the programme says of them."""
    _replace(SearchEntry.objects.filter(what=ResultType.DOMAIN), _descriptions())


@transaction.atomic
def rebuild(step: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Make the whole index anew; return how many texts it has. `step` is told how many revisions are done."""
    _lock()
    SearchEntry.objects.all().delete()
    create_configurations()
    SearchWord.objects.all().delete()
    index_domains()
    _replace(SearchEntry.objects.none(), _names(Place.objects.public()))
    # In the order of their ids, so that the newest lie beside each other on the disk.
    in_order = Revision.objects.published().order_by("profile__year", "profile__month", "pk")
    pks = list(in_order.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        _replace(SearchEntry.objects.none(), _texts(Revision.objects.filter(pk__in=batch)))
        step(start + len(batch), len(pks))
    return SearchEntry.objects.count()


def is_missing() -> bool:
    """Return whether the index lacks the domains or a language.

    That is so after an upgrade, and after data was loaded past the actions.
    """
    if missing_languages():
        return True
    return DomainText.objects.exists() and not SearchEntry.objects.filter(what=ResultType.DOMAIN).exists()


def _texts(live: QuerySet[Revision]) -> Iterator[SearchEntry]:
    """Yield the entries of the texts of these revisions; two queries."""
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
    for finding in Finding.objects.filter(revision__in=facts).order_by("pk"):
        shared = facts[finding.revision_id]
        details: dict[str, Any] = {"key": finding.key, "domain_id": finding.domain_id, "kind": finding.kind}
        yield _entry(ResultType.FINDING, finding.pk, finding.text, **shared, **details)


def _names(places: QuerySet[Place]) -> Iterator[SearchEntry]:
    for place in places:
        names = dict.fromkeys([place.name, *(place.name_in(code) for code in Language.values)])
        text = "\n".join([*names, place.official_name])
        yield _entry(ResultType.PLACE, place.pk, text, "", place_id=place.pk)


def _descriptions() -> Iterator[SearchEntry]:
    for text in DomainText.objects.all():
        words = f"{text.title}\n{text.description}"
        yield _entry(ResultType.DOMAIN, text.pk, words, text.language, domain_id=text.domain_id)


def _entry(what: ResultType, pk: int, text: str, language: str, months: int = 0, **facts: Any) -> SearchEntry:
    # PostgreSQL makes its own, of the text.
    is_sqlite = connection.vendor != "postgresql"
    stems = marked_stems(normalize_name(text).split(), language) if is_sqlite else ""
    return SearchEntry(
        id=months * MONTH_DESCRIBED + pk * 10 + CODES[what],
        what=what,
        text=text,
        stems=stems,
        language=language,
        **facts,
    )


def _replace(old: QuerySet[SearchEntry], new: Iterable[SearchEntry]) -> None:
    """Put `new` into the place of `old`, and count the words of both."""
    _lock()
    words: Counter[str] = Counter()
    entries = list(new)
    for text in old.values_list("text", flat=True):
        words.subtract(_words(text))
    old.delete()
    entries.sort(key=lambda entry: entry.id)
    for entry in entries:
        words.update(_words(entry.text))
    SearchEntry.objects.bulk_create(entries, batch_size=BATCH)
    _count(words)


def _lock() -> None:
    """Wait until whoever writes the index has done with it; SQLite lets one write at a time in any case.

    Two that publish cities of one country would each write the country, and count the same words.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _words(text: str) -> set[str]:
    return {
        word
        for word in normalize_name(text).split()
        if SHORTEST <= len(word) <= LONGEST and not word.isdecimal()
    }


def _count(words: Counter[str]) -> None:
    """Add to the numbers of `words`; a word that no text has any more is gone."""
    changed = sorted((word, times) for word, times in words.items() if times)
    with connection.cursor() as cursor:
        for start in range(0, len(changed), BATCH):
            rows = changed[start : start + BATCH]
            cursor.execute(
                f"INSERT INTO profiles_searchword (word, times) VALUES {', '.join(['(%s, %s)'] * len(rows))} "  # noqa: S608 (constants)
                "ON CONFLICT (word) DO UPDATE SET times = profiles_searchword.times + excluded.times",
                [value for row in rows for value in row],
            )
    if any(times < 0 for _word, times in changed):
        SearchWord.objects.filter(times__lte=0).delete()
