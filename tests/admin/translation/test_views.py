"""The translator's screen: what it shows, what it stores, and what happens when two save."""

import json
import uuid

import pytest

from profiles import workflow
from profiles.choices import Action
from profiles.content.serialize import serialize_revision
from profiles.content.translations import build_units, count_units
from profiles.models import Presence, Snapshot, Translation
from tests.admin.forms import admin_address, messages_of
from tests.admin.translation.translating import JSON, keys, make_translator, send, signed_in, text_of, values
from tests.factories import make_published, make_term, make_translation, make_user
from tests.pages import parse, text_of as words_of

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def translation(db) -> Translation:
    """A translation into French in which nothing is translated yet."""
    return workflow.start_translation(make_published().profile, "fr", None)


def alter(translation: Translation, by, **texts: str) -> None:
    """Save texts of units as somebody else; the names of the arguments are numbers of findings: f0."""
    translation.refresh_from_db()
    units = dict(translation.units)
    originals = {unit.key: unit.original for unit in build_units(translation.revision, {})}
    for name, text in texts.items():
        key = keys(translation)[int(name.removeprefix("f"))]
        units[key] = {"text": text, "original": originals[key]}
    workflow.save_translation(translation, units, translation.lock_version, by)


def test_original_and_translation_stand_side_by_side_in_their_languages(admin_client, translation):
    page = parse(admin_client.get(admin_address(translation)))
    key = keys(translation)[0]
    area = page.get_element_by_id(f"text-{key}")
    assert (area.get("lang"), area.get("dir")) == ("fr", "ltr")
    original = page.get_element_by_id(f"original-{key}")
    assert (original.get("lang"), original.get("dir")) == ("en", "ltr")
    assert "Fictional finding 1" in words_of(original)
    units = page.xpath("//*[@data-unit]/@data-unit")
    assert units.index(keys(translation)[0]) < units.index(keys(translation)[1])


def test_a_translation_into_arabic_is_written_from_right_to_left(admin_client, translation):
    arabic = workflow.start_translation(translation.profile, "ar", None)
    page = parse(admin_client.get(admin_address(arabic)))
    area = page.get_element_by_id(f"text-{keys(arabic)[0]}")
    assert (area.get("lang"), area.get("dir")) == ("ar", "rtl")


def test_what_is_sent_is_stored_with_the_original_that_was_shown(admin_client, translation):
    data = values(admin_client, translation)
    key = keys(translation)[0]
    content = serialize_revision(translation.revision)
    response = send(admin_client, translation, data | {f"text-{key}": "Premier constat."})
    assert response.status_code == 302
    translation.refresh_from_db()
    assert translation.units == {
        key: {"text": "Premier constat.", "original": content["findings"][0]["text"]}
    }
    assert translation.missing_count == count_units(build_units(translation.revision, {})).total - 1


def test_an_original_that_changes_while_somebody_translates_leaves_the_unit_outdated(admin_client, db):
    live = make_published()
    draft = workflow.start_revision(live.profile, None)
    translation = workflow.start_translation(live.profile, "fr", None, revision=draft)
    data, key = values(admin_client, translation), keys(translation)[0]
    content = serialize_revision(draft)
    content["findings"][0]["text"] = "A finding that was reworded."
    workflow.save_content(draft, content, draft.lock_version, None)
    send(admin_client, translation, data | {f"text-{key}": "Premier constat."})
    unit = next(u for u in build_units(translation.revision, _stored(translation)) if u.key == key)
    assert unit.text == "Premier constat."
    assert unit.is_outdated


def _stored(translation: Translation):
    return Translation.objects.get(pk=translation.pk).units


@pytest.fixture
def outdated(db) -> tuple[Translation, str]:
    """A translation of an open revision of which the first finding has been reworded since."""
    live = make_published()
    draft = workflow.start_revision(live.profile, None)
    translation = make_translation(draft)
    content = serialize_revision(draft)
    content["findings"][0]["text"] = "Fictional finding 1, said in other words."
    workflow.save_content(draft, content, draft.lock_version, None)
    return translation, keys(translation)[0]


def test_an_outdated_unit_shows_how_its_original_has_changed(admin_client, outdated):
    translation, key = outdated
    page = parse(admin_client.get(admin_address(translation)))
    (unit,) = page.xpath(f"//*[@data-unit='{key}']")
    assert "outdated" in unit.get("data-state").split()
    assert "said in other words" in " ".join(words_of(ins) for ins in unit.xpath(".//ins"))
    assert page.xpath("//*[@data-count='outdated']/text()") == ["1"]


def test_saving_the_page_as_it_stands_leaves_an_outdated_unit_outdated(admin_client, outdated):
    translation, _key = outdated
    before = _stored(translation)
    send(admin_client, translation, values(admin_client, translation))
    assert _stored(translation) == before


