"""What a reader of a translation file returns, and the marks by which our own files are known and read back.

Readers say what stands in the file. What becomes of it is decided in plan.py.
"""

import hashlib
import re
import uuid
from dataclasses import dataclass, field
from typing import Self

FORMAT = "mgi-translation/1"
"""What a translation file says of itself."""

REFERENCE = re.compile(
    r"\s*mgi-translation/(?P<version>\d{1,4}); profile=(?P<profile>[-\w]+); language=(?P<language>[-\w]+); "
    r"revision=(?P<revision>\d{1,9})\s*"
)
NAMESPACE = uuid.UUID("0f6a53c1-6a4b-4d5f-8f0e-3d1f1f0c6a11")
UNIT_MARK = re.compile(r"(?P<unit>_u_[0-9a-f]{24})_(?P<sent>[0-9a-f]{8})")
RIGHT_MARK = re.compile(r"_c_(?P<which>[0-9a-f]{24})")
"""Bookmarks of a unit and of its line “still right?”. Word allows them 40 characters; a key may have more."""


@dataclass(frozen=True)
class Reference:
    """Which translation of which text a file is of: one line of the file, which programs keep."""

    profile: str
    language: str
    revision: int

    def __str__(self) -> str:
        return f"{FORMAT}; profile={self.profile}; language={self.language}; revision={self.revision}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the reference that `text` is; None where it is none."""
        match = REFERENCE.fullmatch(text)
        if match is None or f"mgi-translation/{match['version']}" != FORMAT:
            return None
        return cls(match["profile"], match["language"], int(match["revision"]))


@dataclass(frozen=True)
class FileUnit:
    """A unit as it stands in a file. `key` is its key, the mark of one in a Word document, or empty."""

    key: str
    original: str
    text: str
    translated: str = ""
    """What the original said when it was translated, where the file says that this was something else."""
    is_confirmed: bool = False
    """Whoever worked on the file says that the text is right for the original beside it."""
    sent: str = ""
    """Digest of the text with which the file went out; empty where that is not known."""
    where: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whoever worked on the file has left the text as it was sent."""
        return bool(self.sent) and digest_text(self.text) == self.sent


@dataclass
class TranslationFile:
    """A translation file, read. `problems` are sentences on what could not be read, or is doubtful."""

    reference: Reference
    units: list[FileUnit] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def unit_name(key: str) -> str:
    """Return what a Word document calls a unit, whose key would be too long there."""
    return f"_u_{_hex(key)}"


def unit_mark(key: str, text: str) -> str:
    """Return the bookmark of a unit that goes out with `text`."""
    return f"{unit_name(key)}_{digest_text(text)}"


def right_mark(key: str) -> str:
    """Return the bookmark of the line that asks whether an outdated unit is still right."""
    return f"_c_{_hex(key)}"


def digest_text(text: str) -> str:
    """Return a short digest of a text: whether it was changed while it was away, and no more."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _hex(key: str) -> str:
    return uuid.uuid5(NAMESPACE, key).hex[:24]
