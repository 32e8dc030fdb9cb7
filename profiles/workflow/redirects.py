"""Where profiles and places are found, and which findings of an edition are those of the edition before."""

import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.choices import CLOSED_STATES, Verb
from profiles.content.edition_diff import edition_before
from profiles.models import FindingMatch, Place, Profile, Revision, SlugRedirect, User
from profiles.workflow.locking import WorkflowError, locked, log, require, require_valid
from profiles.workflow.places import locked_place, log_place


@transaction.atomic
def change_address(thing: Profile | Place, slug: str, by: User | None) -> Profile | Place:
    """Give a profile or a place another slug; return it. The old address leads to the new one from now on.

    Raises WorkflowError where the slug is another's, is no slug, or was another's: that one's old address
    leads there still. The address that it had before can be taken back.
    """
    current = locked(thing) if isinstance(thing, Profile) else locked_place(thing)
    require(permissions.can_change_address(by, current))
    old, current.slug = current.slug, slug.strip()
    if current.slug == old:
        raise WorkflowError(_("This is its address already."))
    require_valid(current)
    current.slug_redirects.filter(slug=current.slug).delete()
    if _has_been_public(current):
        owner = "profile" if isinstance(current, Profile) else "place"
        SlugRedirect.objects.create(slug=old, **{owner: current})
    current.save(update_fields=["slug"])
    note = f"{_folder(current)}/{old}/ → {_folder(current)}/{current.slug}/"
    if isinstance(current, Place):
        log_place(current, Verb.MOVE, by, note)
    for profile in [current] if isinstance(current, Profile) else current.profiles.all():
        log(profile, None, Verb.MOVE, by, note)
    return current


def _has_been_public(thing: Profile | Place) -> bool:
    """Whether somebody outside may have the old address; otherwise another may have it."""
    if isinstance(thing, Profile):
        return thing.revisions.filter(state__in=CLOSED_STATES).exists()
    return Place.objects.public().filter(pk=thing.pk).exists()


def _folder(thing: Profile | Place) -> str:
    return "/profiles" if isinstance(thing, Profile) else "/places"


@transaction.atomic
def match_findings(
    later: Profile, earlier_key: uuid.UUID, later_key: uuid.UUID, by: User | None, *, is_same: bool
) -> FindingMatch:
    """Say that a finding of `later` is, or is not, one of the edition before; return the verdict.

    It goes before what was computed, and before an earlier verdict on either finding that says otherwise.
    Raises WorkflowError where there is no earlier edition, or where a finding is in none of its texts.
    """
    later = locked(later)
    require(permissions.can_match(by, later))
    before = edition_before(later)
    if before is None:
        raise WorkflowError(_("No earlier edition of this profile is published."))
    texts = Revision.objects.filter(profile=later, findings__key=later_key)
    if not (texts.exists() and before.findings.filter(key=earlier_key).exists()):
        raise WorkflowError(_("One of the two findings is no longer there. Nothing was changed."))
    earlier = before.profile
    verdicts = FindingMatch.objects.filter(earlier=earlier, later=later)
    if is_same:
        for other in (verdicts.filter(earlier_key=earlier_key), verdicts.filter(later_key=later_key)):
            other.filter(is_same=True).delete()
    verdict, _created = verdicts.update_or_create(
        earlier_key=earlier_key,
        later_key=later_key,
        defaults={"is_same": is_same, "by": by},
        create_defaults={"earlier": earlier, "later": later, "is_same": is_same, "by": by},
    )
    said = _("the same statement") if is_same else _("not the same statement")
    log(later, None, Verb.MATCH, by, _note(before, texts, earlier_key, later_key, said))
    return verdict


@transaction.atomic
def forget_match(verdict: FindingMatch, by: User | None) -> None:
    """Take a verdict back: what is computed counts again."""
    later = locked(verdict.later)
    require(permissions.can_match(by, later))
    if FindingMatch.objects.filter(pk=verdict.pk).delete()[0]:
        log(later, None, Verb.MATCH, by, _("A verdict was taken back; the pairs are computed again."))


def _note(
    before: Revision, texts: QuerySet[Revision], earlier_key: uuid.UUID, later_key: uuid.UUID, said: str
) -> str:
    """Quote the beginnings of both findings, so that the log can be read."""
    newest = texts.order_by("-number").first()
    old = before.findings.get(key=earlier_key)
    new = newest.findings.get(key=later_key) if newest else None
    return f"“{old}” – “{new}”: {said}"
