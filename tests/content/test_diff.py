"""What differs between two contents: complete, minimal where it can be, and never a word lost."""

import copy
from typing import Any

import pytest
from hypothesis import given, strategies as st

from profiles.choices import Kind
from profiles.content.diff import Change, Mark, compare, words
from profiles.content.schema import new_finding

DOMAINS = ["one", "two"]


def finding(key: str, text: str = "", domain: str = "one", kind: str = "well_developed", **more: Any) -> Any:
    return new_finding(key=key, domain=domain, kind=kind, text=text or f"Text of {key}.", **more)


def content(*findings: Any, introduction: str = "Hello there.", sources: Any = ()) -> Any:
    return {"introduction": introduction, "sources": list(sources), "findings": list(findings)}


def changes(old: Any, new: Any) -> dict[str, Change]:
    return {c.finding["key"]: c.change for c in compare(old, new).findings}


def test_equal_contents_differ_in_nothing():
    old = content(finding("a"), finding("b", domain="two"))
    difference = compare(old, copy.deepcopy(old))
    assert difference.is_empty
    assert set(changes(old, old).values()) == {Change.KEPT}


def test_each_kind_of_change_is_named():
    old = content(finding("kept"), finding("worded", "Old words here."), finding("moved"), finding("gone"))
    new = content(
        finding("kept"),
        finding("worded", "New words here."),
        finding("moved", kind="potential"),
        finding("new"),
    )
    assert changes(old, new) == {
        "kept": Change.KEPT,
        "worded": Change.REWORDED,
        "moved": Change.MOVED,
        "new": Change.ADDED,
        "gone": Change.DROPPED,
    }
    assert not compare(old, new).is_empty


def test_a_finding_that_is_reworded_and_moved_says_both():
    old, new = content(finding("a", "One.")), content(finding("a", "Two.", domain="two"))
    (change,) = compare(old, new).findings
    assert (change.change, change.is_moved) == (Change.REWORDED, True)


def test_moving_one_finding_to_the_end_marks_that_one_alone():
    old = content(finding("a"), finding("b"), finding("c"), finding("d"))
    new = content(finding("b"), finding("c"), finding("d"), finding("a"))
    assert [key for key, change in changes(old, new).items() if change == Change.MOVED] == ["a"]


def test_dropping_the_first_does_not_move_the_others():
    old, new = content(finding("a"), finding("b"), finding("c")), content(finding("b"), finding("c"))
    assert changes(old, new) == {"b": Change.KEPT, "c": Change.KEPT, "a": Change.DROPPED}


def test_other_sources_of_the_same_text_are_a_change():
    old = content(finding("a"))
    new = content(finding("a", sources=[{"source": "s", "locator": "art. 1"}]))
    difference = compare(old, new)
    assert not difference.is_empty
    assert [field.name for field in difference.findings[0].fields] == ["sources"]


def test_sources_added_and_dropped_are_named():
    law = {"key": "s", "title": "A law", "body": "Parliament", "year": 2020, "url": ""}
    difference = compare(content(sources=[law]), content())
    assert difference.sources_dropped == ("A law, Parliament, 2020",)
    assert compare(content(), content(sources=[law])).sources_added == ("A law, Parliament, 2020",)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a b c", "a x c", [("same", "a "), ("removed", "b"), ("added", "x"), ("same", " c")]),
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
        ("l’accès", "l’accueil", [("same", "l’"), ("removed", "accès"), ("added", "accueil")]),
        ("نص قديم", "نص جديد", [("same", "نص "), ("removed", "قديم"), ("added", "جديد")]),
    ],
)
def test_words_are_marked_whole(old, new, expected):
    assert [(piece.mark, piece.text) for piece in words(old, new)] == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_character_is_ever_lost(old, new):
    pieces = words(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark != Mark.REMOVED) == new
    assert "".join(piece.text for piece in pieces if piece.mark != Mark.ADDED) == old


findings = st.lists(
    st.builds(
        finding,
        key=st.sampled_from("abcdefgh"),
        text=st.text(max_size=12),
        domain=st.sampled_from(DOMAINS),
        kind=st.sampled_from(Kind.values),
    ),
    max_size=8,
    unique_by=lambda row: row["key"],
)


@given(findings, findings)
def test_every_finding_of_both_is_accounted_for_once(before, after):
    rows = compare(content(*before), content(*after)).findings
    assert sorted(c.finding["key"] for c in rows) == sorted({f["key"] for f in (*before, *after)})
    assert [c for c in rows if c.change == Change.ADDED] == [c for c in rows if c.old is None]
    assert [c for c in rows if c.change == Change.DROPPED] == [c for c in rows if c.new is None]
