"""Names as they are sorted and searched: without accents, case and signs."""

import re
import unicodedata

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
