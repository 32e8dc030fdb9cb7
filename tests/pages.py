"""What the tests of public pages share: every address there is, and a parsed page."""

import io
import zipfile
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from django.test import Client
from django.urls import resolve, reverse
from django.utils.translation import get_language_from_path, override

from profiles.choices import Language
from profiles.exports.bulk.formats import TABLES
from profiles.exports.formats import CITATIONS, FORMATS
from profiles.models import Finding, IndicatorDomain, Place, Profile, Revision, Translation

SINGLE_PAGES = [
    "home",
    "about",
    "data",
    "accessibility",
    "privacy",
    "glossary",
    "api_docs",
    "profile_list",
    "place_list",
    "domain_list",
    "compare",
]


def public_addresses(language: str = "en") -> list[str]:
    """Return the address of every public page in `language`."""
    with override(language):
        return [
            *(reverse(name) for name in SINGLE_PAGES),
            *(domain.get_absolute_url() for domain in IndicatorDomain.objects.all()),
            *(place.get_absolute_url() for place in Place.objects.assessed()),
            *(profile.get_absolute_url() for profile in Profile.objects.published()),
            *(revision.get_absolute_url() for revision in Revision.objects.public().with_profile()),
            *(row.get_absolute_url() for row in Translation.objects.public().filter(language=language)),
            *(reverse("changes", args=[profile.slug]) for profile in later_editions()),
        ]


def later_editions() -> list[Profile]:
    """Return the published profiles that have an earlier edition beside them."""
    return [
        profile
        for profile in Profile.objects.published()
        if Profile.objects.published().filter(place=profile.place_id, edition__lt=profile.edition).exists()
    ]


def machine_addresses() -> list[str]:
    return [
        "/robots.txt",
        "/feeds/profiles.atom",
        "/about/data/profile.schema.json",
        "/about/data/findings.schema.json",
        "/sitemap.xml",
        *(f"/sitemap-{part}.xml" for part in ("pages", "domains", "places", "profiles", "changes")),
        "/healthz",
        "/readyz",
    ]


def addresses_of(revision: Revision) -> list[str]:
    """Return every public address that would show `revision` or a part of it, in every language.

    Those of a first translation are among them in each language but its own, whether there is one or not.
    """
    addresses = []
    for language in Language.values:
        with override(language):
            addresses += [
                revision.profile.get_absolute_url(),
                revision.get_absolute_url(),
                reverse("profile_picture", args=[revision.profile.slug]),
                reverse("changes", args=[revision.profile.slug]),
                f"{reverse('compare')}?profile={revision.profile.slug}",
                *(
                    f"{reverse('compare_file', args=[ending])}?profile={revision.profile.slug}"
                    for ending in TABLES
                ),
                *(
                    reverse("profile_file", args=[revision.profile.slug, ending])
                    for ending in (*FORMATS, *CITATIONS)
                ),
                *(
                    reverse("revision_file", args=[revision.profile.slug, revision.number, ending])
                    for ending in (*FORMATS, *CITATIONS)
                ),
                *(
                    address
                    for address in translation_addresses(revision)
                    if language != revision.original_language
                ),
                *(
                    reverse("finding", args=[finding.key])
                    for finding in Finding.objects.filter(revision=revision)
                ),
            ]
    return addresses


def translation_addresses(revision: Revision, number: int = 1) -> list[str]:
    """Return the permanent addresses of a translation into the active language: its page and its files."""
    parts = [revision.profile.slug, revision.number, number]
    files = [reverse("translation_file", args=[*parts, ending]) for ending in (*FORMATS, *CITATIONS)]
    return [reverse("translation", args=parts), *files]


def listing_addresses(language: str = "en") -> list[str]:
    """Return the address of every file that lists texts of several profiles, in `language`."""
    with override(language):
        return [
            *(reverse("profile_list_file", args=[ending]) for ending in TABLES),
            *(f"{reverse('search_file', args=[ending])}?q=a*" for ending in TABLES),
            *(
                reverse("place_file", args=[place.slug, ending])
                for place in Place.objects.assessed()
                for ending in TABLES
            ),
        ]


def words_of(client: Client, address: str) -> str:
    """Return what stands at `address`, a page or a file; of a workbook, the XML of all its parts."""
    response = client.get(address)
    content = response.getvalue() if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"".join(package.read(name) for name in package.namelist())
    return content.decode()


def parse(response) -> lxml.html.HtmlElement:
    # As the header says; a page of the administration has no <meta charset>.
    parser = lxml.html.HTMLParser(encoding=response.charset)
    return lxml.html.document_fromstring(response.content, parser=parser)


def text_of(element: lxml.html.HtmlElement) -> str:
    """Return the element's text as a reader sees it: single spaces, no scripts."""
    for script in element.xpath(".//script | .//style | .//template"):
        script.drop_tree()
    return " ".join(element.text_content().split())


def crawl(client: Client, language: str) -> Iterator[tuple[str, object]]:
    """Follow every internal link from the home page in `language`; yield (address, response) once for each.

    What leads to another language is asked only whether there is such an address: its crawl goes on there;
    and so are files but those in English, as tests/views/test_files.py has them in each language.
    Not the search's choices, which lead to each other without end: tests/views/test_search.py.
    """
    with override(language):
        start = reverse("home")
    waiting, paths = [start], {start}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)  # a file that is read closes
        yield address, response
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            if response.status_code in (301, 302):
                waiting.append(urldefrag(urljoin(address, response["Location"])).url)
            continue
        for link in parse(response).xpath("//a[not(@rel='nofollow')]/@href"):
            target = urldefrag(urljoin(f"http://testserver{address}", link)).url
            url = urlsplit(target)
            path = f"{url.path}?{url.query}" if url.query else url.path
            if url.netloc != "testserver" or path in paths or url.path.startswith(("/static/", "/admin/")):
                continue
            paths.add(path)
            language_of_path = get_language_from_path(url.path) or Language.ENGLISH
            is_file = "." in url.path.rpartition("/")[2]
            if language_of_path == language and (language == Language.ENGLISH or not is_file):
                waiting.append(path)
            else:
                with override(language_of_path):
                    resolve(url.path)
