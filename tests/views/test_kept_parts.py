"""What is kept of pages, and as files, is never out of date: whatever is changed, they are as if made anew.

Each column of each row that could show is changed past all actions, and so are the settings.
"""

import pytest
from django.core.cache import caches
from django.db import models
from django.test import Client

from profiles import workflow
from profiles.choices import Level, Provenance, Region
from profiles.exports import kept_files
from profiles.models import (
    DomainText,
    IndicatorDomain,
    Place,
    Profile,
    Revision,
    TermText,
    Translation,
)
from profiles.views import profiles as profiles_view

pytestmark = pytest.mark.usefixtures("demo")

PAGES = (
    "/",
    "/?region=019",
    "/profiles/",
    "/profiles/?country=lunaria&sort=-described",
    "/profiles/lunaria-2023/",
    "/profiles/lunaria-2023/r/1/",
    "/fr/profiles/lunaria-2023/",
    "/fr/profiles/lunaria-2023/?text=original",
    "/profiles/port-celeste-2022/",
    "/ar/profiles/mali-2021/",
    "/compare/?profile=lunaria-2023&profile=port-celeste-2022",
    "/fr/compare/?profile=lunaria-2023&profile=mali-2021&kind=potential",
)
FILES = ("/fr/profiles/lunaria-2023.docx", "/profiles/port-celeste-2022.docx")

SHOWN = (DomainText, IndicatorDomain, Place, Profile, TermText)


@pytest.fixture(autouse=True)
def empty() -> None:
    caches["parts"].clear()


def answers(addresses=PAGES) -> dict[str, tuple]:
    client = Client()
    responses = ((address, client.get(address)) for address in addresses)
    return {address: (response.status_code, response.content) for address, response in responses}


def anew(monkeypatch, addresses=PAGES) -> dict[str, tuple]:
    """Return the answers without anything that is kept."""
    with monkeypatch.context() as context:
        context.setattr(caches["parts"], "get", lambda key: None)
        context.setattr(caches["parts"], "set", lambda key, part: None)
        context.setattr(kept_files, "cached_bytes", lambda name, ending, ingredients, make: make())
        return answers(addresses)


def other(field: models.Field, row):
    """Return another value for `field` than that of `row`, which its table takes."""
    value = getattr(row, field.name)
    by_name = {
        "level": Level.MUNICIPALITY if getattr(row, "parent_id", None) else Level.TERRITORY,
        "region": Region.AFRICA if value != Region.AFRICA else Region.ASIA,
        "subregion": "011" if value != "011" else "035",
        "title_provenance": Provenance.SITE if value != Provenance.SITE else Provenance.OFFICIAL,
        "description_provenance": Provenance.SITE if value != Provenance.SITE else Provenance.OFFICIAL,
        "icon": "handshake" if value != "handshake" else "scale",
        "names": {"fr": "Autre", "ar": "آخر"},
        "aliases": ["Other"],
        "folded_names": dict.fromkeys(("en", "fr", "es", "ar", "pt"), "zzz"),
        "shipped_names": {"names": {}},
    }
    if field.name in by_name:
        return by_name[field.name]
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DecimalField | models.IntegerField):
        return (value or 0) + 1
    return f"{value}x"[-(field.max_length or 1000) :] if isinstance(value, str) else None


UNCHANGED = {"slug", "language", "variant", "iso2", "iso3", "m49", "number", "colour", "edition"}
"""Codes, which no two rows may share; another slug is another address."""


@pytest.mark.parametrize("model", SHOWN)
def test_no_column_of_what_stands_around_a_text_changes_unseen(model, monkeypatch):
    rows = model.objects.order_by("pk")
    if model is Place:
        rows = rows.filter(slug__in=["lunaria", "port-celeste", "mali"])
    before, shown = answers(), set()
    for field in model._meta.concrete_fields:
        if field.is_relation or field.primary_key or field.name in UNCHANGED:
            continue
        for row in rows[:40]:
            model.objects.filter(pk=row.pk).update(**{field.name: other(field, row)})
        now = answers()
        assert now == anew(monkeypatch), field.name
        shown |= {field.name} if now != before else set()
        before = now
    assert shown >= MUST_SHOW[model]


