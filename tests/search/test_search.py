"""What is found, on the database of the run: the same tests hold on SQLite and on PostgreSQL."""

from unittest import mock

import pytest
from django.db import connection

from profiles import search
from profiles.search import engine as found_module
from profiles.search.backends import planner, postgresql
from tests.factories import make_place
from tests.search.conftest import search_texts

FUND = "A fund for labour migration was set up in Examplia."
CUSTOMS = "Customs officers count the migration of labour each year."
LANTERNS = "Lanterns light the harbour."


@pytest.fixture
def three(publish_texts):
    return publish_texts(FUND, CUSTOMS, LANTERNS)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("migration", {FUND, CUSTOMS}),
        ("MIGRATIONS", {FUND, CUSTOMS}),
        ("labour migration", {FUND, CUSTOMS}),
        ('"labour migration"', {FUND}),
        ('"migration labour"', set()),
        ("migration -fund", {CUSTOMS}),
        ("migration -funds", {CUSTOMS}),
        ('migration -"labour migration"', {CUSTOMS}),
        ("lantern", {LANTERNS}),
        ("lante", {LANTERNS}),
        ("lante*", {LANTERNS}),
        ("lante harbour", set()),
        ("funding", {FUND}),
        ("the migration of", {FUND, CUSTOMS}),
        ("-migration", set()),
        ("zebra", set()),
        ("'; DROP TABLE", set()),
        ("text:lanterns", set()),
        ("100% _ \\ \x1a", set()),
    ],
)
def test_a_question_finds_what_it_asks_for(question, expected):
    assert search_texts(question) == expected


@pytest.mark.parametrize(
    ("language", "text", "questions"),
    [
        ("en", "The well-being of refugees is studied.", ["refugee", "well-being", "studies"]),
        (
            "fr",
            "Les réfugiés bénéficient de l’école.",
            ["refugies", "RÉFUGIÉ", "ecoles", "l’école"],
        ),
        ("fr", "La mise en œuvre.", ["oeuvre", "œuvres", '"mise en oeuvre"', "œuv", "oeuv", "OEUVR*"]),
        ("es", "Las migraciones según los países.", ["migracion", "pais", "países", "segun"]),
        ("pt", "As migrações e a integração.", ["migracao", "migrações", "integracao"]),
        ("ar", "لم تعتمد البلاد استراتيجية للهجرة.", ["الهجرة", "هجرة", "إستراتيجية", "إسترات"]),
    ],
)
def test_stems_and_accents_are_those_of_the_texts_language(publish_texts, language, text, questions):
    publish_texts(text, language=language)
    for question in questions:
        assert search_texts(question) == {text}, question


def test_the_beginning_of_a_word_may_be_longer_than_its_stem_or_a_word_that_says_nothing(publish_texts):
    publish_texts("Remittances are counted.")
    publish_texts("Contar personas.", language="es")
    assert search_texts("remittan") == search_texts("remittanc*") == {"Remittances are counted."}
    assert search_texts("con*") == {"Contar personas."}
    assert search_texts("remittances -con*") == {"Remittances are counted."}
    assert search_texts("personas -con*") == set()


@pytest.mark.parametrize("question", ["enact", "ensure", "enlist"])
def test_a_word_is_not_taken_for_a_language_and_a_stem(publish_texts, question):
    texts = {"An act was adopted.", "Sure of it.", "A list of members."}
    publish_texts(*texts)
    assert search_texts(question) == set()
    assert search_texts(f"of -{question}") == search_texts("of")
    assert search_texts(f"act -{question}") == {"An act was adopted."}


def test_signs_for_vowels_do_not_part_a_word(publish_texts):
    publish_texts("يعود المهاجرون كل عام.", "مدينة مفتوحة.", language="ar")
    assert search_texts("مُهاجر*") == search_texts("مُهاجرون") == {"يعود المهاجرون كل عام."}


def test_a_word_that_says_nothing_does_not_turn_an_exclusion_into_a_question(publish_texts):
    publish_texts("An old harbour.", "A new harbour.")
    assert search_texts("not -old") == set()


@pytest.mark.parametrize("text", ["℻", "㍱", "㏒*", "℻ -℡", '"№ ℻"', "ﬁ*", "½", "ſ"])
def test_signs_are_asked_for_without_a_fault(publish_texts, text):
    publish_texts("Sent by fax: a fictional text.")
    search_texts(text)


