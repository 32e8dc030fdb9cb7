"""The fields of the editing screen and what is stored of them: there and back, and what is refused."""

import uuid

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import given, strategies as st

from profiles.admin.editor.forms import (
    DELETE,
    EditorInput,
    content_from,
    fields_of,
    find_errors,
    initial_input,
    parse_post,
    understood_sources,
)
from profiles.choices import Kind
from profiles.content.schema import SCHEMA, RevisionContent, list_names, new_finding

DOMAINS = ["migrants-rights", "partnerships"]
LISTS = list_names(DOMAINS)
EMPTY: RevisionContent = {"introduction": "", "none_identified": [], "sources": [], "findings": []}

letters = st.characters(blacklist_categories=["Cs", "Cc"])
texts = st.text(letters | st.sampled_from("\n «»“”’–•;:"), max_size=80).map(str.strip)
lines = st.text(letters, max_size=30).map(lambda text: " ".join(text.split()))
keys = st.uuids().map(str)


@st.composite
def contents(draw) -> RevisionContent:
    """Contents that the site stores: no outer blanks, locators of one line, findings in reading order."""
    sources = [
        {
            "key": key,
            "title": draw(texts.filter(bool)),
            "body": draw(texts),
            "year": draw(st.none() | st.integers(1, 9999)),
            "url": draw(st.sampled_from(["", "https://example.org/law?id=4&part=2#art"])),
        }
        for key in draw(st.lists(keys, max_size=4, unique=True))
    ]
    findings = [
        new_finding(
            key=key,
            domain=draw(st.sampled_from(DOMAINS)),
            kind=draw(st.sampled_from(Kind.values)),
            text=draw(texts.filter(bool)),
            sources=[
                {"source": source["key"], "locator": draw(lines)}
                for source in draw(st.permutations(sources))[: draw(st.integers(0, 4))]
            ],
            **{detail.name: draw(texts) for detail in SCHEMA.details},
        )
        for key in draw(st.lists(keys, max_size=6, unique=True))
    ]
    return {
        "introduction": draw(texts),
        "none_identified": draw(st.lists(st.sampled_from(LISTS), unique=True)),
        "sources": sources,
        "findings": findings,
    }


def build_post(editor_input: EditorInput, **changes: str) -> QueryDict:
    """Return what a browser sends of `typed`: as bytes of a form, with its line breaks."""
    fields = [(name, changes.pop(name, value)) for name, value in fields_of(editor_input)]
    return QueryDict(urlencode([(name, value.replace("\n", "\r\n")) for name, value in fields]))


@given(contents(), texts.map(lambda text: text.replace("\n", " ")))
def test_a_content_comes_back_as_it_was(content, note):
    editor_input = parse_post(build_post(initial_input(content, note)), content)
    assert not find_errors(editor_input, LISTS)
    assert content_from(editor_input) == content
    assert editor_input.change_note == note


def finding(text: str, list_name: str = LISTS[0], citations=()) -> dict:
    domain, kind = list_name.split("/")
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, text))
    sources = [{"source": source, "locator": locator} for source, locator in citations]
    return new_finding(key=key, domain=domain, kind=kind, text=text, sources=sources)


def content(*findings: dict, sources=()) -> RevisionContent:
    return {**EMPTY, "findings": [*findings], "sources": [*sources]}


def source(title: str, **parts) -> dict:
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, title))
    return {"key": key, "title": title, "body": "", "year": None, "url": ""} | parts


def texts_of(before: RevisionContent, **changes: str) -> list[str]:
    data = [*fields_of(initial_input(before, "")), *changes.items()]
    names = {name.replace("_", "-", 1): value for name, value in data if name not in ("introduction",)}
    editor_input = parse_post(QueryDict(urlencode(list(names.items()))), before)
    return [f.text for f in editor_input.findings if f.listed != DELETE]


A, B, C = finding("A"), finding("B"), finding("C", LISTS[2])


def test_a_finding_goes_to_the_position_asked_for():
    before = content(A, B, C)
    assert texts_of(before, **{f"position_{B['key']}": "1"}) == ["B", "A", "C"]
    assert texts_of(before, **{f"position_{A['key']}": "2"}) == ["B", "A", "C"]
    assert texts_of(before, **{f"position_{A['key']}": "99"}) == ["B", "A", "C"]
    assert texts_of(before, **{f"position_{A['key']}": ""}) == ["A", "B", "C"]


def test_without_a_position_a_moved_finding_comes_last_in_its_new_list():
    before = content(A, B, C)
    changes = {f"list_{A['key']}": LISTS[2], f"position_{A['key']}": ""}
    assert texts_of(before, **changes) == ["B", "C", "A"]
    changes = {f"list_{C['key']}": LISTS[0], f"position_{C['key']}": "1"}
    assert texts_of(before, **changes) == ["C", "A", "B"]


def test_deleted_and_empty_new_findings_are_not_stored():
    before = content(A, B)
    new = str(uuid.uuid4())
    assert texts_of(before, **{f"list_{A['key']}": DELETE}) == ["B"]
    assert texts_of(before, **{f"text_{new}": "", f"list_{new}": LISTS[0]}) == ["A", "B"]
    assert texts_of(before, **{f"text_{new}": "D", f"list_{new}": LISTS[0]}) == ["A", "B", "D"]


