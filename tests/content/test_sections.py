"""A revision arranged as its page shows it."""

import pytest

from profiles.choices import Kind, Variant
from profiles.content.sections import domain_texts, revision_sections
from profiles.models import DomainText, IndicatorDomain, Revision
from tests.factories import make_draft

pytestmark = pytest.mark.usefixtures("domains")


def test_there_are_always_six_sections_of_two_lists_in_order():
    revision = make_draft(findings=3)
    sections = revision_sections(Revision.objects.with_findings().get(pk=revision.pk), "en")
    assert [section.number for section in sections] == [1, 2, 3, 4, 5, 6]
    assert all([findings.kind for findings in section.lists] == list(Kind) for section in sections)
    assert [len(section.lists[0].findings) for section in sections] == [1, 1, 1, 0, 0, 0]


def test_findings_stand_in_the_analysts_order():
    revision = make_draft(findings=0)
    domain = IndicatorDomain.objects.first()
    for position, text in [(2, "third"), (0, "first"), (1, "second")]:
        revision.findings.create(domain=domain, kind=Kind.POTENTIAL, position=position, text=text)
    section = revision_sections(Revision.objects.with_findings().get(pk=revision.pk), "en")[0]
    assert [finding.text for finding in section.lists[1].findings] == ["first", "second", "third"]


def test_a_domain_text_is_in_the_readers_language_or_in_english_and_says_which():
    assert {text.language for text in domain_texts(Variant.COUNTRY, "fr")} == {"fr"}
    french = DomainText.objects.filter(language="fr", variant=Variant.COUNTRY)
    french.exclude(domain__number=3).delete()
    texts = domain_texts(Variant.COUNTRY, "fr")
    assert [text.language for text in texts] == ["en", "en", "fr", "en", "en", "en"]
    assert {text.language for text in domain_texts(Variant.CITY, "fr")} == {"fr"}


def test_a_city_reads_the_city_descriptions():
    texts = domain_texts(Variant.CITY, "en")
    assert len(texts) == 6
    assert all("in this category" in t.description or "This area" in t.description for t in texts)
