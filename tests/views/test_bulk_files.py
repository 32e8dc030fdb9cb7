"""Files of many profiles: what the page lists is what the file has, in its order, with its choices."""

import copy
import csv
import io
import json
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from profiles import workflow
from profiles.exports import context
from profiles.exports.bulk import long_sheets, selection
from profiles.exports.bulk.formats import TABLES
from profiles.exports.bulk.selection import ProfileSelection, published_rows
from profiles.models import Finding, Profile, Revision
from profiles.search import engine
from tests.factories import make_complete, make_draft, make_place, make_profile, make_published
from tests.pages import listing_addresses, parse, text_of
from tests.views.test_redirects import move

pytestmark = pytest.mark.usefixtures("domains")

ADDRESSES = [
    "/profiles.{}",
    "/places/openland.{}",
    "/search.{}?q=finding",
    "/compare.{}?profile=openland-2021",
]


def content(client, address: str, **headers: str) -> bytes:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.getvalue() if response.streaming else response.content


def lines(client, address: str) -> list[dict[str, str]]:
    text = content(client, address).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def book(client, address: str):
    return load_workbook(io.BytesIO(content(client, address)))


def table(sheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture
def openland() -> Revision:
    place = make_place("Openland", region="002", subregion="011", names={"ar": "أوبنلاند"})
    return workflow.publish(make_complete(make_profile(place, slug="openland-2021")), by=None)


@pytest.fixture
def others(openland) -> list[Revision]:
    """A city in Openland, a town in the city, and two other countries, one of them of another year."""
    city = make_place("Portia", level="city", parent=openland.profile.place)
    town = make_place("Portia Old Town", level="district", parent=city)
    far = make_place("Farland", region="019", subregion="005")
    return [
        make_published(make_profile(place, year=year, slug=f"{place.slug}-{year}"), findings=5)
        for place, year in (
            (city, 2022),
            (town, 2022),
            (far, 2021),
            (make_place("Nearland", region="002"), 2023),
        )
    ]


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?region=002",
        "?region=002&year=2022",
        "?country=openland&sort=-described",
        "?text=land&domain=partnerships",
    ],
)
def test_the_directorys_file_has_the_profiles_of_its_pages_in_their_order(client, others, prefix, query):
    page = parse(client.get(f"{prefix}/profiles/{query}"))
    expected = [link.strip("/").split("/")[-1] for link in page.xpath("//ul[@id='list']//h3//a/@href")]
    assert expected
    slugs = [row["profile"] for row in lines(client, f"{prefix}/profiles.csv{query}")]
    assert list(dict.fromkeys(slugs)) == expected
    sheets = book(client, f"{prefix}/profiles.xlsx{query}")
    assert [row[0] for row in sheets.worksheets[1].iter_rows(min_row=2, values_only=True)] == expected
    english = parse(client.get(f"/profiles/{query}")).xpath("//ul[@id='list']//h3//a/@href")
    document = json.loads(content(client, f"{prefix}/profiles.json{query}"))
    assert [profile["slug"] for profile in document["profiles"]] == [
        link.strip("/").split("/")[-1] for link in english
    ]


def test_the_file_has_all_pages_of_the_list(client):
    for number in range(30):
        make_published(make_profile(make_place(f"Pageland {number}")), findings=1)
    assert len({row["profile"] for row in lines(client, "/profiles.csv")}) == 30
    assert len({row["profile"] for row in lines(client, "/profiles.csv?page=2")}) == 30


def test_a_places_file_has_its_own_profiles_and_those_of_the_local_places_in_it(client, others):
    slugs = {row["profile"] for row in lines(client, "/places/openland.csv")}
    assert slugs == {"openland-2021", "portia-2022", "portia-old-town-2022"}
    response = client.head("/places/openland.csv")
    assert response["Content-Disposition"] == 'attachment; filename="mgi-openland-en.csv"'
    assert response["Link"] == '<https://mgi.example/places/openland/>; rel="canonical"'


def test_a_places_file_follows_its_place(client, openland):
    move(openland.profile.place, "newland")
    response = client.get("/places/openland.xlsx")
    assert response.status_code == 301 and response["Location"] == "/places/newland.xlsx"


