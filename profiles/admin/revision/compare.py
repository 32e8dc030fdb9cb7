"""What differs between two texts of a profile: any two revisions, or a snapshot of its history."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from profiles.admin.actions import page_context
from profiles.admin.revision.diff import difference_of
from profiles.choices import Action, State
from profiles.content.schema import RevisionContent
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import Profile, Revision, Snapshot
from profiles.templatetags.profiles_ui import long_moment

SNAPSHOT = "s"
"""What the name of a snapshot begins with in an address: s12 is the snapshot 12, 2 the revision 2."""


@dataclass(frozen=True)
class Side:
    """One of the two texts; `name` stands for it in the address."""

    name: str
    label: str
    content: RevisionContent


def page(request: HttpRequest, profile: Profile) -> HttpResponse:
    """?from=2&to=3, by default the open text against the public one; ?show=all has the whole text."""
    revisions = list(profile.revisions.order_by("number").select_related("profile__place"))
    defaults = _default_names(revisions)
    names = [request.GET.get(name) or default for name, default in zip(("from", "to"), defaults, strict=True)]
    before, after = (_side(profile, revisions, name) if name else None for name in names)
    is_whole = request.GET.get("show") == "all"
    choices = [(str(row.number), revision_label(row)) for row in reversed(revisions)]
    choices += {
        side.name: side.label for side in (before, after) if side and side.name[0] == SNAPSHOT
    }.items()
    context = {
        **page_context(request, profile),
        "title": _("What differs"),
        "profile": profile,
        "choices": choices,
        "before": before,
        "after": after,
        "is_whole": is_whole,
    }
    if before and after:
        context |= {
            "difference": difference_of(profile, before.content, after.content, is_whole=is_whole),
            "pair": f"?from={before.name}&to={after.name}",
            "turned": f"?from={after.name}&to={before.name}",
        }
    return TemplateResponse(request, "admin/profiles/profile/compare.html", context)


def compare_url(profile: Profile, old: str | int, new: str | int) -> str:
    return f"{reverse('admin:profiles_profile_compare', args=[profile.pk])}?from={old}&to={new}"


def against_public(revision: Revision) -> dict[str, Any]:
    """Return what a page shows of `revision` against the public text: `live`, and `difference` or None.

    `earlier` is what was submitted before, where it is here again, or about to be.
    """
    profile, number = revision.profile, revision.number
    earlier = submitted_before(revision)
    live = Revision.objects.published().filter(profile=profile).exclude(pk=revision.pk).first()
    context = {
        "earlier": earlier,
        "earlier_url": compare_url(profile, f"{SNAPSHOT}{earlier.pk}", number) if earlier else "",
        "live": live,
        "difference": None,
    }
    if live is not None:
        context["difference"] = difference_of(profile, serialize_revision(live), serialize_revision(revision))
        context["compare_url"] = compare_url(profile, live.number, number)
    return context


def submitted_before(revision: Revision) -> Snapshot | None:
    """Return the text with which `revision` came to the reviewers the last time; one query.

    Not the one with which it is there now.
    """
    submitted = revision.profile.snapshots.filter(revision_number=revision.number, verb=Action.SUBMIT)
    at = 0 if revision.state == State.DRAFT else 1
    return submitted.select_related("made_by").newest_first()[at : at + 1].first()


def _default_names(revisions: list[Revision]) -> tuple[str, str]:
    """Return the names of the public text and the open one; without an open one, of the last two.

    Of a first text that comes to the reviewers again, that of the last which they had of it.
    """
    if not revisions:
        return "", ""
    new = next((row for row in revisions if row.is_open), revisions[-1])
    earlier = [row for row in revisions if row.number < new.number]
    live = next((row for row in revisions if row.is_published and row != new), None)
    old = live or (earlier[-1] if earlier else None)
    if old:
        return str(old.number), str(new.number)
    snapshot = submitted_before(new) if len(revisions) == 1 else None
    return f"{SNAPSHOT}{snapshot.pk}" if snapshot else "", str(new.number)


def _side(profile: Profile, revisions: list[Revision], name: str) -> Side:
    number = name.removeprefix(SNAPSHOT)
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    if name.startswith(SNAPSHOT):
        snapshot = profile.snapshots.select_related("made_by").filter(pk=int(number)).first()
        if snapshot is None:
            raise Http404
        return Side(name, snapshot_label(snapshot), load_snapshot(snapshot))
    revision = next((row for row in revisions if row.number == int(number)), None)
    if revision is None:
        raise Http404
    return Side(name, revision_label(revision), serialize_revision(revision))


def revision_label(revision: Revision) -> str:
    return _("Revision %(number)s, %(state)s") % {
        "number": revision.number,
        "state": str(State(revision.state).label).lower(),
    }


def snapshot_label(snapshot: Snapshot) -> str:
    return _("Revision %(number)s as it was on %(moment)s") % {
        "number": snapshot.revision_number,
        "moment": long_moment(snapshot.made_at),
    }
