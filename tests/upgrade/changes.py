"""What a difference from the landed version is: a change of what was there, or an addition."""

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