def test_a_stem_of_one_language_does_not_answer_for_another(publish_texts):
    english = publish_texts("Refugees are welcome.").findings.get().text
    publish_texts("La gare est fermée.", language="fr")
    assert search_texts("refugees") == {english}
    assert search_texts("gares") == {"La gare est fermée."}


def test_each_way_to_narrow_keeps_what_it_should_and_is_counted(publish_texts):
    south = make_place("Southland", region="002", subregion="011")
    city = make_place("Southport", level="city", parent=south)
    publish_texts("A lantern.", "A second lantern.", place=south, year=2020)
    publish_texts("Une lanterne.", place=city, language="fr", year=2022)
    publish_texts("A lantern abroad.", place=make_place("Northland", region="150", subregion="154"))
    results = search.search("lantern* ")
    assert results.total == 4
    counts = results.counts
    assert (counts["region"]["002"], counts["subregion"]["011"], counts["country"][south.pk]) == (3, 3, 3)
    assert counts["language"] == {"en": 3, "fr": 1}
    assert counts["level"] == {"country": 3, "city": 1}
    assert counts["kind"] == {"well_developed": 3, "potential": 1}
    assert counts["year"] == {2020: 2, 2021: 1, 2022: 1}
    assert [place.name for place in results.countries] == ["Northland", "Southland"]
    assert search_texts("lantern*", region="011") == {"A lantern.", "A second lantern.", "Une lanterne."}
    assert search_texts("lantern*", region="150") == {"A lantern abroad."}
    assert search_texts("lantern*", country=south.pk, year=2020, kind="potential") == {"A second lantern."}
    assert search_texts("lantern*", level="city") == {"Une lanterne."}
    assert search_texts("lantern*", language="fr") == {"Une lanterne."}
    assert search_texts("lantern*", country=south.pk, year=2021) == set()


def test_best_first_or_newest_first(publish_texts):
    publish_texts("The lantern, the lantern and nothing but the lantern.", year=2019)
    publish_texts(
        "One lantern among many other things that are said here at some length of words.", year=2024
    )
    best, newest = (search.search("lantern", newest_first=way).hits for way in (False, True))
    assert [hit.profile.year for hit in best] == [2019, 2024]
    assert [hit.profile.year for hit in newest] == [2024, 2019]


