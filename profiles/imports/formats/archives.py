"""What may be unpacked: the package of an Office document, looked at before anything in it is opened.

Everything is done in memory: a document that is refused leaves nothing behind.
"""

import io
import re
import zipfile
import zlib
from typing import Any

from django.utils.translation import gettext as _

from profiles.imports.document import DocumentError

LARGEST_INSIDE = 120 * 1024 * 1024
"""Most bytes of all parts together, unpacked."""
HIGHEST_RATIO = 200
"""Unpacked to packed, where the parts are more than PLAIN bytes; a long repetitive table stays below 60."""
PLAIN = 4 * 1024 * 1024
MOST_PARTS = 4_000

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the old Office formats begin, and encrypted ones of the new."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

DECLARATION = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
ENCODINGS = {b"utf-8", b"us-ascii", b"ascii"}


def unpack(data: bytes, main: str) -> dict[str, bytes]:
    """Return the parts of an Office package by their names; `main` is the one that makes it this format.

    Raises DocumentError, with one sentence, for what is encrypted, no package, of another format, packed to
    grow beyond measure, has macros, or has XML that declares entities.
    """
    if data.startswith(OLD_OFFICE):
        if ENCRYPTED in data:
            raise DocumentError(_("The document is protected by a password. Save it without one."))
        raise DocumentError(_("This is a document of an old format (.doc, .xls). Save it as .docx or .xlsx."))
    kinds = {"word/document.xml": _("Word document (.docx)"), "content.xml": _("text of OpenDocument (.odt)")}
    kind = kinds.get(main) or _("workbook (.xlsx)")
    another_format = _("The content is not a %(kind)s, whatever the name says.") % {"kind": kind}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_measure(archive)
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise DocumentError(_("The document is protected by a password. Save it without one."))
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, zlib.error) as error:
        raise DocumentError(another_format) from error
    if main not in parts:
        raise DocumentError(another_format)
    _require_no_macros(parts)
    for name, content in parts.items():
        # customXml/ holds data of other programs, in any encoding; nothing reads it.
        if name.lower().endswith((".xml", ".rels", ".vml")) and not name.startswith("customXml/"):
            _require_plain_xml(name, content)
    return parts


def xml(content: bytes) -> Any:
    """Return the root of a part that `unpack` gave; raise DocumentError where it is broken.

    Names are without their namespaces, of which the strict format has other ones.
    """
    from lxml import etree  # type: ignore[import-untyped]  # a large library, for Office documents alone

    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        root = etree.fromstring(content, etree.XMLParser(**safe, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError as error:
        raise DocumentError(_("The document is damaged: a part of it cannot be read.")) from error
    for element in root.iter():
        attributes = [(name.rpartition("}")[2], value) for name, value in element.items()]
        element.tag = element.tag.rpartition("}")[2]
        element.attrib.clear()
        element.attrib.update(reversed(attributes))  # of two with one name, the first counts
    return root


def _require_measure(archive: zipfile.ZipFile) -> None:
    """Ask the directory of the package alone; a part that is larger than it says there breaks off."""
    infos = archive.infolist()
    whole, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
    is_steep = whole > PLAIN and whole > HIGHEST_RATIO * max(packed, 1)
    if len(infos) > MOST_PARTS or whole > LARGEST_INSIDE or is_steep:
        raise DocumentError(_("The document would become too large when unpacked. It was not opened."))


def _require_no_macros(parts: dict[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"")
    if any(name.lower().endswith("vbaproject.bin") for name in parts) or b"macroenabled" in types.lower():
        raise DocumentError(_("The document has macros. Save it without them, as .docx or .xlsx."))


def _require_plain_xml(name: str, content: bytes) -> None:
    """XML of Office documents is UTF-8 and has no DTD; what has one wants more than to be read."""
    declared = DECLARATION.match(content)
    begins_plain = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"<", b"")
    if not begins_plain or (declared and declared[1].lower() not in ENCODINGS):
        raise DocumentError(_("The document is damaged: a part of it cannot be read."))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise DocumentError(_("The document declares entities (%(part)s). It was not read.") % {"part": name})
