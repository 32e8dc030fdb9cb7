"""A fictional world for the measurements: places, profiles and findings, straight into the tables."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from profiles.choices import SUBREGIONS, Kind, Level, State
from profiles.content.translations import finding_key
from profiles.languages import Language
from profiles.models import (
    Finding,
    FindingSource,
    IndicatorDomain,
    Place,
    Profile,
    Revision,
    Source,
    Translation,
)
from profiles.svg.map import AREAS

ALL = {"countries": 250, "cities": 1000, "profiles": 1200}
LARGEST = 100
"""Cities of the first country; the others share the rest."""

FINDINGS = 25
"""Of one profile."""


def begin() -> None:
    """Make the tables, and the six domains."""
    call_command("migrate", verbosity=0)
    call_command("loaddata", "domains", verbosity=0)


def add(countries: int, cities: int, profiles: int) -> None:
    """Make the world so large, on top of what there is of it: 200 countries with two editions."""
    of_countries, of_cities = add_places(countries, cities)
    pairs = [
        *((place, 1) for place in of_countries[:2]),
        (of_countries[0], 2),
        *((place, 1) for place in of_cities[:2]),
        *((place, 1) for place in of_countries[2:200]),
        *((place, 2) for place in of_countries[1:200]),
        *((place, 1) for place in of_cities[2:]),
    ]
    publish([profile(place, edition) for place, edition in pairs[Profile.objects.count() : profiles]])


def add_places(countries: int, cities: int) -> tuple[list[Place], list[Place]]:
    """Return all the countries and all the cities, of which there are so many now."""
    whole, local = Place.objects.filter(parent=None), Place.objects.exclude(parent=None)
    Place.objects.bulk_create(country(number) for number in range(whole.count() + 1, countries + 1))
    of_countries = list(whole.order_by("pk"))
    Place.objects.bulk_create(city(number, of_countries) for number in range(local.count() + 1, cities + 1))
    return of_countries, list(local.order_by("pk"))


def country(number: int) -> Place:
    """A fictional country, under the number of a real outline, so that the map is as heavy as it can be."""
    codes = list(AREAS)
    region = list(SUBREGIONS)[number % 5]
    return place(
        f"Exampleland {number}",
        level=Level.COUNTRY,
        m49=codes[number - 1] if number <= len(codes) else "",
        region=region,
        subregion=SUBREGIONS[region][number // 5 % len(SUBREGIONS[region])],
        latitude=number % 100 - 40,
        longitude=number * 7 % 340 - 170,
    )


def city(number: int, countries: list[Place]) -> Place:
    parent = countries[0] if number <= LARGEST else countries[number % len(countries)]
    return place(
        f"Example Town {number}",
        level=Level.CITY,
        parent=parent,
        latitude=number * 3 % 110 - 50,
        longitude=number * 11 % 340 - 170,
    )


def place(name: str, **fields: Any) -> Place:
    row = Place(
        name=name,
        slug=name.lower().replace(" ", "-"),
        official_name=f"Republic of {name}",
        names={code: f"{name} {code}" for code in Language.values if code != Language.ENGLISH},
        is_fictional=True,
        **fields,
    )
    row.folded_names = row.normalize_names()
    return row


def profile(place: Place, edition: int, language: str = "en") -> Profile:
    year, month = 2017 + (place.pk + 3 * edition) % 8, place.pk % 12 + 1
    slug = f"{place.slug}-{edition}"
    return Profile(place=place, edition=edition, year=year, month=month, slug=slug, language=language)


def usual_text(number: int) -> str:
    return f"Fictional finding {number}: {'words of a usual length ' * 8}"


def publish(
    profiles: list[Profile], findings: int = FINDINGS, text: Callable[[int], str] = usual_text
) -> None:
    """Store the profiles with a revision each; its content while it is open, as the triggers ask.

    `text` returns the text of a finding by its number, counted through all the profiles.
    """
    Profile.objects.bulk_create(profiles)
    revisions = Revision.objects.bulk_create(
        Revision(profile=profile, number=1, introduction="A fictional example.") for profile in profiles
    )
    sources = Source.objects.bulk_create(Source(revision=row, title="A fictional law") for row in revisions)
    domains, kinds = list(IndicatorDomain.objects.all()), list(Kind)
    rows = [
        Finding(
            revision=revision,
            domain=domains[position % 6],
            kind=kinds[position // 6 % 2],
            position=position,
            text=text(number * findings + position),
        )
        for number, revision in enumerate(revisions)
        for position in range(findings)
    ]
    rows = Finding.objects.bulk_create(rows, batch_size=2000)
    citations = [
        FindingSource(finding=row, source=sources[number // findings], locator=f"art. {number}")
        for number, row in enumerate(rows)
    ]
    FindingSource.objects.bulk_create(citations, batch_size=2000)
    now = timezone.now()
    for number, revision in enumerate(revisions):
        facts = revision.frozen_facts()
        for column, value in facts.items():
            setattr(revision, column, value)
        revision.state, revision.published_at = State.PUBLISHED, now - timedelta(hours=number)
    Revision.objects.bulk_update(revisions, ["state", "published_at", *facts], batch_size=200)


def translate(profiles: list[Profile], text: Callable[[int], str]) -> None:
    """Store a published translation of each of the profiles, into French or else into English."""
    revisions = Revision.objects.published().filter(profile__in=profiles).select_related("profile__place")
    keys: dict[int, list[tuple[str, str]]] = {}
    findings = Finding.objects.filter(revision__in=revisions)
    for revision, key, original in findings.values_list("revision", "key", "text"):
        keys.setdefault(revision, []).append((finding_key(str(key)), original))
    translations = []
    for number, revision in enumerate(revisions):
        language = "en" if revision.language == "fr" else "fr"
        rows = keys.get(revision.pk, [])
        units = {
            key: {"text": text(number * len(rows) + position), "original": original}
            for position, (key, original) in enumerate(rows)
        }
        translation = Translation(
            profile=revision.profile, revision=revision, language=language, units=units, number=1
        )
        for column, value in translation.frozen_facts().items():
            setattr(translation, column, value)
        translation.state, translation.published_at = State.PUBLISHED, revision.published_at
        translations.append(translation)
    Translation.objects.bulk_create(translations, batch_size=200)


def analyze() -> None:
    """Let the database count its rows, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def size() -> str:
    countries, cities = (Place.objects.filter(parent__isnull=is_whole).count() for is_whole in (True, False))
    profiles, findings = Profile.objects.count(), Finding.objects.count()
    return f"{countries} countries, {cities} cities, {profiles} profiles, {findings} findings"
