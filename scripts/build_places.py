"""Build fixtures/places.json: every ISO 3166-1 entry, as a Django fixture.

    npm install --ignore-scripts --no-save cldr-core@48.2.0
    python scripts/build_places.py

Where the facts come from:

- official English names, names of the United Nations in French, Spanish and Arabic, other usual names and
  coordinates: the tables in scripts/data/ (its README names the sources);
- names in other languages, and those that the United Nations lacks: CLDR, by Babel (Unicode-3.0 licence);
- codes, regions, membership of the United Nations: CLDR, npm cldr-core (Unicode-3.0 licence).

The same inputs give the same bytes.
"""

import csv
import json
import os
import sys
from importlib import import_module
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
TABLES = ROOT / "scripts" / "data"
CLDR = ROOT / "node_modules" / "cldr-core" / "supplemental"

REGIONS = ("002", "009", "019", "142", "150")
OBSERVER_STATES = ("PS", "VA")

# CLDR's own short forms ("alt=short"), which Babel does not carry.
SHORT_FORMS = {"HK": "Hong Kong", "MM": "Myanmar", "MO": "Macao", "PS": "Palestine"}


def read_table(name: str) -> dict[str, dict[str, str]]:
    """ISO code -> its row in one of the tables."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
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


def read_names() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """ISO code -> language -> name: the United Nations' or else CLDR's; and CLDR's.

    In English both are CLDR's: `name` has the United Nations' own.
    """
    locales = {language: Locale.parse(language).territories for language in Language.values}
    tables = read_table("un-names-by-language.csv")
    cldr = {iso2: {code: locales[code][iso2] for code in locales} for iso2 in tables}
    names = {
        iso2: {code: un.get(code) or name for code, name in cldr[iso2].items()} for iso2, un in tables.items()
    }
    return names, cldr


def aliases_of(places: dict[str, list[str]], others: dict[str, list[str]]) -> dict[str, list[str]]:
    """ISO code -> those of its `others` that are a name of no place yet, and of one place alone.

    `places` are the names that pages show. What another place is called finds that place.
    """
    owners: dict[str, set[str]] = {}
    for iso2, names in [*places.items(), *others.items()]:
        for name in names:
            owners.setdefault(normalize_name(name), set()).add(iso2)
    aliases = {}
    for iso2, names in others.items():
        taken = {normalize_name(name) for name in places[iso2]}
        unique = {normalize_name(n): n for n in reversed(names) if owners[normalize_name(n)] == {iso2}}
        aliases[iso2] = [name for folded, name in reversed(unique.items()) if folded not in taken]
    return aliases


def build() -> str:
    codes, containment = read_cldr("codeMappings"), read_cldr("territoryContainment")
    states = {*containment["UN"]["_contains"], *OBSERVER_STATES}
    groups, coordinates = groups_of(containment), read_table("coordinates.csv")
    names_by_code, cldr = read_names()
    english, usual = read_table("un-names.csv"), read_table("place-aliases.csv")
    aliases = aliases_of(
        {iso2: [un["short"], un["full"], *names_by_code[iso2].values()] for iso2, un in english.items()},
        {
            iso2: [*usual.get(iso2, {}).get("aliases", "").split("|"), *cldr[iso2].values()]
            for iso2 in english
        },
    )
    places = []
    for iso2, un in english.items():
        names = names_by_code[iso2]
        region, subregion = groups.get(iso2, ("", ""))
        fields = {
            "slug": slug_of(iso2, cldr[iso2]["en"]),
            "level": "country" if iso2 in states else "territory",
            "name": un["short"],
            "official_name": un["full"],
            "names": names,
            "aliases": aliases[iso2],
            "folded_names": Place(name=un["short"], names=names, aliases=aliases[iso2]).normalize_names(),
            "iso2": iso2,
            "iso3": codes[iso2]["_alpha3"],
            "m49": codes[iso2]["_numeric"],
            "region": region,
            "subregion": subregion,
            "latitude": float(coordinates[iso2]["latitude"]),
            "longitude": float(coordinates[iso2]["longitude"]),
            "is_fictional": False,
        }
        places.append({"model": "profiles.place", "fields": fields})
    places.sort(key=lambda place: place["fields"]["slug"])
    return json.dumps(places, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    text = build()
    FIXTURE.write_text(text, encoding="utf-8")
    print(f"{FIXTURE.relative_to(ROOT)}: {text.count('profiles.place')} places")
