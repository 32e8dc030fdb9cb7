"""A text that is withdrawn: no address of the site shows it from then on, and no cache for over a minute."""

import http.client
import io
import json
import re
import zipfile
from collections.abc import Iterator

import brotli
import pytest

from tests import server
from tests.server import Site
from tests.withdrawing import SLUG, TRANSLATED_WORD, WORD

MOST_SECONDS = 60
DRAWN = (".pdf", ".png")
"""Files in which no word can be looked for: they are known by their bytes."""

Answer = tuple[int, str, bytes]
"""Status, Cache-Control, body as a reader has it."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One that keeps pages."""
    shared = server.shared_folder(tmp_path_factory)
    own = {"API_RATE": "0", "SITE_URL": "http://mgi.example"}
    with server.site(tmp_path_factory.mktemp("withdrawal"), shared, **own) as instance:
        yield instance


def ask(site: Site, address: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    try:
        connection.request("GET", address, headers={"Host": "localhost", "Accept-Encoding": "br"})
        response = connection.getresponse()
        body = response.read()
        if response.getheader("Content-Encoding") == "br":
            body = brotli.decompress(body)
        return response.status, response.getheader("Cache-Control", ""), body
    finally:
        connection.close()


def ask_all(site: Site, addresses: list[str]) -> dict[str, Answer]:
    """Return the second answer at each address: the first may be kept."""
    return {address: [ask(site, address) for _time in range(2)][-1] for address in addresses}


def words_of(body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return " ".join(f"{name} {words_of(package.read(name))}" for name in package.namelist())
    return body.decode("utf-8", "replace")


def with_word(answers: dict[str, Answer], word: str) -> set[str]:
    return {address for address, answer in answers.items() if re.search(word, words_of(answer[2]))}


def seconds(status: int, cache_control: str) -> int:
    """Return for how long a cache or a browser may answer without the site.

    What says nothing may be for ever, but for a redirect that is not for good (RFC 9111, 4.2.2).
    """
    if re.search("no-store|no-cache", cache_control) or (status == 302 and not cache_control):
        return 0
    numbers = {name: int(number) for name, number in re.findall(r"([\w-]+)=(\d+)", cache_control)}
    ages = [numbers[name] for name in ("max-age", "s-maxage") if name in numbers]
    return max(ages) + numbers.get("stale-while-revalidate", 0) if ages else 10**9


def too_long(answers: dict[str, Answer]) -> dict[str, str]:
    return {
        address: answer[1]
        for address, answer in answers.items()
        if seconds(*answer[:2]) > MOST_SECONDS and address not in ("/healthz", "/readyz")
    }


def shell(site: Site, call: str) -> str:
    return site.manage(
        "shell", "--no-imports", "-c", f"from tests import withdrawing; withdrawing.{call}"
    ).stdout


def test_what_is_withdrawn_is_gone_at_once_here_and_within_a_minute_elsewhere(site: Site):
    addresses = json.loads(shell(site, "publish()").splitlines()[-1])
    before = ask_all(site, addresses)
    shows, shows_translated = with_word(before, WORD), with_word(before, TRANSLATED_WORD)
    assert len(shows) > 40 and len(shows_translated) > 20
    assert too_long(before) == {}

    shell(site, "withdraw('translation')")
    after = ask_all(site, [*shows_translated, report := f"/fr/profiles/{SLUG}.pdf"])
    assert with_word(after, TRANSLATED_WORD) == set()
    assert after[report][0] == 200 and after[report][2] != before[report][2]
    assert too_long(after) == {}

    shell(site, f"withdraw('{SLUG}')")
    of_it = [address for address in addresses if SLUG in address.split("?")[0]]
    after = ask_all(site, list({*shows, *of_it}))
    assert with_word(after, WORD) == set()
    drawn = [address for address in of_it if address.endswith(DRAWN) and "/r/" not in address]
    assert len(drawn) == 4 and {after[address][0] for address in drawn} <= {404, 410}
    assert {after[address][0] for address in shows if address in of_it} <= {404, 410}
    assert too_long(after) == {}


def test_a_place_of_which_nothing_is_left_is_named_nowhere(site: Site):
    lists = [
        "/compare/names.json?q=mal",
        "/search/names.json?q=mal",
        "/sitemap-profiles.xml",
        "/sitemap-places.xml",
    ]
    lists += ["/about/data/profiles.zip", "/feeds/profiles.atom", "/profiles/", "/profiles.csv"]
    lists += ["/api/v1/profiles/", "/api/v1/findings/?profile=mali-2021", "/profiles/mali-2021.png"]
    before = ask_all(site, lists)
    assert with_word(before, r"(?i)\bmali\b") == {*lists[:-1]}
    assert before[lists[-1]][0] == 200

    shell(site, "withdraw('mali-2021')")
    after = ask_all(site, lists)
    assert with_word(after, r"(?i)\bmali\b") == {lists[-1]}  # in its own address
    assert after[lists[-1]][0] == 404
