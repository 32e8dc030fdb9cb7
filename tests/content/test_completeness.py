"""What a draft lacks: each rule in every language, and no false alarm on texts that are right."""

import copy
import json
import uuid
from pathlib import Path

import pytest
from django.utils.translation import override

from profiles.choices import Kind
from profiles.content.completeness import DraftProblem, Severity, problems
from profiles.content.schema import new_finding, new_source

TITLES = {"rights": "Rights", "partners": "Partners"}
REAL = [
    profile
    for name in ("mali-2021", "demo")
    for profile in json.loads(Path(f"fixtures/{name}.json").read_text(encoding="utf-8"))["profiles"]
]


def content(text: str = "A finding.", **changes: object) -> dict:
    source = new_source(key=str(uuid.uuid4()), title="A law")
    findings = [
        new_finding(
            key=f"{slug}-{kind.value}",
            domain=slug,
            kind=kind.value,
            text=text,
            sources=[{"source": source["key"], "locator": ""}],
        )
        for slug in TITLES
        for kind in Kind
    ]
    whole = {"introduction": "An introduction.", "none_identified": [], "sources": [source]}
    return whole | {"findings": findings} | changes


def problems_of_text(text: str) -> set[str]:
    """Return what is said of a finding's `text`."""
    draft = content()
    draft["findings"][0]["text"] = text
    results = problems(draft, 9, TITLES)
    assert {problem.field for problem in results} <= {"text-rights-well_developed"}
    return {problem.text.partition(" (Rights)")[2] for problem in results}


def test_a_complete_draft_has_no_problem():
    assert problems(content(), 9, TITLES) == []


@pytest.mark.parametrize(
    ("changes", "month", "problem"),
    [
        ({}, None, ("error", "The month that the profile describes is missing.", "month")),
        ({"introduction": " \n"}, 9, ("error", "The introduction is missing.", "introduction")),
        ({"sources": []}, 9, ("warning", "No source is recorded.", "sources")),
    ],
)
def test_a_missing_part_is_named_with_the_field_that_mends_it(changes, month, problem):
    assert problems(content(**changes), month, TITLES) == [DraftProblem(Severity(problem[0]), *problem[1:])]


def test_each_list_has_findings_or_says_that_none_was_identified():
    draft = content()
    draft["findings"] = [f for f in draft["findings"] if f["key"] != "partners-potential"]
    (missing,) = problems(draft, 9, TITLES)
    assert (missing.severity, missing.field) == ("error", "list-partners-potential")
    assert "Partners has no finding under “Areas with potential for further development”" in missing.text
    assert problems(draft | {"none_identified": ["partners/potential"]}, 9, TITLES) == []
    (both,) = problems(content(none_identified=["rights/potential"]), 9, TITLES)
    assert (both.severity, both.field) == ("error", "list-rights-potential")
    assert "though it is marked “none identified”" in both.text


def test_a_finding_without_text_or_source():
    assert problems_of_text("  ") == {": there is no text."}
    draft = content("One statement that has quite a few more words.")
    draft["findings"][0]["sources"] = []
    (unsourced,) = problems(draft, 9, TITLES)
    assert unsourced.severity == "warning"
    assert unsourced.text == "“One statement that has quite a …” (Rights): no source is named."


def test_what_names_no_source_comes_last():
    """It may be said of most findings, and would hide the one warning that matters."""
    draft = content()
    draft["findings"][0]["sources"] = []
    draft["findings"][1]["text"] = "Currently so."
    texts = [problem.text for problem in problems(draft, 9, TITLES)]
    assert ["becomes outdated" in texts[0], "no source is named" in texts[-1]] == [True, True]


def test_words_keep_their_direction_on_a_page_that_runs_from_right_to_left():
    draft = content("See the law (2019).")
    draft["findings"][0]["sources"] = []
    with override("ar"):
        (problem,) = problems(draft, 9, TITLES)
    assert "\u2068See the law (2019).\u2069" in problem.text


def test_where_no_source_is_recorded_that_is_said_once():
    draft = content(sources=[])
    for finding in draft["findings"]:
        finding["sources"] = []
    assert [problem.text for problem in problems(draft, 9, TITLES)] == ["No source is recorded."]


def test_errors_come_first():
    results = problems(content("Two  spaces.", sources=[], introduction=""), None, TITLES)
    severities = [problem.severity for problem in results]
    assert severities == sorted(severities)
    assert severities[0] == "error"
    assert severities[-1] == "warning"


