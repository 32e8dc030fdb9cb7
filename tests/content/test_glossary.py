"""Which terms stand in a text: in five languages, by whole words, and without a letter altered."""

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from profiles.choices import Language
from profiles.content.glossary import Entry, PageGlossary, folded, forms_of

SHIPPED = [
    row["fields"]
    for row in json.loads(Path("fixtures/glossary.json").read_text(encoding="utf-8"))
    if row["model"] == "profiles.termtext"
]


def entry(word: str, *forms: str, language: str = "en", slug: str = "", is_everyday: bool = False) -> Entry:
    return Entry(
        slug or folded(word).replace(" ", "-"),
        Language(language),
        word,
        "\n".join(forms),
        is_everyday,
        f"What {word} means.",
    )


def page_of(*entries: Entry, language: str = "en") -> PageGlossary:
    return PageGlossary(language, list(entries))


def shipped(language: str = "en") -> PageGlossary:
    rows = [row | {"slug": row["term"][0]} for row in SHIPPED]
    for row in rows:
        for name in ("term", "source_title", "source_url"):
            row.pop(name, None)
    return PageGlossary.of(rows, language)


def marked_forms(page: PageGlossary, text: str, language: str = "en") -> list[str]:
    return [piece.text for piece in page.pieces(text, language) if piece.entry]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "This country Profile gives examples of well-developed areas in the six domains of the MGI.",
            ["country Profile", "well-developed areas", "six domains", "MGI"],
        ),
        (
            "fr",
            "Des domaines bien développés et des domaines susceptibles d'être développés davantage, selon "
            "les Indicateurs de gouvernance des\u00a0migrations.",
            [
                "domaines bien développés",
                "domaines susceptibles d'être développés davantage",
                "Indicateurs de gouvernance des\u00a0migrations",
            ],
        ),
        (
            "es",
            "Las seis dimensiones y las áreas con potencial de desarrollo adicional.",
            ["seis dimensiones", "áreas con potencial de desarrollo adicional"],
        ),
        (
            "ar",
            "ويعرض الملف أمثلة على الجوانب المتطورة والجوانب القابلة لمزيد من التطوير، "
            "من خلال المجالات الستة لمؤشرات حوكمة الهجرة.",
            [
                "الجوانب المتطورة",
                "والجوانب القابلة لمزيد من التطوير",
                "المجالات الستة",
                "لمؤشرات حوكمة الهجرة",
            ],
        ),
        ("pt", "Áreas bem desenvolvidas nos seis domínios.", ["Áreas bem desenvolvidas", "seis domínios"]),
    ],
)
def test_the_shipped_terms_are_found_in_each_language(language, text, expected):
    assert marked_forms(shipped(), text, language) == expected


def test_a_text_gets_the_terms_of_its_own_language_alone():
    text = "The six domains and les six domaines."
    assert marked_forms(shipped(), text, "en") == ["six domains"]
    assert marked_forms(shipped(), text, "fr") == ["six domaines"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A visa policy.", ["visa policy"]),  # the longer of two that begin at one place
        ("A VISA, then.", ["VISA"]),
        ("Visas and a visa.", ["visa"]),  # not in the middle of a word
        ("A pre-visa and a visa-free regime.", []),  # a hyphen makes another word
        ("A non‑visa.", []),
        ("The visa’s price.", ["visa"]),
        ("L’visa", ["visa"]),
        ("A visa\n policy.", ["visa\n policy"]),
        ("A visa\u0301.", []),  # an accent that is written apart is part of its letter
        ("visa", ["visa"]),
        ("", []),
    ],
)
def test_a_term_is_a_whole_word(text, expected):
    assert marked_forms(page_of(entry("visa"), entry("visa policy")), text) == expected


def test_accents_make_a_difference_and_either_apostrophe_is_one():
    page = page_of(entry("pays d’accueil", language="fr"), entry("résidé", language="fr"))
    assert marked_forms(page, "Un reside, puis le pays d'accueil.", "fr") == ["pays d'accueil"]


def test_what_looks_like_an_expression_is_taken_as_it_is_written():
    page = page_of(entry("aid (a.b)"), entry("c++"))
    assert marked_forms(page, "An aid (aXb), an aid (a.b), c and c++.") == ["aid (a.b)", "c++"]


def test_an_everyday_word_is_found_by_its_further_forms_alone():
    page = page_of(entry("domain", "six domains", " ", is_everyday=True))
    assert marked_forms(page, "The domain of a law, and the six domains.") == ["six domains"]


def test_a_term_is_marked_where_the_page_first_has_it():
    page = page_of(entry("visa", "visas"), entry("permit"))
    assert marked_forms(page, "A visa, visas, a visa.") == ["visa"]
    assert marked_forms(page, "No visas, but a permit.") == ["permit"]
    assert [term.slug for term in page.met] == ["visa", "permit"]


def test_of_two_terms_with_the_same_form_the_first_by_address_has_it():
    entries = [entry("Visa", slug="b"), entry("visa", slug="a")]
    assert forms_of(entries, "en") == (("visa", "a"),)


def test_a_term_is_explained_in_the_readers_language_or_english_or_its_own():
    words = [entry("visa", slug="v", language=language) for language in ("en", "fr", "ar")]
    for reader, expected in (("fr", "fr"), ("es", "en")):
        page = page_of(*words, language=reader)
        marked_forms(page, "visa", "ar")
        assert [term.language for term in page.met] == [expected]
    page = page_of(entry("visa", language="ar"), language="fr")
    marked_forms(page, "visa", "ar")
    assert page.met[0].language == "ar"


ALPHABET = st.text("aàÀ dsi’'-\n \u00a0\u0301وبالفمجستة", max_size=60)


@given(st.lists(ALPHABET, max_size=5), st.lists(ALPHABET, max_size=6), st.sampled_from(["en", "ar"]))
def test_no_letter_is_altered_whatever_the_text_and_the_terms(texts, words, language):
    page = page_of(*(entry(word, language=language, slug=str(i)) for i, word in enumerate(words)))
    for text in texts:
        pieces = page.pieces(text, language)
        assert "".join(piece.text for piece in pieces) == text
        assert all(piece.text for piece in pieces)
    slugs = [term.slug for term in page.met]
    assert len(slugs) == len(set(slugs))


@given(ALPHABET, ALPHABET)
def test_what_is_marked_is_the_word(before, after):
    page = page_of(entry("six domains"))
    for piece in page.pieces(f"{before} six domains {after}", "en"):
        assert not piece.entry or folded(piece.text) == "six domains"
    assert page.met


# --- the fixture --------------------------------------------------------------------------------------------


def test_every_shipped_term_has_all_languages_and_says_where_it_is_from():
    languages: dict[str, set[str]] = {}
    for text in SHIPPED:
        languages.setdefault(text["term"][0], set()).add(text["language"])
        assert text["word"].strip() and text["definition"].strip() and text["source_title"].strip()
    assert {frozenset(codes) for codes in languages.values()} == {frozenset(Language.values)}


@pytest.mark.parametrize("language", Language.values)
def test_no_two_shipped_terms_are_found_by_the_same_words(language):
    page = shipped()
    every = [folded(form) for item in page.entries if item.language == language for form in item.recognised]
    assert len(every) == len(set(every)) == len(forms_of(page.entries, language))
