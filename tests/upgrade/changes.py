"""A difference between two versions that is meant, and in which answers it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """What is meant to differ: at addresses in which `address` matches, `old` has become `new`.

    `address` and `old` are regular expressions, `new` is what re.sub takes. They work on the status, the
    headers and the body in one text (`text_of`). A change that no address needs is refused.
    """

    address: str
    old: str
    new: str | Callable[[re.Match[str]], str]
    reason: str


@dataclass(frozen=True)
class Addition:
    """What is meant to be new: at addresses in which `address` matches, what `part` matches was not there."""

    address: str
    part: str
    reason: str


def language_of(match: re.Match[str]) -> str:
    """Return the language of the whole answer."""
    header = re.search(r"^Content-Language: (\w+)$", match.string, re.MULTILINE)
    assert header
    return header[1]


def pages_in(language: str) -> str:
    """Return the addresses of answers in `language`."""
    if language == "en":
        return r"^/(?!(fr|es|ar|pt)/)(?!review/.*language=)"
    return rf"^/{language}/|^/review/.*language={language}"
