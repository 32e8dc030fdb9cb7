"""The data in fixtures/: the seed word for word, every country once, the demonstration plainly fictional."""

import csv
import json
import re
import uuid
from pathlib import Path

import pytest
from babel import Locale

from profiles.choices import SUBREGIONS, Kind, Language, Level, Region
from profiles.models import DomainText, IndicatorDomain, Place
from profiles.models.names import normalize_name

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (ROOT / "tests/data/mali-second-profile-2021.txt").read_text(encoding="utf-8")
KIND_HEADINGS = {
    "Migration Governance: examples of well-developed areas": "well_developed",
    "Areas with potential for further development": "potential",
}
PAGE_HEADINGS = {"About the Migration Governance Indicators", "Key findings", "Introduction"}
MONTH_LINE = "2021 September"
TITLE_LINE = "Migration Governance Indicators: Republic of Mali Second Profile (2021)"
FICTIONAL = {"en": "fictional", "fr": "fictif", "es": "ficticio", "ar": "خيالي"}


def load(name: str):
    text = (ROOT / "fixtures" / name).read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    return json.loads(text)


DOMAINS = load("domains.json")
DOMAIN_SLUGS = [row["fields"]["slug"] for row in DOMAINS if row["model"] == "profiles.indicatordomain"]
ALL_TEXTS = [row["fields"] for row in DOMAINS if row["model"] == "profiles.domaintext"]
DOMAIN_TEXTS = [text for text in ALL_TEXTS if text["language"] == "en"]
TITLES = {text["title"]: text["domain"][0] for text in DOMAIN_TEXTS}
PLACES = [row["fields"] for row in load("places.json")]
EXCHANGE = {name: load(name) for name in ("mali-2021.json", "demo.json")}
MALI = EXCHANGE["mali-2021.json"]["profiles"][0]
DEMO = EXCHANGE["demo.json"]
PROFILES = [pytest.param(p, id=p["slug"]) for document in EXCHANGE.values() for p in document["profiles"]]
DEMO_PROFILES = [pytest.param(p, id=p["slug"]) for p in DEMO["profiles"]]


def source_lines() -> list[str]:
    """The lines of the source that say something, without bullets."""
    return [line for line in (re.sub(r"^\s*•\s*", "", line).strip() for line in SOURCE.splitlines()) if line]


def source_findings() -> list[tuple[str, str, str]]:
    """Domain, kind and text of every bullet, in the order of the source."""
    findings, domain, kind = [], "", ""
    for line in SOURCE.splitlines():
        text = line.strip()
        domain = TITLES.get(text, domain)
        kind = KIND_HEADINGS.get(text.rstrip(":"), kind)
        if text.startswith("•"):
            findings.append((domain, kind, text.removeprefix("•").strip()))
    return findings


# --- the seed -----------------------------------------------------------------------------------------------


def test_everything_in_the_source_is_in_the_fixtures():
    fixture_lines = {
        *TITLES,
        *(text["description"] for text in DOMAIN_TEXTS),
        *MALI["introduction"].split("\n\n"),
        *(finding["text"] for finding in MALI["findings"]),
    }
    headings = {*PAGE_HEADINGS, *KIND_HEADINGS, MONTH_LINE, TITLE_LINE}
    document_lines = {
        line for line in source_lines() if line.rstrip(":") not in headings and line not in headings
    }
    assert document_lines - fixture_lines == set()
    assert fixture_lines - document_lines == set()  # and nothing was added


def test_mali_has_the_findings_of_the_source_in_its_order():
    findings = [(finding["domain"], finding["kind"], finding["text"]) for finding in MALI["findings"]]
    assert findings == source_findings()
    assert [kind for _, kind, _ in findings].count("well_developed") == 13
    assert [kind for _, kind, _ in findings].count("potential") == 10


def test_mali_is_the_second_profile_of_september_2021():
    (official_name,) = (place["official_name"] for place in PLACES if place["slug"] == MALI["place"])
    title = f"Migration Governance Indicators: {official_name} Second Profile ({MALI['year']})"
    assert title in source_lines()
    assert MONTH_LINE in source_lines()
    assert (MALI["edition"], MALI["year"], MALI["month"], MALI["language"]) == (2, 2021, 9, "en")


