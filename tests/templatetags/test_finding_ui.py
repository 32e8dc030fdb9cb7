"""A finding on a page: whatever its texts hold, they are words and never markup."""

import pytest

from profiles import workflow
from profiles.models import FindingSource, Source
from tests.factories import make_draft, make_published_translation, make_term
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("domains")

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'words' <b>"


@pytest.fixture
def address() -> str:
    """The page of a profile in which every text of a person is hostile; also in translation."""
    draft = make_draft(findings=2)
    draft.findings.update(text=HOSTILE)
    source = Source.objects.create(
        revision=draft, title=HOSTILE, body=HOSTILE, year=2021, url='https://example.org/?a="><script>'
    )
    FindingSource.objects.bulk_create(
        FindingSource(finding=finding, source=source, locator=HOSTILE) for finding in draft.findings.all()
    )
    make_term("quoted", definition=HOSTILE)
    live = workflow.publish(draft, by=None)
    make_published_translation(live)
    return live.profile.get_absolute_url()


@pytest.mark.parametrize("prefix", ["", "/fr", "/ar"])
def test_no_text_of_a_finding_is_markup(client, address, prefix):
    page = parse(client.get(f"{prefix}{address}"))
    assert not [
        script
        for script in page.xpath("//script")
        if "alert(1)" in (script.text or "") and not script.get("type")
    ]
    findings = page.xpath("//li[@class='finding']")
    assert len(findings) == 2
    for finding in findings:
        assert not finding.xpath(".//script | .//b")
        text = " ".join(finding.text_content().split())
        assert text.count(HOSTILE) >= 4, text  # what it says, and of its source title, body and locator
        assert all(link.startswith(("/", "#", "https://")) for link in finding.xpath(".//a/@href"))
