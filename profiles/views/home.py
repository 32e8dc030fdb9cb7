"""The way in, and the two pages about the site itself."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _

from profiles.choices import Variant
from profiles.content.sections import domain_texts
from profiles.exports.web import jsonld, share_picture
from profiles.models import Profile
from profiles.site_texts import site_name, site_tagline
from profiles.svg.map import VIEWS
from profiles.views.map_context import map_context
from profiles.views.site import Page, public, query_params

LATEST = 6


@public()
@query_params("region")
def home(request: HttpRequest) -> HttpResponse:
    """Answer 400 for a part of the map that does not exist."""
    region = request.GET.get("region", "")
    if region and region not in VIEWS:
        raise BadRequest("region")
    texts = domain_texts(Variant.COUNTRY, get_language())
    page = Page(
        title=site_name(),
        description=_(
            "Profiles of how countries and cities govern migration, in the six domains of the Migration "
            "Governance Indicators: read them domain by domain, and cite what they say."
        ),
        data=jsonld.describe_site(),
    )
    published = Profile.objects.published()
    context = {
        "page": page,
        "tagline": site_tagline(),
        "texts": texts,
        "latest": published.with_place().with_languages().order_by("-published_at", "pk")[:LATEST],
        "world": map_context(request, published.in_region(region) if region else published, region),
    }
    return render(request, "profiles/home.html", context)


@public(shared_seconds=3600)
def site_picture(request: HttpRequest) -> HttpResponse:
    """The picture beside a shared link to a page that has none of its own."""
    return HttpResponse(share_picture.render_site(get_language()), content_type="image/png")


@public()
def about(request: HttpRequest) -> HttpResponse:
    page = Page(
        title=_("About the Migration Governance Indicators"),
        description=_(
            "What the indicators are, how a profile comes about, and what this site is and is not."
        ),
    )
    texts = domain_texts(Variant.COUNTRY, get_language())
    return render(request, "profiles/about.html", {"page": page, "texts": texts})


@public()
def accessibility(request: HttpRequest) -> HttpResponse:
    page = Page(
        title=_("Accessibility statement"),
        description=_("How this site is made accessible, how that is tested, and how to report a barrier."),
    )
    return render(request, "profiles/accessibility.html", {"page": page})
