"""A revision as its page shows it: six sections, two lists each, in the language of the reader.

Plain objects for templates and files; no HTML here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from profiles.choices import Kind, Language, Variant
from profiles.models import DomainText, Finding, IndicatorDomain, Revision


@dataclass(frozen=True)
class FindingList:
    """The findings of one kind in one domain, in order; empty where none is recorded."""

    kind: Kind
    findings: list[Finding] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The programme's heading, in the language of the page."""
        return str(self.kind.label)


@dataclass(frozen=True)
class Section:
    """One domain of a profile: its text for the profile's variant, and its two lists."""

    domain: IndicatorDomain
    text: DomainText
    lists: list[FindingList]

    @property
    def number(self) -> int:
        return self.domain.number

    @property
    def anchor(self) -> str:
        """Its id on the profile page."""
        return self.domain.slug

    @property
    def language(self) -> Language:
        """The language that its title and description are really in."""
        return Language(self.text.language)


def domain_texts(variant: Variant, language: str) -> list[DomainText]:
    """Return the six domains' texts in order, each in `language` or else in English; one query."""
    by_number: dict[int, DomainText] = {}
    for text in DomainText.objects.in_language(language).filter(variant=variant):
        if text.language == language or text.domain.number not in by_number:
            by_number[text.domain.number] = text
    return [by_number[number] for number in sorted(by_number)]


def sections_of(revision: Revision, language: str) -> list[Section]:
    """Return the sections of `revision`; four queries, two where its findings are prefetched."""
    return sections(revision.findings.all(), domain_texts(revision.profile.place.variant, language))


def sections(findings: Iterable[Finding], texts: list[DomainText]) -> list[Section]:
    """Arrange `findings` (in reading order) under the domains of `texts`."""
    arranged: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        arranged.setdefault((finding.domain_id, finding.kind), []).append(finding)
    return [
        Section(
            domain=text.domain,
            text=text,
            lists=[FindingList(kind, arranged.get((text.domain_id, kind), [])) for kind in Kind],
        )
        for text in texts
    ]