def test_a_text_with_the_line_breaks_of_a_file_stays_outdated_as_well(admin_client, translation):
    first, second = keys(translation)[:2]
    units = {first: {"text": "Un\r\nconstat. ", "original": "As it was."}}
    workflow.save_translation(translation, units, translation.lock_version, None)
    data = values(admin_client, translation) | {f"text-{second}": "Un autre."}
    send(admin_client, translation, data)
    assert text_of(translation, second) == "Un autre."
    translation.refresh_from_db()
    assert translation.units[first] == units[first]
    assert translation.outdated_count == 1


def test_still_right_accepts_the_unit_as_it_is(admin_client, outdated):
    translation, key = outdated
    text = translation.units[key]["text"]
    data = values(admin_client, translation) | {f"right-{key}": "on"}
    send(admin_client, translation, data)
    assert _stored(translation)[key] == {
        "text": text,
        "original": "Fictional finding 1, said in other words.",
    }
    assert Translation.objects.get(pk=translation.pk).outdated_count == 0


def test_the_counts_narrow_the_page_without_scripts(admin_client, outdated):
    translation, key = outdated
    page = parse(admin_client.get(f"{admin_address(translation)}?show=outdated"))
    assert page.xpath("//*[@data-unit]/@data-unit") == [key]
    data = dict(page.get_element_by_id("translation_form").form_values()) | {f"text-{key}": "Autrement."}
    before = _stored(translation)
    send(admin_client, translation, data)
    after = _stored(translation)
    assert after[key]["text"] == "Autrement."
    assert {name: unit for name, unit in after.items() if name != key} == {
        name: unit for name, unit in before.items() if name != key
    }


def test_a_text_that_is_too_long_is_refused_and_stays_on_the_page(admin_client, translation):
    key = "place_official_name"
    data = values(admin_client, translation) | {f"text-{key}": "x" * 201}
    response = send(admin_client, translation, data)
    assert response.status_code == 400
    page = parse(response)
    assert page.get_element_by_id(f"text-{key}").text.strip() == "x" * 201
    assert page.xpath(f"//*[@id='problems']//a[@href='#text-{key}']")
    assert send(admin_client, translation, data, **JSON).status_code == 400
    assert _stored(translation) == {}


def test_the_facts_are_stored(admin_client, translation):
    data = values(admin_client, translation)
    data |= {"provenance": "official", "reference": "Ministère des marées, 2024", "change_note": "Tout."}
    send(admin_client, translation, data)
    translation.refresh_from_db()
    assert translation.is_official
    assert (translation.reference, translation.change_note) == ("Ministère des marées, 2024", "Tout.")


def test_changes_to_different_units_go_together(admin_client, translation):
    data, (first, second) = values(admin_client, translation), keys(translation)[:2]
    alter(translation, make_user("colleague"), f1="Par une collègue.")
    response = send(admin_client, translation, data | {f"text-{first}": "Par moi."}, **JSON)
    assert response.status_code == 200
    assert (text_of(translation, first), text_of(translation, second)) == ("Par moi.", "Par une collègue.")
    others = response.json()["others"]
    assert others == {f"text-{second}": {"mark": second, "text": "Par une collègue.", "is_outdated": False}}
    translation.refresh_from_db()
    assert response.json()["version"] == translation.lock_version


def test_the_next_save_of_a_page_without_the_others_text_does_not_undo_it(admin_client, translation):
    """A script that has not taken the other's text sends the mark of before: it is asked, or it is theirs."""
    data, (first, second) = values(admin_client, translation), keys(translation)[:2]
    alter(translation, make_user("colleague"), f1="Par une collègue.")
    send(admin_client, translation, data | {f"text-{first}": "Par moi."})
    send(admin_client, translation, data | {f"text-{first}": "Encore par moi."})
    assert text_of(translation, second) == "Par une collègue."


def test_the_same_unit_changed_by_both_is_asked_about(admin_client, translation):
    data, (first, second) = values(admin_client, translation), keys(translation)[:2]
    colleague = make_user("colleague")
    alter(translation, colleague, f0="Par elle.", f1="Aussi par elle.")
    mine = data | {f"text-{first}": "Par moi."}
    assert send(admin_client, translation, mine, **JSON).status_code == 409
    response = send(admin_client, translation, mine)
    assert response.status_code == 409
    page = parse(response)
    assert page.xpath("//fieldset//input[@value='mine']/@name") == [f"take-{first}"]
    form = dict(page.get_element_by_id("translation_form").form_values())
    assert send(admin_client, translation, form | {f"take-{first}": "theirs"}).status_code == 302
    assert (text_of(translation, first), text_of(translation, second)) == ("Par elle.", "Aussi par elle.")
    aside = Snapshot.objects.get(profile=translation.profile, language="fr", verb=Action.SET_ASIDE)
    assert aside.content["units"][first]["text"] == "Par moi."