@pytest.mark.parametrize(
    "query", ["q=finding", "q=finding&kind=potential", "q=finding&sort=newest&region=002"]
)
def test_the_searchs_file_has_its_hits_in_their_order(client, others, query):
    texts, number = [], 1
    while True:
        page = parse(client.get(f"/search/?{query}&page={number}"))
        texts += [text_of(text) for text in page.xpath("//*[contains(@class, 'hit__text')]")]
        if not page.xpath("//a[@rel='next']"):
            break
        number += 1
    assert texts
    rows = lines(client, f"/search.csv?{query}")
    assert [row["finding"] for row in rows] == texts
    document = json.loads(content(client, f"/search.json?{query}"))
    assert [row["text"] for row in document["findings"]] == texts
    assert document["about"]["is_complete"]
    sheet = book(client, f"/search.xlsx?{query}")["Findings"]
    assert [row["Finding"] for row in table(sheet)] == texts


def test_an_introduction_that_is_found_is_a_line_of_its_own_kind(client, openland):
    rows = lines(client, "/search.csv?q=example")
    (row,) = [row for row in rows if row["kind"] == "introduction"]
    assert row["finding"] == "A fictional example."
    assert (row["domain"], row["domain_number"], row["key"], row["position"]) == ("", "", "", "")
    (introduction,) = [
        row
        for row in json.loads(content(client, "/search.json?q=example"))["findings"]
        if row["kind"] == "introduction"
    ]
    assert introduction["profile"]["slug"] == "openland-2021" and introduction["domain"] is None


def test_more_hits_than_a_file_has_are_said_to_be_there(client, others, monkeypatch):
    assert not any("More was found" in note for note in notes(client, "/search.xlsx?q=finding"))
    monkeypatch.setattr(engine, "MAX_RESULTS", 7)
    assert len(lines(client, "/search.csv?q=finding")) == 7
    assert any("More was found" in note for note in notes(client, "/search.xlsx?q=finding"))
    assert not json.loads(content(client, "/search.json?q=finding"))["about"]["is_complete"]


def notes(client, address: str) -> list[str]:
    return [str(cell) for (cell,) in book(client, address)["Notes"].iter_rows(values_only=True)]


def test_a_comparisons_file_has_what_is_shown_in_its_order(client, others):
    query = "?profile=portia-2022&profile=openland-2021"
    for more in ("", "&domain=partnerships", "&kind=potential"):
        page = parse(client.get(f"/compare/{query}{more}"))
        texts = [text_of(text) for text in page.find_class("finding__text")]
        assert texts
        sheet = book(client, f"/compare.xlsx{query}{more}")["Findings"]
        assert [row["Finding"] for row in table(sheet)] == texts
        document = json.loads(content(client, f"/compare.json{query}{more}"))
        assert [row["text"] for row in document["findings"]] == texts
        assert [row["finding"] for row in document["findings"] if "finding" in row] == []
    assert client.get("/compare.json?profile=nowhere-2021").status_code == 404


@pytest.mark.parametrize(
    "address", ["/profiles.{}?region=nowhere", "/search.{}?q=a&kind=nothing", "/compare.{}?kind=x"]
)
@pytest.mark.parametrize("ending", TABLES)
def test_a_choice_that_does_not_exist_is_refused(client, address, ending):
    assert client.get(address.format(ending)).status_code == 400


def test_the_notes_say_what_was_chosen_and_what_the_file_is_not(client, others):
    note_lines = notes(client, "/profiles.xlsx?region=002&year=2022")
    assert "https://mgi.example/profiles/?region=002&year=2022" in note_lines
    assert "Region: Africa" in note_lines and "Year described: 2022" in note_lines
    assert any("do not rank or score" in note for note in note_lines)
    assert any("Cite the month with each finding" in note for note in note_lines)
    assert any("licence" in note for note in note_lines)
    assert any("invented" in note for note in note_lines)


def test_the_notes_have_what_is_said_of_a_places_status(client, openland):
    place = make_place("Statusland", designation_note="A fictional note on its status.")
    make_published(make_profile(place))
    assert "Statusland: A fictional note on its status." in notes(client, "/profiles.xlsx")


