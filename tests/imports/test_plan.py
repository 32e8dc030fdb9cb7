"""What taking in a document would do, and what it does: workflow.import_profile."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from profiles import workflow
from profiles.choices import State
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.imports import readers
from profiles.imports.document import Facts
from profiles.imports.plan import Plan, plan_import
from profiles.models import Place, Profile
from tests.factories import make_in_state, make_member, make_place, make_profile

MALI = Path("tests/data/mali-second-profile-2021.txt")
FIRST = "Migration data is not published on a regular basis."
ANOTHER = "Migration data is published once in a while, and not on a regular basis."


def text_of_mali(**changes: str) -> bytes:
    text = MALI.read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(old, new)
    return text.encode()


def plan_of(text: bytes | str, overrides: Facts | None = None) -> Plan:
    return plan_import(readers.read(text.encode() if isinstance(text, str) else text, "a.txt"), overrides)


def import_plan(result: Plan, by=None):
    return workflow.import_profile(result.data, by=by, note="a.txt", seen=result.seen)


def test_the_same_document_changes_nothing_and_says_so(mali):
    result = plan_of(text_of_mali())
    assert result.problems == []
    assert result.is_identical
    assert not result.can_be_imported
    assert import_plan(result) is None
    assert Profile.objects.get(slug="mali-2021").revisions.count() == 1


def test_a_language_that_is_not_kept_here_never_becomes_the_original(domains):
    make_profile(place=make_place("Lunaria"), edition=2, year=2023, language="en")
    path = Path("tests/imports/documents/files/de-office-side-by-side.odt")
    reading = readers.read(path.read_bytes(), path.name)
    result = plan_import(reading)
    assert result.profile is not None
    assert "The document is in a language (German) in which no profiles are kept here." in [
        problem.text for problem in result.errors
    ]
    assert not result.can_be_imported
    assert plan_import(reading, Facts(language="en")).can_be_imported


def test_a_changed_document_becomes_a_draft_beside_the_live_text(mali):
    profile = Profile.objects.get(slug="mali-2021")
    live = profile.revisions.get()
    result = plan_of(MALI.read_text(encoding="utf-8").replace(FIRST, ANOTHER))
    findings = [f for f in result.difference.findings if f.is_changed]
    assert [(f.change, f.new["text"]) for f in findings] == [("reworded", ANOTHER)]
    draft = import_plan(result)
    assert (draft.number, draft.state) == (2, State.DRAFT)
    assert [f["key"] for f in serialize_revision(draft)["findings"]] == [
        f["key"] for f in serialize_revision(live)["findings"]
    ]
    live.refresh_from_db()
    assert live.state == State.PUBLISHED
    assert profile.log.get(verb="import").note == "a.txt"


def test_it_goes_into_the_open_draft_and_again_changes_nothing(mali):
    text = MALI.read_text(encoding="utf-8").replace(FIRST, ANOTHER)
    draft = import_plan(plan_of(text))
    again = plan_of(text)
    assert again.is_identical
    assert import_plan(again) is None
    third = import_plan(plan_of(MALI.read_bytes()))
    assert third.pk == draft.pk
    assert third.lock_version > draft.lock_version


def test_a_profile_that_is_not_here_is_created_as_a_draft(domains):
    make_place("Exampleland", iso2="XX")
    text = MALI.read_text(encoding="utf-8").replace(
        "Republic of Mali Second", "Republic of Exampleland First"
    )
    result = plan_of(text)
    assert (result.profile, result.base, result.is_identical) == (None, None, False)
    draft = import_plan(result)
    assert draft.state == State.DRAFT
    assert draft.profile.slug == "exampleland-2021"
    assert (draft.profile.edition, draft.profile.year, draft.profile.month) == (1, 2021, 9)
    assert len(serialize_revision(draft)["findings"]) == 23
    assert plan_of(text).is_identical


@pytest.mark.parametrize("name", ["XX", "XXX", "exampleland", "Exampleland", "Republic of Exampleland"])
def test_the_caller_names_place_and_edition(domains, name):
    make_place("Exampleland", iso2="XX", iso3="XXX")
    text = re.sub(r"Migration Governance Indicators: .*\Z", "", MALI.read_text(encoding="utf-8"))
    assert {p.text for p in plan_of(text).errors} >= {"The document does not say which edition it is."}
    result = plan_of(text, Facts(place=name, edition=3))
    assert result.errors == []
    assert import_plan(result).profile.edition == 3


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED])
def test_a_revision_in_review_is_not_touched(domains, state):
    revision = make_in_state(state)
    title = f"Migration Governance Indicators: {revision.profile.place} First Profile (2021)"
    text = re.sub(r"Migration Governance Indicators: .*\Z", title, MALI.read_text(encoding="utf-8"))
    result = plan_of(text)
    assert result.data is None
    assert "when it is sent back" in result.errors[0].text
    with pytest.raises(workflow.WorkflowError, match="sent back"):
        workflow.import_profile(as_data(result), by=None, note="", seen=result.seen)


def as_data(result: Plan):
    data = json.loads(Path("fixtures/mali-2021.json").read_text(encoding="utf-8"))["profiles"][0]
    for finding in data["findings"]:
        finding["key"] = finding["key"][:-4] + "0000"
    return data | {"place": result.place.slug, "edition": result.profile.edition}


def test_what_changed_since_the_comparison_is_not_overwritten(mali):
    result = plan_of(MALI.read_text(encoding="utf-8").replace(FIRST, ANOTHER))
    workflow.start_revision(Profile.objects.get(slug="mali-2021"), by=None)
    with pytest.raises(workflow.OvertakenError):
        import_plan(result)


def test_only_who_writes_for_the_place_takes_in(mali):
    result = plan_of(MALI.read_text(encoding="utf-8").replace(FIRST, ANOTHER))
    elsewhere = make_member("Analyst", make_place())
    with pytest.raises(workflow.WorkflowError, match="not assigned to Mali"):
        import_plan(result, by=elsewhere)
    assert import_plan(result, by=make_member("Analyst", result.place)).created_by is not None


def test_on_what_the_document_is_silent_the_text_here_stays(demo):
    profile = Profile.objects.get(slug="lunaria-2023")
    before = serialize_revision(profile.revisions.get())
    lines = ["Migration Governance Indicators: Republic of Lunaria Second Profile (2023)", ""]
    for title in DOMAIN_TITLES:
        lines.append(title[1])
        for kind, heading in LISTS:
            here = [f["text"] for f in before["findings"] if (f["domain"], f["kind"]) == (title[0], kind)]
            lines += ["", heading, "", *(f"• {text}" for text in here), ""]
    result = plan_of("\n".join(lines))
    assert [problem.text for problem in result.problems] == [
        "The document names no sources: those that are recorded here are kept.",
        "The document has no introduction: the one that is here is kept.",
    ]
    assert result.is_identical


DOMAIN_TITLES = [
    ("migrants-rights", "Migrants’ rights"),
    ("whole-of-government-approach", "Whole of government approach"),
    ("partnerships", "Partnerships"),
    ("well-being-of-migrants", "Well-being of migrants"),
    ("mobility-dimensions-of-crises", "Mobility dimensions of crises"),
    ("safe-orderly-and-regular-migration", "Safe, orderly and regular migration"),
]
LISTS = [
    ("well_developed", "Migration Governance: examples of well-developed areas"),
    ("potential", "Areas with potential for further development"),
]


def test_a_text_in_another_language_does_not_replace_the_original(mali):
    text = MALI.read_text(encoding="utf-8")
    for _slug, title in DOMAIN_TITLES:
        text = text.replace(title, {"Partnerships": "Partenariats"}.get(title, title))
    result = plan_of(text, Facts(language="fr"))
    assert result.data is None
    assert result.translation_language == "fr"
    assert "another language (French) than the original text of “Mali" in result.translation_note


def test_findings_that_would_go_are_named(mali):
    text = MALI.read_text(encoding="utf-8").replace("• Mali has not signed any readmission agreements.", "")
    assert any("Partnerships, Areas with potential" in problem.text for problem in plan_of(text).problems)


def test_a_document_of_another_place_than_the_chosen_one_is_doubted(mali):
    make_place("Exampleland", iso2="XX")
    result = plan_of(text_of_mali(), Facts(place="XX"))
    doubt = "The document says that it is about Mali, but you have chosen Exampleland."
    assert [problem.text for problem in result.problems if problem.text == doubt] == [doubt]
    assert not result.errors
    assert doubt not in [problem.text for problem in plan_of(text_of_mali(), Facts(place="ML")).problems]
    reading = replace(plan_of(text_of_mali()).reading, place="mali")
    unseen = plan_import(reading, Facts(place="XX"), places=Place.objects.filter(iso2="XX"))
    # As the document has it: it is not disclosed whether there is such a place.
    warning = "The document says that it is about mali, but you have chosen Exampleland."
    assert warning in [problem.text for problem in unseen.problems]


def test_an_edition_that_is_skipped_is_doubted(domains):
    place = make_place("Exampleland", iso2="XX")
    make_profile(place, edition=1, slug="exampleland-2018", year=2018)
    result = plan_of(text_of_mali(), Facts(place="XX", edition=3))
    doubt = "This would be edition 3, but the latest one before it here is edition 1."
    assert doubt in [problem.text for problem in result.problems]
    assert not result.errors
    for edition in (1, 2):
        next_one = plan_of(text_of_mali(), Facts(place="XX", edition=edition))
        assert not any("This would be edition" in problem.text for problem in next_one.problems)
    make_profile(place, edition=3, slug="exampleland-2024", year=2024)
    plan = plan_of(text_of_mali(), Facts(place="XX", edition=3))
    assert doubt not in [problem.text for problem in plan.problems]


def test_the_history_says_which_document_a_text_came_from(mali):
    user = make_member("Analyst", Profile.objects.get(slug="mali-2021").place)
    draft = import_plan(plan_of(MALI.read_text(encoding="utf-8").replace(FIRST, ANOTHER)), by=user)
    snapshot = draft.profile.snapshots.newest_first().first()
    assert (snapshot.verb, snapshot.made_by) == ("import", user)
    assert load_snapshot(snapshot) == serialize_revision(draft)
    entry = draft.profile.log.get(revision_number=2, verb="import")
    assert (entry.by, entry.note) == (user, "a.txt")
    assert not draft.profile.log.filter(verb="save").exists()


def test_so_it_does_of_a_new_profile(domains):
    make_place("Exampleland", iso2="XX")
    draft = import_plan(plan_of(text_of_mali(), Facts(place="XX", edition=1)))
    assert [snapshot.verb for snapshot in draft.profile.snapshots.all()] == ["import"]
    assert {entry.verb: entry.note for entry in draft.profile.log.all()} == {"create": "", "import": "a.txt"}
