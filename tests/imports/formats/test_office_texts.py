"""OpenDocument texts and RTF, as LibreOffice and pandoc wrote those in tests/data/formats."""

import io
import zipfile
from pathlib import Path

import pytest

from profiles.imports import readers
from profiles.imports.document import DocumentError
from tests.imports.formats.documents import document_of, short

FOLDER = Path("tests/data/formats")
ITEMS = [
    ("item", "El Consejo se reúne – cada trimestre.", 1),
    ("item", "Publica sus actas.", 2),
    ("item", "La Ley de 2019[1] es buena.", 1),
    ("item", "Uno", 1, 1),
    ("item", "Dos", 1, 2),
]
HEAD = [
    ("heading", "Perfil de Lunaria", 1),
    ("heading", "Alianzas", 2),
    ("emphasis", "Áreas bien desarrolladas"),
]
NOTE = ("note", "Ley 7 de 2019.", 1)
MERGED = [{1: "Cabeza"}, {1: "Lado", 2: "Uno"}, {3: "Dos"}]
ASIDES = {
    ("left out: page header", "Borrador de mayo"),
    ("left out: comment", "¿Es así?"),
    ("left out: hidden text", "oculto"),
}


def blocks_of(name: str):
    return document_of((FOLDER / name).read_bytes(), name).blocks


@pytest.mark.parametrize("name", ["libreoffice.odt", "libreoffice.rtf"])
def test_all_that_libreoffice_writes_is_there(name):
    blocks = blocks_of(name)
    parts = short(blocks)
    assert parts[:8] == HEAD + ITEMS
    assert parts[8] == [{1: "Lista", 2: "Texto"}, {1: "Bien", 2: "A"}]
    assert parts[9:11] == [("text", "Véase la ley. الشراكات"), ("emphasis", "Grande")]
    assert MERGED in parts and NOTE in parts
    assert {part for part in parts if isinstance(part, tuple)} > ASIDES
    table = blocks[[*parts].index(MERGED)]
    assert (table.rows[0][1].column_span, table.rows[1][1].row_span) == (2, 2)
    (link,) = (link for block in blocks for link in getattr(block, "links", ()))
    assert (link.text, link.address) == ("la ley", "https://example.org/ley")


def test_what_pandoc_writes_as_opendocument():
    parts = short(blocks_of("pandoc.odt"))
    assert parts[:8] == HEAD + ITEMS
    assert NOTE in parts


def test_what_pandoc_writes_as_rtf_where_bullets_are_text():
    parts = short(blocks_of("pandoc.rtf"))
    assert parts[:3] == HEAD
    assert parts[3:7] == ITEMS[:4]
    assert parts[7][:2] == ITEMS[4][:2]
    assert parts[-1] == NOTE


def rtf(text: str):
    return short(document_of(rf"{{\rtf1\ansi\ansicpg1252 {text}}}".encode("latin-1"), "a.rtf").blocks)


def test_signs_of_rtf_in_each_way_of_writing_them():
    assert rtf(r"caf\'e9 \u1588?\u-3913? \emdash  \ldblquote a\rdblquote\~b\par") == [
        ("text", "café ش\uf0b7 — “a”\u00a0b")
    ]
    assert rtf(r"{\fonttbl{\f0 Times;}{\f1\fcharset178 Arial;}}\f1 \'da\'c7\'e3\f0 \'e9") == [
        ("text", "عامé")
    ]
    assert rtf(r"{\uc2\u233 ??}a{\*\unknown gone}{\pict 00ff}\bin3 {}{b") == [("text", "éab")]


def test_deleted_text_of_rtf_is_left_out():
    assert rtf(r"A{\deleted not} is{\b  good}\par") == [
        ("text", "A is good"),
        ("left out: tracked deletion", "not"),
    ]


def test_right_to_left_text_of_rtf_has_its_own_bold():
    assert rtf(r"\pard{\rtlch\ab \u1588?}\par{\rtlch\ab \ltrch plain}\par") == [
        ("emphasis", "ش"),
        ("text", "plain"),
    ]


def test_rtf_in_groups_without_end_is_refused():
    with pytest.raises(DocumentError, match="damaged"):
        document_of(b"{\\rtf1" + b"{" * 100_000, "a.rtf")


@pytest.mark.parametrize(
    "text", ["}" * 1_000, r"\u99999999999 \bin-5", r"\row\cell\row\trowd\cellx\cell", r"\s\fs\'zz"]
)
def test_broken_rtf_is_read(text):
    assert "A" in str(document_of(f"{{\\rtf1 A{text}".encode(), "a.rtf").blocks)


def package(name: str, content: bytes, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        archive.writestr(name, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
UNREADABLE = {
    "a.doc": (OLE + "WordDocument".encode("utf-16-le"), ".docx"),
    "a.xls": (OLE + "Workbook".encode("utf-16-le"), ".xlsx"),
    "old.txt": (OLE + "Workbook".encode("utf-16-le"), ".xlsx"),
    "a.pages": (package("Index/Document.iwa", b"x"), ".docx"),
    "a.zip": (package("Index/Document.iwa", b"x"), ".docx"),
    "a.ods": (package("content.xml", b"<a/>", "application/vnd.oasis.opendocument.spreadsheet"), ".xlsx"),
    "b.xlsx.zip": (
        package("content.xml", b"<a/>", "application/vnd.oasis.opendocument.spreadsheet"),
        ".xlsx",
    ),
    "a.epub": (package("a.xhtml", b"<a/>", "application/epub+zip"), ".docx"),
    "a.png": (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture"),
    "scan.pdf": (b"\xff\xd8\xff\xe0" + bytes(20), "picture"),
    "a.odp": (package("content.xml", b"<a/>", "application/vnd.oasis.opendocument.presentation"), ".docx"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_with_one_sentence_of_what_to_save_it_as(name):
    data, advice = UNREADABLE[name]
    with pytest.raises(DocumentError) as error:
        document_of(data, name)
    (problem,) = error.value.problems
    assert advice in problem


@pytest.mark.parametrize("content", [b"<a/>", b"<a", b"", b"<!DOCTYPE a []><a/>"])
def test_a_damaged_opendocument_text_is_refused(content):
    data = package("content.xml", content, "application/vnd.oasis.opendocument.text")
    with pytest.raises(DocumentError):
        document_of(data, "a.odt")


PANDOC = r"""{\rtf1\ansi\deff0{\fonttbl{\f0 \fswiss Helvetica;}}
{\pard \ql \f0 \sa0 \li360 \fi-360 \bullet \tx360\tab It has\par}
{\pard \ql \f0 \sa0 \li720 \fi-360 \endash \tx360\tab a plan\par}
{\pard \ql \f0 \sa0 \li1080 \fi-360 \bullet \tx360\tab a deep one\sa180\par}
{\pard \ql \f0 \sa0 \li360 \fi-360 \bullet \tx360\tab It is good.\sa180\par}
}"""


@pytest.mark.usefixtures("domains")
def test_bullets_that_are_text_lie_as_deep_as_they_are_indented():
    levels = [1, 2, 3, 1]
    texts = ["It has", "a plan", "a deep one", "It is good."]
    items = [("item", text, level) for text, level in zip(texts, levels, strict=True)]
    assert short(document_of(PANDOC.encode(), "a.rtf").blocks) == items
    head = PANDOC.replace("{\\pard", "{\\pard Partnerships\\par\n Well-developed areas\\par}\n{\\pard", 1)
    reading = readers.read(head.encode(), "a.rtf")
    assert [f["text"].count("\n") for f in reading.findings] == [2, 0]