def test_nothing_hidden_is_in_any_file(client, others):
    make_draft(make_profile(make_place("Hiddenia"), slug="hiddenia-2021"))
    workflow.start_revision(others[0].profile, by=None).findings.update(text="A wording nobody approved.")
    revision = make_published(make_profile(make_place("Goneland"), slug="goneland-2021"))
    workflow.withdraw(revision, by=None, reason="A fictional reason.")
    for address in listing_addresses():
        data = content(client, address)
        if address.partition("?")[0].endswith("xlsx"):
            data = repr([[*sheet.values] for sheet in load_workbook(io.BytesIO(data))]).encode()
        assert b"Openland" in data or "openland" not in address, address
        for word in (b"Hiddenia", b"hiddenia", b"Goneland", b"goneland", b"nobody approved"):
            assert word not in data, address
    assert client.get("/places/hiddenia.csv").status_code == client.get("/places/goneland.csv").status_code


def test_what_is_withdrawn_while_a_file_is_made_is_left_out(others, monkeypatch):
    monkeypatch.setattr(context, "BATCH", 1)
    texts = published_rows(Profile.objects.published().order_by("-year", "pk"))
    assert list(texts.revisions)[-1] == "farland-2021"
    pieces = ProfileSelection(texts, "en", "", "", "").pieces()
    first = next(pieces)
    workflow.withdraw(Revision.objects.published().get(profile__slug="farland-2021"), by=None, reason="Why.")
    slugs = [profile.data["slug"] for profile, _rows in (first, *pieces)]
    assert slugs == list(texts.revisions)[:-1]


@pytest.mark.parametrize("ending", TABLES)
@pytest.mark.parametrize("query", ["", "?year=2022"])
def test_what_fails_half_way_is_an_error_and_no_file(client, others, monkeypatch, ending, query):
    def failing(*args):
        yield from list(context.build_exports(*args))[:1]
        raise OSError("The disk is full.")

    client.raise_request_exception = False
    monkeypatch.setattr(selection, "build_exports", failing)
    response = client.get(f"/profiles.{ending}{query}")
    assert response.status_code == 500
    assert "Content-Disposition" not in response
    monkeypatch.undo()
    assert content(client, f"/profiles.{ending}{query}")


@pytest.mark.parametrize("ending", TABLES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_is_named_and_kept_from_indexes(client, others, address, ending):
    response = client.get(address.format(ending))
    assert response.getvalue() if response.streaming else response.content
    assert response["Content-Type"] == TABLES[ending].content_type
    assert response["X-Robots-Tag"] == "noindex"
    assert "public" in response["Cache-Control"] and response["Vary"] == "Accept-Encoding"
    assert response["Content-Disposition"].endswith(f'.{ending}"')
    assert not response.cookies


@pytest.mark.parametrize("ending", TABLES)
@pytest.mark.parametrize("address", ADDRESSES[:3])
def test_a_file_is_the_same_until_something_changes(client, others, address, ending):
    address = address.format(ending)
    response = client.get(address)
    body = response.getvalue() if response.streaming else response.content
    again = client.get(address)
    assert (again.getvalue() if again.streaming else again.content) == body
    unchanged = client.get(address, headers={"if-none-match": response["ETag"]})
    assert unchanged.status_code == 304
    assert unchanged["ETag"] == response["ETag"] and "public" in unchanged["Cache-Control"]
    head = client.head(address)
    assert head.status_code == 200 and head["ETag"] == response["ETag"]
    assert "Content-Length" not in head and "Content-Length" in response
    assert client.post(address).status_code == 405
    Profile.objects.filter(slug="openland-2021").update(licence="CC BY 4.0")
    content(client, address, **{"if-none-match": response["ETag"]})  # is 200


def test_the_name_of_a_searchs_file_is_plain_letters(client, openland):
    name = client.head(f"/search.csv?q={quote('Évaluation “quality” مهاجر')}")["Content-Disposition"]
    assert name == 'attachment; filename="mgi-search-evaluation-quality-en.csv"'


def test_the_name_of_a_searchs_file_has_no_word_that_was_left_out(client, openland):
    name = client.head("/search.csv?q=quality%20-register")["Content-Disposition"]
    assert name == 'attachment; filename="mgi-search-quality-en.csv"'


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/fr/profiles.csv", "mgi-profiles-fr.csv"),
        ("/fr/profiles.csv?year=2021&sort=described", "mgi-profiles-2021-fr.csv"),
        (
            "/ar/profiles.xlsx?country=openland&edition=1&domain=partnerships",
            "mgi-profiles-openland-edition-1-partnerships-ar.xlsx",
        ),
        ("/profiles.csv?region=019&year=2021", "mgi-profiles-region-019-2021-en.csv"),
        ("/fr/places/openland.xlsx", "mgi-openland-fr.xlsx"),
        ("/fr/search.xlsx?q=remittances&language=es", "mgi-search-remittances-language-es-fr.xlsx"),
        ("/fr/compare.csv?profile=openland-2021", "compare-openland-2021-fr.csv"),
        (
            "/ar/compare.xlsx?profile=openland-2021&domain=partnerships",
            "compare-openland-2021-partnerships-ar.xlsx",
        ),
        # Its words are English wherever it is asked for.
        ("/fr/profiles.json?year=2021", "mgi-profiles-2021-en.json"),
    ],
)
def test_the_name_of_a_file_tells_its_language_and_what_was_chosen(client, others, address, name):
    response = client.head(address)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_name_of_a_file_is_not_longer_than_disks_take(client):
    slugs = [f"{letter * 60}-2021" for letter in "abcd"]
    for slug in slugs:
        make_published(make_profile(make_place(slug[:60].title()), slug=slug))
    query = "&".join(f"profile={slug}" for slug in slugs)
    for ending in TABLES:
        response = client.head(f"/fr/compare.{ending}?{query}")
        name = response["Content-Disposition"].partition("filename=")[2].strip('"')
        assert len(name) <= 100 and name.isascii()
        assert name.endswith(f"-{'en' if ending == 'json' else 'fr'}.{ending}")


