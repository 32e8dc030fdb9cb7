"""What a public address answers, in a form in which two versions can be compared.

Used by record.py in a checkout of the landed version, and by test_upgrade.py,
so that it imports nothing of the project.
"""

import datetime
import hashlib
import io
import json
import lzma
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pypdfium2
from django.test import Client
from django.utils import timezone, translation

RECORDING = Path(__file__).with_name("landed.json.xz")

NOW = datetime.datetime(2025, 6, 1, 12, tzinfo=datetime.UTC)
"""When the addresses are asked, in both versions."""

HEADERS = (
    "Content-Type",
    "Content-Language",
    "Content-Disposition",
    "Location",
    "Link",
    "Cache-Control",
    "X-Robots-Tag",
    "Access-Control-Allow-Origin",
)

LOADED = re.compile(
    rb"""<link\b[^>]*\brel="?(?:stylesheet|modulepreload|preload)\b[^>]*>\s*|<script\b[^>]*\bsrc=[^>]*></script>\s*"""
)
"""What names a file of CSS or JavaScript: which of them a page loads is no part of its answer."""

HASHED = re.compile(rb"(/static/[^\s\"'<>]+?)\.[0-9a-f]{12}(\.\w+)")

LINE_BREAK = re.compile(r"(?<=>)\s*\n\s*|\s*\n\s*(?=<)")
HIDDEN_INPUT = re.compile(r'\n?(<input\b[^>]*\btype="hidden"[^>]*>)\n?')

TEXTS = ("text/", "application/json", "application/xml", "+json", "+xml", "bibtex", "research-info-systems")


@contextmanager
def clock(moment: datetime.datetime) -> Iterator[None]:
    """Let it be `moment` for all that asks Django for the time."""
    with patch.object(timezone, "now", lambda: moment):
        yield


def answer(client: Client, address: str) -> dict[str, Any]:
    """Return the status, the HEADERS that there are, and the normalised body of `address`."""
    with clock(NOW), translation.override("en"):
        response = client.get(address)
        content = response.getvalue() if response.streaming else response.content
    headers = {name: response[name] for name in HEADERS if name in response}
    return {
        "status": response.status_code,
        "headers": headers,
        "body": normalise(content, headers.get("Content-Type", "")),
    }


def normalise(content: bytes, content_type: str) -> str:
    """Return the body as text: of a package its members one after another, of a picture its digest.

    Files of CSS and JavaScript that a page loads are left out, and the hashes in the names of static files.
    """
    if content.startswith(b"PK\x03\x04"):
        return _members(content)
    if content.startswith(b"%PDF"):
        return _pages(content)
    if any(part in content_type for part in TEXTS):
        return HASHED.sub(rb"\1\2", LOADED.sub(b"", content)).decode()
    return f"sha256 {hashlib.sha256(content).hexdigest()}"


def without_layout(page: str) -> str:
    """Return an HTML page with no indentation or empty line beside a tag, and each hidden input on a line."""
    return HIDDEN_INPUT.sub(r"\n\1\n", LINE_BREAK.sub("\n", page)).replace("\n\n", "\n")


def _members(content: bytes) -> str:
    parts = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            member = package.read(name)
            try:
                body = normalise(member, "text/" if b"\x00" not in member[:1000] else "")
            except UnicodeDecodeError:
                body = normalise(member, "")
            parts.append(f"--- {name}\n{body}")
    return "\n".join(parts)


def _pages(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(f"--- page {n}\n{_page(page)}" for n, page in enumerate(document, start=1))
    finally:
        document.close()


def _page(page: Any) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_bounded()).replace("\r\n", "\n")
    finally:
        text.close()
        page.close()


def lines(text: str) -> list[str]:
    """Return the lines of a body for a diff, with very long ones cut where a tag or a part of JSON begins."""
    return [
        part
        for line in text.splitlines()
        for part in (re.split(r'(?<=>)(?=<)|(?<=,)(?=["{])', line) if len(line) > 160 else [line])
    ]


def write(recording: dict[str, Any], path: Path = RECORDING) -> None:
    text = json.dumps(recording, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def read(path: Path = RECORDING) -> dict[str, Any]:
    return json.loads(lzma.decompress(path.read_bytes()))
