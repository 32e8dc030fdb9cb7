"""The map on the home page and in the directory: what it marks, and the links to its parts."""

from collections.abc import Iterable
from typing import Any

from django.db.models import FloatField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
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


def map_context(request: HttpRequest, profiles: QuerySet[Profile], region: str) -> dict[str, Any]:
    """Return what components/map.html shows of `profiles`, which are all in `region`; one query.

    regions: links to the whole world and its five regions; subregions: to those of the region that is shown,
    none for the whole world; query: what asks the directory for the profiles of this part.
    """
    parent = next((code for code, parts in SUBREGIONS.items() if region in (code, *parts)), "")
    language = get_language() or Language.ENGLISH

    def links(codes: Iterable[str]) -> list[dict[str, Any]]:
        names = regions_by_name(codes, language)
        return [_link(request, name, code, code in (region, parent)) for code, name in names]

    return {
        "drawing": draw(marks(profiles), region),
        "regions": [_link(request, _("Whole world"), "", not region), *links(Region.values)],
        "subregions": links(SUBREGIONS[Region(parent)]) if parent else [],
        "query": f"?region={region}" if region else "",
    }


def _link(request: HttpRequest, name: str, code: str, is_current: bool) -> dict[str, Any]:
    """Return a link to this address with everything chosen as it is, but for the part of the world."""
    url = f"{request.path}{query_string(request, region=code, page='')}#map"
    return {"name": name, "url": url, "is_current": is_current}


def marks(profiles: QuerySet[Profile]) -> list[Mark]:
    """Return one mark for each place of `profiles`, A to Z; it leads to the latest of them.

    Local places have neither name nor address where they are too many to be links.
    """
    language = get_language() or Language.ENGLISH
    rows = (
        profiles.order_by(f"place__folded_names__{language}", "place", "-edition")
        .annotate(
            display_name=KeyTextTransform(language, "place__names"),
            # As floats at once: decimals are made one by one, and there may be 1,200 of them.
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
