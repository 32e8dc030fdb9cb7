"""Workbooks and CSV as people write them: free tables in several languages, and their faults."""

import sys

import pytest

from profiles.imports import readers
from profiles.imports.answers import Answers
from profiles.imports.document import Asks
from tests.imports.packages import workbook

pytestmark = pytest.mark.usefixtures("domains")

PLAN = "The city has a plan for newcomers, adopted in 2019."
GAP = "There is no register of associations as of 2021."
PLACED = [("partnerships", "well_developed", PLAN), ("partnerships", "potential", GAP)]


def read_table(data: bytes, name: str = "profile.xlsx"):
    return readers.read(data, name)


def findings_of(reading) -> list[tuple[str, str, str]]:
    return [(f["domain"], f["kind"], f["text"]) for f in reading.findings]


WORKBOOKS = {
    "a free table in French": workbook(
        Feuille_1=[
            ["Domaine", "Type de constat", "Constat", "Sources"],
            ["Partenariats", "Domaines bien développés", PLAN, "Loi sur la ville, 2019, art. 4"],
            ["Partenariats", "Domaines à développer davantage", GAP, ""],
        ]
    ),
    "a title above the headers, cells merged down, in Spanish": workbook(
        Hallazgos=[
            ["Perfil de una ciudad ficticia"],
            [],
            ["Dimensión", "Tipo", "Hallazgo"],
            ["3. Alianzas", "Áreas bien desarrolladas", PLAN],
            [None, "Áreas con potencial de desarrollo", GAP],
        ]
    ),
    "a column for each list, in Arabic": workbook(
        ورقة=[["المجال", "الجوانب المتطورة", "الجوانب القابلة لمزيد من التطوير"], ["الشراكات", PLAN, GAP]]
    ),
    "a sheet for each domain, in Portuguese": workbook(
        Parcerias=[
            ["Tipo", "Constatação"],
            ["Áreas bem desenvolvidas", PLAN],
            ["Áreas com potencial de desenvolvimento", GAP],
        ]
    ),
    "by numbers and names in data, in German": workbook(
        Tabelle1=[["Bereich", "Art", "Feststellung"], [3, "well_developed", PLAN], [3.0, "potential", GAP]]
    ),
    "bullets within a cell": workbook(
        Sheet=[
            ["Domain", "Kind", "Finding"],
            ["Partnerships", "Well-developed areas", f"• {PLAN}"],
            ["", "Areas with potential", f"• {GAP}"],
        ]
    ),
    "no headers at all": workbook(
        Sheet=[
            ["Partnerships"],
            ["Well-developed areas"],
            [f"• {PLAN}"],
            ["Areas with potential"],
            [f"• {GAP}"],
        ]
    ),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_is_understood(name):
    reading = read_table(WORKBOOKS[name])
    assert findings_of(reading) == PLACED
    assert not any(problem.is_error for problem in reading.problems)


def test_sources_of_a_free_table_become_sources():
    reading = read_table(WORKBOOKS["a free table in French"])
    (source,) = reading.sources
    assert (source["title"], source["year"]) == ("Loi sur la ville", 2019)
    assert reading.findings[0]["sources"] == [{"source": source["key"], "locator": "art. 4"}]
    assert reading.findings[1]["sources"] == []


def test_every_line_says_the_cell_that_it_is_in():
    reading = read_table(WORKBOOKS["a free table in French"])
    by_number = {line.number: line for line in reading.lines}
    assert [by_number[f["line"]].where for f in reading.findings] == ["Feuille 1!C2", "Feuille 1!C3"]


def test_every_line_of_a_csv_does_so_too_without_the_library_for_workbooks(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
        monkeypatch.setitem(sys.modules, name, None)  # where it is asked for now, it is not there
    header = ["Domain", "Kind", *["x"] * 25, "Finding"]
    row = ["Partnerships", "Well-developed areas", *[""] * 25, PLAN]
    reading = read_table(
        "\n".join(",".join(f'"{cell}"' for cell in cells) for cells in (header, row)).encode(), "a.csv"
    )
    (finding,) = reading.findings
    assert reading.lines[finding["line"] - 1].where == "AB2"


def test_a_column_that_is_not_known_is_unplaced_and_said():
    reading = read_table(
        workbook(
            Sheet=[["Domain", "Kind", "Finding", "Remark"], ["3", "potential", GAP, "Ask the ministry."]]
        )
    )
    assert [line.text for line in reading.unplaced] == ["Remark", "Ask the ministry."]
    (question,) = reading.questions
    assert (question.text, question.asks) == ("Remark", Asks.COLUMN)


@pytest.mark.parametrize(
    ("row", "text", "asks", "answer"),
    [
        (["Happiness", "potential", GAP], "Happiness", Asks.DOMAIN, "partnerships"),
        (["3", "excellent", GAP], "excellent", Asks.LIST, "potential"),
    ],
)
def test_a_row_that_cannot_be_placed_is_asked_about(row, text, asks, answer):
    data = workbook(Sheet=[["Domain", "Kind", "Finding"], row])
    reading = read_table(data)
    assert reading.findings == []
    assert not any(problem.is_error for problem in reading.problems)
    (question,) = reading.questions
    assert (question.text, question.asks) == (text, asks)
    answered = readers.read(data, "a.xlsx", Answers({question.name: answer}))
    assert (answered.questions, answered.unplaced) == ([], [])
    assert [(f["domain"], f["kind"], f["text"]) for f in answered.findings] == [
        ("partnerships", "potential", GAP)
    ]


def test_a_row_without_a_domain_is_unplaced_and_said():
    reading = read_table(workbook(Sheet=[["Domain", "Kind", "Finding"], ["", "potential", GAP]]))
    assert (reading.findings, [line.text for line in reading.unplaced]) == ([], [GAP])
    assert [problem.text for problem in reading.problems] == ["Sheet!C2: “” is none of the six domains."]


def test_numbers_of_sources_lead_to_the_sheet_of_sources():
    reading = read_table(
        workbook(
            Findings=[
                ["Domain", "Kind", "Finding", "Sources"],
                ["3", "potential", GAP, "[2] p. 5\n[1]\n[2] p. 9\n[7]"],
            ],
            Sources=[
                ["Number", "Title", "Issued by", "Year"],
                [1, "Act", "", 2014],
                [2, "Plan", "Ministry", "c. 2016"],
            ],
        )
    )
    titles = {source["key"]: source["title"] for source in reading.sources}
    assert [(titles[c["source"]], c["locator"]) for c in reading.findings[0]["sources"]] == [
        ("Plan", "p. 5; p. 9"),
        ("Act", ""),
    ]
    problems = [problem.text for problem in reading.problems]
    assert problems == ["There is no source 7.", "“c. 2016” is not a year."]


def test_locators_of_one_source_that_have_no_room_together_are_said():
    long = "p. 5, " * 18
    citations = [f"[1] {long}first", f"[1] {long}second", "[1] p. 9"]
    rows = [["Domain", "Kind", "Finding", "Sources"], ["3", "potential", GAP, "\n".join(citations)]]
    sources = [["Number", "Title", "Issued by", "Year"], [1, "Act", "", 2014]]
    reading = read_table(workbook(Findings=rows, Sources=sources))
    (citations,) = reading.findings[0]["sources"]
    assert citations["locator"] == f"{long}first; p. 9"
    problems = [problem.text for problem in reading.problems]
    assert problems == [f"There is no room for “{long}second” beside “{long}first”."]


CSV = (
    f'Domaine;Type;Constat\r\nPartenariats;Domaines bien développés;"{PLAN}"\r\n'
    f";Domaines à développer;{GAP}\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_understood_however_it_was_saved(encoding, delimiter):
    text = CSV if delimiter == ";" else CSV.replace(GAP, f'"{GAP}"').replace(";", delimiter)
    assert findings_of(read_table(text.encode(encoding), "profile.csv")) == PLACED


def test_a_table_of_two_profiles_is_refused():
    row = "{},place,P,1,2021,en,1,https://mgi.example/,3,partnerships,,potential,,1,A finding.,,,,\n"
    head = (
        "profile,place,place_name,edition,described,language,revision,link,domain_number,domain,domain_title,"
        "kind,kind_heading,position,finding,indicator_area,sources,key,note\n"
    )
    assert len(read_table((head + row.format("a")).encode(), "a.csv").findings) == 1
    with pytest.raises(readers.DocumentError, match="more than one profile"):
        read_table((head + row.format("a") + row.format("b")).encode(), "a.csv")
