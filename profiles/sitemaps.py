"""The sitemap: every public page in every language, each naming the others."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from profiles.models import IndicatorDomain, Place, Profile


class MultilingualSitemap(Sitemap):
    i18n = True
    alternates = True
    x_default = True
    limit = 1000


class PageSitemap(MultilingualSitemap):
    def items(self) -> list[str]:
        return ["home", "profile_list", "place_list", "domain_list", "about", "accessibility"]

    def location(self, item: str) -> str:
        return reverse(item)


class DomainSitemap(MultilingualSitemap):
    def items(self) -> QuerySet[IndicatorDomain]:
        return IndicatorDomain.objects.all()


class PlaceSitemap(MultilingualSitemap):
    def items(self) -> QuerySet[Place]:
        return Place.objects.assessed().order_by("pk")


class ProfileSitemap(MultilingualSitemap):
    def items(self) -> QuerySet[Profile]:
        return Profile.objects.published().order_by("pk")

    def lastmod(self, item: Any) -> Any:
        return item.published_at


SITEMAPS = {
    "pages": PageSitemap,
    "domains": DomainSitemap,
    "places": PlaceSitemap,
    "profiles": ProfileSitemap,
}
