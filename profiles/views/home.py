"""The way in, and the two pages about the site itself."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from profiles.choices import Language, Variant
from profiles.content.list_state import lists_state
from profiles.content.sections import domain_texts
from profiles.exports.kept_parts import kept_part
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
    main = kept_part((request.path, region), lists_state, lambda: _make(request, region))
    page = Page(
        title=site_name(),
        description=_(
            "Profiles of how countries and cities govern migration, in the six domains of the Migration "
            "Governance Indicators: read them domain by domain, and cite what they say."
        ),
        data=jsonld.describe_site(),
    )
    return render(request, "profiles/home.html", {"page": page, "main": main})


def _make(request: HttpRequest, region: str) -> SafeString:
    published = Profile.objects.published()
    context = {
        "tagline": site_tagline(),
        "texts": domain_texts(Variant.COUNTRY, get_language() or Language.ENGLISH),
        "latest": published.with_place().with_languages().order_by("-published_at", "pk")[:LATEST],
        "world": map_context(request, published.in_region(region) if region else published, region),
    }
    return render_to_string("components/home_main.html", context)


@public()
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
