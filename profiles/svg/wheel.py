"""The wheel: six equal segments around a centre, as numbers and path strings.

What is drawn on pages is in templates/components/wheel.html, what is drawn into pictures in `as_svg`.
The segments are equal because nothing is scored. Units: the ring lies in a square of 400 by 400 with its
centre at 0, 0; y grows downwards.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, pi, sin

from profiles.svg.icons import ICONS

SEGMENTS = 6
RADIUS = 190.0
INNER_RADIUS = 82.0
GAP = 5.0
MIDDLE_RADIUS = 139.0
TEXT_WIDTH = 112.0
LINE_HEIGHT = 1.16
LARGEST_TEXT, SMALLEST_TEXT = 14.5, 11.5
LETTER_WIDTH = 0.57
"""The mean width of a letter of a sans serif, as a share of the text's size."""
MOST_LINES = 3
LARGEST_OF_FOUR = 12.5
"""The largest text of a title that does not fit on them: its fourth line lies where the ring is narrow."""

COLOURS = ("#545291", "#255e90", "#016770", "#486623", "#7f4e07", "#834163")
TINTS = ("#eaebfc", "#e2effb", "#ddf1f4", "#e8f0e1", "#f7eade", "#f9e7ef")
"""--domain-1 … and --tint-1 … of the light scheme in static/css/tokens.css, for what reads no style sheet."""

ICON_SCALE = 1.85
"""How much larger than its grid of 24 an icon is in a picture."""


@dataclass(frozen=True)
class Domain:
    """What the wheel is told about one domain. `icon` is a key of icons.ICONS."""

    number: int
    title: str
    icon: str
    url: str = ""
    language: str = ""
    """Of the title, where it is not the page's."""


@dataclass(frozen=True)
class Line:
    """One line of a title, centred at `x` with its baseline at `y`."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Segment(Domain):
    """A domain as it is drawn; angles in degrees, clockwise from the top."""

    start: float
    end: float
    path: str
    rim: str
    lines: tuple[Line, ...]
    text_size: float
    number_x: float
    number_y: float
    icon_x: float
    icon_y: float


@dataclass(frozen=True)
class Wheel:
    """The ring, and the words of its centre with their size class (`size_of`)."""

    segments: tuple[Segment, ...]
    name: str
    detail: str
    name_size: str


def wheel(domains: Sequence[Domain], name: str, detail: str = "", *, rtl: bool = False) -> Wheel:
    """Return the wheel of six `domains` around `name`; mirrored, anticlockwise, where `rtl` is true.

    Raises ValueError unless there are exactly six.
    """
    if len(domains) != SEGMENTS:
        raise ValueError(f"The wheel has {SEGMENTS} segments, not {len(domains)}.")
    segments = tuple(segment(domain, position, rtl) for position, domain in enumerate(domains))
    return Wheel(segments, name, detail, size_of(name))


def segment(domain: Domain, position: int, rtl: bool = False) -> Segment:
    """Return the segment at `position` (0 to 5), counted from the top in reading direction."""
    step = 360 / SEGMENTS
    place = SEGMENTS - 1 - position if rtl else position
    start, end = place * step, (place + 1) * step
    x, y = point(MIDDLE_RADIUS, (start + end) / 2)
    lines = wrap(domain.title)
    size = text_size(lines)
    leading = size * LINE_HEIGHT
    top = y - (24 + 6 + leading * len(lines)) / 2
    side = -1 if rtl else 1
    return Segment(
        **vars(domain),
        start=start,
        end=end,
        path=ring_path(start, end),
        rim=rim_path(start, end),
        lines=tuple(
            Line(line, round(x, 1), round(top + 30 + leading * (i + 0.8), 1)) for i, line in enumerate(lines)
        ),
        text_size=size,
        number_x=round(x - side * 17, 1),
        number_y=round(top + 20.5, 1),
        icon_x=round(x + side * 12 - 12, 1),
        icon_y=round(top, 1),
    )


def point(radius: float, angle: float) -> tuple[float, float]:
    """Return x, y at `angle` degrees clockwise from the top."""
    turn = angle * pi / 180
    return radius * sin(turn), -radius * cos(turn)


def ring_path(start: float, end: float) -> str:
    """Return the outline of the ring between two angles, less half a gap of even width on each side."""
    outer, inner = (asin(GAP / 2 / radius) * 180 / pi for radius in (RADIUS, INNER_RADIUS))
    corners = (
        point(RADIUS, start + outer),
        point(RADIUS, end - outer),
        point(INNER_RADIUS, end - inner),
        point(INNER_RADIUS, start + inner),
    )
    a, b, c, d = (f"{x:.1f} {y:.1f}" for x, y in corners)
    return f"M{a}A{RADIUS:g} {RADIUS:g} 0 0 1 {b}L{c}A{INNER_RADIUS:g} {INNER_RADIUS:g} 0 0 0 {d}Z"


def rim_path(start: float, end: float) -> str:
    """Return the outer edge alone, which carries the domain's colour."""
    off = asin(GAP / 2 / RADIUS) * 180 / pi
    (ax, ay), (bx, by) = point(RADIUS, start + off), point(RADIUS, end - off)
    return f"M{ax:.1f} {ay:.1f}A{RADIUS:g} {RADIUS:g} 0 0 1 {bx:.1f} {by:.1f}"


