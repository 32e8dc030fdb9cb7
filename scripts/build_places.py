"""Build fixtures/places.json: every ISO 3166-1 entry, as a Django fixture.

    npm install --ignore-scripts --no-save cldr-core@48.2.0 world-atlas@2.0.2
    python scripts/build_places.py

Where the facts come from:

- official English names: scripts/data/un-names.csv (its README names the source);
- names in the languages of the site: CLDR, through Babel (Unicode-3.0 licence);
- codes, regions, membership of the United Nations: CLDR, npm cldr-core (Unicode-3.0 licence);
- coordinates: a point in the largest land area of Natural Earth 1:10m (public domain), npm world-atlas.

The same inputs give the same bytes.
"""

import csv
import json
import math
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import django
from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mgi.settings")
django.setup()
Language = import_module("profiles.languages").Language
Place = import_module("profiles.models.places").Place  # only now: models need a set-up Django
normalize_name = import_module("profiles.models.names").normalize_name

FIXTURE = ROOT / "fixtures" / "places.json"
UN_NAMES = ROOT / "scripts" / "data" / "un-names.csv"
CLDR = ROOT / "node_modules" / "cldr-core" / "supplemental"
ATLAS = ROOT / "node_modules" / "world-atlas" / "countries-10m.json"

REGIONS = ("002", "009", "019", "142", "150")
OBSERVER_STATES = ("PS", "VA")

# CLDR's own short forms ("alt=short"), which Babel does not carry.
SHORT_FORMS = {"HK": "Hong Kong", "MM": "Myanmar", "MO": "Macao", "PS": "Palestine"}

# Entries which Natural Earth draws as a part of another one: whose, and roughly where (latitude, longitude).
PARTS = {
    "BQ": ("528", 12.2, -68.3),
    "BV": ("578", -54.4, 3.4),
    "CC": ("Indian Ocean Ter.", -12.2, 96.8),
    "CX": ("Indian Ocean Ter.", -10.5, 105.6),
    "GF": ("250", 4.0, -53.0),
    "GP": ("250", 16.2, -61.6),
    "MQ": ("250", 14.7, -61.0),
    "RE": ("250", -21.1, 55.5),
    "SJ": ("578", 78.7, 16.0),
    "TK": ("554", -9.2, -171.8),
    "YT": ("250", -12.8, 45.2),
}

# Areas which Natural Earth draws without an ISO number belong to the entry that the UN lists them under.
UNNUMBERED = {"CY": "N. Cyprus", "RS": "Kosovo", "SO": "Somaliland"}

Ring = list[tuple[float, float]]  # (longitude, latitude), longitudes running on over the date line
Polygon = list[Ring]


# --- names and groups ---------------------------------------------------------------------------------------


def read_un_names() -> dict[str, dict[str, str]]:
    with UN_NAMES.open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row for row in csv.DictReader(file)}


def read_cldr(name: str) -> dict[str, dict]:
    return json.loads((CLDR / f"{name}.json").read_text(encoding="utf-8"))["supplemental"][name]


def slug_of(iso2: str, english: str) -> str:
    short = SHORT_FORMS.get(iso2, english).replace("&", "and").replace("St. ", "Saint ").replace("U.S.", "US")
    return normalize_name(short).replace(" ", "-")


def groups_of(containment: dict[str, dict]) -> dict[str, tuple[str, str]]:
    """ISO code -> (M49 region, finest standard M49 group), both "" for what lies in no region."""
    return {
        iso2: (region, group)
        for region in REGIONS
        for group in containment[region]["_contains"]
        if group.isdigit()
        for iso2 in containment[group]["_contains"]
    }


# --- coordinates --------------------------------------------------------------------------------------------


