"""The vowel signs of Arabic on a page of a PDF: to which letters those without a width belong."""

from profiles.imports.formats.pdf_lines import Char

VOWEL_SIGNS = frozenset(map(chr, [*range(0x0591, 0x05C8), *range(0x064B, 0x0660), 0x0670]))


def with_marks(chars: list[Char]) -> list[Char]:
    """Return the characters of a page, as they are written one after the other, each letter with its signs.

    Lines are mostly written as they are seen, from the left: there a sign stands before its letter. Of a sign
    some programs say that it is its letter as well, or the letter where they first drew it.
    """
    letters: list[Char] = []
    waiting = ""
    chars = _without_fillers(chars)
    for index, char in enumerate(chars):
        signs = _signs(char)
        if not signs:
            letters.append({**char, "text": char["text"] + waiting} if waiting else char)
            waiting = ""
        elif letters and not _is_written_from_left(letters, chars[index + 1 : index + 3]):
            letters[-1] = {**letters[-1], "text": letters[-1]["text"] + signs}
        else:
            waiting += signs
    if waiting and letters:
        letters[-1] = {**letters[-1], "text": letters[-1]["text"] + waiting}
    return letters


def _without_fillers(chars: list[Char]) -> list[Char]:
    """Leave out signs without a letter that lie under one: some programs space the letters of a title so."""

    def is_under(char: Char, other: Char) -> bool:
        is_letter = not other["text"].startswith("(cid:") and abs(char["top"] - other["top"]) < 1
        return is_letter and bool(other["x0"] - 1 < char["x0"] and char["x1"] < other["x1"] + 1)

    return [
        char
        for index, char in enumerate(chars)
        if not char["text"].startswith("(cid:")
        or not any(is_under(char, other) for other in chars[max(index - 1, 0) : index + 2])
    ]


def _signs(char: Char) -> str:
    """Return the vowel signs that a character without a width stands for."""
    if char["x1"] - char["x0"] > 0.01 or not char.get("upright", True):
        return ""
    return "".join(sign for sign in char["text"] if sign in VOWEL_SIGNS)


def _is_written_from_left(before: list[Char], after: list[Char]) -> bool:
    """Return whether the letters around a sign are written from left to right, whatever the script."""
    last = before[-1]
    following = next((char for char in after if not _signs(char)), None)
    pairs = [(last, following)] if following is not None else []
    pairs += [(before[-2], last)] if len(before) > 1 else []
    for one, two in pairs:
        if abs(one["top"] - two["top"]) < 0.5 * one["size"]:
            return bool(one["x0"] <= two["x0"])
    return True
