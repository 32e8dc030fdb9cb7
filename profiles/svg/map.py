"""The map: where a profile's place is, and what part of the world is shown, as numbers and short strings.

The outlines are in static/img/world.svg, built by scripts/build_map.mjs together with world.json; pages refer
to them by `Link.shape` (decision 11). What is drawn is in templates/components/map.html. Units are those of
the file: the whole map is WIDTH by HEIGHT, y grows downwards. Nothing is mirrored for right-to-left.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import radians
from pathlib import Path

_world = json.loads(Path(__file__).with_name("world.json").read_text())
WIDTH, HEIGHT = _world["width"], _world["height"]
MERIDIAN = _world["meridian"]
"""The degree of longitude in the middle."""
SCALE = _world["scale"]
"""Units for one radian, where nothing is stretched."""
EQUATOR = _world["equator"]
"""Where the equator is, in units from the top."""
AREAS: dict[str, int] = _world["areas"]
"""UN M49 number of a country that is outlined -> its area in square units."""

FINDABLE = 150.0
"""A shape that is smaller, in square units of the whole map, is marked by a dot as well."""

MOST_LINKS = 150
"""Local places that are links of their own; where there are more, their dots are only drawn."""

MARGIN = 8.0
"""Around a dot at the edge, in units."""

WIDEST, NARROWEST = WIDTH / HEIGHT, 4 / 3
"""The proportions that a part of the map may have, so that it fits the page."""

VIEWS = {
    "002": (-26, -37, 60, 39),
    "015": (-19, 7, 40, 38.5),
    "011": (-26, 3, 17, 28),
    "017": (4, -19, 33, 24),
    "014": (20, -27, 64, 19),
    "018": (10, -36, 35, -16),
    "019": (-168, -56, -15, 83.5),
    "021": (-168, 22, -12, 83.5),
    "013": (-119, 6, -76, 34),
    "029": (-86, 9, -58, 28),
    "005": (-93, -56, -33, 14),
    "142": (25, -12, 148, 56),
    "143": (45, 34, 90, 56),
    "030": (72, 17, 147, 54),
    "034": (43, -2, 99, 41),
    "035": (91, -12, 142, 29),
    "145": (25, 11, 61, 44),
    "150": (-26, 34, 62, 72),
    "151": (11, 41, 62, 70),
    "154": (-26, 49, 33, 72),
    "039": (-11, 34, 31, 48),
    "155": (-6, 41, 18, 56),
    "009": (110, -49, 233, 22),
    "053": (110, -49, 180, -8),
    "054": (129, -24, 181, 1),
    "057": (130, -4, 205, 21),
    "061": (172, -27, 233, -3),
}
"""UN M49 region or subregion -> west, south, east, north in degrees; an east beyond 180 goes on past the cut.

