"""What a question asks for beside words, and how the page says so."""

import pytest

from profiles import search
from profiles.models import SearchEntry
from tests.factories import make_place, make_term
from tests.pages import parse, text_of
from tests.search.conftest import search_texts

HARBOUR = "A harbour for trade was built."
SHIPS = "Ships trade in Otherland and in 2019."
TRADE = "Trade is free."


@pytest.fixture
def two(publish_texts):
    """Two profiles: in Norvalia on domains 1 and 2 in 2021, elsewhere on domain 1 in 2019."""
    search.index_domains()
    norvalia = make_place("Norvalia", names={"fr": "Norvalie", "ar": "نورفاليا"})
    publish_texts(HARBOUR, SHIPS, place=norvalia, year=2021)
    publish_texts(TRADE, place=make_place("Otherland"), year=2019)
    return norvalia


def parts(question: str, **filters) -> list[tuple[str, str]]:
    return [(part.name, str(part.value)) for part in search.search(question, search.Filters(**filters)).parts]


@pytest.mark.parametrize(
    ("question", "names", "texts"),
    [
        ("Norvalia trade", ["country"], {HARBOUR, SHIPS}),
        ("trade norvalie", ["country"], {HARBOUR, SHIPS}),
        ("نورفاليا", ["country"], {HARBOUR, SHIPS}),
        ("Norvalia migrants' rights", ["country", "domain"], {HARBOUR}),
        ("Norvalia Migrants Rights trade 2021", ["country", "domain", "year"], {HARBOUR}),
        ("whole-of-government approach", ["domain"], {SHIPS}),
        ("2019", ["year"], {TRADE}),
        ("trade areas with potential", ["kind"], {SHIPS}),
        ('trade "Otherland"', [], {SHIPS}),
        ("trade -Norvalia", [], {HARBOUR, SHIPS, TRADE}),
        ("Otherland OR free", [], {SHIPS, TRADE}),
        ("Norvalia Otherland trade", ["country"], {SHIPS}),
        ("trade 1999", [], set()),
        # Nothing is said on ships in Otherland: then its name is a word.
        ("Otherland ships", [], {SHIPS}),
    ],
)
def test_names_and_years_narrow_a_question(two, question, names, texts):
    assert sorted(name for name, _value in parts(question)) == names
    assert search_texts(question) == texts


def test_what_is_chosen_by_hand_stays(two):
    assert parts("Otherland", country=two.pk) == []
    assert search_texts("Otherland", country=two.pk) == {SHIPS}


def test_a_place_that_is_not_public_is_no_name(two):
    make_place("Hiddenia")
    search.rebuild()
    assert parts("Hiddenia trade") == []


def test_a_local_place_narrows_to_what_lies_in_it(two, publish_texts):
    city = make_place("Port Ilona", level="city", parent=two)
    publish_texts("The port is open.", place=city)
    assert search_texts("port ilona open") == {"The port is open."}
    assert search_texts("norvalia open") == {"The port is open."}


def test_the_page_says_how_a_question_was_read_and_takes_each_part_off(client, two):
    page = parse(client.get("/search/?q=Norvalia+trade+2021"))
    [reading] = page.find_class("search-reading")
    links = {text_of(link): link.get("href") for link in reading.iter("a")}
    assert [name.split(" Search")[0].split(" (")[0] for name in links] == ["Place Norvalia", "Year 2021"]
    assert "/search/?q=%22Norvalia%22+trade+2021" in links.values()
    page = parse(client.get('/search/?q="Norvalia"+trade+"2021"'))
    assert not page.find_class("search-reading")


def test_a_long_question_is_answered_with_its_rarest_words(client, publish_texts):
    text = (
        "The ministry of the interior of the country coordinates all agencies that deal with borders, visas, "
        "asylum, return, labour, health, schools, housing and statistics each year."
    )
    publish_texts(text, "The ministry is small.", "Another ministry.")
    page = parse(client.get("/search/", {"q": f"{text} and xylophones"}))
    assert text_of(page.find_class("hit__text")[0]) == text
    assert "These words of it were searched for: " in text_of(page.find_class("search-reading")[0])
    assert len(search.search(text).query.used) == 12
    assert "ministry" not in search.search(text).query.used


