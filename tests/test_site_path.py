"""The site below a path of its host, as SITE_URL=https://ministry.example/mgi/ has it."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

import lxml.html
import pytest

from tests import server
from tests.server import Site

pytestmark = pytest.mark.once

HOST = "http://ministry.example"
PATH = "/data/mgi"
ELSEWHERE = ("http:", "https:", "mailto:", "data:", "#")


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    shared = server.shared_folder(tmp_path_factory)
    folder = tmp_path_factory.mktemp("below")
    with server.site(folder, shared, SITE_URL=f"{HOST}{PATH}/", API_RATE="0") as instance:
        yield instance


def ask(site: Site, path: str, data: bytes | None = None) -> tuple[int, str, str]:
    """Return the status, where it led to and the text."""
    message = urllib.request.Request(f"{site.url}{path}", data, {"Host": "ministry.example"})
    opener = urllib.request.build_opener(NoRedirect)
    try:
        with opener.open(message, timeout=30) as answer:
            return answer.status, "", answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Location", ""), error.read().decode(errors="replace")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        return None


def addresses_in(text: str, path: str) -> set[str]:
    """Return what a page leads to or loads, as paths of the host; the site's own absolute ones too."""
    document = lxml.html.fromstring(text)
    values = document.xpath(
        "//@href | //@src | //form/@action | //@data-url | //@data-site | //meta/@content"
    )
    # The addresses that a script is told.
    values += re.findall(r'"(/[a-z][\\w/.-]*)"', text)
    own = {value.removeprefix(HOST) for value in values if value.startswith(("/", HOST))}
    relative = {
        urljoin(path, v) for v in document.xpath("//@href") if v and not v.startswith((*ELSEWHERE, "/"))
    }
    return {value.split("#")[0] for value in own | relative} - {""}


def test_no_page_leads_out_of_the_path(below):
    seen: dict[str, str] = {}
    layer = {f"{PATH}/", f"{PATH}/ar/", f"{PATH}/admin/login/"}
    for _step in range(3):
        links: set[str] = set()
        for path in sorted(layer - seen.keys())[:120]:
            status, location, text = ask(below, path)
            assert status in (200, 301, 302, 410), path
            seen[path] = text
            if location:
                assert location.startswith((PATH, HOST + PATH)), (path, location)
            elif text.lstrip().startswith("<!"):
                links_here = addresses_in(text, path)
                outside = {link for link in links_here if not link.startswith(f"{PATH}/")}
                assert outside - {f"{PATH}"} == set(), path
                links |= {link for link in links_here if "/admin/" not in link or link.endswith("login/")}
        layer = links
    assert len(seen) > 100


def test_static_files_feeds_and_machines_are_below_it(below):
    text = ask(below, f"{PATH}/")[2]
    [style] = (
        re.findall(r'href="([^"]+/public[^"]*\.css)"', text)[:1]
        or re.findall(r'href="([^"]+\.css)"', text)[:1]
    )
    assert style.startswith(f"{PATH}/static/") and ask(below, style)[0] == 200
    assert f"<loc>{HOST}{PATH}/sitemap-profiles.xml</loc>" in ask(below, f"{PATH}/sitemap.xml")[2]
    locations = re.findall("<loc>([^<]+)</loc>", ask(below, f"{PATH}/sitemap-profiles.xml")[2])
    assert locations and all(location.startswith(f"{HOST}{PATH}/") for location in locations)
    assert f'href="{HOST}{PATH}/profiles/mali-2021/"' in ask(below, f"{PATH}/feeds/profiles.atom")[2]
    assert f"Disallow: {PATH}/admin/" in ask(below, f"{PATH}/robots.txt")[2]
    row = json.loads(ask(below, f"{PATH}/api/v1/profiles/mali-2021/")[2])
    assert row["page"] == f"{HOST}{PATH}/profiles/mali-2021/"
    assert urlsplit(row["files"]["pdf"]).path == f"{PATH}/profiles/mali-2021.pdf"
    document = json.loads(ask(below, f"{PATH}/api/v1/openapi.json")[2])
    assert document["servers"] == [{"url": f"{HOST}{PATH}"}]
    assert "/api/v1/profiles/" in document["paths"]
    address = quote(f"{HOST}{PATH}/fr/profiles/mali-2021/", safe="")
    frame = json.loads(ask(below, f"{PATH}/oembed/?url={address}")[2])
    assert f'src="{HOST}{PATH}/fr/embed/profiles/mali-2021/' in frame["html"]
    elsewhere = quote(f"{HOST}/profiles/mali-2021/", safe="")
    assert ask(below, f"{PATH}/oembed/?url={elsewhere}")[0] == 404


def test_a_proxy_may_leave_the_path_out(below):
    with_path, without = ask(below, f"{PATH}/profiles/mali-2021/"), ask(below, "/profiles/mali-2021/")
    assert with_path[0] == 200 and with_path == without
    assert ask(below, PATH) == ask(below, f"{PATH}/")


def test_staff_sign_in_and_their_cookies_stay_below_it(below):
    opener = urllib.request.build_opener(NoRedirect)
    message = urllib.request.Request(f"{below.url}{PATH}/admin/login/", headers={"Host": "ministry.example"})
    with opener.open(message, timeout=30) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert f"Path={PATH}/admin/" in cookie
    status, location, _text = ask(below, f"{PATH}/admin/")
    assert (status, location) == (302, f"{PATH}/admin/login/?next={PATH}/admin/")


def test_pages_are_renewed_and_given_to_nginx_below_it(below):
    rules = below.manage("pages", "--nginx").stdout
    assert 'add_header Cache-Control "public,' in rules and "pages/current/http/ministry.example" in rules
    code = (
        "from profiles.models import Revision; from profiles.operations.pages import renew_pages; "
        "renew_pages(Revision.objects.published().get(profile__slug='mali-2021').pk)"
    )
    below.manage("pages", "--empty")
    below.manage("shell", "-c", code)
    [page] = (below.var / "pages").glob(
        f"current/http/ministry.example{PATH}/profiles/mali-2021/index.html.br"
    )
    assert page.stat().st_size > 1000


def test_letters_lead_below_it(below):
    code = (
        "import threading\n"
        "from profiles.operations.worker import Worker\n"
        "from profiles.operations.jobs import Lane\n"
        "from django.urls import reverse\n"
        "worker = Worker(); worker.stop.set(); addresses = []\n"
        "def work():\n"
        "    worker._work(Lane.MAIL); addresses.append(reverse('home'))\n"
        "thread = threading.Thread(target=work); thread.start(); thread.join(); print(addresses)\n"
    )
    assert f"['{PATH}/']" in below.manage("shell", "-c", code).stdout
