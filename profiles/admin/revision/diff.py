"""The difference of two contents as admin/components/difference.html shows it: what changed, or all."""

from operator import attrgetter
from typing import Any

from django.utils.translation import get_language, gettext as _, gettext_lazy

from profiles.choices import Kind
from profiles.content.diff import Change, FindingChange, Mark, compare
from profiles.content.schema import RevisionContent
from profiles.content.sections import domain_texts, group
from profiles.models import DomainText, Profile

LABELS = {
    Change.REWORDED: gettext_lazy("Reworded"),
    Change.MOVED: gettext_lazy("Moved"),
    Change.ADDED: gettext_lazy("Added"),
    Change.DROPPED: gettext_lazy("Dropped"),
}


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
    for section in group(changes, texts, attrgetter("list_key")):
        lists = []
        for part in section.lists:
            notes = _notes(f"{section.anchor}/{part.kind.value}", none_before, none_now)
            findings = [{"labels": _labels(c, texts), "pieces": c.pieces} for c in part.findings]
            if is_whole or notes or findings:
                lists.append({"heading": part.heading, "notes": notes, "findings": findings})
        if lists:
            sections.append((section.text, lists))
    is_introduction_changed = any(piece.mark != Mark.SAME for piece in difference.introduction)
    return {
        "profile": profile,
        "introduction": difference.introduction if is_whole or is_introduction_changed else (),
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
        labels.append(str(LABELS[change.change]))
    if change.is_moved:
        labels.append(_moved(change, texts))
    return labels + [_("%(field)s changed") % {"field": field.label} for field in change.fields]


def _moved(change: FindingChange, texts: list[DomainText]) -> str:
    """Say from where: another place in the same list, or another list."""
    old, new = change.old, change.new
    if old is None or new is None or (old["domain"], old["kind"]) == (new["domain"], new["kind"]):
        return _("Moved within its list")
    text = next((text for text in texts if text.domain.slug == old["domain"]), None)
    return _("Moved here from %(domain)s, %(list)s") % {
        "domain": f"{text.domain.number} {text.title}" if text else old["domain"],
        "list": Kind(old["kind"]).label,
    }
