"""One answer of 12 KB from memory, as servers of different interfaces are given it (entry.py)."""

import os
from typing import Any

BODY = os.urandom(12 * 1024)
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(BODY))),
    ("Content-Encoding", "br"),
    ("Content-Language", "en"),
    ("Cache-Control", "public, max-age=0, s-maxage=60"),
    ("Vary", "Accept-Encoding"),
    ("ETag", 'W/"17703143cb92fc1418697a43b6ebe285"'),
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
]
ENCODED = [(name.encode(), value.encode()) for name, value in HEADERS]


def wsgi(environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", HEADERS)
    return Body([BODY])


class Body(list[bytes]):
    """What mgi/asgi.py asks of an answer of Django's."""

    streaming = False

    def close(self) -> None:
        pass


async def asgi(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": ENCODED})
    await send({"type": "http.response.body", "body": BODY})


async def rsgi(scope: Any, protocol: Any) -> None:
    protocol.response_bytes(200, HEADERS, BODY)
