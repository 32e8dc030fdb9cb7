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

HEADING = re.compile(r"_[dl]_(?P<domain>\d)(?:_(?P<kind>well_developed|potential))?")
KEY = re.compile(r"_(?P<what>[fs])_(?P<which>\w+)")


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
    """Word allows 40 characters: the dashes of a key are left out."""
    return f"_f_{uuid.UUID(key).hex}"


def source(key: str) -> str:
    return f"_s_{uuid.UUID(key).hex}"
