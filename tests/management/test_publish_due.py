"""The clock's command: what is due becomes public, and it says so."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from profiles import workflow
from profiles.choices import State
from profiles.models import Revision
from tests.factories import make_in_state

pytestmark = pytest.mark.usefixtures("domains")


def test_what_is_due_is_published_and_named(capsys):
    now, hour = timezone.now(), timedelta(hours=1)
    due, later = (make_in_state(State.APPROVED) for _ in range(2))
    for revision, moment in ((due, now - hour), (later, now + hour)):
        workflow.schedule(revision, by=None, moment=now + hour)
        Revision.objects.filter(pk=revision.pk).update(publish_at=moment)
    call_command("publish_due")
    assert capsys.readouterr().out == f"Published {due}.\n"
    assert [Revision.objects.get(pk=r.pk).state for r in (due, later)] == ["published", "approved"]
    call_command("publish_due")
    assert capsys.readouterr().out == ""