def test_terms_of_the_glossary_are_searched_for_in_its_languages(client, publish_texts):
    term = make_term("remittances", "en").term
    make_term("envois de fonds", "fr", term=term)
    search.index_terms()
    french = "Les envois de fonds coûtent cher."
    publish_texts(french, "Les envois, des fonds.", language="fr")
    publish_texts("Remittances are costly.")
    assert search_texts("remittances") == {french, "Remittances are costly."}
    assert search_texts('"remittances"') == {"Remittances are costly."}
    assert search_texts("remittances costly") == {"Remittances are costly."}
    [reading] = parse(client.get("/search/?q=remittances")).find_class("search-reading")
    assert [text_of(word) for word in reading.xpath(".//bdi[@lang='fr']")] == ["envois de fonds"]
    assert reading.xpath(".//a/@href") == ["/search/?q=%22remittances%22"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("harbour OR free", {HARBOUR, TRADE}),
        ("harbour | free", {HARBOUR, TRADE}),
        ("harbour OU free", {HARBOUR, TRADE}),
        ("(harbour OR ships) trade", {HARBOUR, SHIPS}),
        ("trade harbour OR ships", {HARBOUR, SHIPS}),
        ('"for trade" OR "is free"', {HARBOUR, TRADE}),
        ("(trade -harbour) OR zebra", {SHIPS, TRADE}),
        ("trade -(harbour OR free)", {SHIPS}),
        ("((trade) free", {TRADE}),
        ("OR trade free OR", {TRADE}),
        ("harb* OR shi*", {HARBOUR, SHIPS}),
    ],
)
def test_one_of_two_will_do_and_brackets_hold_together(two, question, expected):
    assert search_texts(question) == expected


@pytest.mark.parametrize(
    ("question", "better"),
    [
        ("refugies", ""),
        ("refujiés", "réfugiés"),
        ("malii", "Mali"),
        ("التامينن", "التأمين"),
        ("wellbieng", "well-being"),
    ],
)
def test_did_you_mean_says_words_as_texts_write_them(publish_texts, question, better):
    publish_texts("Réfugiés du Mali et autres réfugiés.", language="fr")
    publish_texts("يشمل التأمين الجميع.", language="ar")
    publish_texts("Their well-being is studied.")
    assert search.search(question).better == better


def test_a_hit_says_its_language_where_it_is_another(client, publish_texts):
    publish_texts("La taxe est payée.", language="fr")
    publish_texts("The taxe is old.")
    page = parse(client.get("/search/?q=taxe"))
    assert [text_of(mark) for mark in page.find_class("hit__language")] == ["Français"]
    page = parse(client.get("/fr/search/?q=taxe"))
    assert [text_of(mark) for mark in page.find_class("hit__language")] == ["English"]


@pytest.mark.parametrize("reader", ["en", "fr", "es"])
def test_of_texts_that_are_as_good_those_in_the_readers_language_are_first(publish_texts, reader):
    for language in ("es", "fr", "en", "pt"):
        publish_texts("Visa OMC.", language=language)
    hits = search.search("OMC", language=reader).hits
    assert hits[0].language == reader
    assert len(hits) == 4


def test_a_text_and_its_translation_are_one_hit(publish_texts):
    publish_texts("The OMC is free.")
    original = SearchEntry.objects.get(text="The OMC is free.")
    values = {field.attname: getattr(original, field.attname) for field in original._meta.fields}
    SearchEntry.objects.create(**values | {"id": original.pk + 5, "language": "fr", "words": original.words})
    # On SQLite a stem has its language before it.
    SearchEntry.objects.filter(language="fr").update(stems=original.stems.replace("en", "fr"))
    for reader, language in (("en", "en"), ("fr", "fr"), ("ar", "en")):
        results = search.search("OMC", language=reader)
        assert [hit.language for hit in results.hits] == [language]
        assert results.counts["language"] == {language: 1}