Chosen by eye: an outline's own box would show Russia with Eastern Europe as far as the Pacific.
"""


@dataclass(frozen=True)
class Mark:
    """A place with a profile. Latitude and longitude in degrees; None where they are not known."""

    name: str
    url: str
    m49: str
    latitude: float | None
    longitude: float | None
    is_local: bool


@dataclass(frozen=True)
class Link:
    """A place as it is drawn: by its outline, by a dot, or by both where the outline is small."""

    name: str
    url: str
    shape: str
    """The id of its outline in world.svg; empty where it has none."""
    dot: str
    """A path of no length, whose round ends are the dot; empty where the outline is enough."""


@dataclass(frozen=True)
class Map:
    """What a page shows. `local` and `dots` are never both filled."""

    view_box: str
    width: int
    height: int
    countries: tuple[Link, ...]
    local: tuple[Link, ...]
    dots: str
    """The local places as one path, where they are too many to be links."""

    @property
    def is_empty(self) -> bool:
        return not (self.countries or self.local or self.dots)


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def draw(marks: Sequence[Mark], region: str = "", spots: Sequence[tuple[float, float]] = ()) -> Map:
    """Return the map of `marks`, in their order; of the part that `region` names, or of the whole world.

    `spots`: latitudes and longitudes of local places that are no marks, as they are too many. Raises KeyError
    for a region that VIEWS does not have.
    """
    east = VIEWS[region][2] if region else MERIDIAN + 180
    countries = tuple(link for mark in marks if not mark.is_local if (link := _link(mark, east)))
    local = tuple(link for mark in marks if mark.is_local if (link := _link(mark, east)))
    box: Box = (0, 0, WIDTH, HEIGHT)
    if region:
        seen = (_point(mark, east) for mark in marks if mark.m49 not in AREAS)
        seen_spots = (_project(latitude, longitude, east) for latitude, longitude in spots)
        box = proportioned(_around(view(region), [*filter(None, seen), *seen_spots]))
    left, top, right, bottom = (round(edge) for edge in box)
    many = len(local) > MOST_LINKS
    dots = [link.dot for link in local] if many else []
    dots += dict.fromkeys(
        _spot(latitude, longitude, east, 1 if region else 0) for latitude, longitude in spots
    )
    return Map(
        view_box=f"{left} {top} {right - left} {bottom - top}",
        width=right - left,
        height=bottom - top,
        countries=countries,
        local=() if many else local,
        dots="".join(dots),
    )


def _link(mark: Mark, east: float) -> Link | None:
    shape = f"c{mark.m49}" if mark.m49 in AREAS else ""
    point = None if AREAS.get(mark.m49, 0) >= FINDABLE else _point(mark, east)
    if not shape and not point:
        return None
    return Link(mark.name, mark.url, shape, _dot(point) if point else "")


def _dot(point: tuple[float, float], decimals: int = 1) -> str:
    return f"M{point[0]:.{decimals}f} {point[1]:.{decimals}f}h0"


@lru_cache(maxsize=20_000)
def _spot(latitude: float, longitude: float, east: float, decimals: int) -> str:
    """Return the dot of a spot; of the whole world, units without decimals are fine enough."""
    return _dot(_project(latitude, longitude, east), decimals)


def _point(mark: Mark, east: float) -> tuple[float, float] | None:
    """Return where `mark` is in a view that ends at `east`, which may lie past the cut."""
    if mark.latitude is None or mark.longitude is None:
        return None
    return _project(mark.latitude, mark.longitude, east)


def _project(latitude: float, longitude: float, east: float) -> tuple[float, float]:
    is_past = east > MERIDIAN + 180 and longitude < east - 360
    return project(longitude + 360 * is_past, latitude)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return x, y of a point in degrees, in the Natural Earth projection.

    Its polynomial: Šavrič, Jenny, Patterson, Petrovič and Hurni (2011), as d3-geo's naturalEarth1 has it. A
    longitude beyond the cut goes on to the right, where the map has ended.
    """
    turn = longitude - MERIDIAN
    turn += 360 * (turn < -180)
    across, up = radians(turn), radians(latitude)
    square = up * up
    fourth = square * square
    x = across * (
        0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    )
    y = up * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    return WIDTH / 2 + SCALE * x, EQUATOR - SCALE * y


def view(region: str) -> Box:
    """Return the box around a region, before it has the proportions of a picture."""
    west, south, east, north = VIEWS[region]
    widest = min(max(0, south), north)
    corners = [project(x, y) for x in (west, east) for y in (south, north, widest)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _around(box: Box, points: Iterable[tuple[float, float]]) -> Box:
    left, top, right, bottom = box
    for x, y in points:
        left, right = min(left, x - MARGIN), max(right, x + MARGIN)
        top, bottom = min(top, y - MARGIN), max(bottom, y + MARGIN)
    return left, top, right, bottom


def proportioned(box: Box) -> Box:
    """Return `box`, wider or higher around its middle where its proportions ask for it."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    more_width = max(0.0, height * NARROWEST - width) / 2
    more_height = max(0.0, width / WIDEST - height) / 2
    return left - more_width, top - more_height, right + more_width, bottom + more_height
