"""Which place a text names: by its names in all languages, other usual ones, its formal name, its codes."""

from collections import defaultdict
from functools import cached_property
from itertools import dropwhile

from profiles.imports.text.text_normalization import fold_text
from profiles.imports.text.vocabulary import WORDS
from profiles.languages import Language
from profiles.models import Place

LONGEST = 9
"""No name of a place has more words."""


class PlaceNames:
    """The names of all places; one query, when the first name is looked up."""

    @cached_property
    def slugs(self) -> dict[str, set[str]]:
        """Folded name -> slugs of the places that bear it."""
        slugs = defaultdict[str, set[str]](set)
        fields = ("slug", "name", "official_name", "names", "aliases", "folded_names")
        for slug, name, official_name, names, aliases, folded_names in Place.objects.values_list(*fields):
            texts = map(fold_text, {name, official_name, *names.values(), *aliases})
            for text in (*texts, *(folded_names.get(code, "") for code in Language.values)):
                slugs[text].add(slug)
        slugs.pop("", None)
        return dict(slugs)

    def slug_of(self, text: str) -> str | None:
        """Return the slug of the one place whose name `text` is, or None.

        An article may stand before it, and “Republic of”, “Ville de” and the like.
        """
        name = fold_text(text)
        article, _, rest = name.partition(" ")
        bare = rest if rest and article in WORDS["articles"] else name
        slugs = self.slugs.get(bare) or self.slugs.get(name) or self.slugs.get(_undesignated(bare), set())
        return next(iter(slugs)) if len(slugs) == 1 else None

    def longest_name_in(self, text: str) -> tuple[str, str] | None:
        """Return (slug, folded name) of the one place that `text` names at greatest length, or None."""
        words = fold_text(text).split()
        for length in range(min(LONGEST, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                name = " ".join(words[start : start + length])
                slugs = self.slugs.get(name, set())
                if len(slugs) == 1 and len(name) > 2:
                    return next(iter(slugs)), name
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