ADDRESS = ": “[email protected]” stands where an address was."
GARBLED = ": some characters are garbled by a wrong encoding."
BULLET = ": a bullet or number is left inside."
SPACES = ": there is a double space."
NUMBER = ": a number in brackets is left at the end. If it stands for a source, cite that source."

PASTED_BADLY = [
    ("Write to [email protected] for help.", ADDRESS),
    ("Écrire à [email\xa0protected].", ADDRESS),
    ("Escriba a [EMAIL PROTECTED].", ADDRESS),
    ("اكتب إلى [email protected]", ADDRESS),
    ("Escreva para [email\u202fprotected].", ADDRESS),
    ("The countryâ€™s law", GARBLED),
    ("the â€œnationalâ€\x9d plan", GARBLED),
    ("La stratÃ©gie de lâ€™Ã‰tat", GARBLED),
    ("la migraciÃ³n y la niÃ±ez", GARBLED),
    ("a migraÃ§Ã£o", GARBLED),
    ("Â¿QuÃ© ley?", GARBLED),
    ("Ã‰tat, ESPAÃ‘A", GARBLED),
    ("Â« le plan Â»", GARBLED),
    ("Ø§Ù„Ù‡Ø¬Ø±Ø©", GARBLED),
    ("a strat�gy", GARBLED),
    ("the country\u00e2\x80\x99s law", GARBLED),
    ("a strat\u00ef\u00bf\u00bdgy", GARBLED),
    ("Write to [email&#160;protected]", ADDRESS),
    ("Write to [e-mail protected]", ADDRESS),
    ("• A finding.", BULLET),
    ("The law of 2019. • The plan of 2020.", BULLET),
    ("- Une loi.", BULLET),
    ("– Una ley.", BULLET),
    ("— Uma lei.", BULLET),
    ("* A law", BULLET),
    ("· A law", BULLET),
    ("1. A law", BULLET),
    ("12) Une loi", BULLET),
    ("One law.\n2. Another law.", BULLET),
    ("One law.\n• Another law.", BULLET),
    ("• قانون", BULLET),
    ("١. قانون", BULLET),
    ("▪ قانون", BULLET),
    ("\uf0b7 A law, as Word writes it", BULLET),
    ("➢ A law", BULLET),
    ("Two  spaces.", SPACES),
    ("Deux\xa0 espaces.", SPACES),
    ("Dos   espacios.", SPACES),
    ("Dois \xa0espaços.", SPACES),
    ("فراغان  هنا", SPACES),
    ("A\ttab.", SPACES),
    ("A plan names migrants. [1]", NUMBER),
    ("Un plan nomme les migrants [1, 12].", NUMBER),
]


@pytest.mark.parametrize(("text", "problem"), PASTED_BADLY, ids=[text for text, _problem in PASTED_BADLY])
def test_what_pasting_leaves_behind_is_found(text, problem):
    assert problem in problems_of_text(text)
    of_introduction = problems(content(introduction=text), 9, TITLES)
    assert {p.field for p in of_introduction} == {"introduction"}


def severity_of_bullet(**changes: object) -> list[Severity]:
    return [p.severity for p in problems(content(**changes), 9, TITLES) if BULLET in p.text]


@pytest.mark.parametrize(
    "text", ["• A law.", "- A law.", "1. A law.", "One law. • Another.", "One.\n• Another."]
)
def test_a_bullet_before_a_finding_or_between_two_stops_the_draft(text):
    assert severity_of_bullet(text=text) == [Severity.ERROR] * 4


@pytest.mark.parametrize("text", ["It provides for:\n– entry;\n– stay.", "Two parts:\n1. Entry.\n2. Stay."])
def test_a_list_inside_an_official_text_does_not(text):
    assert severity_of_bullet(text=text) == [Severity.WARNING] * 4
    assert severity_of_bullet(introduction=text) == [Severity.WARNING]


@pytest.mark.parametrize(
    "text",
    ["1.1 A law.", "1.1. A law.", "2.3.4 a law.", "1.1 «É» is here.", "1.1 القانون.", "Two:\n1.1 Entry."],
)
def test_a_dotted_number_may_be_left_over(text):
    assert severity_of_bullet(text=text) == [Severity.WARNING] * 4


@pytest.mark.parametrize(
    "text", ["2.5 million people.", "1.5 per cent.", "2.5 مليون شخص.", "2.5 في المائة.", "In 2.5 A."]
)
def test_a_quantity_is_no_number_of_a_list(text):
    assert severity_of_bullet(text=text) == []


