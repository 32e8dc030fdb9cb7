"""The state of a public text: whatever its page, or a file of it, shows or depends on, as bare values.

What is made of a text is kept under a digest of its state (decision 28), and so is never out of date.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from profiles.choices import CLOSED_STATES, PUBLIC_STATES
from profiles.content.statements import Row, Statement, as_json, columns, fetch, parameter, write
from profiles.models import DomainText, IndicatorDomain, Place, Profile, Revision, TermText, Translation
from profiles.models.places import ANCESTOR_PATHS, within
from profiles.models.revisions import RevisionQuerySet


class TextState(NamedTuple):
    """`number`, `state` and `language` are the original's; `translation` is the number of the newest one.

    Of the translation into the language that was asked for, that is; None where there is none.
    """

    slug: str
    number: int
    state: str
    language: str
    translation: int | None
    place: int
    above: tuple[int | None, ...]
    """The keys of what the place lies in."""
    values: Row

    @property
    def country(self) -> int:
        """The key of the country that the place lies in, or is."""
        return next((key for key in reversed(self.above) if key is not None), self.place)

    def has_translation(self, number: int, language: str) -> bool:
        """Return whether the public may read the translation of that number into `language`."""
        rows = json.loads(self.values[TRANSLATIONS] or "[]")
        return any(
            (r["number"], r["language"]) == (number, language) and r["state"] in PUBLIC_STATES for r in rows
        )


FIRST_COLUMNS = (
    *("profile__slug", "number", "state", "frozen_language", "own_translation", "profile__place_id"),
    *(f"profile__place__{path}_id" for path in ANCESTOR_PATHS),
)
FIRST = len(FIRST_COLUMNS)
JSON_COLUMNS = ("state_of_domains", "state_of_terms", "state_of_texts", "state_of_translations")
TRANSLATIONS = -1
LARGEST = 2**31 - 1
"""The largest number that the databases take for one of a revision."""


def live_states(slugs: Sequence[str], language: str, most: int) -> list[TextState] | None:
    """Return the states of the live texts of `slugs`, at most `most`, in that order; one query.

    None where one of them has no live text.
    """
    padded = [*slugs, *[""] * (most - len(slugs))]
    names = {f"slug-{number}": slug for number, slug in enumerate(padded)}
    rows = map(_text, fetch(_live_statement(most), **names, language=language))
    states = {state.slug: state for state in rows}
    return [states[slug] for slug in slugs] if states.keys() == set(slugs) else None


def text_state(slug: str, number: int | None, language: str) -> TextState | None:
    """Return the state of the live text of a profile, or of the public one of that `number`; one query.

    With its translations, what lies around its place, the other texts of its profile, and the texts of the
    domains and the glossary as pages in `language` have them. None where the public may not read such a text.
    """
    if number is not None and number > LARGEST:
        return None
    rows = fetch(_text_statement(number is not None), slug=slug, number=number, language=language)
    return _text(rows[0]) if rows else None


def _text(row: Row) -> TextState:
    slug, number, state, language, translation, place, *above = row[:FIRST]
    return TextState(slug, number, state, language, translation, place, tuple(above), row)


def page_state(slug: str, number: int | None, language: str) -> Row | None:
    """Return text_state() with that of the profiles which stand beside it on its page; two queries."""
    state = text_state(slug, number, language)
    if state is None:
        return None
    places = {f"above-{depth}": key or 0 for depth, key in enumerate(state.above)}
    return (*state.values, *fetch(_related_statement(), place=state.place, **places))


@cache
def _text_statement(is_numbered: bool) -> Statement:
    texts = Revision.objects.published()
    if is_numbered:
        texts = Revision.objects.public().filter(number=parameter("number"))
    return _state_of(texts.filter(profile__slug=parameter("slug")))


@cache
def _live_statement(most: int) -> Statement:
    slugs = [parameter(f"slug-{number}") for number in range(most)]
    return _state_of(Revision.objects.published().filter(profile__slug__in=slugs))


def _state_of(texts: RevisionQuerySet) -> Statement:
    language = parameter("language")
    domain_columns = columns(DomainText, "domain_id") + columns(IndicatorDomain, prefix="domain__")
    rows = texts.annotate(
        own_translation=Subquery(
            Translation.objects.published()
            .filter(revision=OuterRef("pk"), language=language)
            .exclude(language=OuterRef("frozen_language"))
            .values("number")
        ),
        state_of_domains=as_json(
            DomainText.objects.filter(Q(language=language) | Q(language="en")), domain_columns
        ),
        state_of_terms=as_json(
            TermText.objects.in_languages(language, OuterRef("frozen_language")),
            [*columns(TermText), "term__slug"],
        ),
        state_of_translations=as_json(
            Translation.objects.filter(revision=OuterRef("pk"), state__in=CLOSED_STATES), columns(Translation)
        ),
        state_of_texts=as_json(
            Revision.objects.filter(profile=OuterRef("profile"), state__in=CLOSED_STATES), columns(Revision)
        ),
    )
    return write(
        rows,
        *FIRST_COLUMNS,
        *columns(Revision),
        *columns(Profile, prefix="profile__"),
        *(name for path in ("", *ANCESTOR_PATHS) for name in _place_columns("profile__place__", path)),
        *JSON_COLUMNS,
    )


@cache
def _related_statement() -> Statement:
    near = Q(place__in=Place.objects.filter(within(Q(pk=parameter("place")))).values("pk"))
    for depth in range(len(ANCESTOR_PATHS)):
        near |= Q(place=parameter(f"above-{depth}"))
    return write(
        Profile.objects.published().filter(near).with_languages().order_by("pk"),
        *("published_at", "original_language", "translations_json"),
        *columns(Profile),
        *(name for path in ("", *ANCESTOR_PATHS) for name in _place_columns("place__", path)),
    )


def _place_columns(prefix: str, path: str) -> Iterable[str]:
    return columns(Place, prefix=f"{prefix}{path}__" if path else prefix)
