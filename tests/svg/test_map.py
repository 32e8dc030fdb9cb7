"""The map: points where d3 has them, parts of the world in good proportions, dots where needed."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from profiles.choices import SUBREGIONS
from profiles.svg.map import (
    AREAS,
    HEIGHT,
    MOST_LINKS,
    NARROWEST,
    VIEWS,
    WIDEST,
    WIDTH,
    Mark,
    draw,
    project,
    view,
)
from tests.tools import ROOT

PROJECTED = json.loads((Path(__file__).parents[1] / "data" / "projection.json").read_text())
OUTLINES = (ROOT / "static" / "img" / "world.svg").read_text()
ALGERIA = Mark("Algeria", "/a/", "012", 28.0, 2.6, is_local=False)
LEBANON = Mark("Lebanon", "/l/", "422", 33.9, 35.9, is_local=False)
MALTA = Mark("Malta", "/m/", "470", 35.9, 14.4, is_local=False)
TOWN = Mark("Example Town", "/t/", "", -20.0, -20.0, is_local=True)
"""Where things are is geography; nothing here says that any of them has a profile."""


@pytest.mark.parametrize("sample", PROJECTED, ids=lambda sample: str(sample["at"]))
def test_points_are_where_d3_projects_them(sample: dict[str, list[float]]) -> None:
    assert project(*sample["at"]) == pytest.approx(sample["point"], abs=0.001)


def test_the_file_has_an_outline_for_each_number_and_no_other() -> None:
    root = ElementTree.fromstring(OUTLINES)  # noqa: S314 (our own)
    ids = [shape.get("id") for shape in root.iter() if (shape.get("id") or "").startswith("c")]
    assert sorted(ids) == sorted(f"c{number}" for number in AREAS)
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert 170 < len(AREAS) < 190


def test_no_outline_is_inside_out_or_runs_across_the_map() -> None:
    """Such a ring would have a step as long as a continent; Antarctica, which has one, is left away."""
    for path in re.findall(r'id="c\d+".* d="([^"]+)"', OUTLINES):
        for ring in path.rstrip("z").split("z"):
            start, _, rest = ring.partition("l")
            numbers = [int(number) for number in re.findall(r"-?\d+", rest)]
            assert len(numbers) % 2 == 0
            assert max(map(abs, numbers)) < 4 * 140, start


def test_each_region_has_a_view_in_which_it_is_whole_and_fits_a_page() -> None:
    assert set(VIEWS) == {code for whole, parts in SUBREGIONS.items() for code in (whole, *parts)}
    for region in VIEWS:
        drawing = draw([], region)
        assert NARROWEST - 0.05 < drawing.width / drawing.height < WIDEST + 0.05, region
        left, top, right, bottom = view(region)
        x, y, width, height = map(int, drawing.view_box.split())
        assert x - 1 <= left < right <= x + width + 1, region
        assert y - 1 <= top < bottom <= y + height + 1, region


def test_a_large_country_is_its_outline_a_small_one_has_a_dot_too_and_the_smallest_only_that() -> None:
    large, small, smallest = draw([ALGERIA, LEBANON, MALTA]).countries
    assert (large.shape, large.dot) == ("c012", "")
    assert small.shape == "c422"
    assert re.fullmatch(r"M\d+\.\d \d+\.\dh0", small.dot)
    assert smallest.shape == ""
    assert smallest.dot


def test_a_local_place_is_a_dot_and_one_without_coordinates_is_not_drawn() -> None:
    drawing = draw([TOWN, replace(TOWN, latitude=None, longitude=None)])
    assert [(link.name, link.shape) for link in drawing.local] == [("Example Town", "")]
    assert drawing.countries == ()


def test_the_order_is_the_one_that_was_given() -> None:
    names = [link.name for link in draw([MALTA, ALGERIA, LEBANON]).countries]
    assert names == ["Malta", "Algeria", "Lebanon"]


def test_many_local_places_are_drawn_as_one_path_without_links() -> None:
    few = draw([TOWN] * MOST_LINKS)
    assert len(few.local) == MOST_LINKS
    assert few.dots == ""
    many = draw([TOWN] * (MOST_LINKS + 1))
    assert many.local == ()
    assert many.dots.count("h0") == MOST_LINKS + 1


def test_a_view_grows_to_hold_all_its_dots() -> None:
    far = Mark("Far Rock", "/f/", "", -16.0, -6.0, is_local=True)
    _, top, _, height = map(int, draw([far], "011").view_box.split())
    assert top + height > project(-6, -16)[1]


def test_polynesia_is_in_one_piece_across_the_cut() -> None:
    west, east = (Mark(f"{x}", "/p/", "", -15.0, x, is_local=True) for x in (-176.0, -140.0))
    drawing = draw([west, east], "061")
    (x_west, _), (x_east, _) = (map(float, re.findall(r"[\d.]+(?= |h)", link.dot)) for link in drawing.local)
    left, _, width, _ = map(int, drawing.view_box.split())
    assert left < x_west < x_east < left + width
    assert x_east > WIDTH * 0.95


def test_another_region_is_refused() -> None:
    with pytest.raises(KeyError):
        draw([], "001")
