"""How others cite a profile: read by what reads it, BibTeX, RIS and CSL by their own programs."""

import json

import bibtexparser
import pytest
import rispy
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from profiles import workflow
from profiles.exports.citations.bibtex import escaped
from profiles.exports.citations.citation import build_citation
from profiles.exports.formats import CITATIONS
from profiles.models import Revision
from tests.factories import make_complete, make_draft, make_place, make_profile
from tests.pages import parse, text_of
from tests.test_query_counts import queries

pytestmark = pytest.mark.usefixtures("domains")

TITLE = "Migration Governance Indicators: Republic of Openland First Profile (2021)"
ADDRESS = "https://mgi.example/profiles/openland-2021/r/1/"


@pytest.fixture
def live() -> Revision:
    profile = make_profile(
        make_place("Openland"), slug="openland-2021", reference_number="OP_2021 & 4", isbn="978-92-9068-000-0"
    )
    return workflow.publish(make_complete(profile), by=None)


def get(client, ending: str, at: str = "/profiles/openland-2021") -> str:
    response = client.get(f"{at}.{ending}")
    assert response.status_code == 200
    assert response["Content-Type"] == CITATIONS[ending].content_type
    return response.content.decode()


def test_bibtex(client, live):
    library = bibtexparser.parse_string(get(client, "bib"))
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("misc", "openland-2021-r1")
    assert fields["title"] == f"{{{TITLE}}}"
    assert fields["url"] == ADDRESS
    assert fields["year"] == str(live.published_at.year)
    assert fields["date"] == live.published_at.date().isoformat()
    assert fields["note"] == "Fictional example. Situation described: September 2021"
    assert fields["number"] == r"OP\_2021 \& 4"
    assert fields["language"] == "english"


def test_bibtex_cannot_be_broken_by_what_is_written_in_it():
    text = "50 % of {A} & B_1 \\ $ # ~ ^\n\nend"
    entry = f"@misc{{key,\n  title = {{{escaped(text)}}},\n}}"
    library = bibtexparser.parse_string(entry)
    assert not library.failed_blocks
    assert "\n" not in library.entries[0].fields_dict["title"].value


def test_ris(client, live):
    content = get(client, "ris")
    assert all(line.endswith("\r") for line in content.rstrip("\n").split("\n"))
    (entry,) = rispy.loads(content)
    assert entry["type_of_reference"] == "RPRT"
    assert entry["title"] == TITLE
    assert entry["urls"] == [ADDRESS]
    assert entry["year"] == str(live.published_at.year)
    assert entry["language"] == "en"
    assert entry["publisher"] == "Migration Governance Profiles"
    assert entry["notes"] == ["Fictional example. Situation described: September 2021"]


def test_csl_makes_a_citation_in_a_style(client, live):
    items = json.loads(get(client, "csl.json"))
    assert items[0]["type"] == "report"
    assert items[0]["issued"] == {"date-parts": [[*live.published_at.timetuple()[:3]]]}
    source = CiteProcJSON(items)
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain
    )
    bibliography.register(Citation([CitationItem("openland-2021-r1")]))
    (line,) = (str(entry) for entry in bibliography.bibliography())
    assert "Migration Governance Indicators: Republic of Openland First Profile (2021)" in line
    assert str(live.published_at.year) in line


def test_citations_are_of_the_frozen_text(client, live):
    draft = workflow.start_revision(live.profile, by=None)
    workflow.publish(draft, by=None)
    assert "/openland-2021/r/2/" in get(client, "ris")
    assert "/openland-2021/r/1/" in get(client, "ris", "/profiles/openland-2021/r/1")
    assert client.get("/profiles/openland-2021/r/3.ris").status_code == 404


def test_no_draft_is_cited(client):
    draft = make_draft(make_profile(make_place("Draftland"), slug="draftland-2021"))
    for ending in CITATIONS:
        assert client.get(f"/profiles/draftland-2021.{ending}").status_code == 404
        assert client.get(f"/profiles/draftland-2021/r/1.{ending}").status_code == 404
    with pytest.raises(ValueError, match="not cited"):
        build_citation(draft, "en")


def test_what_was_withdrawn_is_gone(client, live):
    workflow.withdraw(live, by=None, reason="A fictional reason.")
    for ending in CITATIONS:
        assert client.get(f"/profiles/openland-2021.{ending}").status_code == 410


def test_a_citation_costs_one_query(client, live):
    for ending in CITATIONS:
        assert queries(client, f"/profiles/openland-2021.{ending}") == 1


def test_the_page_has_it_in_styles_that_can_be_selected(client, live):
    page = parse(client.get("/profiles/openland-2021/"))
    day = live.published_at
    words = {name: text_of(page.get_element_by_id(name)) for name in ("apa", "chicago", "bibtex")}
    assert words["apa"] == (
        f"{TITLE} (Revision 1; Fictional example. Situation described: September 2021). "
        f"({day.year}, {day:%B} {day.day}). Migration Governance Profiles. {ADDRESS}"
    )
    assert words["chicago"] == (
        f"{TITLE}. Revision 1. Fictional example. Situation described: September 2021. "
        f"Migration Governance Profiles, {day:%B} {day.day}, {day.year}. {ADDRESS}"
    )
    assert words["bibtex"].startswith("@misc{openland-2021-r1,")
    for name in words:
        (button,) = page.xpath(f"//button[@data-copy='#{name}']")
        assert button.get("hidden") is not None  # until the script can copy
    links = page.xpath("//details//ul[@class='files']//a/@href")
    assert links == [f"/profiles/openland-2021.{ending}" for ending in CITATIONS]


@pytest.mark.parametrize("prefix", ["", "/fr", "/ar"])
def test_the_citation_of_the_page_and_of_its_files_is_one(client, live, prefix):
    marks = {"": "Fictional example: ", "/fr": "Exemple fictif. ", "/ar": "مثال خيالي. "}
    citation = text_of(parse(client.get(f"{prefix}/profiles/openland-2021/")).get_element_by_id("citation"))
    assert citation.replace("\u00a0", " ").startswith(f"{marks[prefix]}{TITLE} (")
    assert citation.endswith(f" {ADDRESS}")
    file = b"".join(client.get(f"{prefix}/profiles/openland-2021.txt")).decode("utf-8-sig")
    assert citation.replace("\u00a0", " ") in file.replace("\u00a0", " ").splitlines()


def test_apa_has_the_semicolon_of_the_language(client, live):
    for prefix, semicolon in {"": "1; F", "/fr": "1\u202f; E", "/ar": "1؛ م"}.items():
        page = parse(client.get(f"{prefix}/profiles/openland-2021/"))
        assert semicolon in page.get_element_by_id("apa").text_content(), prefix


def test_the_head_of_the_page_tells_libraries(client, live):
    page = parse(client.get("/fr/profiles/openland-2021/"))
    tags = {meta.get("name"): meta.get("content") for meta in page.xpath("//meta[@name]")}
    assert tags["citation_title"] == tags["dcterms.title"] == TITLE
    assert tags["citation_publication_date"] == f"{live.published_at:%Y/%m/%d}"
    assert tags["citation_public_url"] == tags["dcterms.identifier"] == ADDRESS
    pdf = tags["citation_pdf_url"].removeprefix("https://mgi.example")
    assert client.get(pdf)["Content-Type"] == "application/pdf"
    assert tags["citation_isbn"] == "978-92-9068-000-0"
    assert tags["dcterms.temporal"] == "2021-09"
    assert tags["dcterms.issued"] == live.published_at.date().isoformat()
    assert "Exemple fictif" in tags["dcterms.description"]
