"""Which place a text names: by its names in all languages, other usual ones, its formal name, its codes."""

import hashlib
import json
import pickle
from functools import cached_property
from itertools import dropwhile
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from profiles.content.statements import fetch, write
from profiles.imports.text.text_normalization import fold_text
from profiles.imports.text.vocabulary import WORDS
from profiles.languages import Language
from profiles.models import Place

LONGEST = 9
"""No name of a place has more words."""


class Table(NamedTuple):
    """The names of all places, as they were when they had the digest `key`."""

    key: bytes
    slugs: dict[str, str]
    """Folded name -> slug of the one place that bears it; empty where several do."""
    data: bytes
    """The same, pickled: it goes to another process with each document."""


_latest = Table(b"", {}, pickle.dumps({}))


def load_table() -> Table:
    """Return the names as they are now; one query. They are folded once, until one of them changes."""
    global _latest
    texts = {name: Cast(name, TextField()) for name in ("names", "aliases", "folded_names")}
    places = Place.objects.order_by("pk").annotate(**{f"{name}_text": text for name, text in texts.items()})
    rows = fetch(write(places, "slug", "name", "official_name", *(f"{name}_text" for name in texts)))
    key = hashlib.sha256(repr(rows).encode()).digest()
    table = _latest
    if table.key != key:
        slugs = _fold(rows)
        _latest = table = Table(key, slugs, pickle.dumps(slugs))
    return table


def _fold(rows: list[tuple[Any, ...]]) -> dict[str, str]:
    slugs: dict[str, str] = {}
    for slug, name, official_name, *texts in rows:
        names, aliases, folded_names = map(json.loads, texts)
        folded = set(map(fold_text, {name, official_name, *names.values(), *aliases}))
        for text in folded.union(folded_names.get(code, "") for code in Language.values):
            slugs[text] = slug if slugs.get(text, slug) == slug else ""
    slugs.pop("", None)
    return slugs


class PlaceNames:
    """The names of all places; one query, when the first name is looked up, and none in another process."""

    @cached_property
    def _table(self) -> Table:
        return load_table()

    @cached_property
    def slugs(self) -> dict[str, str]:
        """Folded name -> slug of the one place that bears it; empty where several do."""
        return self._table.slugs

    def __getstate__(self) -> bytes:
        return self._table.data

    def __setstate__(self, data: bytes) -> None:
        self.slugs = pickle.loads(data)  # noqa: S301 (what this program has pickled)

    def slug_of(self, text: str) -> str | None:
        """Return the slug of the one place whose name `text` is, or None.

        An article may stand before it, and “Republic of”, “Ville de” and the like.
        """
        name = fold_text(text)
        article, _, rest = name.partition(" ")
        bare = rest if rest and article in WORDS["articles"] else name
        names = (bare, name, _undesignated(bare))
        return next((self.slugs[name] for name in names if name in self.slugs), None) or None

    def longest_name_in(self, text: str) -> tuple[str, str] | None:
        """Return (slug, folded name) of the one place that `text` names at greatest length, or None."""
        words = fold_text(text).split()
        for length in range(min(LONGEST, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                name = " ".join(words[start : start + length])
                slug = self.slugs.get(name)
                if slug and len(name) > 2:
                    return slug, name
        return None


def _undesignated(name: str) -> str:
    """Return folded `name` without a designation before it: “republique du mali” is “mali”."""
    words = name.split()
    if not words or words[0].removeprefix("ال") not in WORDS["designations"]:
        return ""
    return " ".join(dropwhile(WORDS["particles"].__contains__, words[1:]))


def find_place(text: str) -> str | None:
    """Return the slug of the place with this slug, ISO code (two or three letters) or name, or None."""
    text = text.strip()
    for field, value in (("slug", text), ("iso2", text.upper()), ("iso3", text.upper())):
        if text and (slug := Place.objects.filter(**{field: value}).values_list("slug", flat=True).first()):
            return slug
    return PlaceNames().slug_of(text)
