"""The places with their profiles."""

from itertools import groupby

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from profiles.choices import LOCAL_LEVELS, Region
from profiles.models import Place, Profile
from profiles.models.places import fold
from profiles.views.site import Page, public


@public()
def place_list(request: HttpRequest) -> HttpResponse:
    """All countries and the like by region, in the order of their names; those with profiles are links."""
    assessed = Exists(Place.objects.assessed().filter(pk=OuterRef("pk")))
    places = (
        Place.objects.public()
        .exclude(level__in=LOCAL_LEVELS)
        .annotate(is_assessed=assessed)
        .by_name(get_language())
    )
    by_region = {code: list(rows) for code, rows in groupby(sorted(places, key=_region), key=_region)}
    regions = [
        {
            "name": str(Region(code).label) if code else _("Other places"),
            "anchor": f"region-{code or 'other'}",
            "places": rows,
        }
        for code, rows in by_region.items()
    ]
    regions.sort(key=lambda region: (region["anchor"] == "region-other", fold(str(region["name"]))))
    page = Page(
        title=_("Places"),
        description=_("Countries, territories and regional bodies, and which of them have a profile here."),
    )
    return render(request, "profiles/place_list.html", {"page": page, "regions": regions})


def _region(place: Place) -> str:
    return place.region


@public()
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """A place with its editions, newest first, and the local places in it that have a profile."""
    shown = get_object_or_404(Place.objects.public().select_related("parent__parent"), slug=slug)
    rows = Profile.objects.published().with_place().within(shown).newest_first()
    page = Page(
        title=shown.local_name,
        description=_("Migration governance profiles of %(place)s: all editions, and the local places in it.")
        % {"place": shown.local_name},
        robots="" if rows else "noindex",
        is_fictional=shown.is_fictional,
    )
    context = {
        "page": page,
        "place": shown,
        "editions": [row for row in rows if row.place_id == shown.pk],
        "local_profiles": [row for row in rows if row.place_id != shown.pk],
    }
    return render(request, "profiles/place.html", context)
