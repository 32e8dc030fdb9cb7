"""The map on the home page and in the directory: what it marks, and the links to its parts."""

from collections.abc import Container, Iterable, Sequence
from typing import Any

from django.db.models import FloatField, IntegerField, QuerySet
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
COLUMNS = 10_000
"""More than there are parts of degrees from west to east."""


Row = tuple[int, str, int | None]
"""Key and level of a profile of a list, and the spot of its place, as with_spot() has it."""


def located(profiles: QuerySet[Profile], region: str) -> list[Row]:
    """Return `profiles` in their order, with what the map of `region` needs of each; one query."""
    return list(with_spot(profiles, region).values_list("pk", "place__level", "spot"))


def map_context(
    request: HttpRequest, profiles: QuerySet[Profile], region: str, rows: Sequence[Row] | None = None
) -> dict[str, Any]:
    """Return what components/map.html shows of `profiles`, which are all in `region`; two queries at most.

    rows: those of `profiles` that are to be shown, where they are known already.
    regions, subregions: as region_links() has them; query: what asks the directory for this part's profiles.
    """
    regions, subregions = region_links(request, region, "#map")
    local = {level.value for level in LOCAL_LEVELS}  # Of thousands of rows, a word is not compared with five.
    if rows is None:
        spots = spots_of(profiles, region)
    else:
        spots = {spot for _pk, level, spot in rows if level in local and spot is not None}
    is_many = len(spots) > MOST_LINKS
    if rows is not None:
        keys = [pk for pk, level, _spot in rows if not (is_many and level in local)]
        linked = profiles.filter(pk__in=keys)
    else:
        linked = profiles.exclude(place__level__in=LOCAL_LEVELS) if is_many else profiles
    dots = [position(spot, region) for spot in sorted(spots)] if is_many else []
    return {
        "drawing": draw(marks(linked), region, dots),
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


def with_spot(profiles: QuerySet[Profile], region: str) -> QuerySet[Profile]:
    """Annotate each with `spot`: where its place is, to a part of a degree, as one number."""
    parts = parts_of_degree(region)
    north, east = (Round(Cast(f"place__{name}", FloatField()) * parts) for name in ("latitude", "longitude"))
    return profiles.annotate(spot=Cast((north + 90 * parts) * COLUMNS + east + 180 * parts, IntegerField()))


def position(spot: int, region: str) -> tuple[float, float]:
    """Return the latitude and the longitude of a spot of with_spot()."""
    parts = parts_of_degree(region)
    north, east = divmod(spot, COLUMNS)
    return north / parts - 90, east / parts - 180


def parts_of_degree(region: str) -> int:
    return PARTS_OF_DEGREE if region else PARTS_OF_DEGREE_IN_WORLD


def spots_of(profiles: QuerySet[Profile], region: str) -> set[int]:
    """Return the spots of the local places of `profiles`, where they are known; one query."""
    local = profiles.filter(place__level__in=LOCAL_LEVELS, place__latitude__isnull=False)
    return set(with_spot(local, region).order_by().values_list("spot", flat=True).distinct())


def marks(profiles: QuerySet[Profile]) -> list[Mark]:
    """Return one mark for each place of `profiles`, A to Z; it leads to the latest of them.

    Local places have neither name nor address where they are too many to be links.
    """
    language = get_language() or Language.ENGLISH
    rows = (
        profiles.order_by(f"place__folded_names__{language}", "place", "-edition")
        .annotate(
            display_name=KeyTextTransform(language, "place__names"),
            # As floats at once: decimals are made one by one.
            latitude=Cast("place__latitude", FloatField()),
            longitude=Cast("place__longitude", FloatField()),
        )
        .values(*MARK_FIELDS)
    )
    latest: dict[int, dict[str, Any]] = {}
    for row in rows:
        latest.setdefault(row["place__id"], row)
    local = {key for key, row in latest.items() if row["place__level"] in LOCAL_LEVELS}
    unlinked = local if len(local) > MOST_LINKS else set()
    editions: dict[tuple[int, int], str] = {}  # Of hundreds of places, they are a few.
    for row in latest.values():
        key = row["edition"], row["year"]
        if key not in editions:
            editions[key] = Profile(edition=row["edition"], year=row["year"]).edition_and_year
    return [
        Mark(
            name="" if key in unlinked else _name(row, editions),
            url="" if key in unlinked else reverse("profile", args=[row["slug"]]),
            m49=row["place__m49"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            is_local=key in local,
        )
        for key, row in latest.items()
    ]


def _name(row: dict[str, Any], editions: dict[tuple[int, int], str]) -> str:
    """Return “Mali: Second Profile (2021)” in the language of the page."""
    is_english = get_language() == Language.ENGLISH
    name = row["place__name"] if is_english else row["display_name"] or row["place__name"]
    return label_value(marked_name(name, row["place__is_fictional"]), editions[row["edition"], row["year"]])