def test_pages_follow_each_other_and_end(publish_texts):
    publish_texts(*(f"Lantern number {number}." for number in range(45)))
    pages = [search.search("lantern", page=page) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [20, 20, 5, 0]
    assert len({hit.entry.pk for page in pages for hit in page.hits}) == 45
    assert pages[0].total == 45
    assert pages[0].pages == 3


def test_beyond_what_is_looked_at_it_says_more_than(publish_texts, monkeypatch):
    monkeypatch.setattr("profiles.search.engine.MAX_RESULTS", 10)
    publish_texts("Lantern of an old year.", year=2015)
    publish_texts(*(f"Lantern number {number}." for number in range(10)))
    results = search.search("lantern")
    assert (results.total, results.is_more) == (10, True)
    assert "Lantern of an old year." not in {hit.entry.text for hit in results.hits}


def pieces(question: str) -> list[str]:
    (hit,) = search.search(question).hits
    assert hit.entry.text == "".join(piece.text for piece in hit.pieces)
    return [piece.text for piece in hit.pieces if piece.is_marked]


def test_what_was_searched_for_is_marked_and_the_text_stays_word_for_word(publish_texts):
    publish_texts(
        "Les «réfugiés» du Lac‑Bleu, <b>réfugiées</b> & labour, ou labour migration d’été.", language="fr"
    )
    assert pieces("refugie") == ["réfugiés", "réfugiées"]
    assert pieces('"labour migration"') == ["labour migration"]
    assert pieces("refug*") == ["réfugiés", "réfugiées"]
    assert pieces("lac-bleu ete") == ["Lac‑Bleu", "été"]
    publish_texts("Le chœur des mains d’œuvre.", language="fr")
    assert pieces("choeur oeuvre") == ["chœur", "œuvre"]


def test_of_a_long_introduction_the_part_with_the_words_is_shown(publish_texts):
    publish_texts(
        "Nothing.", introduction=f"{'Words of no weight. ' * 60}A lantern is lit. {'And more words. ' * 60}"
    )
    (hit,) = search.search("lantern").hits
    text = "".join(piece.text for piece in hit.pieces)
    assert "A lantern is lit." in text
    assert len(text) < 340
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert [piece.text for piece in hit.pieces if piece.is_marked] == ["lantern"]


@pytest.mark.parametrize(
    ("question", "better"),
    [
        ("lanturns", "lanterns"),
        ("custums officers", "customs officers"),
        ('"labor migraton"', '"labour migration"'),
        ("migration zzzzzz", ""),
        ("customs lanturns", ""),
        ("thx", ""),
        ("xylophone", ""),
    ],
)
def test_a_mistyped_word_is_answered_with_one_that_texts_have(three, question, better):
    results = search.search(question)
    assert (results.total, results.better) == (0, better)


def test_places_and_domains_are_found_by_name(publish_texts):
    publish_texts(
        "Nothing.", place=make_place("Port-Étoile", slug="port-etoile", names={"ar": "ميناء النجمة"})
    )
    search.rebuild()
    assert [place.name for place in search.search("port etoile").places] == ["Port-Étoile"]
    assert [place.name for place in search.search("النجمة").places] == ["Port-Étoile"]
    assert len(search.search("partnerships").domains) == 1


@pytest.mark.parametrize(
    "question", ["lantern", "lantern -fund", "zzzz", "lanturn", "migration", "lan* mig* fun* lab* cus* zeb*"]
)
def test_it_costs_at_most_ten_queries(three, publish_texts, django_assert_max_num_queries, question):
    for _ in range(3):
        publish_texts(*["A lantern."] * 20)
    with django_assert_max_num_queries(11):
        search.search(question)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("common", [0, 10**9])
@pytest.mark.parametrize("most", [0, 1, 2_000])
def test_a_word_is_found_in_the_newest_texts_as_by_the_index(monkeypatch, common, most):
    """PostgreSQL reads texts in order for a common word, and asks its index for a rare one; 0: all are."""
    monkeypatch.setattr(planner, "COMMON", common)
    monkeypatch.setattr(found_module, "MAX_RESULTS", most)
    in_newest = mock.Mock(wraps=postgresql._in_newest)
    monkeypatch.setattr(postgresql, "_in_newest", in_newest)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # tells how many texts are stored
    for question, texts in {
        "migration": [CUSTOMS, FUND],
        "migration -fund": [CUSTOMS],
        '"labour migration"': [FUND],
        "migration lanterns": [],
        "migrat*": [CUSTOMS, FUND],
        "mig* fund": [FUND],
        "fund lab*": [FUND],
        "migrated -fun*": [CUSTOMS],
        "lab* mig* zeb*": [],
    }.items():
        for filters in ({}, {"level": "country", "year": 2021}):
            results = search.search(question, search.Filters(**filters), newest_first=True)
            assert [hit.entry.text for hit in results.hits] == texts[:most], question
            assert results.is_more == (len(texts) > most)
    assert not search.search("migration", search.Filters(year=2022)).hits
    # Of three texts, no more than three are ever wanted.
    is_in_order = connection.vendor == "postgresql" and common == 0 and most < 3
    assert in_newest.called == is_in_order


def test_the_index_is_asked_for_the_newest_first_and_for_all_where_these_are_too_few(
    monkeypatch, publish_texts
):
    """On PostgreSQL; SQLite reads the newest first in any case, and must find the same."""
    is_planned = connection.vendor == "postgresql"
    monkeypatch.setattr(planner, "COMMON", 10**9)
    monkeypatch.setattr(found_module, "MAX_RESULTS", 2)
    for year in range(2015, 2025):
        # No newer text has “lantern”; “ferry” is as often in new ones as in old ones.
        publish_texts("A ferry.", *["A lantern." if year < 2017 else "A mast."] * 9, year=year)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    by_index = mock.Mock(wraps=postgresql._by_index)
    monkeypatch.setattr(postgresql, "_by_index", by_index)

    def ask(word: str) -> tuple[list[int], int]:
        """Return the years of the hits, and how often the index was asked."""
        by_index.reset_mock()
        hits = search.search(word, newest_first=True).hits
        return [hit.profile.year for hit in hits], by_index.call_count

    newest_first = {word: ask(word) for word in ("ferry", "lantern")}
    assert not is_planned or planner.newest_ids(planner._moment())
    monkeypatch.setattr(planner.Plan, "newest", lambda plan, answers: 0)
    for word, (years, times) in newest_first.items():
        all_years, once = ask(word)
        assert years == all_years
        assert times == once + (is_planned and word == "lantern")
