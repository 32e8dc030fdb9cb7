"""PDF files as they are printed: wrapped lines, running titles, page numbers. Set with typst."""

import pytest

from profiles.imports import readers
from tests.tools import ROOT

pytestmark = pytest.mark.usefixtures("domains")

FONTS = ROOT / "profiles" / "exports" / "fonts"
WELL = "Migration Governance: examples of well-developed areas"
POTENTIAL = "Areas with potential for further development"
LONG = (
    "The National Migration Council, established in 2016, coordinates the work of eleven ministries and of "
    "two representatives of local authorities, meets every quarter, and publishes minutes of its meetings "
    "within thirty days, as section 3 of the decree requires since its amendment in 2020."
)
SHORT = "There is no register of associations as of 2021."

HEAD = """
#set page(width: 148mm, height: 74mm, margin: 14mm, numbering: "1 / 1")
#set page(header: [Profile of Lunaria, a fictional place])
#set text(font: "Noto Sans", size: 9pt, lang: "en")
#show heading: set text(weight: "bold")
"""


def printed(body: str) -> bytes:
    import typst

    return typst.compile(
        (HEAD + body).encode(), font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf"
    )


def read_pdf(body: str):
    return readers.read(printed(body), "profile.pdf")


def findings_of(reading) -> list[tuple[str, str, str]]:
    return [(f["domain"], f["kind"], f["text"]) for f in reading.findings]


def test_wrapped_lines_are_joined_and_what_repeats_on_each_page_is_no_text():
    reading = read_pdf(
        f"""
= Partnerships
== {WELL}
- {LONG}
- {SHORT}
== {POTENTIAL}
- {LONG.replace("The National", "The Regional")}
- No city has a plan for newcomers.
"""
    )
    assert findings_of(reading) == [
        ("partnerships", "well_developed", LONG),
        ("partnerships", "well_developed", SHORT),
        ("partnerships", "potential", LONG.replace("The National", "The Regional")),
        ("partnerships", "potential", "No city has a plan for newcomers."),
    ]
    assert reading.unplaced == []


def test_an_item_that_goes_over_the_page_is_one_finding():
    reading = read_pdf(
        f"""
= Partnerships
== {WELL}
#v(20mm)
- {LONG}
- {SHORT}
#pagebreak()
= Well-being of migrants
== {POTENTIAL}
- {SHORT}
"""
    )
    assert findings_of(reading) == [
        ("partnerships", "well_developed", LONG),
        ("partnerships", "well_developed", SHORT),
        ("well-being-of-migrants", "potential", SHORT),
    ]
    where = {line.number: line.where for line in reading.lines}
    assert [where[f["line"]] for f in reading.findings] == ["page 1", "page 2", "page 3"]


def test_the_reading_says_that_it_is_a_guess():
    (first, *_rest) = read_pdf(f"= Partnerships\n== {WELL}\n- {SHORT}").problems
    assert "read from a PDF" in first.text
    assert not first.is_error


def test_facts_and_introduction_of_a_printed_profile():
    reading = read_pdf(
        f"""
#text(size: 14pt)[Migration Governance Indicators]
#v(4mm)
September 2021
#v(4mm)
= Introduction
This profile is a fictional example. It describes examples of well-developed areas, and areas with
potential for further development.

It was written for a test of files that are printed.
= Partnerships
== {WELL}
- {SHORT}
"""
    )
    assert (reading.year, reading.month) == (2021, 9)
    assert reading.introduction == (
        "This profile is a fictional example. It describes examples of well-developed areas, and areas with "
        "potential for further development.\n\nIt was written for a test of files that are printed."
    )
    assert len(reading.findings) == 1