def test_the_name_of_a_searchs_file_that_was_cut_says_so(client, openland, monkeypatch):
    monkeypatch.setattr(engine, "MAX_RESULTS", 1)
    name = client.head("/fr/search.csv?q=finding")["Content-Disposition"]
    assert name == 'attachment; filename="mgi-search-finding-newest-2000-fr.csv"'


def test_json_is_the_same_in_every_language(client, others):
    for address in ADDRESSES:
        address = address.format("json")
        assert len({content(client, f"{prefix}{address}") for prefix in ("", "/fr", "/ar")}) == 1, address


@pytest.mark.parametrize("address", ["/profiles.json", "/places/openland.json", "/profiles.json?year=2022"])
def test_json_of_whole_texts_is_the_exchange_format(client, others, address):
    document = json.loads(content(client, address))
    schema = client.get("/about/data/profile.schema.json").json()
    assert not list(Draft202012Validator(schema).iter_errors(document))
    single = client.get("/profiles/portia-2022.json").json()
    assert single["profiles"][0] in document["profiles"]
    texts = {text["profile"]: text for text in document["about"]["texts"]}
    assert list(texts) == [profile["slug"] for profile in document["profiles"]]
    assert texts["portia-2022"]["address"] == single["about"]["address"]
    assert document["about"]["note"] == texts["portia-2022"]["note"] == "Fictional example"


def test_json_of_many_can_be_loaded_by_another_site(client, others, tmp_path):
    file = tmp_path / "all.json"
    text = content(client, "/profiles.json").decode()
    for slug in ("openland", "portia", "farland", "nearland"):
        text = text.replace(f'"{slug}', f'"other-{slug}')
    for key in Finding.objects.values_list("key", flat=True):
        text = text.replace(str(key), f"{int(str(key)[:8], 16) ^ 1:08x}{str(key)[8:]}")
    file.write_text(text)
    call_command("load_profiles", str(file), verbosity=0)
    assert Profile.objects.published().filter(slug__startswith="other-").count() == 5


def test_parts_of_texts_are_not_taken_for_whole_ones(client, openland):
    document = json.loads(content(client, "/search.json?q=finding"))
    assert document["format"] == "mgi-findings/1"
    schema = client.get("/about/data/profile.schema.json").json()
    assert list(Draft202012Validator(schema).iter_errors(document))


