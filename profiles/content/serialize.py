"""A revision as plain data, as content/schema.py describes it: the source of copies, snapshots and files."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.db.models import QuerySet

from profiles.content.schema import (
    PROFILE_FIELDS,
    SCHEMA,
    CitedData,
    FieldType,
    FindingData,
    ProfileData,
    RevisionContent,
    SourceData,
    list_name,
    list_names,
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
    keys: dict[int, str] = {}
    sources = Source.objects.filter(revision__in=contents).order_by("position", "pk")
    for (pk, revision_pk), row in _rows(sources, ["pk", "revision_id"], SOURCE_COLUMNS):
        row["key"] = keys[pk] = str(row["key"])
        contents[revision_pk]["sources"].append(cast(SourceData, row))
    citations: dict[int, list[CitedData]] = {}
    cited = FindingSource.objects.filter(finding__revision__in=contents).order_by("position", "pk")
    for (finding_pk,), row in _rows(cited, ["finding_id"], CITATION_COLUMNS):
        row["source"] = keys[row["source"]]
        citations.setdefault(finding_pk, []).append(cast(CitedData, row))
    findings = Finding.objects.filter(revision__in=contents).in_order()
    for (pk, revision_pk), row in _rows(findings, ["pk", "revision_id"], FINDING_COLUMNS):
        row |= {"key": str(row["key"]), "sources": citations.get(pk, [])}
        contents[revision_pk]["findings"].append(cast(FindingData, row))
    return contents


def _rows(
    queryset: QuerySet[Any], ids: list[str], columns: list[str]
) -> Iterator[tuple[tuple[int, ...], dict[str, Any]]]:
    """Yield the values of `ids`, and those of `columns` by their names; a domain is its slug."""
    lookups = ["domain__slug" if name == "domain" else name for name in columns]
    for values in queryset.values_list(*ids, *lookups):
        yield values[: len(ids)], dict(zip(columns, values[len(ids) :], strict=True))


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
    rank = {name: position for position, name in enumerate(list_names(domains))}
    return {
        "introduction": content["introduction"],
        "none_identified": sorted(set(content["none_identified"]), key=lambda name: rank[name]),
        "sources": content["sources"],
        "findings": sorted(content["findings"], key=lambda f: rank[list_name(f)]),
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
