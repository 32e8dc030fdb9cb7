"""What is no content of a draft is refused with a sentence, and leaves nothing."""

import uuid

import pytest

from profiles import workflow
from profiles.content.serialize import serialize_revision
from profiles.workflow import WorkflowError
from tests.factories import make_complete, make_user
from tests.workflow.drafting import all_rows

pytestmark = pytest.mark.usefixtures("domains")


def first(rows: str, **changes: object):
    def change(content: dict) -> None:
        content[rows][0] |= changes

    return change


def cite(*citations: object):
    return first("findings", sources=[*citations])


def drop_part(rows: str, name: str):
    return lambda content: content[rows][0].pop(name)


def cite_twice(content: dict) -> None:
    content["findings"][0]["sources"] *= 2


def same_key(rows: str):
    def change(content: dict) -> None:
        content[rows].append(dict(content[rows][0]))

    return change


NO_CONTENT = {
    "unknown domain": (first("findings", domain="happiness"), "no known domain"),
    "unknown kind": (first("findings", kind="excellent"), "no known kind"),
    "blank text": (first("findings", text=" \n"), "has no text"),
    "no key": (first("findings", key="one"), "“one” is not a UUID"),
    "key of another kind": (first("findings", key=7), "wrong kind"),
    "key twice": (same_key("findings"), "is listed twice"),
    "source twice": (same_key("sources"), "is listed twice"),
    "unknown source": (cite({"source": str(uuid.uuid4()), "locator": ""}), "does not list"),
    "cited twice": (cite_twice, "cites the same source twice"),
    "no list": (
        lambda content: content["none_identified"].append("here/there"),
        "“here/there” is not a list",
    ),
    "source without title": (first("sources", title=" "), "has no title"),
    "long title": (first("sources", title="x" * 301), "longer than 300"),
    "long area": (first("findings", indicator_area="x" * 121), "longer than 120"),
    "script for an address": (first("sources", url="javascript:alert(1)"), "not the address of a page"),
    "year": (first("sources", year=123456), "“123456” is not a year"),
    "year in letters": (first("sources", year="2019"), "“2019” is not a year"),
    "zero byte": (first("findings", text="a\x00b"), "cannot be stored"),
    "half a letter": (first("findings", text="a\ud800b"), "cannot be stored"),
    "part missing": (drop_part("findings", "indicator_area"), "lacks a part.*indicator_area"),
    "part too many": (first("sources", position=3), "wrong kind.*position"),
    "text is a number": (first("findings", text=3), "wrong kind"),
    "findings are no list": (lambda content: content.update(findings={}), "wrong kind"),
    "a finding is a word": (lambda content: content.update(findings=["word"]), "wrong kind"),
    "no introduction": (lambda content: content.pop("introduction"), "lacks a part"),
}


@pytest.mark.parametrize(("spoil", "reason"), NO_CONTENT.values(), ids=NO_CONTENT.keys())
def test_a_text_that_cannot_be_stored_is_refused_with_a_sentence(spoil, reason):
    draft, user = make_complete(), make_user()
    content = serialize_revision(draft)
    spoil(content)
    before = all_rows()
    with pytest.raises(WorkflowError, match=reason):
        workflow.save_content(draft, content, 1, user)
    with pytest.raises(WorkflowError, match=reason):
        workflow.restore(draft.profile, content, user)
    assert all_rows() == before


def test_anything_at_all_is_refused_without_a_crash():
    draft = make_complete()
    for content in (None, [], "text", 7, {}, {"findings": None}):
        with pytest.raises(WorkflowError, match="lacks a part"):
            workflow.save_content(draft, content, 1, None)


def test_every_reason_is_given_at_once():
    draft = make_complete()
    content = serialize_revision(draft)
    content["findings"][0] |= {"domain": "happiness", "text": ""}
    with pytest.raises(WorkflowError, match=r"no known domain.*has no text"):
        workflow.save_content(draft, content, 1, None)
