"""Which findings of an edition are those of the edition before, as somebody decided."""

import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.choices import Action
from profiles.content.edition_diff import edition_before
from profiles.models import FindingMatch, Profile, Revision, User
from profiles.workflow.exceptions import WorkflowError
from profiles.workflow.locking import lock_profile, log, require


@transaction.atomic
def match_findings(
    later: Profile, earlier_key: uuid.UUID, later_key: uuid.UUID, by: User | None, *, is_same: bool
) -> FindingMatch:
    """Say that a finding of `later` is, or is not, one of the edition before; return the match.

    It goes before what was computed, and before an earlier verdict on either finding that says otherwise.
    Raises WorkflowError where there is no earlier edition, or where a finding is in none of its texts.
    """
    later = lock_profile(later)
    require(permissions.can_match_findings(by, later))
    before = edition_before(later)
    if before is None:
        raise WorkflowError(_("No earlier edition of this profile is published."))
    texts = Revision.objects.filter(profile=later, findings__key=later_key)
    if not (texts.exists() and before.findings.filter(key=earlier_key).exists()):
        raise WorkflowError(_("One of the two findings is no longer there. Nothing was changed."))
    earlier = before.profile
    matches = FindingMatch.objects.filter(earlier=earlier, later=later)
    if is_same:
        for other in (matches.filter(earlier_key=earlier_key), matches.filter(later_key=later_key)):
            other.filter(is_same=True).delete()
    match, _created = matches.update_or_create(
        earlier_key=earlier_key,
        later_key=later_key,
        defaults={"is_same": is_same, "by": by},
        create_defaults={"earlier": earlier, "later": later, "is_same": is_same, "by": by},
    )
    verdict = _("the same statement") if is_same else _("not the same statement")
    log(later, None, Action.MATCH, by, _note(before, texts, earlier_key, later_key, verdict))
    return match


@transaction.atomic
def delete_match(match: FindingMatch, by: User | None) -> None:
    """Delete a verdict: what is computed counts again."""
    later = lock_profile(match.later)
    require(permissions.can_match_findings(by, later))
    if FindingMatch.objects.filter(pk=match.pk).delete()[0]:
        log(later, None, Action.MATCH, by, _("A decision was undone; the pairs are computed again."))


def _note(
    before: Revision, texts: QuerySet[Revision], earlier_key: uuid.UUID, later_key: uuid.UUID, verdict: str
) -> str:
    """Quote the beginnings of both findings, so that the log can be read."""
    newest = texts.order_by("-number").first()
    old = before.findings.get(key=earlier_key)
    new = newest.findings.get(key=later_key) if newest else None
    return f"“{old}” – “{new}”: {verdict}"
