"""How public answers are compressed, whether from the store or from a view: the same bytes for everybody."""

import gzip
import re
from functools import lru_cache

import brotli

WORTH_IT = 200
"""Bytes from which on it is worth to compress."""
QUALITY, BEST = 5, 11
"""Of brotli: smaller than gzip in the same time; and for what is made before somebody waits for it."""
COMPRESSIBLE = re.compile(
    r"text/|application/([\w.+-]*json|[\w.+-]*xml|x-bibtex|x-research-info-systems)(;|$)|image/svg"
)
"""Content types of text: pictures, PDF files and Office documents are compressed already."""
ENCODINGS = ("br", "gzip")
IDENTITY = "identity"


@lru_cache(1000)
def best_encoding(accept: str) -> str:
    """Return what an Accept-Encoding header takes: "br", else "gzip", else "identity"."""
    accepted = {}
    for part in accept.lower().split(","):
        name, _semicolon, quality = part.partition(";")
        accepted[name.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", quality)
    return next((name for name in ENCODINGS if accepted.get(name)), IDENTITY)


def is_compressible(content_type: str, length: int) -> bool:
    return length >= WORTH_IT and bool(COMPRESSIBLE.match(content_type))


def compress(data: bytes, encoding: str, quality: int = QUALITY) -> bytes:
    """Return `data` in an encoding of best_encoding()."""
    if encoding == "br":
        return brotli.compress(data, mode=brotli.MODE_TEXT, quality=quality)
    return gzip.compress(data, 6 if quality == QUALITY else 9, mtime=0) if encoding == "gzip" else data


def decompress(data: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.decompress(data)
    return gzip.decompress(data) if encoding == "gzip" else data