LAW = source("A fictional law")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (f"text-{A['key']}", "  ", "A finding has no text"),
        (f"list-{A['key']}", "nowhere/potential", "Choose a list"),
        (f"cited-{A['key']}", "art. 4", "is not understood"),
        (f"cited-{A['key']}", "1\n1-", "“1-” is not understood"),
        (f"cited-{A['key']}", "1: art. 4; 2", "There is no source 2"),
        (f"cited-{A['key']}", "2: art. 4", "There is no source 2"),
        (f"cited-{A['key']}", "1\n1: art. 4", "is listed here twice"),
        (f"cited-{A['key']}", f"1: {'x' * 121}", "at most 120"),
        (f"indicator_area-{A['key']}", "x" * 121, "at most 120"),
        (f"title-{LAW['key']}", "", "Source 1 has no title"),
        (f"year-{LAW['key']}", "twenty", "is not a year"),
        (f"year-{LAW['key']}", "0", "is not a year"),
        (f"url-{LAW['key']}", "java script", "not the address of a page"),
        (f"body-{LAW['key']}", "x" * 201, "at most 200"),
        ("change_note", "x" * 301, "at most 300"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_field(field, value, message):
    before = content(A, sources=[LAW | {"body": "A fictional ministry"}])
    (error,) = find_errors(parse_post(build_post(initial_input(before, ""), **{field: value}), before), LISTS)
    assert error.field == field
    assert message in error.text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1, 2", [(0, ""), (1, "")]),
        ("2;1", [(1, ""), (0, "")]),
        ("1: art. 4; 2: p. 3", [(0, "art. 4"), (1, "p. 3")]),
        ("1: art. 4, 5; annex 2", [(0, "art. 4, 5; annex 2")]),
        ("1 art. 4\n2", [(0, "art. 4"), (1, "")]),
        ("1: art. 4; 2", [(0, "art. 4"), (1, "")]),
        ("1 (art. 5) and 2", [(0, "art. 5"), (1, "")]),
        ("1, 2: p. 2-3", [(0, ""), (1, "p. 2-3")]),
        ('1: "art. 4; 2"', [(0, "art. 4; 2")]),
    ],
)
def test_several_sources_in_one_line_are_all_kept(line, expected):
    laws = [LAW, source("A fictional report")]
    data = build_post(initial_input(content(A, sources=laws), ""), **{f"cited-{A['key']}": line})
    result = content_from(parse_post(data, content(A, sources=laws)))
    citations = [(c["source"], c["locator"]) for c in result["findings"][0]["sources"]]
    assert citations == [(laws[place]["key"], locator) for place, locator in expected]


@pytest.mark.parametrize(
    "locator", ["art. 4; 2", "p. 2, 3: note", '"Scope", 5', "(a), 2", "1\n2", "back\\slash"]
)
def test_a_stored_place_in_a_source_goes_through_the_screen_unchanged(locator):
    laws = [LAW, source("A fictional report")]
    before = content(finding("A", citations=[(LAW["key"], locator), (laws[1]["key"], "p. 3")]), sources=laws)
    data = build_post(initial_input(before, ""))
    assert (
        content_from(parse_post(data, before))["findings"][0]["sources"] == before["findings"][0]["sources"]
    )


def test_what_was_understood_of_a_line_of_sources_is_shown():
    laws = [LAW, source("A fictional report")]
    data = build_post(initial_input(content(A, sources=laws), ""), **{f"cited-{A['key']}": "1: art. 4; 2"})
    typed = parse_post(data, content(A, sources=laws))
    assert understood_sources(typed)[A["key"]] == "1: A fictional law, art. 4 · 2: A fictional report"


def test_a_source_that_a_finding_rests_on_is_not_deleted_silently():
    before = content(finding("A", citations=[(LAW["key"], "")]), sources=[LAW])
    data = build_post(initial_input(before, "")).copy()
    data[f"delete-{LAW['key']}"] = "on"
    (error,) = find_errors(parse_post(data, before), LISTS)
    assert "a finding rests on it" in error.text


def test_sources_keep_their_numbers_while_one_is_deleted():
    report = source("A fictional report")
    before = content(finding("A", citations=[(report["key"], "p. 2")]), sources=[LAW, report])
    data = build_post(initial_input(before, "")).copy()
    data[f"delete-{LAW['key']}"] = "on"
    result = content_from(parse_post(data, before))
    assert [row["title"] for row in result["sources"]] == ["A fictional report"]
    assert result["findings"][0]["sources"] == [{"source": report["key"], "locator": "p. 2"}]


@pytest.mark.parametrize("address", ["example.org/law", "https://example.org/law"])
def test_an_address_may_be_typed_without_its_beginning(address):
    before = content(sources=[LAW])
    editor_input = parse_post(build_post(initial_input(before, ""), **{f"url-{LAW['key']}": address}), before)
    assert not find_errors(editor_input, LISTS)
    assert content_from(editor_input)["sources"][0]["url"] == "https://example.org/law"
