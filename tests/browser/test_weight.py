"""What a page costs who opens it: requests, bytes on the line, and whether anything moves while it comes."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.server import Site

KB = 1024
MOVED = 0.002
"""Of the window, by the browser's measure (0.1 is called good): on a busy machine a font may come late, and a
line of it is a pixel lower than that of the font before.
"""
PHONE = {"viewport": {"width": 390, "height": 844}}
PROFILE = "/profiles/mali-2021/"
PAGES = [
    *("/", "/profiles/", PROFILE, "/profiles/mali-2021/r/1/", "/places/", "/places/mali/", "/domains/"),
    *("/domains/partnerships/", "/compare/", "/profiles/lunaria-2023/changes/", "/search/?q=migration"),
    *("/glossary/", "/about/", "/about/data/", "/api/v1/docs/", "/embed/profiles/mali-2021/"),
    "/compare/?profile=mali-2021&profile=lunaria-2023",
]
"""One of each kind."""
WATCH_MOVES = """
  globalThis.moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.moved += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Visit:
    requests: list[str]
    """The addresses that were answered by the server, and not by what the browser keeps."""
    size: float
    """Bytes of these answers as they came, headers included."""
    moved: float
    """Cumulative layout shift."""


def visit(context: Any, url: str) -> Visit:
    """Open `url` in a new tab."""
    page = context.new_page()
    page.add_init_script(WATCH_MOVES)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def answered(event: dict[str, Any]) -> None:
        if not event["response"].get("fromDiskCache"):
            addresses[event["requestId"]] = event["response"]["url"]

    devtools.on("Network.responseReceived", answered)
    devtools.on("Network.requestServedFromCache", lambda event: addresses.pop(event["requestId"], None))
    devtools.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(url, wait_until="networkidle")
    moved = page.evaluate("moved")
    page.close()
    return Visit(list(addresses.values()), sum(sizes.get(key, 0) for key in addresses), moved)


@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_first_page_of_all_takes_five_requests_and_60_kb(browser: Browser, site: Site, language: str):
    context = browser.new_context(**PHONE)
    first = visit(context, f"{site.url}{language}{PROFILE}")
    context.close()
    assert len(first.requests) <= 5
    assert first.size <= 60 * KB
    assert first.moved < MOVED


@pytest.mark.parametrize("path", [*PAGES, "/ar/", f"/ar{PROFILE}"])
def test_the_next_page_takes_at_most_35_kb(browser: Browser, site: Site, path: str):
    """Whatever was opened before: here the page of an error, which has little but what all pages have."""
    context = browser.new_context(**PHONE)
    visit(context, f"{site.url}{path[:4] if path.startswith('/ar/') else '/'}nothing/")
    page = visit(context, f"{site.url}{path}")
    context.close()
    assert [url for url in page.requests if "/css/site." in url] == []
    assert len([url for url in page.requests if url.endswith(".js")]) <= 1
    assert len(page.requests) <= 5
    assert page.size <= 35 * KB
    assert page.moved < MOVED


def test_a_page_that_is_opened_again_is_one_request(browser: Browser, site: Site):
    context = browser.new_context(**PHONE)
    visit(context, f"{site.url}{PROFILE}")
    assert visit(context, f"{site.url}{PROFILE}").requests == [f"{site.url}{PROFILE}"]
    context.close()
