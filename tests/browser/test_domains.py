"""The titles of the six domains, in each language, where there is little room for them."""

import pytest

from profiles.languages import Language
from tests.browser.conftest import NewPage
from tests.server import Site

OUT_OF_ITS_SEGMENT = """items => items.flatMap((item) => {
  const segment = item.querySelector(".wheel__segment");
  return [...item.querySelectorAll(".wheel__title tspan")].filter((line) => {
    const ends = [line.getExtentOfChar(0), line.getExtentOfChar(line.getNumberOfChars() - 1)];
    const left = Math.min(...ends.map((end) => end.x));
    const right = Math.max(...ends.map((end) => end.x + end.width));
    const { y, height } = ends[0];
    // From the top of an x to the baseline: the box of a letter is higher than what is drawn.
    const heights = [y + height * 0.2, y + height * 0.8];
    return heights.some((at) => [left, right].some((x) => !segment.isPointInFill(new DOMPoint(x, at))));
  }).map((line) => line.textContent);
})"""


@pytest.mark.parametrize("language", Language.values)
def test_each_title_stays_within_its_part_of_the_wheel(new_page: NewPage, site: Site, language: str):
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{site.url}/{'' if language == 'en' else f'{language}/'}domains/partnerships/")
    assert page.locator("h1").get_attribute("lang") == language  # the shipped titles are there
    page.goto(f"{site.url}/{'' if language == 'en' else f'{language}/'}")
    assert page.locator(".wheel__item").evaluate_all(OUT_OF_ITS_SEGMENT) == []
    assert page.locator(".wheel__item[lang]").count() == 0
