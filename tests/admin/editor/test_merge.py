"""A save over a newer one: refused with both texts, and nothing of either is lost."""

import pytest

from profiles import workflow
from profiles.content.serialize import serialize_revision
from tests.admin.editor.editing import JSON, alter, field, form_values, open_editor, post, spare, texts
from tests.admin.forms import admin_address
from tests.factories import make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def overtaken(admin_client, draft):
    """She has reworded the first and the second finding; meanwhile a colleague saved the first and third."""
    data = form_values(admin_client, draft) | {
        field(draft, "text"): "Mine of the first.",
        field(draft, "text", 1): "Mine of the second.",
    }
    alter(draft, make_user("colleague"), texts={0: "Theirs of the first.", 2: "Theirs of the third."})
    draft.refresh_from_db()
    return data


def test_a_save_over_a_newer_one_is_refused_with_both_texts(admin_client, draft, overtaken):
    response = post(admin_client, draft, overtaken)
    assert response.status_code == 409
    page = parse(response)
    assert "colleague saved this draft" in text_of(page.get_element_by_id("content"))
    assert "Both of you have changed it." in text_of(page)
    assert len(page.xpath("//fieldset[contains(@class, 'clash')]")) == 3
    assert "Mine" in " ".join(page.xpath("//ins/text()"))
    assert "Theirs" in " ".join(page.xpath("//del/text()"))
    assert texts(draft)[0] == "Theirs of the first."
    answer = post(admin_client, draft, overtaken, **JSON)
    assert answer.status_code == 409
    assert (answer.json()["who"], answer.json()["is_overtaken"]) == ("colleague", True)


def test_who_saved_over_herself_is_not_told_of_somebody_else(admin_client, draft):
    data = form_values(admin_client, draft) | {field(draft, "text"): "Mine, in this window."}
    assert (
        post(
            admin_client,
            draft,
            form_values(admin_client, draft) | {field(draft, "text"): "Mine, in the other."},
        ).status_code
        == 302
    )
    response = post(admin_client, draft, data)
    assert response.status_code == 409
    text = text_of(parse(response).get_element_by_id("content"))
    assert "You saved this draft in another window" in text
    assert "It was changed in both windows." in text
    assert "Use the text of the other window" in text
    assert "Both of you" not in text


def choices(admin_client, draft, data) -> dict:
    """Return the form of the page of both texts, as it is offered."""
    form = parse(post(admin_client, draft, data)).get_element_by_id("revision_form")
    values: dict = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return {name: many[0] if len(many) == 1 else many for name, many in values.items()}


def test_what_only_one_of_them_changed_is_taken_from_her(admin_client, draft, overtaken):
    before = texts(draft)
    values_offered = choices(admin_client, draft, overtaken)
    assert post(admin_client, draft, values_offered)["Location"] == f"{admin_address(draft)}?settled=1"
    draft.refresh_from_db()
    assert texts(draft) == ["Mine of the first.", "Mine of the second.", "Theirs of the third.", before[3]]
    assert draft.lock_version == 3


def test_she_may_take_either_for_each(admin_client, draft, overtaken):
    values_offered = choices(admin_client, draft, overtaken)
    for row, side in enumerate(["theirs", "theirs", "mine"]):
        values_offered[f"take-{field(draft, 'finding', row)}"] = side
    before = "Fictional finding 3 of"
    post(admin_client, draft, values_offered)
    first, second, third, _fourth = texts(draft)
    assert first == "Theirs of the first."
    assert "Fictional finding" in second
    assert third.startswith(before)


def test_overtaken_again_while_choosing_asks_again(admin_client, draft, overtaken):
    values_offered = choices(admin_client, draft, overtaken)
    alter(draft, make_user("third"), introduction="A third hand.")
    again = post(admin_client, draft, values_offered)
    assert again.status_code == 409
    assert "third saved this draft" in text_of(parse(again))
    assert "Mine of the second." in again.content.decode()


def test_new_findings_and_sources_of_both_are_kept(admin_client, draft):
    page, data = open_editor(admin_client, draft)
    key, source = spare(page, "finding"), spare(page, "source")
    data |= {f"text-{key}": "My new one.", f"title-{source}": "My source", field(draft, "cited", 1): "3"}
    content = serialize_revision(draft)
    content["sources"].append({**content["sources"][0], "key": str(draft.findings.last().key)})
    content["sources"][-1]["title"] = "Their source"
    content["findings"].append(
        {**content["findings"][0], "key": source, "text": "Their new one.", "sources": []}
    )
    workflow.save_content(draft, content, 1, make_user("colleague"))
    post(admin_client, draft, choices(admin_client, draft, data))
    draft.refresh_from_db()
    assert {"My new one.", "Their new one."} <= set(texts(draft))
    titles = set(draft.sources.values_list("title", flat=True))
    assert titles == {"A fictional law", "A fictional report", "My source", "Their source"}
