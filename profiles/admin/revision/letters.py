"""What a signed letter may be as a file: known by what it holds, whatever it calls itself."""

from email.parser import BytesHeaderParser

START = 64 * 1024
"""Bytes of the beginning of a file that say what it is: the head of an e-mail may be long."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "p7m": "application/pkcs7-mime",
    "asice": "application/vnd.etsi.asic-e+zip",
    "eml": "message/rfc822",
}
"""The ending of the stored name -> what it is handed out as."""

PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
PDF_WITHIN = 1024
"""Bytes in which a PDF begins, behind a byte order mark for example (ISO 32000-1, annex H, 3.4.1)."""
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
"""The object identifier of signed data (RFC 5652), which stands at the beginning of its DER or BER."""
ARMOUR = (b"-----BEGIN PKCS7-----", b"-----BEGIN CMS-----")
CONTAINER = b"mimetypeapplication/vnd.etsi.asic-"
"""The first file of a signed container (ETSI EN 319 162-1, annex A), which lies there uncompressed."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def ending_of(start: bytes) -> str:
    """Return the ending in MEDIA_TYPES of a file that begins with `start` (START bytes); "" for any other."""
    if b"%PDF-" in start[:PDF_WITHIN]:
        return "pdf"
    for signature, ending in PICTURES.items():
        if start.startswith(signature):
            return ending
    start = start.removeprefix(BYTE_ORDER_MARK)
    if start.startswith(ARMOUR) or (start.startswith(b"\x30") and SIGNED_DATA in start[:64]):
        return "p7m"
    if start.startswith(b"PK\x03\x04") and CONTAINER in start[:128]:
        return "asice"
    return "eml" if _is_message(start) else ""


def _is_message(start: bytes) -> bool:
    """Return whether it begins with the head of an e-mail: who wrote it, and when (RFC 5322)."""
    head = BytesHeaderParser().parsebytes(start.lstrip())
    return b"\0" not in start and bool(head["From"] and head["Date"])
