"""A revision as plain data, as content/schema.py describes it: the source of copies, snapshots and files."""

from collections.abc import Sequence
from typing import Any, cast

from profiles.choices import Kind
from profiles.content.schema import (
    PROFILE_FIELDS,
    SCHEMA,
    CitedData,
    FieldType,
    FindingData,
    ProfileData,
    RevisionContent,
    SourceData,
    new_content,
    upgrade,
)
from profiles.models import Finding, FindingSource, IndicatorDomain, Profile, Revision, Snapshot, Source

FINDING_COLUMNS = [field.name for field in SCHEMA.findings if field.type != FieldType.CITATIONS]
SOURCE_COLUMNS = [field.name for field in SCHEMA.sources]
CITATION_COLUMNS = [field.name for field in SCHEMA.citations]


def serialize_revision(revision: Revision) -> RevisionContent:
    """Return what `revision` says; three queries."""
    return serialize_revisions([revision])[revision.pk]


def serialize_revisions(revisions: Sequence[Revision]) -> dict[int, RevisionContent]:
    """Return what each of `revisions` says, by its pk; three queries, however many they are.

    Bare rows, asked of the tables and not of the revisions: whole sites are read through here.
    """
    contents = {
        revision.pk: new_content(introduction=revision.introduction, none_identified=revision.none_identified)
        for revision in revisions
    }
    keys = _add_sources(contents)
    citations = _citations(contents, keys)
    findings = Finding.objects.filter(revision__in=contents).in_order()
    lookups = ["domain__slug" if name == "domain" else name for name in FINDING_COLUMNS]
    for pk, revision_pk, *values in findings.values_list("pk", "revision_id", *lookups):
        row: dict[str, Any] = dict(zip(FINDING_COLUMNS, values, strict=True))
        row |= {"key": str(row["key"]), "sources": citations.get(pk, [])}
        contents[revision_pk]["findings"].append(cast(FindingData, row))
    return contents


def _add_sources(contents: dict[int, RevisionContent]) -> dict[int, str]:
    """Put the sources into `contents`; return their keys by pk."""
    keys = {}
    queryset = Source.objects.filter(revision__in=contents).order_by("position", "pk")
    for pk, revision_pk, *values in queryset.values_list("pk", "revision_id", *SOURCE_COLUMNS):
        row: dict[str, Any] = dict(zip(SOURCE_COLUMNS, values, strict=True))
        row["key"] = keys[pk] = str(row["key"])
        contents[revision_pk]["sources"].append(cast(SourceData, row))
    return keys


def _citations(contents: dict[int, RevisionContent], keys: dict[int, str]) -> dict[int, list[CitedData]]:
    """Return what each finding cites, in order, by the finding's pk; `keys` are those of sources by pk."""
    citations: dict[int, list[CitedData]] = {}
    queryset = FindingSource.objects.filter(finding__revision__in=contents).order_by("position", "pk")
    for finding_pk, *values in queryset.values_list("finding_id", *CITATION_COLUMNS):
        row: dict[str, Any] = dict(zip(CITATION_COLUMNS, values, strict=True))
        row["source"] = keys[row["source"]]
        citations.setdefault(finding_pk, []).append(cast(CitedData, row))
    return citations


def load_snapshot(snapshot: Snapshot) -> RevisionContent:
    """Return the text that `snapshot` keeps, in the present shape, whichever version wrote it.

    Raises schema.NewerVersionError for one of a version that this code does not know.
    """
    return cast(RevisionContent, upgrade(snapshot.content))


def in_reading_order(content: RevisionContent) -> RevisionContent:
    """Return `content` with its findings as on the page; the order inside each list stays. One query.

    Two contents that read the same are then the same, however a form or a file listed them.
    """
    domains = IndicatorDomain.objects.order_by("number").values_list("slug", flat=True)
    lists = [f"{slug}/{kind}" for slug in domains for kind in Kind.values]
    rank = {name: position for position, name in enumerate(lists)}
    return {
        "introduction": content["introduction"],
        "none_identified": sorted(set(content["none_identified"]), key=lambda name: rank[name]),
        "sources": content["sources"],
        "findings": sorted(content["findings"], key=lambda f: rank[f"{f['domain']}/{f['kind']}"]),
    }


def profile_data(profile: Profile, revision: Revision, content: RevisionContent | None = None) -> ProfileData:
    """Return `profile` with what `revision` says, as a document of the exchange format carries it.

    Three queries, unless it is known already: `content`.
    """
    facts = {
        "place": profile.place.slug,
        **{field: getattr(profile, field) for field in PROFILE_FIELDS},
        **{field: getattr(revision, field) for field in ("year", "month", "language")},
        "change_note": revision.change_note,
    }
    return cast(ProfileData, facts | (content or serialize_revision(revision)))
