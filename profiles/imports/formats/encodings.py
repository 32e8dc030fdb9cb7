"""Bytes -> text, in whichever encoding: by its mark, by what is valid, else by what the words look like."""

import re
import unicodedata
from functools import cache

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
OLD = ("cp1252", "mac_roman", "cp1256")
"""Of one byte a character: of Windows, of old Macintoshes, of Windows in Arabic. In doubt, the first."""

SAMPLE = 400
"""So many different words with characters beyond ASCII tell the encoding."""
SAMPLED_BYTES = 256 * 1024

WORD = re.compile(rb"[A-Za-z'\x80-\xff]+")
TELLING = re.compile(rb"[\x80-\xff]")
UNTYPED = set("‡†¬¦¤ƒ¶◊∂∑∏∫√∞≈∆Ωπ≠≤≥±¸˝˛ˇ˘˙¯ˆ˜‰¥þÞðÐ¢¼½¾¹²³µ×÷ﬁﬂıŽžŠš")
"""Signs and letters that stand in no word of the languages that are read here."""


def decode(data: bytes, declared: str = "") -> tuple[str, str] | None:
    """Return the text of `data` and the encoding; None where it is no text.

    `declared` is what the file says of itself; it counts for less than a mark or valid UTF-8.
    """
    wide = "utf-16" if data.startswith(WIDE_MARKS) else _wide_without_mark(data)
    for name in [wide] if wide else ["utf-8-sig", *filter(None, [_known(declared)]), *_ranked(data)]:
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text, name
        return None
    return None


def _wide_without_mark(data: bytes) -> str:
    """Return which UTF-16 the data are, by where the zeros of spaces and line ends stand; or ""."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # Half of an Arabic text has zeros in its spaces alone: a tenth of all characters.
    least = max(2, len(sample) // 40)
    if max(even, odd) < least or min(even, odd) * 10 > max(even, odd) or len(data) % 2:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _known(name: str) -> str:
    """Return the encoding that a file declares, if it is one of a byte a character; "" of all others."""
    name = name.strip().lower().replace("_", "-")
    if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "windows-1252", "cp1252", ""):
        return ""  # what programs declare whatever they wrote
    is_old = re.fullmatch(r"(windows-125\d|cp125\d|iso-8859-\d{1,2}|mac-?roman|macintosh|x-mac-roman)", name)
    return {"x-mac-roman": "mac_roman", "macroman": "mac_roman"}.get(name, name) if is_old else ""


def _ranked(data: bytes) -> list[str]:
    """Return the old encodings, the likeliest first: that in which most words look like words."""
    words = {word for word in WORD.findall(data[:SAMPLED_BYTES]) if TELLING.search(word)}
    sample = sorted(words)[:: max(1, len(words) // SAMPLE)]
    return sorted(OLD, key=lambda name: -sum(_likeness(word, name) for word in sample))


def _likeness(word: bytes, encoding: str) -> int:
    """Return 1 for a word that may be one in the encoding, less the more is odd in it."""
    try:
        text = word.decode(encoding)
    except UnicodeDecodeError:
        return -5
    letters = [char for char in text if char.isalpha()]
    scripts = {_script(char) for char in letters if not char.isascii()} | {
        "LATIN" for char in letters if char.isascii()
    }
    odd = 2 * (len(scripts) > 1) + sum(char in UNTYPED for char in text)
    plain = "".join(char for char in letters if _script(char) == "LATIN")
    odd += bool(plain) and not (plain.islower() or plain.isupper() or plain[1:].islower() or "'" in text)
    odd += any(
        not char.isalpha() for char in text.strip("'«»“”„‘’…–—\u00a0•·،؛؟").replace("’", "").replace("'", "")
    )
    return 1 - 2 * odd


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]
