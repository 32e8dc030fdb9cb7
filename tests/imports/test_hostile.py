"""Files that want more than to be read: each is refused with one clear line, and leaves nothing behind."""

import contextlib
import io
import re
import struct
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from profiles.exports.formats import csv as csv_format, docx as docx_format, json as json_format, xlsx
from profiles.imports import readers
from profiles.imports.formats import archives, pdf as pdf_format
from tests.exports.subjects import EMPTY, finding, make_subject
from tests.imports.packages import part_of, with_part, word, workbook

pytestmark = [pytest.mark.usefixtures("domains"), pytest.mark.once]

WORD = word(("Heading 1", "Partnerships"))
BOOK = workbook(Sheet=[["Domain", "Kind", "Finding"], ["3", "potential", "A finding."]])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def with_doctype(package: bytes, part: str) -> bytes:
    content = part_of(package, part)
    end = content.find(b"?>") + 2 if b"?>" in content else 0
    return with_part(package, part, content[:end] + DOCTYPE + content[end:])


def bomb(package: bytes, part: str, size: int) -> bytes:
    """Return a package of which one part is `size` zeros, which pack to next to nothing."""
    return with_part(package, part, bytes(size))


def encrypted(package: bytes) -> bytes:
    """Return a package with the mark that its parts are encrypted, in all its headers."""
    data = bytearray(package)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(mark), package):
            data[match.start() + offset] |= 1
    return bytes(data)


def pdf(pages: int = 1, stream: bytes = b"", more: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    """Return a PDF of empty pages with one packed stream, written by hand."""
    data = zlib.compress(stream, 9)
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>" % (pages + 3)] * pages,
        b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), filters, data),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, more, len(out))
    )


LOCKED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -44 >> /ID [(a) (a)]" % (
    b"o" * 32,
    b"u" * 32,
)

