"""The rows of a file of many profiles: those that the page lists, in its order, with its choices."""

import io
import json

import pytest
from openpyxl import load_workbook

from profiles import workflow
from profiles.exports import context
from profiles.exports.bulk import long_sheets
from profiles.exports.bulk.formats import TABLES
from profiles.exports.bulk.selection import ProfileSelection, published_rows
from profiles.models import Profile, Revision
from profiles.search import engine
from tests.factories import make_draft, make_place, make_profile, make_published
from tests.pages import listing_addresses, parse, text_of
from tests.views.bulk_files.tables import book, content, lines, notes, table
from tests.views.test_redirects import move

pytestmark = pytest.mark.usefixtures("domains")


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
    pieces = ProfileSelection(texts, "en", "en", "", "", "").pieces()
    first = next(pieces)
    workflow.withdraw(Revision.objects.published().get(profile__slug="farland-2021"), by=None, reason="Why.")
    slugs = [profile.data["slug"] for profile, _rows in (first, *pieces)]
    assert slugs == list(texts.revisions)[:-1]


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