MUST_SHOW = {
    DomainText: {"title", "description", "description_provenance"},
    IndicatorDomain: {"icon"},
    Place: {"name", "names", "level", "latitude", "designation_note", "is_fictional", "folded_names"},
    Profile: {"reference_number", "isbn", "licence", "acknowledgements"},
    TermText: {"word", "forms", "definition"},
}
"""Columns of which a change is seen on these pages: the test would notice none on pages that show none."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_NAME", "Another name"),
        ("SITE_URL", "https://another.example"),
        ("ALERTS", False),
        ("SITE_TEXTS", {"SITE_NAME": {"en": "Other", "fr": "Autre"}, "SITE_TAGLINE": {"en": "A line"}}),
    ],
)
def test_no_setting_changes_unseen(name, value, settings, monkeypatch):
    before = answers(PAGES + FILES)
    if name == "SITE_TEXTS":
        value = settings.SITE_TEXTS | value
    setattr(settings, name, value)
    now = answers(PAGES + FILES)
    assert now == anew(monkeypatch, PAGES + FILES)
    assert now != before


def test_no_action_is_unseen(monkeypatch):
    """A new edition of the text, a translation of it, a withdrawal: pages and files follow at once."""
    addresses = (*PAGES, *FILES, "/profiles/lunaria-2023.docx", "/profiles/lunaria-2023.png")
    translation = Translation.objects.live().get(profile__slug="lunaria-2023", language="fr")
    profile, earlier = translation.profile, answers(addresses)

    def check() -> dict[str, tuple]:
        nonlocal earlier
        now = answers(addresses)
        assert now == anew(monkeypatch, addresses)
        assert now != earlier
        earlier = now
        return now

    workflow.withdraw(translation, by=None, reason="A mistake in the translation.")
    assert b"A mistake" not in check()["/fr/profiles/lunaria-2023/"][1]
    draft = workflow.start_revision(profile, by=None)
    finding = draft.findings.first()
    type(finding).objects.filter(pk=finding.pk).update(text="Words that nobody may read yet.")
    now = answers(addresses)
    assert now == earlier, "a draft is not seen"
    workflow.publish(draft, by=None)
    assert b"Words that nobody" in check()["/profiles/lunaria-2023/"][1]
    workflow.withdraw(Revision.objects.get(pk=draft.pk), by=None, reason="A mistake was found.")
    now = check()
    assert now["/profiles/lunaria-2023/"][0] == 410
    assert b"Words that nobody" not in b"".join(content for _status, content in now.values())


def test_what_changes_while_it_is_made_is_not_kept(monkeypatch):
    place = Place.objects.get(slug="lunaria")
    make = profiles_view._make

    def change_and_make(*arguments):
        Place.objects.filter(pk=place.pk).update(designation_note="A note for a moment.")
        return make(*arguments)

    path = "/profiles/lunaria-2023/"
    with monkeypatch.context() as context:
        context.setattr(profiles_view, "_make", change_and_make)
        assert b"for a moment" in answers([path])[path][1]
    Place.objects.filter(pk=place.pk).update(designation_note=place.designation_note)
    assert b"for a moment" not in answers([path])[path][1]


def test_an_address_of_no_text_leaves_nothing_on_the_disk(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    number = Revision.objects.published().get(profile__slug="lunaria-2023").number
    for path in (f"lunaria-2023/r/{number}/t/99.docx", "nowhere.pdf", "lunaria-2023/r/99.pdf", "nowhere.png"):
        assert client.get(f"/fr/profiles/{path}").status_code == 404, path
    assert not list(tmp_path.iterdir())


def test_pages_that_are_kept_are_bounded():
    cache = caches["parts"]
    for number in range(1000):
        cache.set(f"part-{number}", "x")
    assert len(cache._cache) <= 400
