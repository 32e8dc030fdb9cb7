"""Characters that were broken before the document came here: “Ã©”, an é that was read in a wrong encoding.

They are named, and stay as they are until the user asks for the repair (Answers.repair).
"""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from profiles.imports.blocks import Document
from profiles.imports.document import DocumentError, Problem
from profiles.imports.text.text_normalization import GARBLED, count_garbled

LEADS_OF_TWO = (0xC2, 0xC3, 0xC5, 0xD8, 0xD9, 0xDA, 0xDB)
LEADS_OF_THREE = (0xE2, 0xEF)
"""The first bytes of what is written here in UTF-8: Latin and Arabic letters, quotation marks, bullets."""

WRONG_READINGS = ("cp1252", "mac_roman")
LEAST = 2
"""So many broken characters are no chance; one alone may be a letter before a quotation mark (IRMÃ”)."""
LOST = re.compile(r"\?{3,}")
"""A program that does not know the letters of a language writes these in their place."""
MOST_GARBLED = 0.25
"""Where more signs than this share of the letters are garbled, the document is not read."""
TIMES = 3
"""Some texts were broken more than once."""


def _byte_signs(encoding: str) -> dict[str, int]:
    """Return the signs as which bytes from 0x80 on show in the encoding, and the control signs of Latin-1."""
    signs = {chr(byte): byte for byte in range(0x80, 0xA0)}
    return signs | {
        sign: byte for byte in range(0x80, 0x100) if (sign := bytes([byte]).decode(encoding, "ignore"))
    }


SIGNS = {encoding: _byte_signs(encoding) for encoding in WRONG_READINGS}


def _pattern(signs: dict[str, int]) -> re.Pattern[str]:
    """Return what finds characters of Latin and Arabic letters and of punctuation, broken in this way."""

    def any_of(*byte_numbers: int) -> str:
        return "[" + "".join(re.escape(sign) for sign, byte in signs.items() if byte in byte_numbers) + "]"

    following = any_of(*range(0x80, 0xC0))
    return re.compile(f"{any_of(*LEADS_OF_TWO)}{following}|{any_of(*LEADS_OF_THREE)}{following}{{2}}")


PATTERNS = {encoding: _pattern(signs) for encoding, signs in SIGNS.items()}


def repair(text: str) -> str:
    """Return `text` with its broken characters as they once were.

    >>> repair("dÃ©veloppÃ©")
    'développé'
    """
    for _time in range(TIMES):
        encoding = _wrong_reading(text)
        if not encoding:
            return text
        text = PATTERNS[encoding].sub(partial(_once, SIGNS[encoding]), text)
    return text


def _once(signs: dict[str, int], broken: re.Match[str]) -> str:
    try:
        return bytes(signs[char] for char in broken[0]).decode()
    except UnicodeDecodeError:
        return broken[0]


def _wrong_reading(text: str) -> str:
    """Return the encoding as which UTF-8 was read; "" where the text is not broken."""
    counts = {encoding: sum(1 for _ in pattern.finditer(text)) for encoding, pattern in PATTERNS.items()}
    encoding = max(counts, key=lambda name: counts[name])
    return encoding if counts[encoding] >= LEAST else ""


def name_broken_characters(document: Document) -> bool:
    """Return whether characters are broken; a problem says so, with a word as it is and as it would be.

    Raises DocumentError where a good part of them cannot be read at all.
    """
    texts: list[str] = []

    def collect(text: str) -> str:
        texts.append(text)
        return text

    _map_texts(document.blocks, collect)
    whole = "\n".join(texts)
    _name_garbled_characters(document, whole)
    encoding = _wrong_reading(whole)
    if not encoding:
        return False
    word = next(word for word in whole.split() if PATTERNS[encoding].search(word))
    text = _(
        "The characters of this document were broken when it was saved: “%(broken)s” is probably "
        "“%(whole)s”. They stay as they are unless you have them repaired."
    )
    document.problems.append(
        Problem(text % {"broken": word[:60], "whole": repair(f"{word[:60]} {word[:60]}").split()[0]})
    )
    return True


def _name_garbled_characters(document: Document, text: str) -> None:
    count = count_garbled(text)
    lost = sum(len(signs) for signs in LOST.findall(text))
    if count < LEAST and not lost:
        return
    if count + lost > MOST_GARBLED * sum(map(str.isalpha, GARBLED.sub("", text))):
        raise DocumentError(
            _("The letters of the document cannot be read. Ask for the document that it was made from.")
        )
    if count < LEAST:
        return
    sentence = _(
        "%(count)s signs of the document cannot be read: its fonts do not say which letters they are, as in "
        "“%(word)s”. Ask for the document that it was made from."
    )
    word = next(word for word in text.split() if count_garbled(word))
    document.problems.append(Problem(sentence % {"count": count, "word": word[:60]}))


def repair_document(document: Document) -> Document:
    """Return the document with all its texts repaired, which one of its problems says."""
    note = Problem(_("Characters that were broken when the document was saved were repaired, as you asked."))
    return replace(document, blocks=_map_texts(document.blocks, repair), problems=[*document.problems, note])


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return blocks with `change` done to each text in them, addresses and places aside."""
    if isinstance(value, list | tuple):
        return type(value)(_map_texts(item, change) for item in value)
    if isinstance(value, dict):
        return {key: _map_texts(item, change) for key, item in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    names = {part.name for part in fields(value)}
    texts = {name: change(getattr(value, name)) for name in names & {"text", "name"}}
    parts = {name: _map_texts(getattr(value, name), change) for name in names & {"blocks", "rows", "links"}}
    return replace(value, **texts, **parts)
