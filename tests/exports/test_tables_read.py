"""Tables of many profiles as other programs read them: pandas, openpyxl, and the rules of RFC 4180."""

import csv
import io
import json

import pandas
import pytest
from openpyxl import load_workbook

from profiles import workflow
from profiles.exports.columns import CSV
from profiles.imports.tables.cells import unescape
from profiles.models import Finding, Profile, Source
from tests.factories import make_complete, make_place, make_profile

pytestmark = pytest.mark.usefixtures("domains")

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1", '=HYPERLINK("https://x.example")']
TEXTS = [
    "Two\nlines, a comma; a semicolon",
    'He said “so”, and "so", and ""so""',
    '"',
    "’'`´ \\ \\n / | \\|",
    "مذكرة تفاهم، «مقتبس»",
    " spaces at both ends ",
    "#N/A",
    "NA",
    "TRUE",
    "1.50",
    "2021-09",
    "<b>&amp;</b> ]]>",
    "_x000D_ and _x0041_",
    "Zürich, Ghāliya, 東京, 🜚",
    "# not a comment",
    "a\u2028b",
    *FORMULAS,
]


@pytest.fixture
def texts() -> list[str]:
    """Publish TEXTS as the findings of as many profiles, with all that can be hard in the other columns."""
    for number, text in enumerate(TEXTS):
        place = make_place(
            f"Hardland {number}", official_name='Republic of "Hardland", the', names={"ar": "=1"}
        )
        draft = make_complete(make_profile(place, slug=f"hardland-{number:02}", licence="=2+2"))
        Source.objects.filter(revision=draft).update(
            title="=3+3", body="a\nb", url="https://x.example/?a=1&b=2"
        )
        Finding.objects.filter(revision=draft).update(text=text, indicator_area="@area")
        workflow.publish(draft, by=None)
    return [text for text in TEXTS for _ in range(12)]


def content(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue()


def plain(text: str) -> str:
    """Return what docs/data-and-api.md says of cells: one apostrophe is taken away before =, +, -, @, tab."""
    return text[1:] if text.lstrip("'")[:1] in ("=", "+", "-", "@", "\t", "\r") and text[:1] == "'" else text


def test_pandas_reads_the_csv(client, texts):
    frame = pandas.read_csv(io.BytesIO(content(client, "/profiles.csv")), keep_default_na=False, dtype=str)
    assert frame.columns[0] == "profile"  # and no mark before it
    frame = frame.sort_values(["profile", "domain_number", "position"], kind="stable")
    assert [plain(text) for text in frame["finding"]] == texts
    assert {plain(area) for area in frame["indicator_area"]} == {"@area"}
    assert set(frame["note"]) == {"Fictional example"}


def test_pandas_takes_numbers_for_numbers(client, texts):
    frame = pandas.read_csv(io.BytesIO(content(client, "/profiles.csv")), keep_default_na=False)
    assert frame[["edition", "revision", "domain_number", "position"]].dtypes.map(str).eq("int64").all()
    assert set(frame.groupby("domain_number")["domain"].nunique()) == {1}


def test_pandas_reads_the_workbook(client, texts):
    file = io.BytesIO(content(client, "/profiles.xlsx"))
    frame = pandas.read_excel(file, sheet_name="Findings", keep_default_na=False)
    frame = frame.sort_values(["Profile", "Domain number", "Position"], kind="stable")
    # A carriage return stands in XML as _x000D_, which Excel reads and openpyxl leaves to its reader.
    assert [plain(unescape(text)) for text in frame["Finding"]] == texts
    profiles = pandas.read_excel(file, sheet_name="Profiles", keep_default_na=False)
    assert len(profiles) == len(TEXTS)
    assert set(profiles["Licence"]) == {"'=2+2"}


def test_no_cell_of_the_workbook_is_calculated_and_none_is_an_error(client, texts):
    for address in ("/profiles.xlsx", "/search.xlsx?q=hardland", "/compare.xlsx?profile=hardland-16"):
        book = load_workbook(io.BytesIO(content(client, address)))
        assert book.sheetnames == ["Findings", "Profiles", "Notes"]
        for row in (row for sheet in book for row in sheet.iter_rows()):
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr"), (cell.coordinate, cell.value)
                if isinstance(cell.value, str):
                    assert cell.value[:1] not in ("=", "+", "-", "@", "\t"), cell.value


def test_no_cell_of_the_csv_begins_as_a_formula(client, texts):
    for address in (
        "/profiles.csv",
        "/places/hardland-16.csv",
        "/search.csv?q=fictional",
        "/ar/profiles.csv",
    ):
        text = content(client, address).decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")], row


def test_the_csv_is_what_strict_readers_ask_for(client, texts):
    """RFC 4180, which R, Excel and others read: CRLF between lines, quotes doubled, as many cells in each."""
    body = content(client, "/profiles.csv")
    assert body.startswith(b"\xef\xbb\xbfprofile,") and body.count(b"\xef\xbb\xbf") == 1
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(CSV)}
    assert len(rows) == len(texts) + 1
    assert body.endswith(b"\r\n")


def test_json_needs_no_guard(client, texts):
    document = json.loads(content(client, "/profiles.json"))
    document_texts = [finding["text"] for profile in document["profiles"] for finding in profile["findings"]]
    assert sorted(document_texts) == sorted(texts)
    assert Profile.objects.count() == len(document["profiles"])


def test_a_text_that_is_too_long_for_a_cell_goes_on_below(client):
    draft = make_complete(make_profile(make_place("Longland"), slug="longland"))
    text = "Words of a text that is too long for a cell. " * 1000
    Finding.objects.filter(pk=draft.findings.first().pk).update(text=text)
    workflow.publish(draft, by=None)
    sheet = load_workbook(io.BytesIO(content(client, "/profiles.xlsx")))["Findings"]
    head, *rows = sheet.iter_rows(values_only=True)
    at, key = head.index("Finding"), head.index("Key")
    pieces = [row for row in rows if row[key] == rows[0][key]]
    assert len(pieces) > 1
    assert "".join(row[at] for row in pieces) == text
