"""Which place a text names: by its names in all languages, its formal name, its codes."""

from profiles.imports.text.text_normalization import fold_text
from profiles.models import Place

LONGEST = 9
"""No name of a place has more words."""


class PlaceNames:
    """The names of all places; one query, when first asked."""

    def __init__(self) -> None:
        self._slugs: dict[str, set[str]] | None = None

    def slugs(self) -> dict[str, set[str]]:
        """Folded name -> slugs of the places that bear it."""
        if self._slugs is None:
            self._slugs = {}
            rows = Place.objects.values_list("slug", "name", "official_name", "names", "folded_names")
            for slug, name, official_name, names, folded_names in rows:
                for text in {name, official_name, *names.values()}:
                    self._slugs.setdefault(fold_text(text), set()).add(slug)
                for text in folded_names.values():
                    self._slugs.setdefault(text, set()).add(slug)
        return self._slugs

    def exactly(self, text: str) -> str | None:
        """Return the slug of the one place whose name `text` is, or None."""
        found = self.slugs().get(_bare(fold_text(text)), set()) or self.slugs().get(fold_text(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def within(self, text: str) -> tuple[str, str] | None:
        """Return (slug, folded name) of the one place that `text` names at greatest length, or None."""
        words = fold_text(text).split()
        for length in range(min(LONGEST, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                name = " ".join(words[start : start + length])
                found = self.slugs().get(name, set())
                if len(found) == 1 and len(name) > 2:
                    return next(iter(found)), name
        return None


def find_place(text: str) -> str | None:
    """Return the slug of the place with this slug, ISO code (two or three letters) or name, or None."""
    text = text.strip()
    if Place.objects.filter(slug=text).exists():
        return text
    for field in ("iso2", "iso3"):
        place = Place.objects.filter(**{field: text.upper()}).first() if text else None
        if place is not None:
            return place.slug
    return PlaceNames().exactly(text)


def _bare(name: str) -> str:
    """Return a name without the article that a language puts before it."""
    first, _, rest = name.partition(" ")
    return rest if rest and first in {"the", "la", "le", "les", "el", "o", "a", "l", "los", "las"} else name
