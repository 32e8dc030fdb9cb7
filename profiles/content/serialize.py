"""A revision as plain data, in the exchange format: the one source of copies, snapshots, files and the API.

The format's name is in FORMAT; docs/data-and-api.md describes it to others.
"""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypedDict, cast

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from profiles.choices import Kind
from profiles.models import Finding, FindingSource, IndicatorDomain, Profile, Revision, Source

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
    """All that a revision says. Lists are in reading order; keys are UUIDs in text form.

    `none_identified` has the lists, as domain/kind, of which the profile says that none was identified.
    """

    introduction: str
    none_identified: list[str]
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


CONTENT_FIELDS = ("introduction", "none_identified", "sources", "findings")

LONGEST = {
    name: field.max_length
    for model in (Source, Finding, FindingSource)
    for field in model._meta.concrete_fields
    if (name := field.name) in ("title", "body", "url", "indicator_area", "locator")
}
"""Most characters of each part that has a limit."""

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
    return contents_of([revision])[revision.pk]


def contents_of(revisions: Sequence[Revision]) -> dict[int, Content]:
    """Return what each of `revisions` says, by its pk; three queries, however many they are.

    Bare rows, asked of the tables and not of the revisions: whole sites are read through here.
    """
    contents: dict[int, Content] = {
        revision.pk: {
            "introduction": revision.introduction,
            "none_identified": revision.none_identified,
            "sources": [],
            "findings": [],
        }
        for revision in revisions
    }
    keys = _add_sources(contents)
    cited = _cited(contents, keys)
    findings = Finding.objects.filter(revision__in=contents).in_order()
    fields = ("pk", "revision_id", "key", "domain__slug", "kind", "text", "indicator_area")
    for pk, revision_pk, key, domain, kind, text, area in findings.values_list(*fields):
        contents[revision_pk]["findings"].append(
            {
                "key": str(key),
                "domain": domain,
                "kind": kind,
                "text": text,
                "indicator_area": area,
                "sources": cited.get(pk, []),
            }
        )
    return contents


def _add_sources(contents: dict[int, Content]) -> dict[int, str]:
    """Put the sources into `contents`; return their keys by pk."""
    keys = {}
    rows = Source.objects.filter(revision__in=contents).order_by("position", "pk")
    fields = ("pk", "revision_id", "key", "title", "body", "year", "url")
    for pk, revision_pk, key, title, body, year, url in rows.values_list(*fields):
        keys[pk] = str(key)
        contents[revision_pk]["sources"].append(
            {"key": keys[pk], "title": title, "body": body, "year": year, "url": url}
        )
    return keys


def _cited(contents: dict[int, Content], keys: dict[int, str]) -> dict[int, list[CitedData]]:
    """Return what each finding cites, in order, by the finding's pk."""
    cited: dict[int, list[CitedData]] = {}
    rows = FindingSource.objects.filter(finding__revision__in=contents).order_by("position", "pk")
    for finding_pk, source_pk, locator in rows.values_list("finding_id", "source_id", "locator"):
        cited.setdefault(finding_pk, []).append({"source": keys[source_pk], "locator": locator})
    return cited


