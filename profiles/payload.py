"""A revision as plain data, in the exchange format: the one source of copies, snapshots, files and the API.

The format's name is in FORMAT; docs/data-and-api.md will describe it to others.
"""

from typing import TypedDict, cast

from profiles.models import Profile, Revision

FORMAT = "mgi-profiles/1"


class SourceData(TypedDict):
    key: str
    title: str
    body: str
    year: int | None
    url: str


class CitedData(TypedDict):
    source: str
    locator: str


class FindingData(TypedDict):
    key: str
    domain: str
    kind: str
    text: str
    indicator_area: str
    sources: list[CitedData]


class Content(TypedDict):
    """All that a revision says. Lists are in reading order; keys are UUIDs in text form."""

    introduction: str
    sources: list[SourceData]
    findings: list[FindingData]


class ProfileData(Content):
    """A profile with the content of one revision; `place` and `domain` are slugs."""

    place: str
    edition: int
    year: int
    month: int | None
    language: str
    slug: str
    reference_number: str
    isbn: str
    acknowledgements: str
    licence: str
    change_note: str


PROFILE_FIELDS = [
    "edition",
    "year",
    "month",
    "language",
    "slug",
    "reference_number",
    "isbn",
    "acknowledgements",
    "licence",
]


def content_of(revision: Revision) -> Content:
    """Return what `revision` says; three queries."""
    return {
        "introduction": revision.introduction,
        "sources": [
            {"key": str(s.key), "title": s.title, "body": s.body, "year": s.year, "url": s.url}
            for s in revision.sources.order_by("position", "pk")
        ],
        "findings": [
            {
                "key": str(finding.key),
                "domain": finding.domain.slug,
                "kind": finding.kind,
                "text": finding.text,
                "indicator_area": finding.indicator_area,
                "sources": [
                    {"source": str(cited.source.key), "locator": cited.locator}
                    for cited in finding.cited.all()
                ],
            }
            for finding in revision.findings.select_related("domain")
            .prefetch_related("cited__source")
            .in_order()
        ],
    }


def profile_data(profile: Profile, revision: Revision) -> ProfileData:
    """Return `profile` with the content of `revision`, as a document of the exchange format carries it."""
    facts = {
        "place": profile.place.slug,
        **{field: getattr(profile, field) for field in PROFILE_FIELDS},
        "change_note": revision.change_note,
    }
    return cast(ProfileData, facts | content_of(revision))
