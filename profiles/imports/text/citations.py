"""Sources as the cell of a table names them where there is no list of them, written and read back exactly.

“Title | issued by | year | address | where in it”, one source a line. By their numbers: source_lines.py.
"""

import re

from profiles.content.schema import SourceData, new_source

MARKS = {"\\\\": "\\", "\\n": "\n", "\\|": "|"}
ADDRESS = re.compile(r"\w+://|www\.")
MARK = re.compile(r"\\[\\n|]")


def format_whole(source: SourceData, locator: str) -> str:
    """Return the line that says all of a source but its key. Parts that it lacks at the end stay away.

    >>> format_whole({"key": "", "title": "Migration Act", "body": "", "year": 2019, "url": ""}, "")
    'Migration Act |  | 2019'
    """
    further = _further_parts(source, locator)
    kept = list(further)
    while kept and not kept[-1]:
        kept.pop()
    if _place_parts(kept) != further:
        kept.append("")
    return _join([source["title"], source["body"], *kept])


def format_without_gaps(source: SourceData, locator: str) -> str:
    """Return the same for people: what the source lacks leaves no gap, where the line is still read so.

    >>> format_without_gaps({"key": "", "title": "Act", "body": "UN", "year": 2019, "url": ""}, "p. 4")
    'Act | UN | 2019 | p. 4'
    """
    further = _further_parts(source, locator)
    kept = list(filter(None, further))
    if not source["body"] or _place_parts(kept) != further:
        return format_whole(source, locator)
    return _join([source["title"], source["body"], *kept])


def _further_parts(source: SourceData, locator: str) -> list[str]:
    return ["" if source["year"] is None else str(source["year"]), source["url"], locator]


def _join(parts: list[str]) -> str:
    return " | ".join(_escape(part).replace("|", "\\|") for part in parts).rstrip(" ")


def parse_whole(line: str) -> tuple[SourceData, str] | None:
    """Return the source (without a key) and the locator; None where the line is not in such parts."""
    parts = (f"{line} " if line.endswith(" |") else line).split(" | ")
    if not 2 <= len(parts) <= 5:
        return None
    title, body, *further = map(_unescape, parts)
    year, url, locator = _place_parts(further)
    number = int(year) if year.isdecimal() else None
    return new_source(title=title, body=body, year=number, url=url), locator


def _place_parts(parts: list[str]) -> list[str]:
    """Return year, address and locator, of which some may have been left out in `parts`."""
    if len(parts) == 3 or not all(parts):
        return [*parts, "", "", ""][:3]
    rest = list(parts)
    year = rest.pop(0) if rest and rest[0].isdecimal() else ""
    url = rest.pop(0) if rest and ADDRESS.match(rest[0]) else ""
    locator = rest.pop(0) if rest else ""
    return [*parts, "", "", ""][:3] if rest else [year, url, locator]


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _unescape(text: str) -> str:
    return MARK.sub(lambda match: MARKS[match[0]], text)
