"""What a file of many profiles is of: which live texts, in which order, and what was chosen to get them.

Found by few queries, and made of keys: the texts themselves are asked for when the file is written.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from profiles.choices import Kind
from profiles.exports.columns import FindingRow, introduction_row, rows
from profiles.exports.context import BATCH, ProfileExport, build_exports
from profiles.models import DomainText, Place, Profile, Translation
from profiles.models.places import ANCESTOR_PATHS
from profiles.search import MAX_RESULTS, Passage

PROGRAM = Path(__file__).parents[2]

LONGEST_NAME = 100
"""Characters of a file's name: folders are copied to disks and shares that take no long ones."""
PLAIN = ("q", "text", "country", "level", "year", "domain", "kind")
"""Choices that say in a file's name what they are by themselves; “019”, “1” or “fr” would not."""


@dataclass(frozen=True)
class ProfileRow:
    """Live texts: the keys of their revisions by the slugs of the profiles, in order.

    `digest` is of all that files of them depend on.
    """

    revisions: dict[str, int]
    digest: str
    is_fictional: bool
    """One of them at least is of an invented place."""


def published_rows(profiles: QuerySet[Profile]) -> ProfileRow:
    """Return the live texts of `profiles` (published()), in their order; three queries."""
    facts = [field.name for field in Profile._meta.concrete_fields]
    places = [
        f"place__{step}{field.name}"
        for step in ("", *(f"{path}__" for path in ANCESTOR_PATHS))
        for field in Place._meta.concrete_fields
    ]
    digest = hashlib.sha256(f"{program_digest()} {settings.SITE_URL} {settings.SITE_TEXTS}".encode())
    wording = ("domain__number", "domain__slug", "title", "title_provenance")
    titles = DomainText.objects.order_by("pk").values_list(*wording)
    digest.update(repr(list(titles)).encode())
    revisions, is_fictional = {}, False
    columns = ("slug", "live__pk", "place__is_fictional", "live__published_at")
    with transaction.atomic(savepoint=False):  # A PgBouncer knows a cursor within its transaction only.
        for row in profiles.values_list(*columns, *facts, *places).iterator(chunk_size=100):
            digest.update(repr(row).encode())
            revisions[row[0]] = row[1]
            is_fictional = is_fictional or row[2]
    # What is published of a translation stays as it is: its key says all of it.
    translations = Translation.objects.live().filter(profile__in=profiles.order_by().values("pk"))
    digest.update(repr(list(translations.order_by("pk").values_list("pk", flat=True))).encode())
    return ProfileRow(revisions, digest.hexdigest(), is_fictional)


@cache
def program_digest() -> str:
    """Return a digest of the program and its translations: an upgrade makes the files anew."""
    digest = hashlib.sha256()
    for path in sorted([*PROGRAM.rglob("*.py"), *PROGRAM.glob("locale/*/LC_MESSAGES/*.mo")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def describe_choices(name: str, chosen: Mapping[str, Any]) -> str:
    """Return `name` with what was chosen, by parameter, in plain letters: mgi-profiles-region-019-2023."""
    parts = [name]
    for parameter, value in chosen.items():
        # As in the address: what is in no Latin letters, and the order, are not told.
        word = slugify("" if value is None else getattr(value, "slug", value))[:40].strip("-")
        if word and parameter != "sort":
            parts.append(word if parameter in PLAIN else f"{parameter}-{word}")
    return "-".join(parts)


def file_name(name: str, language: str, ending: str, note: str = "") -> str:
    """Return the name of a file of many texts: the language that was asked for stands at its end."""
    end = f"{f'-{note}' if note else ''}-{language}.{ending}"
    return f"{name[: LONGEST_NAME - len(end)].rstrip('-')}{end}"


@dataclass(frozen=True)
class ProfileSelection:
    """Whole texts. `language` is that of the words around them; `filters` are (label, words) of choices."""

    texts: ProfileRow
    language: str
    text_language: str
    """In which the texts are read where they are translated; empty where all are in the original."""
    name: str
    """Of the file, without its language and ending."""
    title: str
    address: str
    """Of the page that shows the same, absolute."""
    filters: Sequence[tuple[str, str]] = ()

    is_whole = True
    """The texts are given as they are, and not parts of them."""
    is_cut = False
    """There is more than a file of this kind has."""

    @property
    def name_language(self) -> str:
        """The language at the end of its name."""
        return self.text_language or self.language

    def file_name(self, ending: str) -> str:
        # A CSV has no other place to say it.
        note = f"newest-{MAX_RESULTS}" if self.is_cut else ""
        return file_name(self.name, self.name_language, ending, note)

    def exports(self, *, with_content: bool = True) -> Iterator[ProfileExport]:
        return self._exports(list(self.texts.revisions.values()), with_content=with_content)

    def _exports(self, revisions: list[int], *, with_content: bool = True) -> Iterator[ProfileExport]:
        return build_exports(revisions, self.language, self.text_language, with_content=with_content)

    def pieces(self) -> Iterator[tuple[ProfileExport, Iterable[FindingRow]]]:
        """Yield the lines of the table; those that follow each other and are of one text, together."""
        for export in self.exports():
            yield export, rows(export)

    @property
    def digest(self) -> str:
        """The same where the file is the same."""
        languages = self.language, self.text_language
        ingredients = (self.texts.digest, *languages, self.title, self.address, *self.filters)
        return hashlib.sha256(repr(ingredients).encode()).hexdigest()


@dataclass(frozen=True)
class FilteredSelection(ProfileSelection):
    """What the texts say in one `domain`, or of one `kind`, where it is named."""

    domain: str = ""
    kind: str = ""

    is_whole = False

    def pieces(self) -> Iterator[tuple[ProfileExport, Iterable[FindingRow]]]:
        for export in self.exports():
            yield export, [row for row in rows(export) if self._is_chosen(row)]

    def _is_chosen(self, row: FindingRow) -> bool:
        return self.domain in ("", row.heading.domain.slug) and self.kind in ("", row.finding["kind"])


@dataclass(frozen=True)
class ComparisonSelection(FilteredSelection):
    """Few texts beside each other: by domain and kind, as on the page."""

    def pieces(self) -> Iterator[tuple[ProfileExport, Iterable[FindingRow]]]:
        lines = [row for _export, lines in super().pieces() for row in lines]
        lines.sort(key=lambda row: (row.heading.domain.number, Kind.values.index(row.finding["kind"])))
        for _pk, group in groupby(lines, key=lambda row: id(row.export)):
            together = list(group)
            yield together[0].export, together


@dataclass(frozen=True)
class SearchSelection(ProfileSelection):
    """What a search gave, in its order; an introduction is a line of its own kind."""

    passages: Sequence[Passage] = ()
    is_cut: bool = False

    is_whole = False

    def pieces(self) -> Iterator[tuple[ProfileExport, Iterable[FindingRow]]]:
        """As Selection has it; the texts of BATCH passages are in memory at a time."""
        for start in range(0, len(self.passages), BATCH):
            batch = self.passages[start : start + BATCH]
            slugs = dict.fromkeys(p.profile for p in batch if p.profile in self.texts.revisions)
            lines = {
                (export.data["slug"], row.finding["key"]): row
                for export in self._exports([self.texts.revisions[slug] for slug in slugs])
                for row in (*rows(export), introduction_row(export))
            }
            for passage in batch:
                if row := lines.get(passage):
                    yield row.export, [row]

    @property
    def digest(self) -> str:
        ingredients = repr((super().digest, self.passages, self.is_cut))
        return hashlib.sha256(ingredients.encode()).hexdigest()
