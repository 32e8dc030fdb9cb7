"""What every browser test stands on: the real production server, real Chromium, and a page that complains.

    def test_the_wheel_leads_to_a_section(page, site):
        page.goto(f"{site.url}/profiles/mali-2021/")
        page.get_by_role("link", name="Partnerships").click()

`site`        a served installation (tests/server.py) with Mali, the fictional examples and an administrator;
              one for each worker of xdist, on the same kind of database as the rest of the run
`page`        a fresh Playwright page at 1280 by 900, English, light. The test fails at its end where the
              page wrote an error to the console, broke the Content-Security-Policy, threw, asked another
              host for anything, or was answered by the administration without the strict policy.
              A test that expects a complaint takes it off the list `complaints`:
              `forget_refusals(complaints)` after a page that is 404 on purpose
`admin_page`  the same, signed in to the administration
`new_page`    makes a page with other circumstances, watched in the same way:
              new_page(viewport={"width": 360, "height": 740}, color_scheme="dark", java_script_enabled=False)
              (the names are those of Playwright's Browser.new_context)

Every test in this directory carries the mark `browser`, and is skipped where there is no Chromium. What a
page looks like is the same on every database, so it is played once; a test in which the database has a
part, as it writes or searches, carries the mark `each_database`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import server, tools

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("each_database"):
                item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[server.Site]:
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path_factory.mktemp("site"), shared) as instance:
        yield instance


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = tools.chromium()
    if not path:
        tools.skip_or_fail("browser", "no Chromium was found; CHROMIUM names one")
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield instance
        instance.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of this test complained of so far, one line each."""
    return []


@pytest.fixture
def new_page(browser: Browser, site: server.Site, complaints: list[str]) -> Iterator[NewPage]:
    contexts = []

    def make(**circumstances: Any) -> Page:
        defaults = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
        context = browser.new_context(**(defaults | circumstances))
        contexts.append(context)
        page = context.new_page()
        watch(page, site.url, complaints)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: server.Site) -> Any:
    """Sign in once; return the cookies, for new_page(storage_state=signed_in)."""
    return sign_in_once(browser, site)


def sign_in_once(browser: Browser, site: server.Site) -> Any:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/admin/login/")
    page.fill("input[name=username]", server.ADMINISTRATOR)
    page.fill("input[name=password]", server.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site.url}/admin/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def admin_page(new_page: NewPage, signed_in: Any) -> Page:
    return new_page(storage_state=signed_in)


def forget_refusals(complaints: list[str]) -> None:
    """Chromium writes each request that was refused, or got no answer, to the console; the rest counts."""
    complaints[:] = [complaint for complaint in complaints if "Failed to load resource" not in complaint]


def watch(page: Page, home: str, complaints: list[str]) -> None:
    """Write down what `page` complains of. Chromium reports a broken policy as an error on the console."""

    def check_host(url: str) -> None:
        if not url.startswith((home, "data:", "blob:", "about:", "chrome")):
            complaints.append(f"asked another host: {url}")

    def answered(url: str, policy: str) -> None:
        if not url.startswith((f"{home}/admin/", f"{home}/review/")):
            return
        parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
        if {parts.get("script-src"), parts.get("style-src")} != {"'self'"} or "unsafe-" in policy:
            complaints.append(f"answered without the strict policy: {url}: {policy}")

    def check_console(message: Any) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type} on the console of {page.url}: {message.text}")

    page.on("console", check_console)
    page.on("pageerror", lambda error: complaints.append(f"threw on {page.url}: {error}"))
    page.on("request", lambda request: check_host(request.url))
    page.on(
        "response",
        lambda response: answered(response.url, response.headers.get("content-security-policy", "")),
    )
