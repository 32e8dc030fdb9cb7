"""A draft for the tests of the editing screen."""

import pytest

from profiles.models import FindingSource, Revision, Source
from tests.factories import make_draft


@pytest.fixture
def draft(db) -> Revision:
    """A draft of four findings in four domains, the first of which rests on the first of two sources."""
    draft = make_draft()
    law = Source.objects.create(revision=draft, title="A fictional law", position=0)
    Source.objects.create(revision=draft, title="A fictional report", position=1)
    FindingSource.objects.create(finding=draft.findings.first(), source=law, locator="art. 4")
    return draft
