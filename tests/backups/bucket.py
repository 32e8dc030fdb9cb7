"""A server that speaks as much of S3 as files need: put, get, head, delete, list. No test lives here."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

LIST = (
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated>{}'
    "</ListBucketResult>"
)
ENTRY = "<Contents><Key>{}</Key><Size>{}</Size></Contents>"


class Bucket(ThreadingHTTPServer):
    """Its `files`: key, with the name of the bucket before it -> content."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.unsigned = 0
        """Requests that nobody signed."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Bucket
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = unchunked(body)
        self.server.files[self.key] = body
        self.answer(200)

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if "prefix" in query or "list-type" in query or "/" not in self.key:
            prefix = f"{self.key.rstrip('/')}/{query.get('prefix', [''])[0]}"
            self.answer(200, LIST.format("".join(self.entries(prefix))).encode())
        elif self.key in self.server.files:
            self.answer(200, self.server.files[self.key])
        else:
            self.answer(404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.server.files.pop(self.key, None)
        self.answer(204)

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path).lstrip("/")

    def entries(self, prefix: str) -> Iterator[str]:
        for key, content in sorted(self.server.files.items()):
            if key.startswith(prefix):
                yield ENTRY.format(escape(key.partition("/")[2]), len(content))

    def answer(self, status: int, content: bytes = b"") -> None:
        self.server.unsigned += "Authorization" not in self.headers
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", "Mon, 30 Nov 2026 02:15:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


def unchunked(body: bytes) -> bytes:
    """Return what was sent in chunks, each behind a line with its length in hexadecimal digits."""
    content = b""
    while True:
        head, _end, body = body.partition(b"\r\n")
        size = int(head.partition(b";")[0], 16)
        if size == 0:
            return content
        content, body = content + body[:size], body[size + 2 :]


@contextmanager
def bucket() -> Iterator[Bucket]:
    with Bucket() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
