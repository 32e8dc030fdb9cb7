"""The invisible marks by which a Word document of ours is read back exactly, after it was edited in Word too.

Bookmarks that begin with an underscore are not shown by Word. exports/formats/docx.py sets them.
"""

import re
import uuid

INTRODUCTION = "_introduction"
SOURCES = "_sources"
NOTES = "_notes"
"""Headings of what surrounds the text; what stands below NOTES is not the profile's. A bookmark's name is
there once, so that those of notes are numbered."""

CITATION = "MGICitation"
LOCATOR = "MGILocator"
"""Character styles of a citation; those of details and of the parts of a source are named by style_id()."""

NAME = re.compile(r"_(?P<what>d|l|n|f|s)_(?P<which>\w+)")
LIST = re.compile(r"(\d)_(well_developed|potential)")


def style_id(name: str) -> str:
    """Return the id of the character style “MGI `name`”: MGISourceTitle."""
    return f"MGI{name.replace(' ', '')}"


def domain(number: int) -> str:
    return f"_d_{number}"


def finding_list(number: int, kind: str) -> str:
    return f"_l_{number}_{kind}"


def no_finding(number: int, kind: str) -> str:
    """Mark of the sentence that stands in a list instead of findings."""
    return f"_n_{number}_{kind}"


def is_note(mark: str) -> bool:
    return mark.startswith(NOTES)


def finding(key: str) -> str:
    """Word allows 40 letters: the dashes of a key stay away."""
    return f"_f_{uuid.UUID(key).hex}"


def source(key: str) -> str:
    return f"_s_{uuid.UUID(key).hex}"


def key_of(which: str) -> str:
    """Return the key that a mark names; empty where it names none."""
    try:
        return str(uuid.UUID(which))
    except ValueError:
        return ""
