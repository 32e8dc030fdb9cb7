"""The state of a public text: whatever its page, or a file of it, shows or depends on, as bare values.

What is made of a text is kept under a digest of its state (decision 28) and so is never out of date. Each
statement is written once in a process: that takes Django ten times as long as the database to answer it.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import JSONObject

from profiles.choices import CLOSED_STATES
from profiles.models import DomainText, IndicatorDomain, Place, Profile, Revision, TermText, Translation
from profiles.models.glossary import JSONRows
from profiles.models.places import ANCESTOR_PATHS, in_hierarchy

State = tuple[Any, ...]


class TextState(NamedTuple):
    """`number`, `state` and `language` are the original's; `translation` is the number of the newest one.

    Of the translation into the language that was asked for, that is; None where there is none.
    """

    number: int
    state: str
    language: str
    translation: int | None
    place: int
    above: tuple[int | None, ...]
    """The keys of the place, and of what it lies in."""
    values: State


UNSEEN = {"folded_names", "shipped_names", "aliases"}
"""Columns of a place by which it is found; nothing shows them."""

UNCHANGING = {"introduction", "none_identified", "units"}
"""The long columns of a published text, which stays as it is (models/immutability.py)."""


FIRST_COLUMNS = (
    *("number", "state", "frozen_language", "own_translation", "profile__place_id"),
    *(f"profile__place__{path}_id" for path in ANCESTOR_PATHS),
)
FIRST = len(FIRST_COLUMNS)


class Parameter(str):
    """The name of a value that a statement is given each time."""


def text_state(slug: str, number: int | None, language: str) -> TextState | None:
    """Return the state of the live text of a profile, or of the public one of that `number`; one query.

    With its translations, what lies around its place, the other texts of its profile, and the texts of the
    domains and the glossary as pages in `language` have them. None where the public may not read such a text.
    """
    rows = _rows(_text_statement(number is not None), slug=slug, number=number, language=language)
    if not rows:
        return None
    own, state, original, translation, place, *above = rows[0][:FIRST]
    return TextState(own, state, original, translation, place, tuple(above), rows[0])


def page_state(slug: str, number: int | None, language: str) -> State | None:
    """Return text_state() with that of the profiles which stand beside it on its page; two queries."""
    state = text_state(slug, number, language)
    if state is None:
        return None
    places = {f"above-{depth}": key or 0 for depth, key in enumerate(state.above)}
    return (*state.values, *_rows(_related_statement(), place=state.place, **places))


Statement = tuple[str, Sequence[Any]]


def _rows(statement: Statement, **values: Any) -> list[State]:
    sql, params = statement
    with connection.cursor() as cursor:
        cursor.execute(sql, [values[p] if isinstance(p, Parameter) else p for p in params])
        return cursor.fetchall()


@cache
def _text_statement(is_numbered: bool) -> Statement:
    language = Value(Parameter("language"))
    texts = Revision.objects.published()
    if is_numbered:
        texts = Revision.objects.public().filter(number=Value(Parameter("number")))
    domain_columns = columns(DomainText, "domain_id") + columns(IndicatorDomain, prefix="domain__")
    rows = texts.filter(profile__slug=Value(Parameter("slug"))).annotate(
        own_translation=Subquery(
            Translation.objects.published()
            .filter(revision=OuterRef("pk"), language=language)
            .exclude(language=OuterRef("frozen_language"))
            .values("number")
        ),
        state_of_domains=_as_json(
            DomainText.objects.filter(Q(language=language) | Q(language="en")), domain_columns
        ),
        state_of_terms=_as_json(
            TermText.objects.in_languages(language, OuterRef("frozen_language")),
            [*columns(TermText), "term__slug"],
        ),
        state_of_translations=_as_json(
            Translation.objects.filter(revision=OuterRef("pk"), state__in=CLOSED_STATES), columns(Translation)
        ),
        state_of_texts=_as_json(
            Revision.objects.filter(profile=OuterRef("profile"), state__in=CLOSED_STATES), columns(Revision)
        ),
    )
    return _statement(
        rows,
        *FIRST_COLUMNS,
        *columns(Revision),
        *columns(Profile, prefix="profile__"),
        *(name for path in ("", *ANCESTOR_PATHS) for name in _place_columns("profile__place__", path)),
        *("state_of_domains", "state_of_terms", "state_of_translations", "state_of_texts"),
    )


@cache
def _related_statement() -> Statement:
    near = in_hierarchy("place", "pk", Value(Parameter("place")))
    for depth in range(len(ANCESTOR_PATHS)):
        near |= Q(place=Value(Parameter(f"above-{depth}")))
    return _statement(
        Profile.objects.published().filter(near).with_languages().order_by("pk"),
        *("published_at", "original_language", "translations_json"),
        *columns(Profile),
        *(name for path in ("", *ANCESTOR_PATHS) for name in _place_columns("place__", path)),
    )


def columns(model: type[Model], *without: str, prefix: str = "") -> list[str]:
    """Return the lookups of the columns of a row, but for those that are UNCHANGING or UNSEEN."""
    names = (field.attname for field in model._meta.concrete_fields)
    return [f"{prefix}{name}" for name in names if name not in UNSEEN | UNCHANGING and name not in without]


def _place_columns(prefix: str, path: str) -> Iterable[str]:
    return columns(Place, prefix=f"{prefix}{path}__" if path else prefix)


def _as_json(rows: QuerySet[Any], names: Iterable[str]) -> Subquery:
    row = JSONObject(**{name: F(name) for name in names})
    return Subquery(
        rows.order_by().annotate(rows=JSONRows(row)).values("rows"),
        output_field=TextField(),  # its digest is taken: nobody reads it
    )


def _statement(rows: QuerySet[Any], *names: str) -> Statement:
    return rows.values_list(*names).query.sql_with_params()
