"""Which public addresses of the landed version are recorded: each kind in English, pages in all languages.

Imported by record.py alone.
"""

import re
import uuid
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, is_valid_path, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

LANGUAGES = ("fr", "es", "ar", "pt")
FILES = ("pdf", "docx", "xlsx", "csv", "json", "txt", "bib", "ris", "csl.json")
TABLES = ("csv", "xlsx", "json")
SITEMAPS = ("pages", "domains", "places", "profiles", "changes")
SITE = "https://mgi.example"

PAGES = (
    "/",
    "/about/",
    "/about/data/",
    "/about/accessibility/",
    "/api/v1/docs/",
    "/glossary/",
    "/profiles/",
    "/places/",
    "/domains/",
    "/domains/partnerships/",
    "/compare/",
    "/compare/?profile=norvalia-2018&profile=lunaria-2023",
    "/search/",
    "/search/?q=migration",
    "/search/?q=law",
    "/alerts/",
    "/alerts/?place=lunaria",
    "/places/mali/",
    "/places/norvalia/",
    "/places/ribeira-district/",
    "/places/france/",
    "/profiles/mali-2021/",
    "/profiles/lunaria-2023/",
    "/profiles/lunaria-2023/r/1/",
    "/profiles/lunaria-2023/changes/",
    "/profiles/port-celeste-2022/",
    "/profiles/zanbaqia-2024/",
    "/profiles/valnube-2024/",
    "/profiles/norvalia-2018/",
    "/profiles/norvalia-2022/",
    "/profiles/norvalia-2022/r/1/",
    "/profiles/ribeira-2023/",
    "/profiles/alto-norte-2020/",
    "/profiles/norvalia-primeiro/",
    "/places/ribeira/",
    "/embed/profiles/lunaria-2023/partnerships/",
    "/feeds/profiles.atom",
    "/feeds/places/lunaria.atom",
    "/feeds/domains/partnerships.atom",
    "/nowhere/",
)
"""Asked for in all five languages."""

QUERIES = (
    "/profiles/?region=002",
    "/profiles/?region=005",
    "/profiles/?level=district",
    "/profiles/?country=norvalia",
    "/profiles/?text=lunar&sort=-described",
    "/profiles/?year=2024&edition=1&domain=partnerships",
    "/profiles/?unknown=1",
    "/profiles/?country=nowhere",
    "/profiles/?sort=nonsense",
    "/profiles.csv?country=lunaria",
    "/?region=002",
    "/?region=019",
    '/search/?q="national+migration"',
    "/search/?q=migration+-law",
    "/search/?q=migr*&what=finding",
    "/search/?q=lunaria",
    "/search/?q=ribeira",
    "/search/?q=Norvalia&kind=potential&domain=partnerships",
    "/search/?q=law&country=norvalia&year=2022",
    "/search/?q=law&region=002",
    "/search/?q=ribeira&region=019",
    "/search/?q=migratoin",
    "/search/?q=zzzzzz",
    "/search/?q=%D8%A7%D9%84%D9%87%D8%AC%D8%B1%D8%A9",
    "/search/?q=migrantes&language=es",
    "/search/?q=a&page=2",
    "/search/?q=a&page=99",
    "/search/names.json?q=lun",
    "/search/names.json?q=rib",
    "/feeds/search.atom?q=law",
    "/compare/?profile=lunaria-2019&profile=lunaria-2023&profile=ribeira-2023&profile=mali-2021",
    "/compare/?profile=lunaria-2019&profile=lunaria-2023&domain=partnerships&kind=potential",
    "/compare/?profile=nowhere-1999",
    "/compare/?profile=alto-norte-2020&profile=mali-2021",
    "/alerts/?domain=partnerships",
    "/alerts/asked/",
    "/alerts/confirm/nonsense/",
    "/alerts/stop/00000000-0000-4000-8000-000000000000/",
    f"/oembed/?url={SITE}/profiles/lunaria-2023/",
    f"/oembed/?url={SITE}/fr/profiles/mali-2021/%23partnerships&maxwidth=400",
    "/oembed/?url=https://example.org/",
    "/findings/00000000-0000-4000-8000-000000000000/",
    "/profiles/norvalia-primeiro/r/1/",
    "/profiles/norvalia-primeiro.pdf",
    "/profiles/norvalia-primeiro/changes/",
    "/places/ribeira.csv",
    "/feeds/places/ribeira.atom",
    "/embed/profiles/norvalia-primeiro/",
    "/embed/profiles/alto-norte-2020/",
    "/profiles/alto-norte-2020.json",
    "/profiles/alto-norte-2020/r/1/",
    "/profiles/norvalia-2022/r/1.csv",
    "/profiles/ponte-velha-2024/",
    "/profiles/norvalia-2026/",
    "/profiles/lunaria-2023/r/3/",
    "/profiles/lunaria-2023/r/3.json",
    "/places/ponte-velha/",
    "/places/alto-norte/",
    "/review/nonsense/",
)

