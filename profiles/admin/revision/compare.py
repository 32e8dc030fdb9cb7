"""What differs between two texts of a profile: any two revisions, or a snapshot of its history.

templates/admin/components/difference.html shows it.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext as _

from profiles.admin.pages import admin_page
from profiles.choices import Action, Kind, State
from profiles.content.diff import Change, FindingChange, compare
from profiles.content.schema import RevisionContent, list_name
from profiles.content.sections import domain_texts, group
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import DomainText, Profile, Revision, Snapshot
from profiles.templatetags.profiles_ui import Text


def page(request: HttpRequest, profile: Profile) -> HttpResponse:
    """?from=2&to=3, by default the open text against the public one; ?show=all has the whole text."""
    revisions = list(profile.revisions.order_by("number").select_related("profile__place"))
    before, after = (
        _find_text(profile, revisions, request.GET[name]) if request.GET.get(name) else default
        for name, default in zip(("from", "to"), _default_texts(revisions), strict=True)
    )
    is_whole = request.GET.get("show") == "all"
    context = {
        "title": _("What differs"),
        "choices": dict.fromkeys([*reversed(revisions), *filter(None, [before, after])]),
        "before": before,
        "after": after,
        "is_whole": is_whole,
    }
    if before and after:
        context["difference"] = difference_of(
            profile, _content_of(before), _content_of(after), is_whole=is_whole
        )
    return admin_page(request, profile, "profiles/profile/compare", context)


def against_public(revision: Revision) -> dict[str, Any]:
    """Return what a page shows of `revision` against the public text: `live`, and `difference` or None.

    `earlier` is what was submitted before, where it is here again, or about to be.
    """
    profile, difference = revision.profile, None
    live = Revision.objects.published().filter(profile=profile).exclude(pk=revision.pk).first()
    if live is not None:
        difference = difference_of(profile, serialize_revision(live), serialize_revision(revision))
    return {"earlier": submitted_before(revision), "live": live, "difference": difference}


def submitted_before(revision: Revision) -> Snapshot | None:
    """Return the text with which `revision` came to the reviewers the last time; one query.

    Not the one with which it is there now.
    """
    snapshots = revision.profile.snapshots.filter(revision_number=revision.number, language="")
    submitted = snapshots.filter(verb=Action.SUBMIT)
    at = 0 if revision.state == State.DRAFT else 1
    return submitted.select_related("made_by").newest_first()[at : at + 1].first()


def _default_texts(revisions: list[Revision]) -> tuple[Text | None, Revision | None]:
    """Return the public text and the open one; without an open one, the last two.

    Of a first text that comes to the reviewers again, the last which they had of it.
    """
    if not revisions:
        return None, None
    new = next((row for row in revisions if row.is_open), revisions[-1])
    earlier = [row for row in revisions if row.number < new.number]
    live = next((row for row in revisions if row.is_published and row != new), None)
    old = live or (earlier[-1] if earlier else None)
    return old or (submitted_before(new) if len(revisions) == 1 else None), new


def _find_text(profile: Profile, revisions: list[Revision], name: str) -> Text:
    number = name.removeprefix("s")
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    if name != number:
        originals = profile.snapshots.filter(language="")
        return get_object_or_404(originals.select_related("made_by"), pk=number)
    revision = next((row for row in revisions if row.number == int(number)), None)
    if revision is None:
        raise Http404
    return revision


def _content_of(text: Text) -> RevisionContent:
    return load_snapshot(text) if isinstance(text, Snapshot) else serialize_revision(text)


def difference_of(
    profile: Profile, old: RevisionContent, new: RevisionContent, *, is_whole: bool = False
) -> dict[str, Any]:
    """Return what differs from `old` to `new`, two contents of `profile`, or all of both; one query.

    sections: (DomainText, lists); a list has its heading, notes (sentences on the list as such) and findings;
    a finding has labels (what happened to it, in words) and pieces (its text). introduction: pieces.
    sources_added, sources_dropped: lines. What is the same is left out unless it `is_whole`.
    """
    texts = domain_texts(profile.place.variant, get_language() or "en")
    difference = compare(old, new)
    changes = [change for change in difference.findings if is_whole or change.is_changed]
    none_before, none_now = set(old["none_identified"]), set(new["none_identified"])
    sections = []
    for section in group(changes, texts):
        lists = []
        for part in section.lists:
            notes = _notes(f"{section.anchor}/{part.kind.value}", none_before, none_now)
            findings = [{"labels": _labels(c, texts), "pieces": c.pieces} for c in part.findings]
            if is_whole or notes or findings:
                lists.append({"heading": part.heading, "notes": notes, "findings": findings})
        if lists:
            sections.append((section.text, lists))
    return {
        "profile": profile,
        "introduction": difference.introduction if is_whole or difference.is_introduction_changed else (),
        "sections": sections,
        "sources_added": difference.sources_added,
        "sources_dropped": difference.sources_dropped,
        "is_empty": difference.is_empty and none_before == none_now,
        "is_whole": is_whole,
    }


def _notes(name: str, before: set[str], now: set[str]) -> list[str]:
    """Say whether the list has become one of which the profile states that it is empty, or is one no more."""
    if name in now - before:
        return [_("It now states that none was identified.")]
    if name in before - now:
        return [_("It no longer states that none was identified.")]
    return []


def _labels(change: FindingChange, texts: list[DomainText]) -> list[str]:
    """Say what happened to a finding; nothing where it is the same."""
    labels = []
    if change.change != Change.KEPT and not (change.change == Change.MOVED and change.is_moved):
        labels.append(str(change.change.label))
    if change.is_moved:
        labels.append(_moved(change, texts))
    return labels + [_("%(field)s changed") % {"field": field.label} for field in change.fields]


def _moved(change: FindingChange, texts: list[DomainText]) -> str:
    """Say from where: another place in the same list, or another list."""
    old, new = change.old, change.new
    if old is None or new is None or list_name(old) == list_name(new):
        return _("Moved within its list")
    text = next((text for text in texts if text.domain.slug == old["domain"]), None)
    return _("Moved here from %(domain)s, %(list)s") % {
        "domain": f"{text.domain.number} {text.title}" if text else old["domain"],
        "list": Kind(old["kind"]).label,
    }
