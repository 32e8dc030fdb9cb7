"""Titles of profiles: which place, edition and year they say."""

import pytest

from profiles.imports.text.facts import edition_remark, parse_facts, parse_situation
from profiles.imports.text.place_names import PlaceNames


@pytest.fixture
def names(mali):
    return PlaceNames()


@pytest.mark.parametrize(
    ("title", "edition"),
    [
        ("Mali: Second Profile", 2),
        ("Republic of Mali – Second Profile 2021", 2),
        ("The Republic of Mali: Migration Governance Indicators, Third Profile (2021)", 3),
        ("MGI | Mali | Profile 2", 2),
        ("République du Mali – deuxième profil (2021)", 2),
        ("Mali, 2e profil", 2),
        ("Indicateurs de gouvernance de la migration : profil du Mali", None),
        ("Indicadores de Gobernanza de la Migración: República de Malí, segundo perfil", 2),
        ("Malí: 2.º perfil", 2),
        ("Mali – Segundo perfil dos Indicadores de Governança da Migração", 2),
        ("مؤشرات حوكمة الهجرة: مالي، الملف الثاني", 2),
        ("جمهورية مالي: الملف الثاني", 2),
        ("Mali: Zweites Profil", 2),
        ("Republik Mali: 2. Profil", 2),
        ("Mali: Baseline Profile", 1),
        ("Mali – profil de référence", 1),
        ("Mali: Follow-up Profile 2021", 2),
        ("Mali – profil de suivi", 2),
        ("Malí: Perfil de seguimiento", 2),
        ("Mali: Folgeprofil", 2),
        ("مالي: ملف المتابعة", 2),
        ("Mali: First Follow-up Profile", None),
    ],
)
def test_a_title_says_its_place_and_edition(names, title, edition):
    facts = parse_facts(title, names)
    assert (facts.place, facts.edition) == ("mali", edition)


@pytest.mark.parametrize(
    "text", ["Second Profile", "Deuxième profil", "Segundo perfil", "Mali", "الملف الثاني"]
)
def test_parts_of_a_title_are_facts_too(names, text):
    assert parse_facts(text, names) is not None


@pytest.mark.parametrize(
    ("text", "number"), [("Mali: Baseline Profile", "1"), ("Profil de suivi", "2"), ("ملف المتابعة", "2")]
)
def test_an_edition_without_a_number_is_said(text, number):
    assert f"edition {number}" in edition_remark(text)


@pytest.mark.parametrize(
    "text", ["Mali: Second Profile", "Second (follow-up) profile", "Follow-up: profile 3", "Mali"]
)
def test_an_edition_with_a_number_needs_no_remark(text):
    assert edition_remark(text) == ""


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Republic of Mali", "mali"),
        ("the Republic of Mali", "mali"),
        ("République du Mali", "mali"),
        ("República de Malí", "mali"),
        ("República do Mali", "mali"),
        ("Republik Mali", "mali"),
        ("جمهورية مالي", "mali"),
        ("Democratic Republic of the Congo", "congo-kinshasa"),
        ("Republic of", None),
        ("Republic of Nowhere", None),
    ],
)
def test_a_place_is_known_by_its_formal_name_in_any_language(names, name, slug):
    assert names.slug_of(name) == slug


@pytest.mark.parametrize(
    "title",
    [
        "Migration Governance Indicators: Atlantis, Second Profile (2021)",
        "Indicateurs de gouvernance de la migration : ville d’Ys, deuxième profil (2021)",
    ],
)
def test_the_title_of_a_place_that_is_not_known_says_edition_and_year_at_the_head_of_a_document(names, title):
    facts = parse_facts(title, names, is_opening=True)
    assert (facts.place, facts.edition, facts.year) == (None, 2, 2021)
    assert parse_facts(title, names) is None


@pytest.mark.parametrize(
    "text",
    [
        "The findings describe the situation in March 2024. They are examples and not a full account.",
        "Les constats décrivent la situation en mars 2024. Ce sont des exemples et non un bilan complet.",
        "تصف الاستنتاجات الوضع في آذار/مارس 2024. وهي أمثلة.",
    ],
)
def test_our_own_files_say_the_month_at_their_end_too(text):
    facts = parse_situation(text)
    assert (facts.year, facts.month) == (2024, 3)
