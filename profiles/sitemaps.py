"""The sitemap: every public page in each language in which it says something of its own, with the others."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import GenericSitemap
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from profiles.models import IndicatorDomain, Place, Profile


class MultilingualSitemap(GenericSitemap):
    i18n = True
    alternates = True
    x_default = True
    limit = 500
    """Addresses in a file, each with its six alternates: some 130 ms of work."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """The site's own host: never what a request says it is."""
        return urlsplit(settings.SITE_URL).netloc


class PageSitemap(MultilingualSitemap):
    """The pages that are there in any case, by the names of their addresses."""

    def items(self) -> list[str]:
        lists = ["profile_list", "place_list", "domain_list"]
        return ["home", *lists, "compare", "about", "data", "accessibility", "glossary", "api_docs"]

    def location(self, item: str) -> str:
        return reverse(item)


class ProfileSitemap(MultilingualSitemap):
    """The profiles, each in the languages in which it can be read."""

    def get_languages_for_item(self, item: Profile) -> list[str]:
        """Return the languages of its pages; one that has none is read on the English ones."""
        pages = dict(settings.LANGUAGES)
        spoken = [str(language) for language in item.languages if language in pages]
        return spoken or [settings.LANGUAGE_CODE]


class ChangesSitemap(ProfileSitemap):
    """What changed in each edition that has an earlier one beside it."""

    def location(self, item: Profile) -> str:
        return reverse("changes", args=[item.slug])


published = Profile.objects.published().with_languages().order_by("pk")
earlier = Profile.objects.published().filter(place=OuterRef("place"), edition__lt=OuterRef("edition"))
with_earlier = published.filter(Exists(earlier))

SITEMAPS = {
    "pages": PageSitemap({"queryset": None}),
    "domains": MultilingualSitemap({"queryset": IndicatorDomain.objects.all()}),
    "places": MultilingualSitemap({"queryset": Place.objects.assessed().order_by("pk")}),
    "profiles": ProfileSitemap({"queryset": published, "date_field": "published_at"}),
    "changes": ChangesSitemap({"queryset": with_earlier, "date_field": "published_at"}),
}


def index(request: HttpRequest) -> HttpResponse:
    """Name every sitemap, page by page, under the site's own address."""
    addresses = []
    for section, sitemap in SITEMAPS.items():
        address = f"{settings.SITE_URL}{reverse('sitemap_section', args=[section])}"
        pages = range(2, sitemap.paginator.num_pages + 1)
        addresses += [address, *(f"{address}?p={number}" for number in pages)]
    context = {"sitemaps": [{"location": address} for address in addresses]}
    return render(request, "sitemap_index.xml", context, content_type="application/xml")
