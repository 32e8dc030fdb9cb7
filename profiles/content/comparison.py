"""Up to four profiles, text beside text: by domain and kind, the profiles in the reader's order."""

from collections.abc import Sequence
from dataclasses import dataclass

from profiles.choices import Kind, Variant
from profiles.content.sections import FindingList, Section, build_sections
from profiles.models import DomainText, Revision

MAX_PROFILES = 4
"""So many columns can still be read beside each other."""


@dataclass(frozen=True)
class Cell:
    """What one profile says in one list."""

    revision: Revision
    list: FindingList


@dataclass(frozen=True)
class Row:
    """One list of a domain, with a cell for each profile."""

    kind: Kind
    cells: list[Cell]

    @property
    def heading(self) -> str:
        """The programme's heading, in the language of the page."""
        return str(self.kind.label)


@dataclass(frozen=True)
class ComparedDomain:
    """One domain. `texts` are its descriptions: for countries, local places or both, as profiles need."""

    texts: list[DomainText]
    rows: list[Row]

    @property
    def text(self) -> DomainText:
        return self.texts[0]


def published_revisions(slugs: Sequence[str]) -> list[Revision]:
    """Return the live texts of the profiles of `slugs`, in that order; those not published are missing.

    Two queries, however many there are; one for none.
    """
    found = Revision.objects.published().with_profile().with_bare_findings().filter(profile__slug__in=slugs)
    by_slug = {revision.profile.slug: revision for revision in found}
    return [by_slug[slug] for slug in slugs if slug in by_slug]


def compare_revisions(
    revisions: Sequence[Revision], texts: dict[Variant, list[DomainText]], domain: str = "", kind: str = ""
) -> list[ComparedDomain]:
    """Return the domains with what each of `revisions` says, in their order; one domain or kind where named.

    `texts` are the six domains' for both variants. No query where the findings are there already.
    """
    needed = [v for v in Variant if any(revision.profile.place.variant == v for revision in revisions)]
    columns = [(revision, _by_domain(revision, texts)) for revision in revisions]
    return [
        ComparedDomain(
            texts=[
                other for variant in needed for other in texts[variant] if other.domain_id == text.domain_id
            ],
            rows=[
                Row(
                    shown,
                    [
                        Cell(revision, _list_of(parts[text.domain_id].lists, shown))
                        for revision, parts in columns
                    ],
                )
                for shown in Kind
                if kind in ("", shown.value)
            ],
        )
        for text in texts[Variant.COUNTRY]
        if revisions and domain in ("", text.domain.slug)
    ]


def _by_domain(revision: Revision, texts: dict[Variant, list[DomainText]]) -> dict[int, Section]:
    found = build_sections(
        revision.findings.all(), texts[revision.profile.place.variant], revision.none_identified
    )
    return {section.text.domain_id: section for section in found}


def _list_of(lists: list[FindingList], kind: Kind) -> FindingList:
    return next(part for part in lists if part.kind == kind)