def digest(content: Content) -> str:
    """Return a SHA-256 that is the same for equal contents, whatever the order of their parts' names."""
    text = json.dumps({name: content.get(name) for name in sorted(CONTENT_FIELDS)}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def in_reading_order(content: Content) -> Content:
    """Return `content` with its findings as on the page; the order inside each list stays. One query.

    Two contents that read the same are then the same, however a form or a file listed them.
    """
    domains = IndicatorDomain.objects.order_by("number").values_list("slug", flat=True)
    lists = [f"{slug}/{kind}" for slug in domains for kind in Kind.values]
    rank = {name: position for position, name in enumerate(lists)}
    ordered = sorted(content["findings"], key=lambda f: rank[f"{f['domain']}/{f['kind']}"])
    none_identified = sorted(set(content["none_identified"]), key=lambda name: rank[name])
    return {
        "introduction": content["introduction"],
        "none_identified": none_identified,
        "sources": content["sources"],
        "findings": ordered,
    }


def content_problems(content: Any) -> list[str]:
    """Return, in sentences, why `content` cannot be stored; it may come from anywhere. One query."""
    try:
        return [
            *_unstorable(content),
            *_key_problems(content),
            *_list_problems(content),
            *(problem for source in content["sources"] for problem in _source_problems(source)),
        ]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return [_("The text lacks a part or has one of the wrong kind: %(error)s.") % {"error": error}]


def _unstorable(content: dict[str, Any]) -> Iterator[str]:
    """Letters that no database takes, parts of the wrong type, and parts that are too long."""
    for name in ("none_identified", "sources", "findings"):
        if not isinstance(content[name], list):
            raise TypeError(name)
    texts = [("introduction", content["introduction"])]
    for source in content["sources"]:
        _require_parts(source, SourceData)
        texts += [(name, source[name]) for name in ("title", "body", "url")]
    for finding in content["findings"]:
        _require_parts(finding, FindingData)
        texts += [(name, finding[name]) for name in ("text", "indicator_area")]
        for cited in finding["sources"]:
            _require_parts(cited, CitedData)
            texts.append(("locator", cited["locator"]))
    if any("\x00" in text or text != text.encode(errors="replace").decode() for _name, text in texts):
        yield _("A text has a letter that cannot be stored.")
    for name, text in texts:
        most = LONGEST.get(name)
        if most and len(text) > most:
            yield _("“%(text)s…” is longer than %(most)s characters.") % {"text": text[:40], "most": most}


def _key_problems(content: dict[str, Any]) -> Iterator[str]:
    for rows in (content["sources"], content["findings"]):
        keys = Counter(row["key"] for row in rows)
        yield from (_("“%(key)s” is no UUID.") % {"key": key} for key in keys if not _is_key(key))
        yield from (_("The key %(key)s stands twice.") % {"key": key} for key in keys if keys[key] > 1)


def _list_problems(content: dict[str, Any]) -> Iterator[str]:
    domains = set(IndicatorDomain.objects.values_list("slug", flat=True))
    lists = {f"{domain}/{kind}" for domain in domains for kind in Kind.values}
    for name in content["none_identified"]:
        if name not in lists:
            yield _("“%(list)s” is no list.") % {"list": name}
    sources = {source["key"] for source in content["sources"]}
    for finding in content["findings"]:
        at, cited = {"key": finding["key"]}, [cited["source"] for cited in finding["sources"]]
        if finding["domain"] not in domains:
            yield _("Finding %(key)s names no known domain.") % at
        if finding["kind"] not in Kind.values:
            yield _("Finding %(key)s is of no known kind.") % at
        if not finding["text"].strip():
            yield _("Finding %(key)s has no text.") % at
        if not sources.issuperset(cited):
            yield _("Finding %(key)s cites a source that the document does not list.") % at
        if len(set(cited)) < len(cited):
            yield _("Finding %(key)s cites a source twice.") % at


def _source_problems(source: dict[str, Any]) -> Iterator[str]:
    if not source["title"].strip():
        yield _("Source %(key)s has no title.") % {"key": source["key"]}
    year = source["year"]
    if year is not None and (type(year) is not int or not 1 <= year <= 9999):
        yield _("“%(year)s” is no year.") % {"year": year}
    if source["url"]:
        try:
            URLValidator(schemes=["http", "https"])(source["url"])
        except ValidationError:
            yield _("“%(url)s” is no address of a page.") % {"url": source["url"]}


def _require_parts(row: Any, shape: Any) -> None:
    """Raise TypeError unless `row` has the parts that `shape` names, and no others."""
    if not isinstance(row, dict):
        raise TypeError(repr(row)[:40])
    wrong: Iterable[str] = row.keys() ^ shape.__annotations__.keys()
    if wrong:
        raise TypeError(", ".join(sorted(str(name) for name in wrong)))


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def profile_data(profile: Profile, revision: Revision, content: Content | None = None) -> ProfileData:
    """Return `profile` with what `revision` says, as a document of the exchange format carries it.

    Three queries, unless it is known already: `content`.
    """
    facts = {
        "place": profile.place.slug,
        **{field: getattr(profile, field) for field in PROFILE_FIELDS},
        **{field: getattr(revision, field) for field in ("year", "month", "language")},
        "change_note": revision.change_note,
    }
    return cast(ProfileData, facts | (content or content_of(revision)))