def read_shapes() -> dict[str, list[Polygon]]:
    """ISO number, or name where there is none -> polygons, decoded from TopoJSON."""
    topology = json.loads(ATLAS.read_text(encoding="utf-8"))
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(arc)

    def ring_of(indexes: list[int]) -> Ring:
        points: Ring = []
        for index in indexes:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return unwrapped(points)

    shapes: dict[str, list[Polygon]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        key = geometry.get("id") or geometry["properties"]["name"]
        shapes.setdefault(key, []).extend([ring_of(ring) for ring in polygon] for polygon in polygons)
    return shapes


def unwrapped(points: Ring) -> Ring:
    """The same ring without jumps of longitude at the date line."""
    ring = points[:1]
    for longitude, latitude in points[1:]:
        turns = round((longitude - ring[-1][0]) / 360)
        ring.append((longitude - 360 * turns, latitude))
    return ring


def edges(polygon: Polygon) -> Iterator[tuple[float, float, float, float]]:
    for ring in polygon:
        for (x1, y1), (x2, y2) in pairwise(ring):
            yield x1, y1, x2, y2


def is_closed(polygon: Polygon) -> bool:
    return polygon[0][0] == polygon[0][-1]


def area_and_centroid(polygon: Polygon) -> tuple[float, float, float]:
    """Area (any unit), longitude, latitude; in an equal-area projection (cylindrical): areas compare."""
    if not is_closed(polygon):
        return 0.0, *polygon[0][0]
    flat = [[(x, math.sin(math.radians(y))) for x, y in ring] for ring in polygon]
    x0, y0 = flat[0][0]  # sums taken from a corner: tiny islands lose no digits
    area = sum_x = sum_y = 0.0
    for x1, y1, x2, y2 in edges([[(x - x0, y - y0) for x, y in ring] for ring in flat]):
        cross = x1 * y2 - x2 * y1
        area += cross
        sum_x += (x1 + x2) * cross
        sum_y += (y1 + y2) * cross
    if abs(area) < 1e-12:  # an island smaller than the grid of the file
        return 0.0, *polygon[0][0]
    return abs(area), x0 + sum_x / area / 3, math.degrees(math.asin(y0 + sum_y / area / 3))


def point_inside(polygon: Polygon) -> tuple[float, float]:
    """Latitude, longitude: the centroid; where that lies outside, the middle of the land on its parallel."""
    if not is_closed(polygon):  # a ring round a pole
        return math.copysign(90.0, polygon[0][0][1]), 0.0
    _, longitude, latitude = area_and_centroid(polygon)
    crossings = sorted(
        x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
        for x1, y1, x2, y2 in edges(polygon)
        if (y1 > latitude) != (y2 > latitude)
    )
    stretches = list(zip(crossings[::2], crossings[1::2], strict=True))
    if not any(west <= longitude <= east for west, east in stretches):
        west, east = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
        longitude = (west + east) / 2
    return latitude, (longitude + 180) % 360 - 180


def largest(polygons: list[Polygon]) -> Polygon:
    """The one of the largest area; a ring round a pole, which has none, before all others."""
    return max(polygons, key=lambda polygon: (not is_closed(polygon), area_and_centroid(polygon)[0]))


def coordinates_of(iso2: str, m49: str, shapes: dict[str, list[Polygon]]) -> tuple[float, float]:
    if iso2 in PARTS:
        whole, latitude, longitude = PARTS[iso2]

        def distance(polygon: Polygon) -> float:
            _, x, y = area_and_centroid(polygon)
            return math.hypot(x - longitude, y - latitude)

        polygon = min(shapes[whole], key=distance)
        if distance(polygon) > 1:
            raise SystemExit(
                f"{iso2} is not where PARTS says: nearest land at {distance(polygon):.1f} degrees"
            )
    else:
        polygon = largest(shapes[m49])
        if iso2 in UNNUMBERED:
            polygon = polygon + largest(shapes[UNNUMBERED[iso2]])
    latitude, longitude = point_inside(polygon)
    return round(latitude, 3), round(longitude, 3)


# --- the fixture --------------------------------------------------------------------------------------------


def build() -> str:
    codes, containment = read_cldr("codeMappings"), read_cldr("territoryContainment")
    states = {*containment["UN"]["_contains"], *OBSERVER_STATES}
    groups, shapes = groups_of(containment), read_shapes()
    locales = {language: Locale.parse(language).territories for language in Language.values}
    places = []
    for iso2, un in read_un_names().items():
        m49 = codes[iso2]["_numeric"]
        names = {language: locales[language][iso2] for language in Language.values}
        region, subregion = groups.get(iso2, ("", ""))
        latitude, longitude = coordinates_of(iso2, m49, shapes)
        fields = {
            "slug": slug_of(iso2, names["en"]),
            "level": "country" if iso2 in states else "territory",
            "name": un["short"],
            "official_name": un["full"],
            "names": names,
            "folded_names": Place(name=un["short"], names=names).normalize_names(),
            "iso2": iso2,
            "iso3": codes[iso2]["_alpha3"],
            "m49": m49,
            "region": region,
            "subregion": subregion,
            "latitude": latitude,
            "longitude": longitude,
            "is_fictional": False,
        }
        places.append({"model": "profiles.place", "fields": fields})
    places.sort(key=lambda place: place["fields"]["slug"])
    return json.dumps(places, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    text = build()
    FIXTURE.write_text(text, encoding="utf-8")
    print(f"{FIXTURE.relative_to(ROOT)}: {text.count('profiles.place')} places")
