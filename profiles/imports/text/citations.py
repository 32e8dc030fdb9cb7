"""Sources as the cell of a table names them, written and read back exactly.

By number, where the document lists its sources: “[1] art. 4”. Whole, where it does not: “Title | issued by |
year | address | where in it”. One source a line.
"""

import re

from profiles.content.schema import SourceData, new_source

NUMBERED = re.compile(r"\[(\d{1,4})\] ?(.*)", re.DOTALL)
MARKS = {"\\\\": "\\", "\\n": "\n", "\\|": "|"}
MARK = re.compile(r"\\[\\n|]")


def format_numbered(number: int, locator: str) -> str:
    """Return the line for source `number` of the document's list."""
    return f"[{number}] {_escape(locator)}" if locator else f"[{number}]"


def parse_numbered(line: str) -> tuple[int, str] | None:
    """Return the number and the locator of such a line, or None where it is another."""
    match = NUMBERED.fullmatch(line)
    return (int(match[1]), _unescape(match[2])) if match else None


def format_whole(source: SourceData, locator: str) -> str:
    """Return the line that says all of a source but its key. Parts that it lacks at the end stay away.

    >>> whole({"key": "", "title": "Migration Act", "body": "", "year": 2019, "url": ""}, "")
    'Migration Act |  | 2019'
    """
    year = "" if source["year"] is None else str(source["year"])
    parts = [source["title"], source["body"], year, source["url"], locator]
    while len(parts) > 2 and not parts[-1]:
        parts.pop()
    return " | ".join(_escape(part).replace("|", "\\|") for part in parts).rstrip(" ")


def parse_whole(line: str) -> tuple[SourceData, str] | None:
    """Return the source (without a key) and the locator; None where the line is not in such parts."""
    parts = (f"{line} " if line.endswith(" |") else line).split(" | ")
    if not 2 <= len(parts) <= 5:
        return None
    title, body, year, url, locator = (_unescape(part) for part in [*parts, "", "", ""][:5])
    number = int(year) if year.isdecimal() else None
    return new_source(title=title, body=body, year=number, url=url), locator


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _unescape(text: str) -> str:
    return MARK.sub(lambda match: MARKS[match[0]], text)
