"""Words find their other forms: the lists of words/, on the database of the run."""

import pytest

from profiles import search
from tests.search.words import LEAST, found_texts, measure, pairs, publish

SIZES = {"fr": 60, "es": 20, "pt": 20, "ar": 460, "joined": 30}
"""List -> pairs that it has at least."""


@pytest.mark.parametrize("name", LEAST)
def test_words_find_their_other_forms(domains, name):
    assert len(list(pairs(name))) >= SIZES[name]
    publish(name)
    missed, share = measure(name)
    assert share >= LEAST[name], missed


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ('"well being"', "The well of the being."),
        ('"well being"', "A well, and no more."),
        ("well-being", "All is well."),
        ('"the right to work"', "The right of work."),
        ('"rights of migrants"', "Rights and migrants."),
        ('"droit de la famille"', "Le droit et la famille."),
        ('"de la"', "La ley de los países."),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_no_word_makes_a_phrase_match_what_does_not_have_it(publish_texts, question, text, language):
    publish_texts(text, language=language)
    assert found_texts(question, language) == set()


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("مهاج*", {"المهاجرون", "مهاجرين", "للمهاجرات"}),
        ("المهاج*", {"المهاجرون", "مهاجرين", "للمهاجرات"}),
        ("عما*", {"العمال", "عمالة"}),
        ("الوطنيه", {"الوطنية"}),
        ("شراكات", {"الشراكات"}),
        ("وزارة", {"لوزارة"}),
    ],
)
def test_arabic_words_are_found_by_what_remains_without_their_article(publish_texts, question, texts):
    publish_texts("زار الوفد المدينة", *texts, language="ar")
    assert found_texts(question, "ar") == texts


def test_a_phrase_is_found_where_a_long_text_ends(publish_texts):
    words = "One two three four five six seven eight nine ten. " * 2_000
    publish_texts("A finding.", introduction=f"{words} The xylophone of the zither.")
    for question in ('"xylophone of the zither"', "zither"):
        (hit,) = search.search(question).hits
        assert "".join(piece.text for piece in hit.pieces if piece.is_marked) in question
    assert search.search('"zither of the xylophone"').total == 0
