"""Names as they are sorted and searched: without accents, case and signs."""

import json
import re
import unicodedata

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from profiles.languages import Language

ALIASES = "aliases"
"""The key of a place's `folded_names` that has the other usual names, beside the codes of languages."""

PLAIN_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
"""Letters that many keyboards lack, as they are typed there. To Unicode they are no accented ones."""


def normalize_name(text: str) -> str:
    """Return `text` as it is sorted and searched: no accents, no case, single spaces for all else.

    >>> normalize_name("Côte d’Ivoire"), normalize_name("Mise en œuvre")
    ('cote d ivoire', 'mise en oeuvre')
    """
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", letters.casefold().translate(PLAIN_LETTERS)).strip()


def names_have(path: str, text: str) -> Q:
    """Return the condition that each word of `text` is in a name of the place at `path`, in any language.

    Asking for the name in each language takes ten times as long as one look at all that is stored of them,
    which says of most places that the word is not there.
    """
    column = f"{path}__folded_names" if path else "folded_names"
    condition = Q()
    for word in set(normalize_name(text).split()):
        keys = (*Language.values, ALIASES)
        names = Q(*((f"{column}__{key}__icontains", word) for key in keys), _connector=Q.OR)
        condition &= Q(Contains(Cast(column, TextField()), _as_stored(word))) & names
    return condition


def names_begin(column: str, text: str) -> Q:
    """Return the condition that a folded name in the JSON of `column`, or a word of one, begins as `text`.

    Neither a space nor a colon stands before a key: none is taken for a name.
    """
    start = _as_stored(normalize_name(text))
    stored = Cast(column, TextField())
    return Q(Contains(stored, f': "{start}')) | Q(Contains(stored, f" {start}")) if start else Q(pk__in=[])


def _as_stored(text: str) -> str:
    """Return `text` as it stands in JSON: SQLite keeps it in the ASCII of Python's own."""
    return text if connection.features.has_native_json_field else json.dumps(text)[1:-1]
