"""Which heading a text is; what is near one is proposed and not taken."""

import pytest

from profiles.imports.text.headings import doubtful_headings, heading_of, known_headings, propose
from profiles.imports.text.text_normalization import name_key
from profiles.imports.text.vocabulary import DOMAINS, DOUBTFUL_LISTS, LISTS, SECTIONS

pytestmark = pytest.mark.once

WELL, POTENTIAL = (None, "well_developed", ""), (None, "potential", "")


def target_of(text):
    heading = heading_of(text, {}, is_exact=True)
    return heading and heading.target


def number_of(text):
    target = target_of(text)
    return target and target[0]


@pytest.mark.parametrize("rows", [DOMAINS, LISTS, SECTIONS, DOUBTFUL_LISTS])
def test_a_name_stands_once_in_its_row_and_means_one_thing(rows):
    meanings = {}
    for meaning, texts in rows.items():
        for language, variants in texts.items():
            keys = [name_key(text) for text in variants]
            assert len(keys) == len({*keys}), (meaning, language)
            for key in keys:
                assert meanings.setdefault(key, meaning) == meaning, key


def test_what_is_doubtful_is_not_known():
    assert not doubtful_headings().keys() & known_headings().keys()


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        (
            1,
            [
                "MIGRANTS' RIGHTS",
                "The rights of migrants",
                "Rechte von Migrant*innen",
                "1.1 Les droits des migrants",
            ],
        ),
        (2, ["Whole-of-Government Approach", "A whole of government approach", "نهج الحكومة ككل"]),
        (
            3,
            [
                "III. Partnerships",
                "Partnerships (continued)",
                "Partnerships (Domain 3)",
                "الشراكات",
                "شراكات",
            ],
        ),
        (
            4,
            [
                "Wellbeing of migrants",
                "Well being of migrants",
                "Socio-economic well-being",
                "BIEN-ÊTRE DES MIGRANTS",
            ],
        ),
        (5, ["Mobility dimensions of crisis", "Dimension mobilité des crises", "Krisen und Mobilität"]),
        (
            6,
            [
                "Domain 6: Safe, orderly, and regular migration",
                "Las migraciones seguras, ordenadas y regulares",
            ],
        ),
    ],
)
def test_a_domain_is_known_however_it_is_written(number, texts):
    texts = [text for text in texts if "and regular migration" not in text or "," in text]
    assert [number_of(text) for text in texts] == [number] * len(texts)


@pytest.mark.parametrize(
    ("good", "lacking"),
    [
        ("Good practices", "Gaps"),
        ("Strengths", "Areas for improvement"),
        ("Bonnes pratiques", "Domaines à renforcer"),
        ("Buenas prácticas", "Áreas de mejora"),
        ("Boas práticas", "Áreas com potencial de melhoria"),
        ("Gute Praxis", "Lücken"),
        ("الممارسات الجيدة", "الثغرات"),
    ],
)
def test_common_names_of_the_lists_are_known(good, lacking):
    assert (target_of(good), target_of(lacking)) == (WELL, POTENTIAL)


def test_one_line_may_head_a_domain_and_a_list():
    for text in ("Partnerships: gaps", "Gaps – Partnerships", "Partnerships | Gaps", "Partnerships (gaps)"):
        assert heading_of(text, {}).target == (3, "potential", ""), text


@pytest.mark.parametrize("text", ["Challenges", "Défis", "Recomendaciones", "Herausforderungen", "التحديات"])
def test_what_is_a_list_only_sometimes_is_proposed_and_not_taken(text):
    assert heading_of(text, {}) is None
    assert propose(text).target == POTENTIAL


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Well-beeing for migrants", (4, None, "")),
        ("Approach of the whole government", (2, None, "")),
        ("Well-being", (4, None, "")),
        ("Migración segura", (6, None, "")),
        ("Partnershp", (3, None, "")),
        ("Areas developed well", WELL),
        ("Bereiche Potenzial zur Entwicklung", POTENTIAL),
        ("حقوق المهاجرات", (1, None, "")),
    ],
)
def test_what_is_near_a_name_is_proposed_and_not_taken(text, target):
    assert heading_of(text, {}) is None
    assert propose(text).target == target


@pytest.mark.parametrize(
    "text",
    [
        "Annex 1",
        "Migration",
        "Areas",
        "Photo: Ministry of the Interior",
        "Total",
        "Legal framework",
        "",
        "المرفق",
    ],
)
def test_what_is_near_nothing_is_not_proposed(text):
    assert heading_of(text, {}) is None
    assert propose(text) is None


def test_one_wrong_letter_in_a_long_name_is_said():
    heading = heading_of("Well-bieng of migrants", {})
    assert (heading.domain, heading.is_slip, heading.name) == (4, True, "Well-being of migrants")
    assert heading_of("Well-bieng of migrants", {}, is_exact=True) is None
    assert not heading_of("Well-being of migrants", {}).is_slip
    assert heading_of("Partnershps", {}) is None  # short: it may be another word


SEEN = {
    1: "Rechte der Migrantinnen und Migranten",
    2: "Approche fondée sur l’ensemble des pouvoirs publics; Approche associant l’ensemble du gouvernement; "
    "Abordagem do governo como um todo; نهج الحكومة ككل; Ganzer Regierungsansatz",
    4: "Socioeconomic well-being; Migrant well-being; Bien-être socioéconomique; Bem-estar socioeconómico; "
    "Wohlergehen der Migrantinnen und Migranten",
    5: "Mobility dimensions of crisis; Dimension mobilité des crises; Mobilité et crises; "
    "Dimensiones de la movilidad en situaciones de crisis; Dimensión de movilidad de las crisis; "
    "Movilidad humana en situaciones de crisis; Dimensões da mobilidade em situações de crise; "
    "البعد المتعلق بالتنقل في الأزمات",
}
SEEN_LISTS = {
    WELL: "Good practices; Strengths; Bonnes pratiques; Buenas prácticas",
    POTENTIAL: "Gaps; Areas for improvement; Domaines présentant un potentiel d’amélioration; "
    "Domaines à renforcer; À développer; Lacune; Áreas con potencial de mejora; Áreas de mejora; "
    "Áreas com potencial para desenvolvimento; Áreas com potencial de melhoria; "
    "مجالات ذات إمكانات لمزيد من التطوير",
}


def test_names_seen_in_published_profiles_are_known():
    for number, texts in SEEN.items():
        for text in texts.split("; "):
            assert number_of(text) == number, text
    for target, texts in SEEN_LISTS.items():
        for text in texts.split("; "):
            assert target_of(text) == target, text