def test_mali_states_no_fact_that_the_source_lacks():
    for field in ("reference_number", "isbn", "acknowledgements", "licence", "change_note"):
        assert MALI[field] == ""
    assert MALI["sources"] == []
    assert {(finding["indicator_area"], len(finding["sources"])) for finding in MALI["findings"]} == {("", 0)}


def test_domains_have_both_descriptions_in_the_order_of_the_source():
    assert [row["fields"]["number"] for row in DOMAINS if "number" in row["fields"]] == [1, 2, 3, 4, 5, 6]
    assert [(text["domain"][0], text["variant"], text["language"]) for text in DOMAIN_TEXTS] == [
        (slug, variant, "en") for slug in DOMAIN_SLUGS for variant in ("country", "city")
    ]
    lines = source_lines()
    for country, city in zip(DOMAIN_TEXTS[::2], DOMAIN_TEXTS[1::2], strict=True):
        assert country["title"] == city["title"]
        assert lines.index(country["description"]) + 1 == lines.index(city["description"])
        assert lines[lines.index(country["description"]) - 1] == country["title"]


@pytest.mark.parametrize("language", sorted(set(Language.values) - {"en"}))
def test_domains_have_a_translation_of_both_descriptions_that_says_whose_it_is(language):
    texts = [text for text in ALL_TEXTS if text["language"] == language]
    assert [(text["domain"][0], text["variant"]) for text in texts] == [
        (slug, variant) for slug in DOMAIN_SLUGS for variant in ("country", "city")
    ]
    english = {(text["domain"][0], text["variant"]): text for text in DOMAIN_TEXTS}
    for country, city in zip(texts[::2], texts[1::2], strict=True):
        assert country["title"] == city["title"]
        assert country["description"] != city["description"]
    for text in texts:
        original = english[text["domain"][0], text["variant"]]
        assert 0.6 < len(text["description"]) / len(original["description"]) < 1.4
        assert text["description_provenance"] == "site"
        is_official = text["title_provenance"] == "official"
        assert is_official == (language == "fr") == text["title_source"].startswith("https://")
        DomainText(
            domain=IndicatorDomain(number=1), **{k: v for k, v in text.items() if k != "domain"}
        ).clean()


# --- places -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["slug", "iso2", "iso3", "m49"])
def test_every_country_is_there_once(field):
    values = {place[field] for place in PLACES}
    assert len(PLACES) == len(values) == 249
    pattern = {"slug": r"[a-z0-9]+(-[a-z0-9]+)*", "iso2": "[A-Z]{2}", "iso3": "[A-Z]{3}", "m49": r"\d{3}"}[
        field
    ]
    assert [value for value in values if not re.fullmatch(pattern, value)] == []


def test_the_members_and_observers_of_the_united_nations_are_countries():
    levels = [place["level"] for place in PLACES]
    assert (levels.count(Level.COUNTRY), levels.count(Level.TERRITORY)) == (195, 54)
    assert {place["slug"]: place["level"] for place in PLACES}["palestine"] == Level.COUNTRY


def test_places_have_the_reviewed_official_names():
    names = {iso2: (row["short"], row["full"]) for iso2, row in table("un-names.csv").items()}
    assert {place["iso2"]: (place["name"], place["official_name"]) for place in PLACES} == names
    assert [full for _, full in names.values() if full.lower().startswith("the ")] == []


def table(name: str) -> dict[str, dict[str, str]]:
    with (ROOT / "scripts" / "data" / name).open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("language", Language.values)
def test_places_have_the_names_of_the_united_nations_and_else_of_cldr(language):
    cldr = Locale.parse(language).territories
    un = {iso2: row.get(language) for iso2, row in table("un-names-by-language.csv").items()}
    assert un.keys() == {place["iso2"] for place in PLACES}
    assert sum(map(bool, un.values())) >= (246 if language in ("fr", "es", "ar") else 0)
    assert {p["iso2"]: p["names"][language] for p in PLACES} == {
        iso2: name or cldr[iso2] for iso2, name in un.items()
    }


