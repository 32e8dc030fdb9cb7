"""What the page on the screen must be whatever it shows: accessible, and no wider than the screen."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""Those whose answer is another one in the dark: the page is the same, its colours are not."""

RUN = """async (options) => {
  // The administration fades from one colour to the other.
  for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
  const found = await axe.run(options);
  const where = (rule) => rule.nodes.slice(0, 3).map((node) => node.target.join(" "));
  return found.violations.map((rule) => [rule.id, ...where(rule)]);
}"""


def assert_accessible(page: Page, name: str = "") -> None:
    """Fail where axe finds anything, light or dark; the page is as it was afterwards."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = _violations(page, RULES)
    assert violations == [], f"{name} {page.url}: {violations}"
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if is_dark else "dark")
    violations = _violations(page, RULES_OF_COLOUR)
    assert violations == [], f"{name} {page.url}, the other scheme: {violations}"
    page.emulate_media(color_scheme="dark" if is_dark else "light")


def _violations(page: Page, rules: list[str]) -> Any:
    # Reading the style sheets beforehand would break its policy, which is what we watch for.
    return page.evaluate(RUN, {"preload": False, "runOnly": rules, "resultTypes": ["violations"]})


def assert_fits(page: Page, name: object = "") -> None:
    """Fail where the page scrolls sideways."""
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0, f"{name} {page.url}"
