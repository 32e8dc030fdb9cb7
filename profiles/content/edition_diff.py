"""An edition of a place's profile beside the one before: what each finding of both became.

Which finding is which: what a person decided (models/finding_matches.py), then equal keys, then alike words
(matching.py). Nothing here judges: a finding that is not mentioned again is just that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import cast

from profiles.content.diff import Change, DiffPiece, Mark, words
from profiles.content.matching import match_findings
from profiles.content.schema import FindingData, new_finding
from profiles.content.sections import Section, domain_texts, group
from profiles.content.unit_text import original_of
from profiles.models import Finding, FindingMatch, Profile, Revision


@dataclass(frozen=True)
class Pair:
    """Two findings that are the same statement; `verdict` is the decision of a person, where it is one."""

    earlier: Finding
    later: Finding
    verdict: FindingMatch | None = None


@dataclass(frozen=True)
class EditionFinding:
    """One statement in both editions, or in one."""

    earlier: Finding | None
    later: Finding | None
    pieces: tuple[DiffPiece, ...] = ()
    """Its words in one run; none where the editions are in different languages."""

    @property
    def change(self) -> Change:
        """KEPT, REWORDED, ADDED or DROPPED; its sources and its place in a list are not compared.

        In the original: what is translated anew has not changed.
        """
        if self.earlier is None or self.later is None:
            return Change.DROPPED if self.earlier else Change.ADDED
        is_kept = original_of(self.earlier.text) == original_of(self.later.text)
        return Change.KEPT if is_kept else Change.REWORDED

    @property
    def finding(self) -> Finding:
        """It as the later edition has it, or else the earlier one."""
        return cast(Finding, self.later or self.earlier)

    @property
    def is_kind_changed(self) -> bool:
        """It stood in the domain's other list before."""
        return bool(self.earlier and self.later and self.earlier.kind != self.later.kind)

    @property
    def is_domain_changed(self) -> bool:
        return bool(self.earlier and self.later and self.earlier.domain_id != self.later.domain_id)

    @property
    def is_changed(self) -> bool:
        return self.change != Change.KEPT or self.is_kind_changed or self.is_domain_changed

    @property
    def earlier_pieces(self) -> list[DiffPiece]:
        """The earlier text, with the words marked that the later one has not."""
        return [piece for piece in self.pieces if piece.mark != Mark.ADDED]

    @property
    def later_pieces(self) -> list[DiffPiece]:
        """The later text, with the words marked that the earlier one had not."""
        return [piece for piece in self.pieces if piece.mark != Mark.REMOVED]


def edition_before(profile: Profile) -> Revision | None:
    """Return the live text of the nearest earlier edition, with its findings; two queries at most."""
    published = Revision.objects.published().select_related("profile").with_bare_findings()
    earlier = published.filter(profile__place=profile.place_id, profile__edition__lt=profile.edition)
    revision = earlier.order_by("-profile__edition").first()
    if revision is not None:
        revision.profile.place = profile.place  # known already, with all that it lies in
    return revision


def finding_matches(earlier: Profile, later: Profile) -> list[FindingMatch]:
    """Return what people decided about the findings of both; one query."""
    return list(FindingMatch.objects.filter(earlier=earlier, later=later).select_related("by"))


def edition_changes(
    earlier: Revision, later: Revision, language: str, *, is_whole: bool = True
) -> list[Section[EditionFinding]]:
    """Return what became of each finding of both texts, by domain, its texts in `language`.

    Each finding of either is in it exactly once, those of the later edition first; unless it `is_whole`, only
    what changed. Two queries where the findings are there already.
    """
    texts = domain_texts(later.profile.place.variant, language)
    old, new = list(earlier.findings.all()), list(later.findings.all())
    matches = pairs(old, new, finding_matches(earlier.profile, later.profile))
    before = {pair.later: pair.earlier for pair in matches}
    kept = set(before.values())
    findings = [_finding(before.get(finding), finding) for finding in new]
    findings += [EditionFinding(finding, None) for finding in old if finding not in kept]
    if not is_whole:
        findings = [finding for finding in findings if finding.is_changed]
    return group(findings, texts, attrgetter("finding.list_name"))


def pairs(
    earlier: Sequence[Finding], later: Sequence[Finding], verdicts: Iterable[FindingMatch]
) -> list[Pair]:
    """Return which finding of `earlier` is which of `later`, in the order of `later`; each in one pair."""
    old_at = {finding.key: index for index, finding in enumerate(earlier)}
    new_at = {finding.key: index for index, finding in enumerate(later)}
    decided = {
        (old_at[verdict.earlier_key], new_at[verdict.later_key]): verdict
        for verdict in verdicts
        if verdict.earlier_key in old_at and verdict.later_key in new_at
    }
    indexes = match_findings(
        [_data(finding, str(finding.key)) for finding in earlier],
        [_data(finding, str(finding.key)) for finding in later],
        confirmed={new: old for (old, new), verdict in decided.items() if verdict.is_same},
        rejected={at for at, verdict in decided.items() if not verdict.is_same},
    )
    return [Pair(earlier[old], later[new], decided.get((old, new))) for old, new in indexes]


def _finding(earlier: Finding | None, later: Finding) -> EditionFinding:
    if earlier is None or original_of(earlier.text) == original_of(later.text):
        return EditionFinding(earlier, later)
    languages = {
        getattr(finding.text, "language", finding.revision.original_language) for finding in (earlier, later)
    }
    return EditionFinding(earlier, later, words(earlier.text, later.text) if len(languages) == 1 else ())


def _data(finding: Finding, key: str) -> FindingData:
    return new_finding(key=key, domain=finding.domain.slug, kind=finding.kind, text=original_of(finding.text))
