"""Text as it is seen -> as it is read: right-to-left scripts, and the forms of letters in print."""

import re
import unicodedata

RIGHT = ("R", "AL")
MIRRORED = str.maketrans("()[]{}«»<>", ")(][}{»«><")
NUMBER_SIGNS = set(".,:/-–%٪٫٬+")


def is_right_to_left(text: str, *, is_page_right: bool = False) -> bool:
    """Return whether most letters of `text` are of a script that is read from the right.

    On a page that is read so, a line is as well, unless all its letters are Latin ones.
    """
    directions = [unicodedata.bidirectional(char) for char in text]
    if is_page_right and not ("L" in directions and not {*RIGHT} & {*directions}):
        return True
    return sum(d in RIGHT for d in directions) > directions.count("L")


def plain_forms(text: str) -> str:
    """Return `text` with the letters instead of the forms in which they are printed (U+FB00 to U+FEFC)."""
    return "".join(
        unicodedata.normalize("NFKC", char) if "\ufb00" <= char <= "\ufefc" else char for char in text
    )


def mirror(text: str) -> str:
    """Return `text` with each bracket turned round, but for those of marks of notes."""
    return re.sub(r"\](\d{1,3})\[", r"[\1]", text.translate(MIRRORED))


def has_turned_brackets(text: str) -> bool | None:
    """Return whether the first pair of brackets opens to the wrong side; None where there is none."""
    match = re.search(r"[()][^()]+[()]", text)
    return None if match is None or match[0][0] == match[0][-1] else match[0][0] == ")"


def to_reading_order(signs: list[str], *, is_page_right: bool = False) -> str:
    """Return signs, from left to right as they are seen, in the order in which one reads them.

    Each is what one glyph stands for: of several letters (a ligature), their order stays.
    """
    text = plain_forms("".join(signs))
    base = is_right_to_left(text, is_page_right=is_page_right)
    if not base and not any(unicodedata.bidirectional(char) in RIGHT for char in text):
        return text
    runs = _runs([plain_forms(sign) for sign in signs], base)
    if base:
        runs.reverse()
        return "".join(_read(run, is_right) for run, is_right in runs)
    return "".join(_read(run, is_right) for run, is_right in runs)


def _read(run: list[str], is_right: bool) -> str:
    return "".join(reversed(run)) if is_right else "".join(run)


def _runs(signs: list[str], base: bool) -> list[tuple[list[str], bool]]:
    """Return the stretches of one direction; numbers and Latin words are read from the left."""
    kinds = [_kind(sign) for sign in signs]
    for index, kind in enumerate(kinds):
        if kind is None:  # it goes with what is on both sides of it, else with the whole
            before = next((k for k in reversed(kinds[:index]) if k is not None), base)
            after = next((k for k in kinds[index + 1 :] if k is not None), base)
            is_within = before is not None and before == after
            is_number_sign = signs[index] in NUMBER_SIGNS and 0 < index < len(signs) - 1
            is_between_digits = is_number_sign and signs[index - 1].isdigit() and signs[index + 1].isdigit()
            if base and is_within and not before and not is_between_digits:
                is_within = not _parts_number(signs, index)
            kinds[index] = False if is_between_digits else (before if is_within else base)
    runs: list[tuple[list[str], bool]] = []
    for sign, kind in zip(signs, kinds, strict=True):
        if runs and runs[-1][1] == bool(kind):
            runs[-1][0].append(sign)
        else:
            runs.append(([sign], bool(kind)))
    return runs


def _parts_number(signs: list[str], index: int) -> bool:
    """Return whether the signs around `index` part a Latin word from a number before it: “(2014), https:”."""
    first = last = index
    while first > 0 and not signs[first - 1].isalnum():
        first -= 1
    while last + 1 < len(signs) and not signs[last + 1].isalnum():
        last += 1
    sides = [side for side in (signs[first - 1 : first], signs[last + 1 : last + 2]) if side]
    is_number = [side[0].isdigit() for side in sides]
    between = "".join(signs[first : last + 1])
    return is_number == [False, True] and " " in between and any(sign in between for sign in "(),،;")


def _kind(sign: str) -> bool | None:
    """Return whether a sign is read from the right; None of signs that go with those beside them."""
    directions = {unicodedata.bidirectional(char) for char in sign}
    if directions & {*RIGHT, "NSM"}:
        return True
    return False if directions & {"L", "EN", "AN"} else None
