"""The map on the home page and in the directory: what it marks, and the links to its parts."""

from collections.abc import Container, Iterable
from typing import Any, NamedTuple

from django.db.models import FloatField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Round
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from profiles.choices import LOCAL_LEVELS, SUBREGIONS, Language, Region
from profiles.exports.labels import label_value
from profiles.filters.fields import marked_name, regions_by_name
from profiles.models import Profile
from profiles.svg.map import MOST_LINKS, Mark, draw
from profiles.views.site import query_string

MARK_FIELDS = (
    *("slug", "edition", "year", "display_name", "latitude", "longitude"),
    *("place__id", "place__name", "place__is_fictional", "place__level", "place__m49"),
)
PARTS_OF_DEGREE, PARTS_OF_DEGREE_IN_WORLD = 10, 1
"""Of places that are too many to be links, two in one such part are one dot: less than its own breadth."""


class MapState(NamedTuple):
    """What is stored of all that a map shows: bare values."""

    linked: list[dict[str, Any]]
    """MARK_FIELDS of the profiles of places that may be links, A to Z."""
    spots: list[tuple[Any, ...]]
    """Latitudes and longitudes, each once, of the local places, where these are too many to be links."""


def map_context(request: HttpRequest, state: MapState, region: str) -> dict[str, Any]:
    """Return what components/map.html shows of profiles that are all in `region`; no query.

    regions, subregions: as region_links() has them; query: what asks the directory for this part's profiles.
    """
    regions, subregions = region_links(request, region, "#map")
    return {
        "drawing": draw(marks(state.linked), region, state.spots),
        "regions": regions,
        "subregions": subregions,
        "query": f"?region={region}" if region else "",
    }


def region_links(
    request: HttpRequest, region: str, fragment: str, **changes: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return links to the whole world and its regions, and to the subregions of the one that `region` is in.

    They lead to this address with everything chosen as it is, but for the part of the world and `changes`.
    """
    parent = next((code for code, parts in SUBREGIONS.items() if region in (code, *parts)), "")

    def links(names: Iterable[tuple[str, str]], current: Container[str]) -> list[dict[str, Any]]:
        addresses = (
            (code, name, query_string(request, region=code, page="", **changes)) for code, name in names
        )
        return [
            {"name": name, "url": f"{request.path}{query}{fragment}", "is_current": code in current}
            for code, name, query in addresses
        ]

    language = get_language() or Language.ENGLISH
    world = [("", _("Whole world")), *regions_by_name(Region.values, language)]
    parts = regions_by_name(SUBREGIONS[Region(parent)], language) if parent else []
    return links(world, {region, parent} if region else {""}), links(parts, {region})


def map_state(profiles: QuerySet[Profile], region: str) -> MapState:
    """Return what a map of `profiles`, which are all in `region`, shows; two queries.

    However many local places there are: of many, only so much is asked for as can be seen.
    """
    parts = PARTS_OF_DEGREE if region else PARTS_OF_DEGREE_IN_WORLD
    # As floats at once: decimals are made one by one, and there may be 10,000 of them.
    latitude, longitude = (Cast(f"place__{name}", FloatField()) for name in ("latitude", "longitude"))
    located = profiles.filter(place__level__in=LOCAL_LEVELS, place__latitude__isnull=False)
    located = located.annotate(north=Round(latitude * parts) / parts, east=Round(longitude * parts) / parts)
    spots = list(located.order_by("north", "east").values_list("north", "east").distinct())
    is_many = len(spots) > MOST_LINKS
    language = get_language() or Language.ENGLISH
    linked = profiles.exclude(place__level__in=LOCAL_LEVELS) if is_many else profiles
    rows = (
        linked.order_by(f"place__folded_names__{language}", "place", "-edition")
        .annotate(
            display_name=KeyTextTransform(language, "place__names"), latitude=latitude, longitude=longitude
        )
        .values(*MARK_FIELDS)
    )
    return MapState(list(rows), spots if is_many else [])


def marks(rows: list[dict[str, Any]]) -> list[Mark]:
    """Return one mark for each place of `rows`, which have MARK_FIELDS; it leads to its latest profile.

    Local places have neither name nor address where they are too many to be links.
    """
    latest: dict[int, dict[str, Any]] = {}
    for row in rows:
        latest.setdefault(row["place__id"], row)
    local = {key for key, row in latest.items() if row["place__level"] in LOCAL_LEVELS}
    unlinked = local if len(local) > MOST_LINKS else set()
    return [
        Mark(
            name="" if key in unlinked else _name(row),
            url="" if key in unlinked else reverse("profile", args=[row["slug"]]),
            m49=row["place__m49"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            is_local=key in local,
        )
        for key, row in latest.items()
    ]


def _name(row: dict[str, Any]) -> str:
    """Return “Mali: Second Profile (2021)” in the language of the page."""
    is_english = get_language() == Language.ENGLISH
    name = row["place__name"] if is_english else row["display_name"] or row["place__name"]
    name = marked_name(name, row["place__is_fictional"])
    return label_value(name, Profile(edition=row["edition"], year=row["year"]).edition_and_year)
