"""Up to four profiles, text beside text: by domain and kind, the profiles in the reader's order."""

from collections.abc import Sequence
from dataclasses import dataclass

from profiles.choices import Kind, Variant
from profiles.content.sections import FindingList, group
from profiles.models import DomainText, Finding, Revision

MAX_PROFILES = 4
"""So many columns can still be read beside each other."""


@dataclass(frozen=True)
class ComparedDomain:
    """One domain. `texts` are its descriptions: for countries, local places or both, as profiles need.

    `rows` has for each kind what each profile says in its list.
    """

    texts: list[DomainText]
    rows: list[tuple[Kind, list[tuple[Revision, FindingList[Finding]]]]]


def published_revisions(slugs: Sequence[str]) -> list[Revision]:
    """Return the live texts of `slugs`, in that order, without what is not published; two queries at most."""
    revisions = Revision.objects.published().filter(profile__slug__in=slugs)
    by_slug = {row.profile.slug: row for row in revisions.with_profile().with_bare_findings()}
    return [by_slug[slug] for slug in slugs if slug in by_slug]


def compare_revisions(
    revisions: Sequence[Revision], texts: dict[Variant, list[DomainText]], domain: str = "", kind: str = ""
) -> list[ComparedDomain]:
    """Return the domains with what each of `revisions` says, in their order; one domain or kind where named.

    `texts` are the six domains' for both variants. No query where the findings are there already.
    """
    variants = {revision.profile.place.variant for revision in revisions}
    descriptions = [text for variant in Variant if variant in variants for text in texts[variant]]
    columns = [
        group(r.findings.all(), texts[r.profile.place.variant], none_identified=r.none_identified)
        for r in revisions
    ]
    # Each column has the six domains in the same order, and the two kinds in each of them.
    return [
        ComparedDomain(
            texts=[text for text in descriptions if text.domain_id == sections[0].domain.pk],
            rows=[
                (lists[0].kind, list(zip(revisions, lists, strict=True)))
                for lists in zip(*(section.lists for section in sections), strict=True)
                if kind in ("", lists[0].kind)
            ],
        )
        for sections in zip(*columns, strict=True)
        if domain in ("", sections[0].anchor)
    ]