def wrap(title: str) -> tuple[str, ...]:
    """Return `title` on the fewest lines that fit at full size, three at most, as even as its words allow.

    A title that does not fit on three lines at the smallest size has a fourth. Words stay whole and in
    order; none is lost.
    """
    words = title.split()
    for count in range(1, MOST_LINES + 2):
        lines = evenly(words, min(count, len(words)))
        size = LARGEST_TEXT if count < MOST_LINES else SMALLEST_TEXT
        if max(map(len, lines), default=0) <= TEXT_WIDTH / (size * LETTER_WIDTH) or count >= len(words):
            break
    return tuple(lines)


def evenly(words: Sequence[str], count: int) -> list[str]:
    """Return `words` on `count` lines with the longest line as short as can be."""
    if count <= 1:
        return [" ".join(words)] if words else []
    splits = (
        [" ".join(words[:cut]), *evenly(words[cut:], count - 1)] for cut in range(1, len(words) - count + 2)
    )
    return min(splits, key=lambda lines: max(map(len, lines)))


def text_size(lines: Sequence[str]) -> float:
    """Return the largest size at which the longest line stays within its segment."""
    longest = max(map(len, lines), default=1)
    largest = LARGEST_TEXT if len(lines) <= MOST_LINES else LARGEST_OF_FOUR
    return round(min(largest, max(SMALLEST_TEXT, TEXT_WIDTH / (longest * LETTER_WIDTH))), 1)


def size_of(name: str) -> str:
    """Return the size class in which `name` fits the centre: by its length and that of its longest word."""
    longest = max(map(len, re.findall(r"[^\s-]+-?", name)), default=0)
    for size, letters, word in (("large", 13, 6), ("medium", 24, 10), ("small", 44, 15)):
        if len(name) <= letters and longest <= word:
            return size
    return "smallest"


def as_svg(drawn: Wheel) -> str:
    """Return the ring as an SVG document of its own: segments, icons, and numbers set in Newsreader.

    Safe to embed: nothing in it comes from titles or names.
    """
    parts = []
    for part, colour, tint in zip(drawn.segments, COLOURS, TINTS, strict=True):
        x, y = point((RADIUS + INNER_RADIUS) / 2, (part.start + part.end) / 2)
        side = 1 if part.icon_x + 12 > part.number_x else -1
        icon_x, icon_y = x + side * 20 - 12 * ICON_SCALE, y - 12 * ICON_SCALE
        parts.append(
            f'<path d="{part.path}" fill="{tint}" stroke="{tint}" stroke-width="3" stroke-linejoin="round"/>'
            f'<path d="{part.rim}" fill="none" stroke="{colour}" stroke-width="5"/>'
            f'<g transform="translate({icon_x:.1f} {icon_y:.1f}) scale({ICON_SCALE})" fill="none"'
            f' stroke="{colour}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">'
            f'<path d="{ICONS[part.icon]}"/></g>'
            f'<text x="{x - side * 27:.1f}" y="{y + 14:.1f}" font-family="Newsreader" font-weight="700"'
            f' font-size="42" fill="{colour}" text-anchor="middle">{part.number:d}</text>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="-200 -200 400 400">'
        f"{''.join(parts)}</svg>"
    )
