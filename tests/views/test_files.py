"""A profile as a file: at its address, the same bytes each time, in the language of the address."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook

from profiles import workflow
from profiles.choices import Kind, Language
from profiles.exports import apart
from profiles.exports.formats import FORMATS
from profiles.exports.kept_files import KEPT_ENDINGS
from profiles.imports import readers
from profiles.models import Revision
from tests.factories import make_complete, make_place, make_profile, make_published
from tests.pages import parse
from tests.test_query_counts import queries

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def live() -> Revision:
    return workflow.publish(
        make_complete(make_profile(make_place("Openland"), slug="openland-2021")), by=None
    )


@pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending != "pdf"])
@pytest.mark.parametrize("prefix", ["", "/fr", "/ar"])
def test_a_file_says_what_the_profile_says(client, live, ending, prefix):
    response = client.get(f"{prefix}/profiles/openland-2021.{ending}")
    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[ending].content_type
    language = prefix.strip("/") or "en"
    name = f"mgi-openland-2021-r1-{language}.{ending}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Link"] == f'<https://mgi.example{prefix}/profiles/openland-2021/>; rel="canonical"'
    reading = readers.read(response.content, f"a.{ending}")
    expected = [(f.domain.slug, f.kind, f.text) for f in live.findings.select_related("domain").in_order()]
    assert [(f["domain"], f["kind"], f["text"]) for f in reading.findings] == expected
    assert len(reading.sources) == 1


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_is_kept_by_caches_and_asked_again(client, live, ending):
    address = f"/profiles/openland-2021.{ending}"
    answer = client.get(address)
    assert "public" in answer["Cache-Control"] and "max-age=0" in answer["Cache-Control"]
    assert answer["Vary"] == "Accept-Encoding"
    assert not answer.cookies
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert client.head(address)["ETag"] == answer["ETag"]
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("ending", FORMATS)
def test_a_frozen_text_keeps_its_file(client, live, ending):
    draft = workflow.start_revision(live.profile, by=None)
    draft.findings.update(text="A later wording.")
    workflow.publish(draft, by=None)
    first, second = (client.get(f"/profiles/openland-2021/r/{number}.{ending}") for number in (1, 2))
    texts = [
        {f["text"] for f in readers.read(answer.content, f"a.{ending}").findings}
        for answer in (first, second)
    ]
    assert "A later wording." not in texts[0]
    assert texts[1] == {"A later wording."}
    assert first["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in second
    assert client.get(f"/profiles/openland-2021.{ending}").content == second.content
    assert client.get(f"/profiles/openland-2021/r/3.{ending}").status_code == 404


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_of_an_invented_place_says_so(client, live, ending):
    content = client.get(f"/profiles/openland-2021.{ending}").content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b" ".join(package.read(name) for name in package.namelist())
    assert "Fictional example" in content.decode(errors="ignore")


def test_a_file_costs_the_same_few_queries_with_6_findings_and_with_60(client):
    few = make_published(make_profile(make_place()), findings=6)
    many = make_published(make_profile(make_place()), findings=60)
    for ending in FORMATS:
        counts = [queries(client, f"/profiles/{r.profile.slug}.{ending}") for r in (few, many)]
        is_kept = ending in KEPT_ENDINGS
        # Of what is kept the state is asked for first, and again before it is kept; later that alone.
        assert counts[0] == counts[1] <= (7 if is_kept else 6), ending
        assert queries(client, f"/profiles/{few.profile.slug}.{ending}") == (1 if is_kept else counts[0])


def test_no_other_ending_is_a_file(client, live):
    for name in ("openland-2021.exe", "openland-2021.", "openland-2021.jsonx", "nowhere.json"):
        assert client.get(f"/profiles/{name}").status_code == 404, name


def test_the_page_links_to_its_files(client, live):
    own = "//h3[@id='data']/following-sibling::ul[1]//a/@href"
    for prefix in ("", "/fr"):
        links = parse(client.get(f"{prefix}/profiles/openland-2021/")).xpath(own)
        assert links == [f"{prefix}/profiles/openland-2021.{ending}" for ending in FORMATS]
    links = parse(client.get("/profiles/openland-2021/r/1/")).xpath(own)
    assert links == [f"/profiles/openland-2021/r/1.{ending}" for ending in FORMATS]


def test_json_is_the_same_in_every_language(client, live):
    answers = {client.get(f"{prefix}/profiles/openland-2021.json").content for prefix in ("", "/fr", "/ar")}
    (content,) = answers
    document = json.loads(content)
    assert document["about"]["address"] == "https://mgi.example/profiles/openland-2021/r/1/"
    assert document["about"]["revision"] == 1
    assert [place["slug"] for place in document["places"]] == ["openland"]


def test_json_can_be_loaded_by_another_site(client, live, tmp_path):
    from django.core.management import call_command

    from profiles.models import Place, Profile

    file = tmp_path / "openland.json"
    file.write_bytes(client.get("/profiles/openland-2021.json").content.replace(b"openland", b"otherland"))
    text = file.read_text()
    for finding in live.findings.all():
        text = text.replace(str(finding.key)[:8], f"{int(str(finding.key)[:8], 16) ^ 1:08x}")
    file.write_text(text)
    call_command("load_profiles", str(file), verbosity=0)
    assert Place.objects.get(slug="otherland").is_fictional
    assert Profile.objects.published().filter(slug="otherland-2021").exists()


def test_csv_has_a_line_for_each_finding_that_says_what_it_is_about(client, live):
    content = client.get("/profiles/openland-2021.csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 12
    assert {row["described"] for row in rows} == {"2021-09"}
    assert {row["place_name"] for row in rows} == {"Openland"}
    assert rows[0]["kind_heading"] == Kind.WELL_DEVELOPED.label
    assert rows[0]["link"] == "https://mgi.example/profiles/openland-2021/r/1/"


def test_the_word_document_has_headings_lists_language_and_direction(client, live):
    document = Document(io.BytesIO(client.get("/ar/profiles/openland-2021.docx").content))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[:2] == ["Title", "Subtitle"]
    assert styles.count("List Bullet") == 12
    assert styles.count("Heading 2") == 12
    domains = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert "الهجرة الآمنة والمنظمة والنظامية" in domains
    bidi = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}bidi"
    heading = next(p for p in document.paragraphs if p.style.name == "Heading 2")
    text = next(p for p in document.paragraphs if p.style.name == "List Bullet")
    assert heading._p.pPr.find(bidi) is not None  # the words around the text are Arabic, the text is English
    assert text._p.pPr.find(bidi) is None
    assert document.core_properties.language == "en"
    english = Document(io.BytesIO(client.get("/profiles/openland-2021.docx").content))
    words = [p.text for p in english.paragraphs]
    assert "How to cite" in words
    assert any("do not rank or score" in text for text in words)


def test_the_workbook_has_its_four_sheets(client, live):
    book = load_workbook(io.BytesIO(client.get("/profiles/openland-2021.xlsx").content))
    assert book.sheetnames == ["Findings", "Sources", "Facts", "Notes"]
    assert [cell.value for cell in book["Findings"][1]][:5] == [
        *("Domain number", "Domain", "Kind", "Position", "Finding"),
    ]
    assert book["Findings"].max_row == 13


def test_the_schema_is_where_it_says(client):
    response = client.get("/about/data/profile.schema.json")
    assert response["Content-Type"] == "application/schema+json"
    assert response.json()["$id"] == "https://mgi.example/about/data/profile.schema.json"
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize("language", Language.values)
def test_words_around_the_text_are_in_the_language_of_the_address(client, live, language):
    from django.utils.translation import gettext, override

    prefix = "" if language == "en" else f"/{language}"
    with override(language):
        kind, introduction = str(Kind.POTENTIAL.label), gettext("Introduction")
    text = client.get(f"{prefix}/profiles/openland-2021.txt").content.decode("utf-8-sig")
    assert kind in text.splitlines()
    assert introduction in text.splitlines()


@pytest.mark.usefixtures("demo")
def test_latin_words_in_an_arabic_document_run_from_left_to_right(client):
    document = Document(io.BytesIO(client.get("/ar/profiles/zanbaqia-2024.docx").content))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    runs = [run for paragraph in document.paragraphs for run in paragraph._p.iter(f"{word}r")]
    latin = re.compile("[A-Za-z]")
    mixed = [
        run.xpath("string(.)")
        for run in runs
        if run.find(f"{word}rPr/{word}rtl") is not None and latin.search(run.xpath("string(.)"))
    ]
    assert mixed == []
    texts = [run.xpath("string(.)") for run in runs]
    assert "Migration Governance Profiles" in texts
    assert any(re.fullmatch(r"https?://\S+/r/1/", text) for text in texts)


@pytest.mark.parametrize("address", ["/profiles/openland-2021.xlsx", "/fr/profiles/openland-2021.docx"])
def test_a_file_that_takes_too_much_is_a_503(client, live, monkeypatch, address):
    monkeypatch.setattr(apart, "LIMITS", replace(apart.LIMITS, memory=1))
    answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Cache-Control"] == "no-cache"
    title = "Le fichier n’a pas pu être généré" if "fr" in address else "The file could not be generated"
    assert title in answer.content.decode()
    monkeypatch.undo()
    assert client.get(address).status_code == 200
