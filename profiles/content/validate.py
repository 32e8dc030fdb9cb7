"""Whether a content can be stored, and in sentences why not; it may come from anywhere."""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from profiles.choices import Kind
from profiles.content.schema import SCHEMA, ContentSchema, Field, list_names
from profiles.models import IndicatorDomain


def content_problems(content: Any, schema: ContentSchema = SCHEMA) -> list[str]:
    """Return, in sentences, why `content` cannot be stored. One query."""
    try:
        return [
            *_text_problems(content, schema),
            *_key_problems(content),
            *_list_problems(content),
            *(problem for source in content["sources"] for problem in _source_problems(source)),
        ]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return [_("The text lacks a part or has one of the wrong kind: %(error)s.") % {"error": error}]


def _text_problems(content: dict[str, Any], schema: ContentSchema) -> Iterator[str]:
    """Characters that no database takes, parts of the wrong type, and parts that are too long."""
    for name in ("none_identified", "sources", "findings"):
        if not isinstance(content[name], list):
            raise TypeError(name)
    texts: list[tuple[str, int | None]] = [(content["introduction"], None)]
    for source in content["sources"]:
        texts += _texts(source, schema.sources)
    for finding in content["findings"]:
        texts += _texts(finding, schema.findings)
        for cited in finding["sources"]:
            texts += _texts(cited, schema.citations)
    if any("\x00" in text or text != text.encode(errors="replace").decode() for text, _most in texts):
        yield _("A text has a character that cannot be stored.")
    for text, most in texts:
        if most and len(text) > most:
            yield _("“%(text)s…” is longer than %(most)s characters.") % {"text": text[:40], "most": most}


def _texts(row: Any, fields: Sequence[Field]) -> list[tuple[str, int | None]]:
    """Return the texts of `row` with their limits; raise TypeError unless it has `fields`, and no others."""
    if not isinstance(row, dict):
        raise TypeError(repr(row)[:40])
    wrong = row.keys() ^ {field.name for field in fields}
    if wrong:
        raise TypeError(", ".join(sorted(str(name) for name in wrong)))
    return [(row[field.name], field.max_length) for field in fields if field.is_text]


def _key_problems(content: dict[str, Any]) -> Iterator[str]:
    for rows in (content["sources"], content["findings"]):
        keys = Counter(row["key"] for row in rows)
        yield from (_("“%(key)s” is not a UUID.") % {"key": key} for key in keys if not is_key(key))
        yield from (_("The key %(key)s is listed twice.") % {"key": key} for key in keys if keys[key] > 1)


def _list_problems(content: dict[str, Any]) -> Iterator[str]:
    domains = set(IndicatorDomain.objects.values_list("slug", flat=True))
    lists = list_names(domains)
    for name in content["none_identified"]:
        if name not in lists:
            yield _("“%(list)s” is not a list.") % {"list": name}
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
            yield _("Finding %(key)s cites the same source twice.") % at


def _source_problems(source: dict[str, Any]) -> Iterator[str]:
    if not source["title"].strip():
        yield _("Source %(key)s has no title.") % {"key": source["key"]}
    year = source["year"]
    if year is not None and (type(year) is not int or not 1 <= year <= 9999):
        yield _("“%(year)s” is not a year.") % {"year": year}
    if source["url"]:
        try:
            URLValidator(schemes=["http", "https"])(source["url"])
        except ValidationError:
            yield _("“%(url)s” is not the address of a page.") % {"url": source["url"]}


def is_key(text: str) -> bool:
    """Return whether `text` is a UUID as contents write them."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
