"""The state of what lists profiles: the home page, the directory and its choices. Maps: views/map_context.py.

As in text_state.py: bare values, compared and never read. They are asked for in a tenth of the time that the
lists themselves take.
"""

from functools import cache
from typing import Any

from django.db.models.fields.json import KeyTextTransform

from profiles.choices import LOCAL_LEVELS
from profiles.content.statements import Row, Statement, columns, fetch, parameter, write
from profiles.models import DomainText, IndicatorDomain, Place, Profile
from profiles.models.places import ANCESTOR_PATHS


def choices_state(language: str) -> list[Row]:
    """Return the countries and the years that the directory can be narrowed to; two queries."""
    return [*fetch(_countries(language)), *fetch(_years())]


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
def _countries(language: str) -> Statement:
    places = Place.objects.assessed().exclude(level__in=LOCAL_LEVELS).order_by("pk")
    names = {"name_here": "names", "order_here": "folded_names"}
    named = places.annotate(**{name: KeyTextTransform(language, field) for name, field in names.items()})
    return write(named, "pk", "slug", "name", "is_fictional", *names)


@cache
def _years() -> Statement:
    return write(Profile.objects.published().order_by("year").distinct(), "year")


@cache
def _listed(most: int) -> Statement:
    keys = [parameter(f"key-{number}") for number in range(most)]
    return _shown(Profile.objects.published().filter(pk__in=keys).order_by("pk"))


@cache
def _latest(most: int) -> Statement:
    latest = Profile.objects.published().order_by("-published_at", "pk")[:most]
    return _shown(Profile.objects.published().filter(pk__in=latest.values("pk")).order_by("pk"))


def _shown(profiles: Any) -> Statement:
    return write(
        profiles.with_languages(),
        *("published_at", "original_language", "translations_json", *columns(Profile)),
        *columns(Place, prefix="place__"),
        *(name for path in ANCESTOR_PATHS for name in columns(Place, prefix=f"place__{path}__")),
    )


@cache
def _domains() -> Statement:
    texts = DomainText.objects.in_language(parameter("language")).order_by("pk")  # type: ignore[arg-type]
    return write(texts, *columns(DomainText), *columns(IndicatorDomain, prefix="domain__"))
