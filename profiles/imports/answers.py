"""What the user says of a document's words and lines; with it the whole document is read again.

A target is where something goes: the slug of a domain ("partnerships"), a kind ("potential"), both
("partnerships/potential"), a section ("introduction", "sources"), a column (a Header: "finding"),
ASIDE or TEXT.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from profiles.imports.text.headers import Header

ASIDE = "aside"
"""Not part of the profile: of a heading, with all that stands under it."""
TEXT = "text"
"""No heading: an ordinary line of what it stands in."""
SECTIONS = ("introduction", "sources", ASIDE, TEXT)
COLUMNS = (Header.TEXT, Header.DOMAIN, Header.KIND, Header.SOURCES)
"""What a column of a table of findings can hold, beside the findings of one list or domain."""


@dataclass(frozen=True)
class Answers:
    """`names`: heading, header or cell, as normalization_key() has it -> target; for further documents too.

    `headings`: number of a line -> target: this line is the heading of it, and what follows goes there.
    `repair`: characters that were broken when the file was saved (“Ã©”) are read as they once were (“é”).
    """

    names: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[int, str] = field(default_factory=dict)
    repair: bool = False