def test_places_are_found_by_every_name_they_have():
    for place in PLACES:
        assert set(place["names"]) == set(place["folded_names"]) - {"aliases"} == set(Language.values)
        for language, name in place["names"].items():
            assert normalize_name(name) in place["folded_names"][language]
        assert normalize_name(place["name"]) in place["folded_names"]["en"]
        fields = {name: place[name] for name in ("name", "names", "aliases")}
        assert place["folded_names"] == Place(**fields).normalize_names()


def test_another_usual_name_is_that_of_one_place_and_of_no_other():
    owners: dict[str, set[str]] = {}
    for place in PLACES:
        own = {normalize_name(name) for name in (place["name"], *place["names"].values())}
        assert not own & {normalize_name(alias) for alias in place["aliases"]}
        for name in own | {normalize_name(alias) for alias in place["aliases"]}:
            owners.setdefault(name, set()).add(place["iso2"])
    shared = {name: codes for name, codes in owners.items() if len(codes) > 1}
    assert not [p["iso2"] for p in PLACES for alias in p["aliases"] if normalize_name(alias) in shared]
    aliases = {place["iso2"]: place["aliases"] for place in PLACES}
    assert {"Turkey", "Turquie"} <= {*aliases["TR"]}
    assert "Ivory Coast" in aliases["CI"]
    assert {"DRC", "RDC", "Zaire"} <= {*aliases["CD"]}
    assert "Swaziland" in aliases["SZ"]
    assert "Corée du Nord" in aliases["KP"]  # CLDR's


def test_places_lie_in_known_regions():
    for place in PLACES:
        if place["iso2"] == "AQ":
            assert place["region"] == place["subregion"] == ""
        else:
            assert place["region"] in Region.values, place["slug"]
            assert place["subregion"] in SUBREGIONS[place["region"]], place["slug"]
    groups: dict[str, set[str]] = {}
    for place in PLACES:
        groups.setdefault(place["subregion"], set()).add(place["region"])
    assert [group for group, regions in groups.items() if len(regions) != 1] == []
    mali = next(place for place in PLACES if place["slug"] == "mali")
    assert (mali["region"], mali["subregion"], mali["m49"]) == ("002", "011", "466")


def test_places_lie_on_earth_and_apart():
    points = {(place["latitude"], place["longitude"]) for place in PLACES}
    assert len(points) == len(PLACES)
    for latitude, longitude in points:
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180
        assert round(latitude, 4) == latitude
        assert round(longitude, 4) == longitude
    mali = next(place for place in PLACES if place["slug"] == "mali")
    assert 10 < mali["latitude"] < 25
    assert -12 < mali["longitude"] < 4


def test_no_real_country_is_marked_as_fictional():
    assert {place["is_fictional"] for place in PLACES} == {False}


# --- the exchange format ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXCHANGE)
def test_documents_name_their_format(name):
    members = {"demo.json": ["translations"]}.get(name, [])
    assert list(EXCHANGE[name]) == ["format", "places", "profiles", *members]
    assert EXCHANGE[name]["format"] == "mgi-profiles/1"


@pytest.mark.parametrize("profile", PROFILES)
def test_profiles_have_every_field(profile):
    assert list(profile) == [
        *("place", "edition", "year", "month", "language", "slug"),
        *("reference_number", "isbn", "acknowledgements", "licence"),
        *("introduction", "none_identified", "change_note", "sources", "findings"),
    ]
    for finding in profile["findings"]:
        assert list(finding) == ["key", "domain", "kind", "text", "indicator_area", "sources"]
        assert finding["text"]
        assert finding["text"] == finding["text"].strip()
    for source in profile["sources"]:
        assert list(source) == ["key", "title", "body", "year", "url"]
        assert source["title"]
    assert profile["slug"] == f"{profile['place']}-{profile['year']}"
    assert 1 <= profile["month"] <= 12
    assert profile["language"] in Language.values


