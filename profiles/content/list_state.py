"""The state of what lists profiles: the home page, the directory, their maps and choices.

As in text_state.py: bare values, compared and never read. They are asked for in a tenth of the time that the
lists themselves take.
"""

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from profiles.choices import LOCAL_LEVELS
from profiles.content.statements import Row, Statement, columns, fetch, parameter, write
from profiles.models import DomainText, IndicatorDomain, Place, Profile
from profiles.models.places import ANCESTOR_PATHS

REGIONS = ("region", "subregion")
MARK = ("name", "is_fictional", "level", "m49", "latitude", "longitude", *REGIONS)
"""What the map says of a place."""


def map_state(language: str) -> list[Row]:
    """Return what maps and choices show of all published profiles, and of all countries; two queries."""
    return [*fetch(_mapped(language)), *fetch(_countries(language))]


def rows_state(keys: list[int], most: int) -> list[Row]:
    """Return what a list shows of the published profiles with these `keys`, at most `most`; one query."""
    padded = [*keys, *[0] * (most - len(keys))]
    return fetch(_listed(most), **{f"key-{number}": key for number, key in enumerate(padded)})


def latest_state(most: int) -> list[Row]:
    """Return what a list shows of the profiles that were published last; one query."""
    return fetch(_latest(most))


def domains_state(language: str) -> list[Row]:
    """Return the texts of the domains in `language`, and in English; one query."""
    return fetch(_domains(), language=language)


@cache
def _mapped(language: str) -> Statement:
    return write(
        _named(Profile.objects.published().order_by("pk"), "place__", language),
        *("pk", "slug", "edition", "year", "place_id", *(f"place__{name}" for name in MARK), *NAMES),
        *(f"place__{path}_id" for path in ANCESTOR_PATHS),
        *(f"place__{path}__{name}" for path in ANCESTOR_PATHS for name in REGIONS),
    )


@cache
def _countries(language: str) -> Statement:
    places = Place.objects.exclude(level__in=LOCAL_LEVELS).order_by("pk")
    return write(_named(places, "", language), "pk", "slug", "name", "is_fictional", *NAMES)


NAMES = ("name_here", "order_here")


def _named(rows: QuerySet[Any], prefix: str, language: str) -> QuerySet[Any]:
    return rows.annotate(
        name_here=KeyTextTransform(language, f"{prefix}names"),
        order_here=KeyTextTransform(language, f"{prefix}folded_names"),
    )


@cache
def _listed(most: int) -> Statement:
    keys = [parameter(f"key-{number}") for number in range(most)]
    return _shown(Profile.objects.published().filter(pk__in=keys).order_by("pk"))


@cache
def _latest(most: int) -> Statement:
    return _shown(Profile.objects.published().order_by("-published_at", "pk"), most)


def _shown(profiles: Any, most: int | None = None) -> Statement:
    return write(
        profiles.with_languages()[:most],
        *("published_at", "original_language", "translations_json", *columns(Profile)),
        *columns(Place, prefix="place__"),
        *(name for path in ANCESTOR_PATHS for name in columns(Place, prefix=f"place__{path}__")),
    )


@cache
def _domains() -> Statement:
    texts = DomainText.objects.in_language(parameter("language")).order_by("pk")  # type: ignore[arg-type]
    return write(texts, *columns(DomainText), *columns(IndicatorDomain, prefix="domain__"))
