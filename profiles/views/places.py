"""The places with their profiles."""

from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from profiles.choices import LOCAL_LEVELS, Region
from profiles.content.sections import timeline
from profiles.exports.bulk.selection import ProfileSelection, published_rows
from profiles.exports.web import share_links
from profiles.models import Place, Profile
from profiles.models.names import normalize_name
from profiles.views.bulk_files import absolute, build_response, file_links, languages_of_file
from profiles.views.directory import paged
from profiles.views.redirects import follow_slug_redirects
from profiles.views.site import Page, depends_on, public, query_params

LOCAL_PER_PAGE = 50


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
    names = {code: normalize_name(str(label)) for code, label in Region.choices}
    by_region = sorted(places, key=lambda row: (not row.region, names.get(row.region, "")))
    regions = [
        {
            "name": Region(code).label if code else _("Other places"),
            "anchor": f"region-{code or 'other'}",
            "places": list(rows),
        }
        for code, rows in groupby(by_region, key=attrgetter("region"))
    ]
    page = Page(
        title=_("Places"),
        description=_("Countries, territories and regional bodies, and which of them have a profile here."),
    )
    return render(request, "profiles/place_list.html", {"page": page, "regions": regions})


@public()
@follow_slug_redirects
@query_params("page")
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """A place with its editions, newest first, and a page of the local profiles in it."""
    place = get_object_or_404(Place.objects.public().with_ancestors(), slug=slug)
    rows = Profile.objects.published().with_place().with_languages().newest_first()
    editions = timeline(rows.filter(place=place))
    local = paged(request, rows.in_place(place).exclude(place=place), LOCAL_PER_PAGE)
    page = Page(
        title=place.display_name,
        description=_("Migration governance profiles of %(place)s: all editions, and the local places in it.")
        % {"place": place.display_name},
        robots="" if editions or local["results"] else "noindex",
        canonical=local["canonical"],
        is_fictional=place.is_fictional,
        feed=reverse("place_feed", args=[place.slug]) if editions or local["results"] else "",
    )
    context = {
        "page": page,
        "place": place,
        "editions": editions,
        "files": file_links("place_file", slug=place.slug) if editions or local["results"] else [],
        "local_profiles": local["results"],
        "alerts": share_links.alerts_path(place=place.slug),
        **local,
    }
    response = render(request, "profiles/place.html", context)
    return depends_on(response, place.country.pk, f"place-{slug}")


@public()
@follow_slug_redirects
def place_file(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """All profiles of a place and of the local places in it."""
    with languages_of_file(table) as languages:
        place = get_object_or_404(Place.objects.public(), slug=slug)
        selection = ProfileSelection(
            published_rows(Profile.objects.published().in_place(place).newest_first()),
            *languages,
            f"mgi-{place.slug}",
            _("Profiles of %(place)s") % {"place": place.display_name},
            absolute("place", slug=place.slug),
        )
    return build_response(request, selection, table)