def test_what_is_kept_of_both_is_stored_over_the_newer(admin_client, translation):
    data, first = values(admin_client, translation), keys(translation)[0]
    alter(translation, make_user("colleague"), f0="Par elle.", f2="Aussi par elle.")
    page = parse(send(admin_client, translation, data | {f"text-{first}": "Par moi."}))
    form = dict(page.get_element_by_id("translation_form").form_values())
    send(admin_client, translation, form | {f"take-{first}": "mine"})
    assert text_of(translation, first) == "Par moi."
    assert text_of(translation, keys(translation)[2]) == "Aussi par elle."


def test_a_text_typed_for_a_finding_that_is_gone_is_kept(admin_client, db):
    live = make_published()
    draft = workflow.start_revision(live.profile, None)
    translation = workflow.start_translation(live.profile, "fr", None, revision=draft)
    data, key = values(admin_client, translation), keys(translation)[0]
    content = serialize_revision(draft)
    del content["findings"][0]
    workflow.save_content(draft, content, draft.lock_version, None)
    send(admin_client, translation, data | {f"text-{key}": "Premier constat."})
    assert text_of(translation, key) == "Premier constat."


def test_names_that_are_no_units_are_not_stored(admin_client, translation):
    data = values(admin_client, translation) | {"text-nonsense": "x", "text-finding/../text": "y"}
    assert send(admin_client, translation, data).status_code == 302
    assert _stored(translation) == {}


def test_presence_is_told_of_the_translation_alone(admin_client, translation):
    colleague = make_translator(translation.profile.place, "fr")
    address = admin_address(translation, "presence")
    assert signed_in(colleague).post(address).status_code == 200
    answer = admin_client.get(address).json()
    assert [other["name"] for other in answer["others"]] == [colleague.name]
    assert Presence.objects.get().translation == translation
    draft = workflow.start_revision(translation.profile, None)
    assert admin_client.get(admin_address(draft, "presence")).json()["others"] == []


def test_terms_of_the_original_are_offered_in_the_language_of_the_translation(admin_client, db):
    term = make_term("finding", "en").term
    make_term("constat", "fr", term=term)
    translation = workflow.start_translation(make_published().profile, "fr", None)
    page = parse(admin_client.get(admin_address(translation)))
    (unit,) = page.xpath(f"//*[@data-unit='{keys(translation)[0]}']")
    (button,) = unit.xpath(".//button[@data-insert]")
    assert (words_of(button), button.get("lang")) == ("constat", "fr")


def test_who_may_not_edit_reads_it_beside_the_original(translation):
    alter(translation, make_user(), f0="Premier constat.")
    reader = signed_in(make_translator(translation.profile.place, "es"))
    page = parse(reader.get(admin_address(translation)))
    assert not page.xpath("//textarea")
    text = words_of(page)
    assert "Premier constat." in text
    assert "Fictional finding 1" in text
    assert "You are not assigned to translations of" in text
    response = reader.post(admin_address(translation), {f"text-{keys(translation)[0]}": "Tout autre chose."})
    assert response.status_code == 409
    assert "Tout autre chose." in words_of(parse(response))
    assert text_of(translation, keys(translation)[0]) == "Premier constat."


def test_what_was_typed_into_a_discarded_translation_comes_back(admin_client, translation):
    data = values(admin_client, translation) | {f"text-{keys(translation)[0]}": "Mon texte."}
    workflow.discard_translation(translation, None)
    response = send(admin_client, translation, data)
    assert response.status_code == 404
    assert "Mon texte." in words_of(parse(response))


def test_the_preview_reads_as_the_public_page_in_the_language(admin_client, translation):
    alter(translation, make_user(), f0="Premier constat.")
    response = admin_client.get(admin_address(translation, "preview"))
    page = parse(response)
    assert page.get("lang") == "fr"
    assert "Premier constat." in words_of(page)
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_saving_says_so(admin_client, translation):
    response = admin_client.post(admin_address(translation), values(admin_client, translation), follow=True)
    assert "Saved." in messages_of(response)


def test_a_base_that_cannot_be_read_loses_nothing(admin_client, translation):
    data, first = values(admin_client, translation), keys(translation)[0]
    alter(translation, make_user("colleague"), f0="Par elle.")
    for base in ("no json", json.dumps([1]), ""):
        response = send(admin_client, translation, data | {f"text-{first}": "Par moi.", "base": base})
        assert response.status_code == 409
    assert text_of(translation, first) == "Par elle."


def test_a_long_profile_is_stored_whole(admin_client, db):
    """Two fields a unit: more than Django takes unless it is told."""
    translation = make_translation(make_published(findings=60), units={})
    data = values(admin_client, translation)
    data |= {f"text-source/{uuid.UUID(int=i)}/title": f"Source {i}" for i in range(600)}
    data |= {f"original-source/{uuid.UUID(int=i)}/title": f"Source {i}" for i in range(600)}
    data |= {f"text-{key}": f"Constat {i}." for i, key in enumerate(keys(translation))}
    assert send(admin_client, translation, data).status_code == 302
    assert len(_stored(translation)) == 660
