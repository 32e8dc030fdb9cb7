"""What the site ships reaches a database of an earlier version, and leaves alone what was changed there."""

import json
from pathlib import Path

import pytest
from babel import Locale
from django.core.management import call_command

from profiles import search, workflow
from profiles.choices import Action, ResultType
from profiles.management.commands.prepare import fixture_rows
from profiles.models import DomainText, LogEntry, Place, SearchEntry

COUNTRIES = {row["iso2"]: row for row in fixture_rows("places", "profiles.place")}
TEXTS = fixture_rows("domains", "profiles.domaintext")


def old_country(iso2: str, **fields) -> Place:
    """Store a country as versions had it that shipped CLDR's names and wrote nothing down."""
    row = COUNTRIES[iso2]
    names = {code: Locale.parse(code).territories[iso2] for code in row["names"]}
    fields = (
        {name: row[name] for name in ("slug", "level", "name", "official_name")} | {"iso2": iso2} | fields
    )
    place = Place(**{"names": names, **fields})
    place.folded_names = place.normalize_names()
    place.save()
    return place


def update() -> None:
    workflow.update_country_names(COUNTRIES.values())


@pytest.mark.django_db
def test_a_country_of_an_earlier_version_gets_the_names_of_the_united_nations():
    place = old_country("TR")
    assert place.names["fr"] == "Turquie"
    update()
    place.refresh_from_db()
    assert place.names == COUNTRIES["TR"]["names"]
    assert place.aliases == COUNTRIES["TR"]["aliases"]
    assert place.folded_names == COUNTRIES["TR"]["folded_names"]
    assert list(Place.objects.search_name("turquie")) == [place]
    entry = LogEntry.objects.get(place=place)
    assert (entry.verb, entry.by) == (Action.CHANGE_PLACE, None)
    assert "(fr): Turquie → Türkiye" in entry.note
    assert "(pt)" not in entry.note


@pytest.mark.django_db
def test_a_name_that_somebody_has_changed_stays():
    names = {code: Locale.parse(code).territories["TR"] for code in COUNTRIES["TR"]["names"]}
    place = old_country("TR", names=names | {"fr": "La Turquie"}, aliases=["Anatolie"])
    update()
    place.refresh_from_db()
    assert (place.names["fr"], place.names["es"]) == ("La Turquie", "Türkiye")
    assert place.aliases == ["Anatolie"]


@pytest.mark.django_db
def test_a_later_version_replaces_what_an_earlier_one_shipped_and_nothing_else():
    kept, followed = old_country("TR"), old_country("CI")
    update()
    Place.objects.filter(pk=kept.pk).update(names=COUNTRIES["TR"]["names"] | {"es": "Turquía"})
    newer = {
        iso2: COUNTRIES[iso2] | {"names": COUNTRIES[iso2]["names"] | {"es": "Nuevo"}, "aliases": ["Other"]}
        for iso2 in ("TR", "CI")
    }
    workflow.update_country_names(newer.values())
    names = dict(Place.objects.values_list("iso2", "names__es"))
    assert names == {"TR": "Turquía", "CI": "Nuevo"}
    followed.refresh_from_db()
    assert followed.folded_names["es"] == "nuevo"
    assert {*Place.objects.search_name("other")} == {kept, followed}


@pytest.mark.django_db
def test_what_is_up_to_date_costs_one_query(django_assert_num_queries):
    old_country("TR")
    update()
    entries = LogEntry.objects.count()
    with django_assert_num_queries(3):  # one, and the two of its transaction
        update()
    assert LogEntry.objects.count() == entries


@pytest.mark.usefixtures("domains")
def test_texts_that_are_missing_are_added_and_found():
    DomainText.objects.exclude(language="en").delete()
    search.index_domains()
    workflow.add_domain_texts(TEXTS)
    assert DomainText.objects.count() == 60
    entries = SearchEntry.objects.filter(what=ResultType.DOMAIN, language="fr")
    assert entries.count() == 12


@pytest.mark.usefixtures("domains")
def test_prepare_leaves_the_official_wording_that_somebody_has_entered(settings):
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    text = DomainText.objects.get(domain__number=3, variant="city", language="pt")
    official = {"title": "Parcerias oficiais", "title_provenance": "official", "title_source": "Um documento"}
    DomainText.objects.filter(pk=text.pk).update(**official)
    DomainText.objects.filter(domain__number=4, language="ar").delete()
    call_command("prepare", verbosity=0)
    text.refresh_from_db()
    assert {name: getattr(text, name) for name in official} == official
    assert DomainText.objects.filter(domain__number=4, language="ar").count() == 2


def test_the_fixture_is_what_is_shipped():
    rows = json.loads(Path("fixtures/domains.json").read_text(encoding="utf-8"))
    assert len(TEXTS) == len([row for row in rows if row["model"] == "profiles.domaintext"]) == 60
