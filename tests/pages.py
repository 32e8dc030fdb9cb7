"""What the tests of public pages share: every address there is, and a parsed page."""

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from profiles.choices import Language
from profiles.models import Finding, IndicatorDomain, Place, Profile, Revision

SINGLE_PAGES = ["home", "about", "accessibility", "profile_list", "place_list", "domain_list"]


def public_addresses(language: str = "en") -> list[str]:
    """Return the address of every public page in `language`."""
    with override(language):
        return [
            *(reverse(name) for name in SINGLE_PAGES),
            *(domain.get_absolute_url() for domain in IndicatorDomain.objects.all()),
            *(place.get_absolute_url() for place in Place.objects.assessed()),
            *(profile.get_absolute_url() for profile in Profile.objects.published()),
            *(revision.get_absolute_url() for revision in Revision.objects.readable().with_profile()),
        ]


def machine_addresses() -> list[str]:
    return [
        "/robots.txt",
        "/sitemap.xml",
        *(f"/sitemap-{part}.xml" for part in ("pages", "domains", "places", "profiles")),
        "/healthz",
        "/readyz",
    ]


def addresses_of(revision: Revision) -> list[str]:
    """Return every public address that would show `revision` or a part of it, in every language."""
    found = []
    for language in Language.values:
        with override(language):
            found += [
                revision.profile.get_absolute_url(),
                revision.get_absolute_url(),
                reverse("profile_picture", args=[revision.profile.slug]),
                *(
                    reverse("finding", args=[finding.key])
                    for finding in Finding.objects.filter(revision=revision)
                ),
            ]
    return found


def parse(response) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(response.content)


def text_of(element: lxml.html.HtmlElement) -> str:
    """Return the element's text as a reader sees it: single spaces, no scripts."""
    for script in element.xpath(".//script | .//style | .//template"):
        script.drop_tree()
    return " ".join(element.text_content().split())


def crawl(client: Client, start: str = "/") -> Iterator[tuple[str, object]]:
    """Follow every internal link from `start`; yield (address, response) once for each address."""
    waiting, seen = [start], {start}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        yield address, response
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            if response.status_code in (301, 302):
                waiting.append(urldefrag(urljoin(address, response["Location"])).url)
            continue
        for link in parse(response).xpath("//a/@href"):
            target = urldefrag(urljoin(f"http://testserver{address}", link)).url
            parts = urlsplit(target)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if (
                parts.netloc == "testserver"
                and path not in seen
                and not parts.path.startswith(("/static/", "/admin/"))
            ):
                seen.add(path)
                waiting.append(path)