@pytest.mark.parametrize(
    "address",
    [
        "/search.json?q=fictional",
        "/search.json?q=migration&kind=potential",
        "/compare.json?profile=mali-2021",
    ],
)
def test_json_of_parts_is_of_its_own_published_shape(client, demo, address):
    document = json.loads(content(client, address))
    shape = client.get("/about/data/findings.schema.json").json()
    Draft202012Validator.check_schema(shape)
    assert shape["$id"] == "https://mgi.example/about/data/findings.schema.json"
    assert document["findings"]
    assert [error.message for error in Draft202012Validator(shape).iter_errors(document)] == []
    for part in ("text", "profile", "sources"):
        incomplete = copy.deepcopy(document)
        del incomplete["findings"][0][part]
        assert list(Draft202012Validator(shape).iter_errors(incomplete)), part


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("ending", TABLES)
def test_a_file_costs_the_same_queries_with_2_profiles_and_with_20(client, address, ending, monkeypatch):
    place = make_place("Openland")
    make_published(make_profile(place, slug="openland-2021"), findings=1)
    make_published(make_profile(make_place(level="city", parent=place)), findings=1)
    counts = [count_queries(client, address.format(ending))]
    for _ in range(18):
        make_published(make_profile(make_place(level="city", parent=place)), findings=1)
    counts.append(count_queries(client, address.format(ending)))
    assert counts[0] == counts[1] <= 18


def count_queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        content(client, address)
    return len(queries)


def test_what_has_not_changed_costs_few_queries_and_the_whole_site_is_made_once(client, others):
    for ending in TABLES:
        response = client.get(f"/profiles.{ending}")
        response.getvalue()
        with CaptureQueriesContext(connection) as queries:
            again = client.get(f"/profiles.{ending}", headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304
        assert not [query for query in queries.captured_queries if "profiles_finding" in query["sql"]]
        assert count_queries(client, f"/profiles.{ending}") == len(queries)


@pytest.mark.parametrize("ending", TABLES)
def test_each_line_about_an_invented_place_says_so(client, others, ending):
    make_published(make_profile(make_place("Realland", is_fictional=False), slug="realland"), findings=2)
    if ending == "csv":
        rows = [(row["place_name"], row["note"]) for row in lines(client, "/profiles.csv")]
    elif ending == "xlsx":
        rows = [
            (row["Place"], row["Note"] or "") for row in table(book(client, "/profiles.xlsx")["Findings"])
        ]
    else:
        texts = json.loads(content(client, "/profiles.json"))["about"]["texts"]
        rows = [(text["title"], text.get("note", "")) for text in texts]
    assert rows
    for name, note in rows:
        assert note == ("" if "Realland" in name else "Fictional example"), name


def test_a_sheet_that_is_full_says_so(client, others, monkeypatch):
    monkeypatch.setattr(long_sheets, "MOST_ROWS", 10)
    sheets = book(client, "/places/openland.xlsx")
    assert sheets["Findings"].max_row == 10
    note_lines = [str(cell) for (cell,) in sheets["Notes"].iter_rows(values_only=True)]
    assert any("no room for more rows" in note for note in note_lines)


def test_words_around_the_texts_are_in_the_language_of_the_address(client, others):
    sheets = book(client, "/ar/places/openland.xlsx")
    assert all(sheet.sheet_view.rightToLeft for sheet in sheets)
    places = {row[1] for row in sheets.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert "أوبنلاند" in places
    assert {row["place_name"] for row in lines(client, "/ar/places/openland.csv")} == places


def test_pages_offer_their_files_with_their_choices(client, others):
    files = "//p[@class='downloads']//a/@href"
    for address, expected in {
        "/profiles/": "/profiles.{}",
        "/fr/profiles/?region=002&page=1&utm=x": "/fr/profiles.{}?region=002",
        "/places/openland/": "/places/openland.{}",
        "/search/?q=finding&kind=potential": "/search.{}?q=finding&kind=potential",
    }.items():
        page = parse(client.get(address))
        links = page.xpath(files)
        assert links == [expected.format(ending) for ending in TABLES]
        assert set(page.xpath("//p[@class='downloads']//a/@rel")) == {"nofollow"}
        for link in links:
            assert content(client, link)
    assert not parse(client.get("/search/?q=nothingatall")).xpath(files)
    assert not parse(client.get("/profiles/?text=nowhere")).xpath(files)