API = (
    "/api/v1/",
    "/api/v1/openapi.json",
    "/api/v1/profiles/",
    "/api/v1/profiles/?country=norvalia",
    "/api/v1/profiles/?region=002",
    "/api/v1/profiles/?region=019",
    "/api/v1/findings/?region=005",
    "/api/v1/profiles/?year=2024&sort=-described",
    "/api/v1/profiles/?unknown=1",
    "/api/v1/profiles/?level=district",
    "/api/v1/profiles/norvalia-primeiro/",
    "/api/v1/profiles/alto-norte-2020/",
    "/api/v1/profiles/ponte-velha-2024/",
    "/api/v1/profiles/norvalia-2022/revisions/1/",
    "/api/v1/profiles/lunaria-2023/revisions/1/",
    "/api/v1/findings/",
    "/api/v1/findings/?domain=partnerships&kind=potential",
    "/api/v1/findings/?place=norvalia",
    "/api/v1/findings/?language=ar",
    "/api/v1/findings/?level=district&year=2023",
    "/api/v1/findings/?page_size=5&page=2",
    "/api/v1/findings/?profile=lunaria-2023",
    "/api/v1/findings/?edition=nonsense",
    "/api/v1/findings.csv?place=lunaria",
    "/api/v1/findings.csv?profile=norvalia-2018",
    "/api/v1/findings/00000000-0000-4000-8000-000000000000/",
    "/api/v1/places/?page_size=20",
    "/api/v1/places/mali/",
    "/api/v1/places/norvalia/",
    "/api/v1/places/ribeira-district/",
    "/api/v1/places/ribeira/",
    "/api/v1/places/france/",
    "/api/v1/domains/",
    "/api/v1/domains/partnerships/",
    "/api/v1/search/?q=law",
    "/api/v1/search/?q=norvalia&language=en",
    "/api/v1/search/?q=law&level=district",
    "/api/v1/places/?level=district",
    "/api/v1/places/?text=norv",
    "/api/v1/places/?region=019",
    "/api/v1/search/?q=law&country=lunaria",
    "/api/v1/search/",
    "/api/v1/nowhere/",
)

MACHINES = (
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/sitemap.xml",
    "/about/data/profiles.zip",
    "/about/data/profile.schema.json",
    "/about/data/findings.schema.json",
    "/picture.png",
)


def addresses(tokens: dict[str, str]) -> list[str]:
    """Return every address that is recorded; `tokens` are those of review links."""
    each = [
        *PAGES,
        *QUERIES,
        *API,
        *MACHINES,
        *_of_profiles(),
        *_of_places(),
        *_of_findings(),
        *(f"/sitemap-{section}.xml" for section in SITEMAPS),
        *(f"/{language}{page}" for language in LANGUAGES for page in PAGES),
        *(f"/review/{token}/{query}" for token in tokens.values() for query in ("", "?language=ar")),
        *_linked(),
    ]
    missing = {name for name in _names(get_resolver()) if name not in {_name(address) for address in each}}
    if missing:
        raise ValueError(f"No address is recorded of {', '.join(sorted(missing))}.")
    return list(dict.fromkeys(each))


def _name(address: str) -> str:
    path = urlsplit(address).path
    with translation.override(get_language_from_path(path) or "en"):
        return resolve(path).view_name if is_valid_path(path) else ""


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Yield the name of each public address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif not str(pattern.pattern).startswith("admin/"):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _names(pattern, space + inner)


def _rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _of_profiles() -> Iterator[str]:
    rows = _rows(
        "SELECT slug, number, state FROM profiles_revision "
        "JOIN profiles_profile ON profiles_profile.id = profile_id "
        "WHERE state IN ('published', 'superseded') ORDER BY slug, number"
    )
    languages = dict(_rows("SELECT slug, language FROM profiles_profile"))
    for slug, number, state in rows:
        yield f"/profiles/{slug}/r/{number}/"
        if state == "superseded":
            yield from (f"/profiles/{slug}/r/{number}.{ending}" for ending in FILES)
            continue
        prefix = "" if languages[slug] == "en" else f"/{languages[slug]}"
        yield from (f"/profiles/{slug}.{ending}" for ending in FILES)
        yield from (f"{prefix}/profiles/{slug}.{ending}" for ending in ("pdf", "txt", "csv", "bib"))
        yield f"/profiles/{slug}/"
        yield f"{prefix}/profiles/{slug}/"
        yield f"/profiles/{slug}.png"
        yield f"/profiles/{slug}/changes/"
        yield f"/embed/profiles/{slug}/"
        yield f"/embed/profiles/{slug}/wheel/"
        yield f"/api/v1/profiles/{slug}/"
        yield f"/api/v1/profiles/{slug}/revisions/"


def _of_places() -> Iterator[str]:
    for ending in TABLES:
        yield f"/profiles.{ending}"
        yield f"/ar/profiles.{ending}"
        yield f"/search.{ending}?q=law"
        yield f"/compare.{ending}?profile=norvalia-2018&profile=lunaria-2023"
        for slug in ("lunaria", "norvalia", "ribeira-district", "mali"):
            yield f"/places/{slug}.{ending}"


def _of_findings() -> Iterator[str]:
    """Two findings of each revision, those that are gone from the live text among them."""
    rows = _rows("SELECT revision_id, key FROM profiles_finding ORDER BY revision_id, position")
    for _revision, findings in groupby(rows, key=itemgetter(0)):
        keys = [uuid.UUID(str(key)) for _revision, key in findings]
        for key in (keys[0], keys[-1]):
            yield f"/findings/{key}/"
            yield f"/api/v1/findings/{key}/"


def _linked() -> Iterator[str]:
    """Yield what the English pages link to, but for choices, which lead to each other without end."""
    client, waiting, seen = Client(), ["/", "/profiles/", "/places/", "/glossary/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        if response.streaming:
            response.getvalue()
            continue
        if response.status_code in (301, 302):
            waiting.append(urldefrag(urljoin(address, response["Location"])).url)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        yield address
        waiting += _links(response, address)


def _links(response: HttpResponse, address: str) -> Iterator[str]:
    parser = lxml.html.HTMLParser(encoding=response.charset)
    tree = lxml.html.document_fromstring(response.content, parser=parser)
    for link in tree.xpath("//a/@href"):
        parts = urlsplit(urljoin(f"http://testserver{address}", link))
        is_other = re.match(r"/(static|admin|feeds|fr|es|ar|pt)/", parts.path)
        if parts.netloc == "testserver" and not parts.query and not is_other and parts.path.endswith("/"):
            yield parts.path
