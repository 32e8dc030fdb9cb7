"""The words of a document, counted without the importer; and those that a reading accounts for."""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from lxml import etree, html
from openpyxl import load_workbook

from profiles.imports.document import Part, Reading
from tests.imports.documents.profile_text import KINDS, ProfileText

SPLIT = re.compile(r"\w+")
MARKS = "\u00ad\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069"
UNSEEN = dict.fromkeys(map(ord, MARKS))
ENCODINGS = {"utf-16": "utf-16-le", "windows-1252": "cp1252", "mac": "mac_roman", "windows-1256": "cp1256"}
MARKER = re.compile(r"^ *\d+\.(?= )", re.MULTILINE)
"""The number of an item in Markdown, which counts by itself."""

MARKUP = re.compile(r"\{[^{}]*\}|\]\(#[^)]*\)|^(?:sub)?title:", re.MULTILINE)
"""What pandoc writes of a text into Markdown, and not as text: attributes, links within, names of facts."""
WORD_TEXT = {"t", "delText"}
BREAKS = {"note", "note-citation", "p", "tab", "br", "h", "cr", "line-break", "s"}
INLINE = {"sup", "b", "i", "u", "font", "span", "a", "strong", "em"}
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
COMMENT_FACTS = {"creator", "date", "creator-initials"}
"""Who wrote a comment in OpenDocument, and when."""
ASIDE = {"automatic-styles", "styles", "font-face-decls", "scripts"}


def words_in(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in `texts`, whatever its case and the forms of its letters."""
    counter: Counter[str] = Counter()
    for text in texts:
        text = unicodedata.normalize("NFKC", text.translate(UNSEEN)).casefold()
        counter.update(SPLIT.findall(text))
    return counter


def words_of_file(data: bytes, name: str) -> Counter[str]:
    """Return the words of a document of which Python knows the format."""
    ending = name.rpartition(".")[2]
    match ending:
        case "txt" | "md" | "csv":
            encoding = next((codec for mark, codec in ENCODINGS.items() if f"-{mark}." in name), "utf-8")
            encoding = "cp1252" if name.endswith("sheet-windows.csv") else encoding
            text = data.decode(encoding).replace("<br>", " ")
            return words_in([MARKUP.sub(" ", MARKER.sub("", text)) if ending == "md" else text])
        case "html":
            body = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8")).find("body")
            etree.strip_elements(body, "script", "style", etree.Comment, with_tail=False)
            return words_in(["".join(_walk(body))])
        case "docx":
            return words_in(_package(data, r"word/(document|header\d*|footer\d*|footnotes|comments)\.xml"))
        case "odt":
            return words_in(_package(data, r"(content|styles)\.xml"))
        case "xlsx":
            book = load_workbook(io.BytesIO(data))
            cells = [cell.value for sheet in book for row in sheet for cell in row if cell.value is not None]
            return words_in(map(str, cells))
    raise ValueError(name)


def _walk(element: etree._Element) -> Iterator[str]:
    """Yield the text in `element`, with a space where a block begins or ends."""
    gap = "" if element.tag in INLINE else " "
    yield gap
    yield element.text or ""
    for child in element:
        yield from _walk(child)
        yield child.tail or ""
    yield gap


def _package(data: bytes, pattern: str) -> Iterator[str]:
    """Yield the text of the parts of an office document whose names are as `pattern` has it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if re.fullmatch(pattern, name):
                yield "".join(_office_text(etree.fromstring(package.read(name))))


def _office_text(element: etree._Element) -> Iterator[str]:
    """Yield the text of Word's XML (in t, or deleted) or of OpenDocument's (anywhere in its body)."""
    if not isinstance(element.tag, str):
        return
    tag = etree.QName(element)
    if tag.localname == "Fallback" or (tag.namespace == OFFICE and tag.localname in ASIDE):
        return
    if tag.localname in COMMENT_FACTS:
        return
    is_word = "wordprocessingml" in (tag.namespace or "")
    if tag.localname in BREAKS:
        yield " "
    if tag.localname in WORD_TEXT or not is_word:
        yield element.text or ""
    for child in element:
        yield from _office_text(child)
        yield "" if is_word else child.tail or ""


def words_said(text: ProfileText, names: str, lacks: Collection[str]) -> set[str]:
    """Return the words of a profile, without those that `lacks` names: what any document must say of it."""
    parts = [
        *([] if "title" in lacks else [text.title_line, text.title["date"]]),
        *([] if "introduction" in lacks else text.introduction),
        *([] if "sources" in lacks else map(str, text.sources)),
        *(text.domain(number, names) for number in range(1, 7)),
        *(text.list_name(kind, names) for kind in KINDS),
        *(part for finding in text.findings for part in (finding.text, *finding.sub)),
    ]
    return set(words_in(parts))


def words_kept(reading: Reading) -> Counter[str]:
    """Return the words of the lines that are listed, and of sources; a line that is nothing has none."""
    lines = [line.text for line in reading.lines if line.number in reading.parts]
    return words_in([*lines, *_parts_of_sources(reading)])


def words_of_names(text: ProfileText) -> set[str]:
    """Return the words of headings and columns: what a table says by where a cell stands."""
    known = (names for choice, names in text.names.items() if choice != "unknown")
    names = [name for rows in known for kind in rows.values() for name in kind]
    return set(words_in([*names, *text.columns.values()]))


def _parts_of_sources(reading: Reading) -> Iterator[str]:
    """Yield the words of each source, and again for each citation of it: tables say it with each finding."""
    words = {s["key"]: f"{s['title']} {s['body']} {s['year']} {s['url']}" for s in reading.sources}
    yield from words.values()
    for finding in reading.findings:
        yield from (f"{words[cite['source']]} {cite['locator']}" for cite in finding["sources"])


def letters_of_lines(reading: Reading) -> str:
    """Return all letters that are listed, without what parts words: a PDF hyphenates them."""
    return "".join(words_in_order(line.text for line in reading.lines if line.number in reading.parts))


def words_in_order(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from SPLIT.findall(unicodedata.normalize("NFKC", text.translate(UNSEEN)).casefold())


def words_lost(reading: Reading) -> Counter[str]:
    """Return the words of lines taken as findings that are in no finding; numbers aside, they are marks."""
    lines = [line.text for line in reading.lines if reading.parts.get(line.number) == Part.FINDING]
    kept = [*(finding["text"] for finding in reading.findings), *_parts_of_sources(reading)]
    lost = words_in(lines) - words_in(kept)
    return Counter({word: number for word, number in lost.items() if not word.isdecimal() and len(word) > 1})
