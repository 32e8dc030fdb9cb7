"""Sources as documents write them: “Source: Residence Act, 2014, art. 4.”, and numbered lists."""

import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from profiles.content.schema import MAX_LENGTHS, SourceData, new_source
from profiles.imports.text.bullets import SUPERSCRIPTS
from profiles.imports.text.citations import parse_whole
from profiles.imports.text.text_normalization import fold_text, is_finished
from profiles.imports.text.vocabulary import any_of

LABEL = re.compile(rf"\s*[(\[]?(?:{any_of('source_labels')})\s*[:：]\s*(.*)\Z", re.IGNORECASE | re.DOTALL)
ADDRESS = re.compile(r"<?\b(https?://[^\s<>]+[^\s<>.,;)\]])>?")
DATED = re.compile(r"\A(.*?)[,(]\s*([1١2٢]\d{3})\)?\Z", re.DOTALL)
LOCATOR = re.compile(rf"[,;]\s*((?:{any_of('locators')}|§+)\.?\s*[\d٠-٩][^,;]*)\s*\.?\s*\Z", re.IGNORECASE)
PLACE = re.compile(rf"\b(?:{any_of('locators')}|n[or]|chap|ch|fig)\.\s?\d+\s*\Z", re.IGNORECASE)
"""“see art.4”: no mark of a source."""
OWN_ABBREVIATION = re.compile(
    r"\b(?:[^\W\d_]|no|nr|nro|núm|num|art|al|dec|dr|ed|est|res|st|vol)\Z", re.IGNORECASE
)
"""A full stop behind it parts nothing."""
ISSUED = re.compile(r"\A(.{3,}?)\s*\(([^()]{3,}?),\s*([1١2٢]\d{3})\)\s*\Z", re.DOTALL)
CITATIONS = re.compile(
    r"\s*((?:\s*[,;،؛]?\s*\[\d{1,3}(?:\s*[,;،؛]\s*\d{1,3})*\])+|(?<![\dm])[⁰¹²³⁴-⁹]+(?:\s*[,;،؛]\s*[⁰¹²³⁴-⁹]+)*)"
    r"(\s*[.!؟?]?)\s*\Z"
)
FLAT = re.compile(
    r"(?:(?<=[^\W\d_]{2}[.!؟?])|(?<=[^\W\d_][.!؟?][”’»\")]))(\d{1,3}(?:\s*[,;،؛]\s*\d{1,3})*)\s*\Z"
    r"|(?<=[^\W\d_]{3})(\d{1,3}(?:[,،]\d{1,3})*)\s*[.!؟?]\s*\Z"
    r"|(?:(?<=\b[12]\d{3}\.)|(?<=[^\W\d_]{3}[.!؟?] ))(\d{1,3}(?:\s*[,;،؛]\s*\d{1,3})*)\s*\Z"
)
"""Numbers right behind the last word or full stop, once raised: “It holds.1, 3”, “It holds2.”, “2018.1”."""
PRINTED = re.compile(
    r"\s*\[(\d{1,3}(?:[,،] [^\[\];؛]+)?(?:[;؛] \d{1,3}(?:[,،] [^\[\];؛]+)?)*)\](\s*[.!؟?]?)\s*\Z"
)
"""The same as this site prints it, with the place in the source: “[1, art. 4; 2, p. 3]”."""
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NOTE = re.compile(
    rf"(?:(?<=\b[12]\d{{3}})|(?<=[^\W\d])(?<!\bm)(?<!\bkm)(?<!\bcm)|(?<=[^\w{RAISED}]))[{RAISED}]{{1,3}}(?:[,،;][{RAISED}]{{1,3}})*(?![\w{RAISED}])"
)
"""A raised number behind a word, a sign or a year: the mark of a note. “km²” and “10⁶” have none."""

BRACKETED = re.compile(r" ?\[(\d{1,3})\]")
RAISED_MARK = re.compile(r"(?<=[^\s\[(])\[(\d{1,3})\]")
"""The readers of formats write raised numbers so."""
LONGEST_SOURCE = 1200
MOST_WORDS_OF_A_TITLE = 8
ENDING = 60
"""So many characters of a finding may be numbers of its sources; ten times as many with places in them."""

NAMESPACE = uuid.UUID("5b0f3f5e-5f0e-4d0c-9a55-3c1f0b3d9a51")
"""Keys of read sources are made from their words, so that the same source has the same key twice."""


@dataclass(frozen=True)
class Citation:
    """A source and where in it."""

    source: SourceData
    locator: str


def key_of(source: SourceData) -> str:
    """Return the key that a source without one gets: it is made of its words."""
    words = [fold_text(source["title"]), fold_text(source["body"]), str(source["year"]), source["url"]]
    return str(uuid.uuid5(NAMESPACE, "\n".join(words)))


def strip_label(text: str) -> str | None:
    """Return what follows “Source:” in `text`, or None where it does not begin so."""
    match = LABEL.match(text)
    return match[1].strip() if match else None


def parse_citations(text: str) -> list[Citation]:
    """Return the sources in `text`, parted by semicolons; none where one of them cannot be taken."""
    if (whole := parse_whole(text)) is not None:
        source, locator = whole
        return [Citation({**source, "key": key_of(source)}, locator)] if source["title"].strip() else []
    parts = re.split(r";\s+(?!\s*(?:art|p|pp|sec)\b)", text)
    citations = [parse_citation(part) for part in parts if part.strip()]
    return [c for c in citations if c is not None] if all(citations) else []


