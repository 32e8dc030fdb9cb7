"""The printed report: what a screen reader, a library and a printer find in it (poppler's tools read it)."""

import re
import subprocess

import pytest

from profiles import workflow
from profiles.choices import Kind, Language
from profiles.exports.context import build_export
from profiles.exports.formats import pdf as pdf_format
from profiles.imports import readers
from profiles.models import Revision
from tests import tools
from tests.exports.subjects import EMPTY, finding, make_subject
from tests.factories import make_complete, make_draft, make_place, make_profile

ARABIC = "حقوق المهاجرين في هذا المثال"


@pytest.fixture
def poppler() -> None:
    if problem := tools.poppler_problem():
        tools.skip_or_fail("poppler", problem)


@pytest.fixture
def live(domains) -> Revision:
    return workflow.publish(
        make_complete(make_profile(make_place("Openland"), slug="openland-2021")), by=None
    )


def tool(name: str, *options: str, pdf: bytes) -> str:
    result = subprocess.run(
        [name, *options, "-", *(["-"] if name == "pdftotext" else [])], input=pdf, capture_output=True
    )
    return result.stdout.decode()


def pages(pdf: bytes) -> list[str]:
    return tool("pdftotext", "-layout", pdf=pdf).rstrip("\f").split("\f")


@pytest.mark.usefixtures("poppler")
def test_it_is_tagged_for_screen_readers_and_says_so(live):
    pdf = pdf_format.render(build_export(live, "en"))
    about = tool("pdfinfo", pdf=pdf)
    assert re.search(
        r"Title: +Migration Governance Indicators: Republic of Openland First Profile \(2021\)", about
    )
    assert re.search(r"Tagged: +yes", about)
    assert re.search(r"Page size: .*A4", about)
    assert re.search(r"JavaScript: +no", about)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    structure = tool("pdfinfo", "-struct", pdf=pdf)
    for element in ("H1", "H2", "L", "LI", "TOC", "Figure", "Link"):
        assert re.search(rf"^ *{element}\b", structure, re.M), element


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("language", Language.values)
def test_its_language_is_that_of_the_words(live, language):
    pdf = pdf_format.render(build_export(live, language))
    assert f"/Lang({language})".encode() in pdf.replace(b"/Lang (", b"/Lang(")


@pytest.mark.usefixtures("poppler")
def test_an_arabic_text_runs_from_right_to_left_in_arabic_letters(domains):
    draft = make_draft(make_profile(make_place("Openland"), language="ar"), introduction=f"{ARABIC}.")
    draft.findings.update(text=ARABIC)
    pdf = pdf_format.render(build_export(workflow.publish(draft, by=None), "ar"))
    fonts = tool("pdffonts", pdf=pdf)
    assert "Amiri" in fonts
    assert re.search(r"Tagged: +yes", tool("pdfinfo", pdf=pdf))
    # The bullets stand at the right: A4 is 595 points wide, its margins some 75.
    places = re.findall(r'<word xMin="([\d.]+)"[^>]*>•</word>', tool("pdftotext", "-bbox", pdf=pdf))
    assert places and all(float(place) > 480 for place in places)
    words = "".join(pages(pdf))
    assert "المهاجرين" in words


@pytest.mark.usefixtures("poppler")
def test_every_page_of_an_invented_place_says_so(live):
    assert len(texts := pages(pdf_format.render(build_export(live, "en")))) >= 4
    assert all("Fictional example" in page for page in texts)


@pytest.mark.usefixtures("poppler")
def test_it_says_what_the_profile_says_under_the_official_headings(mali):
    revision = Revision.objects.published().with_profile().get(profile__slug="mali-2021")
    words = " ".join(" ".join(pages(pdf_format.render(build_export(revision, "en")))).split())
    assert "Fictional" not in words
    for statement in revision.findings.all():
        assert " ".join(statement.text.split()) in words
    for text in revision.introduction.split("\n\n"):
        assert " ".join(text.split())[:60] in words
    for kind in Kind:
        assert words.count(str(kind.label)) == 6
    assert "This domain studies the type and level of preparedness of countries" in words
    assert "do not rank or score" in words
    assert f"https://mgi.example/profiles/mali-2021/r/{revision.number}/" in words


def test_it_can_be_read_back(live):
    reading = readers.read(pdf_format.render(build_export(live, "en")), "profile.pdf")
    expected = [(f.domain.slug, f.kind) for f in live.findings.select_related("domain").in_order()]
    assert [(f["domain"], f["kind"]) for f in reading.findings] == expected


@pytest.mark.usefixtures("poppler")
def test_words_are_never_markup():
    text = '#panic("typeset") *bold* $x$ <label> @reference [1] \\ // /* #import "@preview/x:1.0.0"'
    pdf = pdf_format.render(make_subject(EMPTY | {"introduction": text, "findings": [finding(1, text)]}))
    assert " ".join(text.split()) in " ".join(" ".join(pages(pdf)).split())


@pytest.mark.parametrize("text", ["Миграция", "Μετανάστευση", "移民", "🙂", "Việt Nam", "ħ ł ș"])
def test_letters_that_our_fonts_lack_do_not_stop_it(text):
    assert pdf_format.render(make_subject(EMPTY | {"introduction": text})).startswith(b"%PDF-")


def test_the_same_text_gives_the_same_bytes(live):
    subject = build_export(live, "en")
    assert pdf_format.render(subject) == pdf_format.render(subject)
