"""The sitemap: every public page in each language in which it says something of its own, with the others.

Written here and not by django.contrib.sitemaps, which fetches all rows for each of its files and fills a
template with each alternate: a file costs the same however many profiles there are (docs/decisions/0030).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import override

from profiles.models import IndicatorDomain, Place, Profile

ROWS = 200
"""Pages of a file, each in all of its languages."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = (
    *("home", "profile_list", "place_list", "domain_list", "compare", "about", "data", "accessibility"),
    *("privacy", "glossary", "api_docs"),
)
"""The pages that are there in any case, by the names of their addresses."""


@dataclass(frozen=True)
class Section:
    """One kind of pages: its rows, and the path of each. `has_date`: a row has `published_at`."""

    rows: Callable[[], Sequence[Any] | QuerySet[Any]]
    path: Callable[[Any], str]
    has_date: bool = False

    def paginator(self) -> Paginator:
        return Paginator(self.rows(), ROWS)

    def languages(self, row: Any) -> list[str]:
        """Return the languages of the pages of `row`; what has none of them is read on the English ones."""
        pages = [code for code, _name in settings.LANGUAGES]
        if not isinstance(row, Profile):
            return pages
        spoken = [str(language) for language in row.languages if language in pages]
        return spoken or [settings.LANGUAGE_CODE]

    def latest(self) -> datetime | None:
        """Return when the latest row was published; one query."""
        rows: Any = self.rows()
        return rows.aggregate(latest=Max("published_at"))["latest"] if self.has_date else None


def _published() -> QuerySet[Profile]:
    return Profile.objects.published().with_languages().order_by("pk")


def _with_earlier() -> QuerySet[Profile]:
    earlier = Profile.objects.published().filter(place=OuterRef("place"), edition__lt=OuterRef("edition"))
    return _published().filter(Exists(earlier))


SECTIONS = {
    "pages": Section(lambda: PAGES, reverse),
    "domains": Section(lambda: IndicatorDomain.objects.all(), IndicatorDomain.get_absolute_url),
    "places": Section(lambda: Place.objects.assessed().order_by("pk"), Place.get_absolute_url),
    "profiles": Section(_published, Profile.get_absolute_url, has_date=True),
    "changes": Section(_with_earlier, lambda row: reverse("changes", args=[row.slug]), has_date=True),
}


def index(request: HttpRequest) -> HttpResponse:
    """Name every file, under the site's own address."""
    addresses = []
    for name, section in SECTIONS.items():
        address = f"{settings.SITE_URL}{reverse('sitemap_section', args=[name])}"
        pages = range(2, section.paginator().num_pages + 1)
        addresses += [address, *(f"{address}?p={number}" for number in pages)]
    sitemaps = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return _answer("sitemapindex", f'xmlns="{NAMESPACE}"', sitemaps)


def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """Answer 404 for a section or a file that is not there."""
    if section not in SECTIONS:
        raise Http404
    kind = SECTIONS[section]
    try:
        page = kind.paginator().page(request.GET.get("p", "1"))
    except InvalidPage:
        raise Http404 from None
    namespaces = f'xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    response = _answer("urlset", namespaces, "".join(_urls(kind, page)))
    response["X-Robots-Tag"] = "noindex, noodp, noarchive"
    if (latest := kind.latest()) is not None:
        response["Last-Modified"] = http_date(latest.timestamp())
    return response


def _urls(section: Section, rows: Iterable[Any]) -> Iterator[str]:
    """Yield the entries of `rows`: one for each language of a row, with its alternates."""
    homes = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            homes[code] = reverse("home")
    own = homes[settings.LANGUAGE_CODE]
    for row in rows:
        with override(settings.LANGUAGE_CODE):
            rest = section.path(row).removeprefix(own)
        addresses = {code: f"{settings.SITE_URL}{homes[code]}{rest}" for code in section.languages(row)}
        default = addresses.get(settings.LANGUAGE_CODE)
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
            for code, address in (*addresses.items(), ("x-default", default))
            if address
        )
        date = f"<lastmod>{row.published_at:%Y-%m-%d}</lastmod>" if section.has_date else ""
        for address in addresses.values():
            yield f"<url><loc>{address}</loc>{date}{alternates}</url>"


def _answer(name: str, namespaces: str, content: str) -> HttpResponse:
    """Return the file. Addresses have nothing in them that XML would have to escape."""
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {namespaces}>\n{content}\n</{name}>\n'
    return HttpResponse(text, "application/xml")