@pytest.mark.parametrize("profile", PROFILES)
def test_keys_are_unique_random_uuids(profile):
    keys = [item["key"] for item in (*profile["findings"], *profile["sources"])]
    assert len(keys) == len(set(keys))
    assert [key for key in keys if str(uuid.UUID(key)) != key or uuid.UUID(key).version != 4] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_findings_stand_in_order_in_known_domains(profile):
    ranks = [(DOMAIN_SLUGS.index(f["domain"]), Kind.values.index(f["kind"])) for f in profile["findings"]]
    assert ranks == sorted(ranks)
    assert {domain for domain, _ in ranks} == set(range(6))


@pytest.mark.parametrize("profile", PROFILES)
def test_every_source_is_cited_and_every_citation_has_its_source(profile):
    keys = {citation["source"] for finding in profile["findings"] for citation in finding["sources"]}
    assert keys == {source["key"] for source in profile["sources"]}


# --- the demonstration --------------------------------------------------------------------------------------


def test_demo_places_are_fictional_in_the_open_ocean_and_belong_to_no_region():
    real_names = {
        normalize_name(name) for place in PLACES for name in (place["name"], *place["names"].values())
    }
    for place in DEMO["places"]:
        assert place["is_fictional"] is True
        assert (place["region"], place["subregion"], place["m49"]) == ("", "", "")
        at = place["latitude"], place["longitude"]
        assert -40 < at[0] < -20, place["slug"]
        assert -25 < at[1] < 0 or 70 < at[1] < 100, place["slug"]  # west of Africa, east of Madagascar
        assert set(place["names"]) == set(Language.values)
        assert not real_names & {normalize_name(name) for name in (place["name"], *place["names"].values())}


def test_demo_countries_have_user_assigned_codes_and_local_places_a_parent():
    slugs = [place["slug"] for place in DEMO["places"]]
    assert len(slugs) == len(set(slugs))
    assert not set(slugs) & {place["slug"] for place in PLACES}
    for place in DEMO["places"]:
        if Level(place["level"]).is_local:
            assert (place["iso2"], place["iso3"]) == ("", "")
            assert slugs.index(place["parent"]) < slugs.index(place["slug"])  # can be loaded in this order
        else:
            assert re.fullmatch("X[A-Z]", place["iso2"])
            assert re.fullmatch("X[A-Z]{2}", place["iso3"])
            assert place["parent"] is None


def test_demo_profiles_are_of_demo_places_only():
    assert {profile["place"] for profile in DEMO["profiles"]} == {place["slug"] for place in DEMO["places"]}
    assert {"en", "fr", "ar"} <= {profile["language"] for profile in DEMO["profiles"]}


@pytest.mark.parametrize("profile", DEMO_PROFILES)
def test_demo_profiles_say_first_that_they_are_fictional(profile):
    assert FICTIONAL[profile["language"]] in profile["introduction"].split("\n\n")[0]
    assert 10 <= len(profile["findings"]) <= 25
    assert (
        sum(bool(finding["sources"]) for finding in profile["findings"]) * 5 >= len(profile["findings"]) * 2
    )
    addresses = {source["url"] for source in profile["sources"] if source["url"]}
    assert [address for address in addresses if not address.startswith("https://example.org/")] == []


def test_demo_has_an_empty_list():
    full = {(p["slug"], f["domain"], f["kind"]) for p in DEMO["profiles"] for f in p["findings"]}
    every = {(p["slug"], d, k) for p in DEMO["profiles"] for d in DOMAIN_SLUGS for k in Kind.values}
    assert every - full


def test_the_second_edition_shows_every_way_a_finding_can_change():
    first, second = (
        {finding["text"]: finding for finding in profile["findings"]}
        for edition in (1, 2)
        for profile in DEMO["profiles"]
        if (profile["place"], profile["edition"]) == ("lunaria", edition)
    )
    both = first.keys() & second.keys()
    assert [text for text in both if first[text]["kind"] == second[text]["kind"]], "kept"
    assert first.keys() - second.keys(), "reworded or dropped"
    assert second.keys() - first.keys(), "reworded or added"


def test_a_key_is_the_address_of_one_finding_of_one_profile():
    keys = [f["key"] for document in EXCHANGE.values() for p in document["profiles"] for f in p["findings"]]
    assert len(keys) == len(set(keys))
