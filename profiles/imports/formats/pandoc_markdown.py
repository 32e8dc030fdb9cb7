"""What pandoc writes into Markdown beside what others do: attributes, raised signs, facts, drawn tables."""

import re
from collections.abc import Iterator

from profiles.imports.text.bullets import match_bullet

MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FACT = re.compile(r"([\w-]{1,40}):[ \t]*(.*)")
NO_TEXT = ("lang", "dir", "generator", "header-includes", "viewport")
"""Facts about the file, and none of the document."""

ATTRIBUTES = r"""\{(?:[.#][^\s{}"]+|[\w-]+=(?:"(?:[^"\\]|\\.)*"|[^\s{}"]+)|\s)+\}"""
ATTRIBUTED = re.compile(rf"\]{ATTRIBUTES}")
HEADING = re.compile(rf"^(#{{1,6}} .*?)[ \t]*{ATTRIBUTES}[ \t]*$", re.MULTILINE)
DIVISION = re.compile(r"^:{3,}.*$", re.MULTILINE)
RAISED = re.compile(r"\^(\d{1,3}(?:,(?:\\? )?\d{1,3})*)\^")
MOST_SPANS = 5_000

RULE = re.compile(r"\+(?:[-=:]+\+)+[ \t]*\Z")
TYPED = re.compile(r"(?<=\w)--(?=\w)|(?<=\S )---?(?= \S)")
CURLY = re.compile("[‘’“”–—…]")
APOSTROPHE = re.compile(r"(?<![\\\w])'(?=\w[^'\n]*\w'(?!\w))|(?<=\w)'|'(?=\d0s)")

Table = list[list[str]]


def take_facts(text: str) -> tuple[list[str], list[str], str]:
    """Return the facts above a text, those that are of the file alone, and the text without them.

    “title: "…"” is the title alone; what goes on over several lines is one fact.
    """
    matter = MATTER.match(text)
    if matter is None:
        return [], [], text
    facts: list[tuple[str, list[str]]] = []
    for line in matter[1].split("\n"):
        match = FACT.match(line)
        if match is not None:
            facts.append((match[1], [] if match[2].strip() in ("|", ">") else [match[2]]))
        elif facts:
            facts[-1][1].append(line.strip())
        else:
            facts.append(("", [line]))
    seen, aside = [], []
    for name, lines in facts:
        for value in "\n".join(lines).split("\n\n"):
            value = " ".join(value.split("\n")).strip().strip('"').replace('\\"', '"')
            if name in NO_TEXT or not value:
                aside.append(f"{name}: {value}")
            else:
                seen.append(value)
    return seen, aside, text[matter.end() :]


def plain(text: str) -> str:
    """Return a text without attributes; what is raised is written as HTML does."""
    text = DIVISION.sub("", HEADING.sub(r"\1", text))
    for _time in range(MOST_SPANS):
        end = ATTRIBUTED.search(text)
        start = _opening(text, end.start()) if end is not None else -1
        if end is None or start < 0:
            break
        text = f"{text[:start]}{text[start + 1 : end.start()]}{text[end.end() :]}"
    return RAISED.sub(lambda match: f"<sup>{match[1].replace(chr(92), '')}</sup>", text)


def _opening(text: str, end: int) -> int:
    """Return where the bracket opens that closes at `end`; -1 where none does."""
    depth = 0
    for index in range(end, -1, -1):
        if text[index - 1 : index] == "\\":
            continue
        depth += {"]": 1, "[": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return -1


def typeset(text: str) -> str:
    """Return a text with the dashes and apostrophes for which pandoc writes signs of a typewriter.

    Unchanged where the text has such signs itself, or where nothing shows that pandoc wrote it.
    """
    if CURLY.search(text) or not TYPED.search(text):
        return text
    text = TYPED.sub(lambda match: "–" if match[0] == "--" else "—", text)
    return APOSTROPHE.sub(
        lambda match: "‘" if text[match.start() - 1 : match.start()].isspace() else "’", text
    )


def part_tables(text: str) -> Iterator[str | Table]:
    """Yield the parts of a text: what is between tables that are drawn with + and |, and these."""
    others: list[str] = []
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        count = _drawn(lines, index)
        if count:
            yield "\n".join(others)
            others = []
            yield _cells(lines[index : index + count])
            index += count
        else:
            others.append(lines[index])
            index += 1
    yield "\n".join(others)


def _drawn(lines: list[str], index: int) -> int:
    """Return how many lines the table has that is drawn from `index` on; 0 where none is."""
    if RULE.match(lines[index]) is None:
        return 0
    columns, count = lines[index].count("+") - 1, 1
    while index + count < len(lines) and lines[index + count].startswith(("|", "+")):
        line = lines[index + count].rstrip()
        is_row = RULE.match(line) is not None or (line.endswith("|") and line.startswith("|"))
        if not is_row or (line[0] == "+" and line.count("+") - 1 != columns) or _parts(line, columns) is None:
            return 0
        count += 1
    return count if RULE.match(lines[index + count - 1]) and count > 2 else 0


def _parts(line: str, columns: int) -> list[str] | None:
    parts = re.split(r"(?<!\\)\|", line.strip())[1:-1]
    return parts if line.startswith("+") or len(parts) == columns else None


def _cells(lines: list[str]) -> Table:
    rows: Table = []
    row: list[list[str]] = []
    for line in lines:
        if line.startswith("+"):
            rows += [[_unwrapped(cell) for cell in row]] if row else []
            row = []
            continue
        parts = re.split(r"(?<!\\)\|", line.strip())[1:-1]
        row = row or [[] for _part in parts]
        for cell, part in zip(row, parts, strict=True):
            cell.append(part)
    return rows


def _unwrapped(lines: list[str]) -> str:
    """Return the lines of a cell with those joined that were wrapped; a word may have been cut."""
    joined: list[str] = []
    is_full = False
    for line in lines:
        text = line.strip()
        is_new = not joined or not joined[-1].strip() or not text or match_bullet(line[1:]) is not None
        if is_new:
            joined.append(line[1:].rstrip() if text else "")
        elif is_full and " " not in joined[-1].rsplit("http", 1)[-1] and "http" in joined[-1]:
            joined[-1] += text
        else:
            joined[-1] += f" {text}"
        is_full = len(line.rstrip()) >= len(line) - 1
    return "\n".join(joined).strip("\n")