def test_the_introduction_may_be_a_list():
    assert severity_of_bullet(introduction="• One.\n• Two.") == [Severity.WARNING]


def test_what_pasting_leaves_in_the_title_of_a_source_is_found():
    draft = content()
    draft["sources"][0]["title"] = "La  stratÃ©gie"
    results = {(p.severity, p.text, p.field) for p in problems(draft, 9, TITLES)}
    field = f"title-{draft['sources'][0]['key']}"
    assert results == {
        (Severity.ERROR, f"Source 1{GARBLED}", field),
        (Severity.WARNING, f"Source 1{SPACES}", field),
    }


RIGHT = [
    "The Strategic Framework (2019–2023) and the plan 2019-2023 are in force.",
    "Mali has yet to ratify Conventions No. 97 and 143 on migrant workers.",
    "A whole-of-government approach — well-being included – in 2021.",
    "Article 4. The law of 1998.",
    "In total, 12. That is: (1) one, and 2) two.",
    "La loi no 97-143 : « L’État protège » ; il s’y engage\xa0!",
    "L’article\u202f4\u202f: « tous\xa0».",
    "DÉJÀ À L’ÉTUDE, À PARIS, ÂGE, ÎLE, ÛR",
    "A CONSTITUIÇÃO, A MIGRAÇÃO E O CIDADÃO; AS NAÇÕES",
    "“A IRMÃ”, disse.",
    "¿Qué ley? ¡La de 2019! N.º 4/2000, de 11 de enero.",
    "O artigo 5.º da Lei n.º 23/2007, de 4 de julho.",
    "قانون رقم ٩٧ لسنة ٢٠١٩ – ٢٠٢٣، «الهجرة» (المادة 4).",
    "Write to help@example.org, or see https://example.org/a-b_c.",
    "5 per cent of 3.5 million people; 24/7.",
    "Catalan col·legi, and the asterisk* of a note.",
    "A paragraph.\n\nAnother paragraph.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(text):
    assert problems_of_text(text) == set()


@pytest.mark.parametrize("profile", REAL, ids=lambda profile: profile["slug"])
def test_real_profiles_and_the_examples_were_not_pasted_badly(profile):
    titles = {finding["domain"]: finding["domain"] for finding in profile["findings"]}
    results = problems(copy.deepcopy(profile), profile["month"], titles)
    words = ("garbled", "bullet", "double space", "protected")
    assert [p for p in results if any(word in p.text for word in words)] == []
    assert [p for p in results if p.severity == Severity.ERROR] == []
    assert [p for p in results if "becomes outdated" in p.text] == []  # each “as of” names its month


AGES = [
    "As of now, there is no law.",
    "There is, as at present, no law.",
    "No law exists to date.",
    "There is currently no law.",
    "At present, there is no law.",
    "À ce jour, il n’y a pas de loi.",
    "Il n’y a actuellement pas de loi.",
    "À l’heure actuelle, il n’y a pas de loi.",
    "Hasta la fecha no hay ley.",
    "Actualmente no hay ley.",
    "En la actualidad no hay ley.",
    "Até à data, não há lei.",
    "Não há atualmente lei.",
    "Até ao momento, não há lei.",
    "لا يوجد قانون حتى الآن.",
    "لا يوجد حاليا قانون.",
    "لا يوجد حاليًا قانون.",
    "لا يوجد حالياً قانون.",
]
DOES_NOT_AGE = [
    "As of September 2021, Mali has yet to ratify it.",
    "As at 1 January 2020, there was no law.",
    "As of 30 June 2021 there was no law.",
    "At present (September 2021), there is no law.",
    "Services such as at borders are free.",
    "In cities as well as at borders, services are free.",
    "The register is kept up to date.",
    "An up-to-date register exists.",
    "À ce jour (septembre 2021), il n’y a pas de loi.",
    "Actualmente, en septiembre de 2021, no hay ley.",
    "حتى الآن (أيلول/سبتمبر ٢٠٢١) لا يوجد قانون.",
]


@pytest.mark.parametrize("text", AGES)
def test_wording_that_ages_asks_for_the_month(text):
    (problem,) = problems_of_text(text)
    assert "soon becomes outdated. Check that the month is named." in problem


@pytest.mark.parametrize("text", DOES_NOT_AGE)
def test_wording_that_names_its_year_does_not(text):
    assert problems_of_text(text) == set()
