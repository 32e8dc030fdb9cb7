"""Translations are found in their language; a text and its translation are one hit."""

import pytest

from profiles import search, workflow
from profiles.content.translations import finding_key
from profiles.models import Finding, SearchEntry, Translation
from tests.factories import make_published, make_translation

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def live(domains):
    """A live text of which one finding, on harbours, and the introduction are translated into French."""
    live = make_published(introduction="A fictional harbour country.")
    return live


def publish_translation(live, text: str = "Les travailleurs du port ont un contrat écrit.") -> Translation:
    finding = live.findings.get(position=0)
    units = {
        finding_key(str(finding.key)): {"text": text, "original": finding.text},
        "introduction": {"text": "Un pays portuaire fictif.", "original": live.introduction},
    }
    return workflow.publish(make_translation(live, units=units), by=None)


def hits(text: str, language: str = "fr") -> list[tuple[str, str]]:
    """Return the language and the text of each hit."""
    results = search.search(text, language=language)
    return [(hit.entry.language, hit.entry.text) for hit in results.hits]


def test_a_translation_is_found_in_its_language(live):
    publish_translation(live)
    assert hits("contrats écrits") == [("fr", "Les travailleurs du port ont un contrat écrit.")]
    assert hits("portuaire", "en") == [("fr", "Un pays portuaire fictif.")]


def test_a_text_and_its_translation_are_one_hit_in_the_readers_language(live):
    publish_translation(live, "Fictional finding, en français.")
    first = live.findings.get(position=0)
    in_french, in_english = hits("fictional finding"), hits("fictional finding", "en")
    assert len(in_french) == len(in_english) == 4
    assert ("fr", "Fictional finding, en français.") in in_french
    assert ("en", first.text) in in_english
    assert ("en", first.text) not in in_french


def test_what_is_corrected_or_withdrawn_is_found_no_longer(live):
    translation = publish_translation(live)
    draft = workflow.start_translation(live.profile, "fr", None)
    units = {key: {**unit, "text": "Autre chose, sans ce mot."} for key, unit in draft.units.items()}
    workflow.publish(workflow.save_translation(draft, units, draft.lock_version, None), by=None)
    assert hits("contrat") == []
    assert len(hits("autre chose")) == 2
    workflow.withdraw(Translation.objects.live().get(), None, "A fictional mistake.")
    assert hits("autre chose") == []
    assert translation.pk != Translation.objects.order_by("-pk").first().pk


def test_what_is_kept_for_a_new_revision_is_found(live):
    publish_translation(live)
    draft = workflow.start_revision(live.profile, by=None)
    Finding.objects.filter(revision=draft, position=1).update(text="Other words.")
    workflow.publish(draft, by=None)
    assert hits("contrat") == [("fr", "Les travailleurs du port ont un contrat écrit.")]


def test_a_withdrawn_profile_takes_them_along(live):
    publish_translation(live)
    workflow.withdraw(live, None, "A fictional mistake.")
    assert hits("contrat") == []
    assert not SearchEntry.objects.filter(profile=live.profile).exists()


def test_the_index_made_anew_is_the_same(live):
    publish_translation(live)
    entries = SearchEntry.objects.filter(profile=live.profile)
    before = sorted(entries.values_list("id", "unit", "language", "text"))
    search.index.rebuild()
    assert sorted(entries.values_list("id", "unit", "language", "text")) == before
    languages = entries.values_list("language", flat=True)
    assert sorted(languages) == ["en"] * 5 + ["fr"] * 2


def test_texts_in_a_language_are_translations_too(live):
    publish_translation(live)
    results = search.search("travailleurs", search.Filters(language="fr"))
    assert [hit.entry.language for hit in results.hits] == ["fr"]
    assert search.search("travailleurs", search.Filters(language="en")).hits == []
