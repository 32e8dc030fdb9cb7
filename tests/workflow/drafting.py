"""What the actions left behind, and a full revision to try them on."""

import copy
from datetime import timedelta

from profiles import workflow
from profiles.content.serialize import serialize_revision
from profiles.models import (
    Comment,
    Finding,
    FindingSource,
    LogEntry,
    Profile,
    ReviewLink,
    ReviewVisit,
    Revision,
    SignOff,
    Snapshot,
    Source,
    User,
)
from tests.factories import make_draft

NO_TEXT = {"introduction": "", "none_identified": [], "sources": [], "findings": []}
SOON = timedelta(hours=1)


def make_full() -> Revision:
    """Make a published revision in which every kind of child row occurs, out of order."""
    draft = make_draft(findings=14, none_identified=["partnerships/potential"])
    law = Source.objects.create(
        revision=draft, title="A fictional law", body="Parliament", year=2019, position=1
    )
    report = Source.objects.create(revision=draft, title="A report", url="https://example.org/r", position=0)
    first, second, *_rest = draft.findings.all()
    first.indicator_area = "Health"
    first.position = 7
    first.save()
    FindingSource.objects.create(finding=first, source=law, locator="art. 4", position=1)
    FindingSource.objects.create(finding=first, source=report, locator="p. 12", position=0)
    FindingSource.objects.create(finding=second, source=law)
    return workflow.publish(draft, by=None)


def actions_logged(profile: Profile) -> list[str]:
    return list(profile.log.order_by("pk").values_list("verb", flat=True))


def snapshots_of(revision: Revision) -> list[Snapshot]:
    """Return the snapshots of a revision, oldest first."""
    return list(
        Snapshot.objects.filter(profile=revision.profile, revision_number=revision.number).order_by("pk")
    )


def with_text(content: dict, text: str, finding: int = 0) -> dict:
    result = copy.deepcopy(content)
    result["findings"][finding]["text"] = text
    return result


def fail(*args, **kwargs):
    raise RuntimeError("the power went")


def all_rows() -> list:
    models = (
        Revision,
        Finding,
        Source,
        FindingSource,
        Snapshot,
        LogEntry,
        Profile,
        Comment,
        SignOff,
        ReviewLink,
        ReviewVisit,
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def type_into(draft: Revision, user: User | None, text: str, **fields: bool) -> Revision:
    """Save the draft as it is now, with `text` for its first finding."""
    now = Revision.objects.get(pk=draft.pk)
    return workflow.save_content(
        now, with_text(serialize_revision(now), text), now.lock_version, user, **fields
    )


def from_database(revision: Revision) -> Revision:
    return Revision.objects.get(pk=revision.pk)


def facts(revision: Revision) -> dict:
    return Revision.objects.filter(pk=revision.pk).values().get()


def changed_fields(before: dict, revision: Revision) -> set[str]:
    """Return the columns of `revision` that are not as they were."""
    return {name for name, value in facts(revision).items() if value != before[name]}