HOSTILE = {
    "a bomb in a Word document": (
        "a.docx",
        lambda: bomb(WORD, "word/media/a.xml", 50_000_000),
        "too large when unpacked",
    ),
    "a bomb in a workbook": (
        "a.xlsx",
        lambda: bomb(BOOK, "xl/sharedStrings.xml", 150_000_000),
        "too large when unpacked",
    ),
    "entities in a Word document": ("a.docx", with_doctype(WORD, "word/document.xml"), "declares entities"),
    "entities in its styles": ("a.docx", with_doctype(WORD, "word/styles.xml"), "declares entities"),
    "entities in a workbook": ("a.xlsx", with_doctype(BOOK, "xl/worksheets/sheet1.xml"), "declares entities"),
    "entities in another encoding": (
        "a.docx",
        with_part(WORD, "word/document.xml", ("\ufeff<!DOCTYPE x []><x/>").encode("utf-16-le")),
        "damaged",
    ),
    "macros in a workbook": ("a.xlsx", with_part(BOOK, "xl/vbaProject.bin", b"macro"), "has macros"),
    "macros in a Word document": ("a.docx", with_part(WORD, "word/vbaProject.bin", b"macro"), "has macros"),
    "macros by the type of the content": (
        "a.xlsx",
        with_part(
            BOOK,
            "[Content_Types].xml",
            part_of(BOOK, "[Content_Types].xml").replace(
                b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"
            ),
        ),
        "has macros",
    ),
    "macros by name": ("a.docm", WORD, "has macros"),
    "a formula": ("a.xlsx", workbook(My_sheet=[["Finding"], ["a", "=1+1"]]), "My sheet!B2 has a formula"),
    "a formula that calls out": (
        "a.xlsx",
        workbook(Sheet=[["Domain", "Kind", "Finding"], ["3", "potential", '=WEBSERVICE("http://x")']]),
        "Sheet!C2 has a formula",
    ),
    "a Word document with a password": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "a workbook in the old format": ("a.xlsx", OLE, "old format"),
    "a package with encrypted parts": ("a.docx", encrypted(WORD), "password"),
    "a PDF with a password": ("a.pdf", pdf(more=LOCKED), "password"),
    "a PDF of 501 pages": ("a.pdf", lambda: pdf(501), "more than 500 pages"),
    "a PDF that grows": ("a.pdf", lambda: pdf(stream=bytes(201 * 1024 * 1024)), "too large when unpacked"),
    "a PDF packed twice": ("a.pdf", pdf(filters=b"/FlateDecode /FlateDecode"), "too large when unpacked"),
    "a PDF of pictures": ("a.pdf", pdf(), "its pages are pictures"),
    "21 MB": ("a.docx", lambda: WORD + bytes(21 * 1024 * 1024), "larger than 20 MB"),
    "nothing": ("a.docx", b"", "empty"),
    "a workbook as Word document": ("a.docx", BOOK, "does not hold what its name says"),
    "a Word document as text": ("a.txt", WORD, "does not hold what its name says"),
    "a PDF as workbook": ("a.xlsx", pdf(), "does not hold what its name says"),
    "a text as PDF": ("a.pdf", b"Partnerships", "not a PDF"),
    "a text as Word document": ("a.docx", b"Partnerships", "not a Word document"),
    "a text as workbook": ("a.xlsx", b"Partnerships", "not a workbook"),
    "half a package": ("a.docx", WORD[: len(WORD) // 2], "not a Word document"),
    "a program": ("a.exe", b"MZ\x90\x00", "is of no kind"),
    "bytes as CSV": ("a.csv", bytes(range(256)), "not a table in CSV"),
}
"""What it is -> name of the file, its bytes or what makes them, and what the refusal says."""


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_one_line_and_leaves_nothing_behind(name, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file_name, content, reason = HOSTILE[name]
    data = content() if callable(content) else content
    start = time.monotonic()
    with pytest.raises(readers.DocumentError) as error:
        readers.read(data, file_name)
    assert time.monotonic() - start < 20
    (problem,) = error.value.problems
    assert reason in problem
    assert "\n" not in problem and len(problem) < 200
    assert list(Path(tmp_path).iterdir()) == []


def test_a_bomb_is_not_unpacked(monkeypatch):
    """Its directory alone is asked."""
    package = bomb(WORD, "word/media/a.xml", 50_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("A part was unpacked."))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("A part was unpacked."))
    with pytest.raises(readers.DocumentError, match="too large"):
        archives.unpack(package, "word/document.xml")


def test_a_part_that_is_larger_than_its_directory_says_breaks_off():
    data = bytearray(bomb(WORD, "word/media/a.xml", 1_000_000))
    for match in re.finditer(rb"PK\x01\x02", bytes(data)):
        name = bytes(data[match.start() + 46 :][:16])
        if name == b"word/media/a.xml":
            data[match.start() + 24 : match.start() + 28] = struct.pack("<I", 10)
    with pytest.raises(readers.DocumentError):
        readers.read(bytes(data), "a.docx")


def test_a_sheet_whose_cells_lie_far_apart_costs_no_more_than_what_is_in_it():
    sheet = part_of(BOOK, "xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    package = with_part(BOOK, "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", far))
    start = time.monotonic()
    with contextlib.suppress(readers.DocumentError):
        readers.read(package, "a.xlsx")
    assert time.monotonic() - start < 10


def test_texts_that_look_like_formulas_are_no_formulas():
    content = EMPTY | {"findings": [finding(1, "=1+1"), finding(2, "@now")]}
    package = xlsx.render(make_subject(content))
    assert [f["text"] for f in readers.read(package, "a.xlsx").findings] == ["=1+1", "@now"]
    sheet = part_of(package, "xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert ">'=1+1<" in sheet
    assert pdf_format.MOST_PAGES == 500


# Whatever is changed in a good file, it is read or refused: never anything else.

GOOD = {
    "a.docx": docx_format.render(make_subject(EMPTY | {"findings": [finding(1, "A finding.")]})),
    "a.xlsx": xlsx.render(make_subject(EMPTY | {"findings": [finding(1, "A finding.")]})),
    "a.csv": csv_format.render(make_subject(EMPTY | {"findings": [finding(1, "A finding.")]})),
    "a.json": json_format.render(make_subject(EMPTY | {"findings": [finding(1, "A finding.")]})),
    "a.pdf": pdf(stream=b"BT /F1 12 Tf (A finding.) Tj ET"),
}


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused(name, changes):
    data = GOOD[name]
    for where, bytes_there in changes:
        at = int(where * len(data))
        data = data[:at] + bytes_there + data[at + len(bytes_there) :]
    with contextlib.suppress(readers.DocumentError):
        assert readers.read(data, name) is not None


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    part=st.integers(0, 30),
    where=st.floats(0, 1),
    put=st.sampled_from(["<w:x>", "<", "&amp;", "", "0", '"', "<c/>"]),
)
def test_a_damaged_part_is_read_or_refused(name, part, where, put):
    with zipfile.ZipFile(io.BytesIO(GOOD[name])) as archive:
        names = archive.namelist()
    part_name = names[part % len(names)]
    content = part_of(GOOD[name], part_name)
    at = int(where * len(content))
    package = with_part(GOOD[name], part_name, content[:at] + put.encode() + content[at + 1 :])
    with contextlib.suppress(readers.DocumentError):
        assert readers.read(package, name) is not None