def parse_citation(text: str) -> Citation | None:
    """Return the source that `text` is, with its locator; None where a part is missing or too long."""
    rest = text.strip()
    if len(rest) > LONGEST_SOURCE:
        return None
    if rest.count("(") != rest.count(")"):
        rest = rest.strip("()[]")
    url, locator, year, body = "", "", None, ""
    if (address := ADDRESS.search(rest)) is not None:
        url = address[1]
        rest = f"{rest[: address.start()]}{rest[address.end() :]}".strip()
    rest = rest.rstrip(" .,;")
    if (place := LOCATOR.search(rest)) is not None:
        locator, rest = place[1].strip(), rest[: place.start()].rstrip(" .,;")
    if (issue := ISSUED.match(rest)) is not None:
        rest, body, year = issue[1], issue[2].strip(), int(issue[3])
    elif (date := DATED.match(rest)) is not None:
        rest, year = date[1], int(date[2])
    title = rest.strip(" .,;")
    parts = {"title": title, "body": body, "url": url, "locator": locator}
    if not title or any(len(part) > MAX_LENGTHS[name] for name, part in parts.items()):
        return None
    source = new_source(title=title, body=body, year=year, url=url)
    return Citation({**source, "key": key_of(source)}, locator)


def parse_marks(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return `text` without the numbers in brackets or raised that end it, and those with their locators."""
    start = max(0, len(text) - ENDING)
    match = CITATIONS.search(text[start:])
    if match is not None:
        marks = match[1]
        numbers = re.findall(r"\d+", marks.translate(SUPERSCRIPTS))
        return text[: start + match.start()] + match[2].strip(), [(int(number), "") for number in numbers]
    start = max(0, len(text) - 10 * ENDING)
    match = PRINTED.search(text[start:])
    if match is None:
        return text, []
    citations = []
    for part in re.split("[;؛]", match[1]):
        number, locator = re.fullmatch(r"\s*(\d+)(?:[,،]\s*(.*))?", part, re.DOTALL).groups()  # type: ignore[union-attr]
        citations.append((int(number), (locator or "").strip()))
    return text[: start + match.start()] + match[2].strip(), citations


def parse_flat_marks(text: str) -> tuple[str, list[int]]:
    """Return `text` without the numbers that end it as marks that are no longer raised, and those."""
    match = FLAT.search(text, max(0, len(text) - ENDING))
    if match is None or PLACE.search(text):
        return text, []
    group = match.lastindex or 1
    rest = f"{text[: match.start(group)]}{text[match.end(group) :]}".strip()
    return rest, [int(number) for number in re.findall(r"\d+", match[group])]


def parse_notes(text: str) -> tuple[str, list[int]]:
    """Return `text` without the raised numbers of notes within it, and those."""
    parts: list[str] = []
    numbers: list[int] = []
    end = 0
    for match in NOTE.finditer(text):
        before = text[end : match.start()]
        following = text[match.end() : match.end() + 1]
        parts.append(before.rstrip(" ") if not following.isalnum() else before)
        numbers += map(int, re.findall(r"\d+", match[0].translate(SUPERSCRIPTS)))
        end = match.end()
    return "".join([*parts, text[end:]]).strip(), numbers


def take_marks_of(text: str, numbers: set[int]) -> tuple[str, list[int]]:
    """Return `text` without those marks of notes “[1]” that are of `numbers`, and their numbers."""
    marks = [int(number) for number in BRACKETED.findall(text) if int(number) in numbers]
    if not marks:
        return text, []
    bare = BRACKETED.sub(lambda match: "" if int(match[1]) in numbers else match[0], text)
    return bare.strip(), marks


def part_marks(text: str, numbers: Collection[int]) -> str:
    """Return `text` with marks parted that stand side by side: “[34]” is 3, 4 where `numbers` has no 34."""

    def parted(match: re.Match[str]) -> str:
        digits, number = match[1], int(match[1])
        for size in range(1, len(digits)) if number not in numbers else ():
            first = int(digits[:size])
            run = [first + step for step in range(len(digits))]
            whole = next(
                (run[:count] for count in range(2, 5) if "".join(map(str, run[:count])) == digits), []
            )
            if whole and all(one in numbers for one in whole):
                return "".join(f"[{one}]" for one in whole)
        return match[0]

    return BRACKETED.sub(parted, text)


def take_raised_marks(text: str) -> tuple[str, list[int]]:
    """Return `text` without the marks “[1]” that stand at a word without a space, and their numbers."""
    numbers = [int(number) for number in RAISED_MARK.findall(text)]
    return RAISED_MARK.sub("", text).strip() if numbers else text, numbers


def parse_note(text: str) -> list[Citation]:
    """Return the sources that a footnote names; none where it is a sentence about something else."""
    citations = parse_citations(text)
    has_more = all(c.source["year"] or c.source["url"] or c.source["body"] or c.locator for c in citations)
    is_sentence = is_finished(text) and len(text.split()) > MOST_WORDS_OF_A_TITLE
    return [] if is_sentence and not has_more else citations


def parse_own_citation(text: str) -> Citation | None:
    """Return the source that this site printed so: its parts with full stops between; None where in doubt."""
    address = ADDRESS.search(text)
    rest = text if address is None else text[: address.start()]
    parts = rest.strip(" .").split(". ")
    year = int(parts.pop()) if re.fullmatch(r"[12]\d{3}", parts[-1]) else None
    is_doubtful = len(parts) > 2 or any(OWN_ABBREVIATION.search(part) for part in parts[:-1])
    if not parts or is_doubtful or (len(parts) == 2 and year is None):
        return None
    title, body = [*parts, ""][:2]
    source = new_source(title=title, body=body, year=year, url=address[1] if address else "")
    return Citation({**source, "key": key_of(source)}, "")


def is_whole_title(source: SourceData) -> bool:
    """Return whether the title of a source may be more: it has sentences, and a year at its end."""
    return ". " in source["title"] and re.search(r"[12]\d{3}\W*\Z", source["title"]) is not None
