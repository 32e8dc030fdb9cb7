"""A page that is kept: its headers, its bodies as browsers take them, and what is answered with them."""

from array import array
from collections.abc import Iterable, Mapping
from typing import Self

from django.http import HttpResponse
from django.utils.http import parse_etags, parse_http_date_safe

from profiles.page_store.encodings import (
    IDENTITY,
    QUALITY,
    best_encoding,
    compress,
    decompress,
    is_compressible,
)
from profiles.page_store.versions import Stamp, slots_of

WHOLE = "profiles.page_store"
"""In the environment of a request: what may be kept is answered whole, not compressed, without condition."""
LARGEST = 1024 * 1024
"""Bytes of the largest page that is kept."""
OF_NOT_MODIFIED = {
    *(b"cache-control", b"content-location", b"date", b"etag", b"expires", b"last-modified", b"vary"),
    *(b"access-control-allow-origin", b"access-control-expose-headers"),
    *(b"content-security-policy", b"x-frame-options", b"x-content-type-options", b"referrer-policy"),
    *(b"cross-origin-opener-policy", b"cross-origin-resource-policy", b"permissions-policy"),
    b"strict-transport-security",
}
"""The headers that an answer without a body has: those of the content go."""

Headers = list[tuple[bytes, bytes]]


class Reply:
    """An answer; `head` has its headers as they are sent, up to the line that ends them.

    `series` is what it is counted as: “page 2xx”.
    """

    __slots__ = ("body", "head", "headers", "series", "status")

    def __init__(self, status: int, headers: Headers, body: bytes, kind: str) -> None:
        self.status, self.headers, self.body = status, headers, body
        self.series = f"{kind} {status // 100}xx"
        self.head = b"".join(b"%b: %b\r\n" % header for header in headers) + b"\r\n"


def kind_of_content(content_type: str) -> str:
    """Return as what an answer to the public is counted."""
    return "page" if content_type.startswith("text/html") else "file"


def may_be_kept(response: HttpResponse) -> bool:
    """Return whether an answer is the same for everybody who asks for its address, and says until when."""
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
        and response.has_header("ETag")
        and not response.has_header("Content-Encoding")
        and vary <= {"accept-encoding", ""}
        and slots_of(response.get("Surrogate-Key", "").split()) is not None
        and len(response.content) <= LARGEST
    )


class KeptPage:
    """One page; `stamp` has the versions of its `slots` from before it was made."""

    __slots__ = (
        *("bodies", "headers", "is_compressible", "is_used", "kind", "not_modified", "params", "replies"),
        *("slots", "stamp"),
    )

    def __init__(
        self,
        headers: Headers,
        bodies: dict[str, bytes],
        slots: tuple[int, ...],
        stamp: Stamp,
        params: Iterable[str] | None = None,
    ) -> None:
        """`headers` are those of the content itself, not of its encoding.

        `params` are the parameters of the address that the page depends on; None where nobody says so.
        """
        self.headers, self.bodies, self.slots, self.stamp = headers, bodies, slots, stamp
        self.params = None if params is None else frozenset(params)
        kept = [(name, value) for name, value in headers if name in OF_NOT_MODIFIED]
        content_type = self.header(b"content-type").decode("latin1")
        self.kind = kind_of_content(content_type)
        self.not_modified = Reply(304, kept, b"", self.kind)
        self.replies: dict[str, Reply] = {}
        self.is_used = False
        plain = bodies.get(IDENTITY)
        # Whether anybody gets it compressed: what has no plain body has been, by whoever kept it.
        self.is_compressible = plain is None or is_compressible(content_type, len(plain))

    @classmethod
    def of(cls, response: HttpResponse, before: array) -> Self:
        """Return the page that an answer which may_be_kept() is; `before` has all versions from before it."""
        slots = slots_of(response["Surrogate-Key"].split()) or ()
        stamp = tuple(before[slot] for slot in slots)
        headers = [
            (name.lower().encode("latin1"), value.encode("latin1"))
            for name, value in response.items()
            if name.lower() != "content-length"
        ]
        params = getattr(response, "known_params", None)
        return cls(headers, {IDENTITY: response.content}, slots, stamp, params)

    @property
    def size(self) -> int:
        """Bytes of all bodies, with some for what stands around them."""
        return sum(map(len, self.bodies.values())) + 2048

    def header(self, name: bytes) -> bytes:
        return next((value for key, value in self.headers if key == name), b"")

    def encode(self, *encodings: str, quality: int = QUALITY) -> None:
        """Have the bodies of these encodings; what takes some milliseconds. Drop the plain one of a text.

        In one thread at a time; the event loop may answer with the page meanwhile.
        """
        if not self.is_compressible:
            return
        plain = self._plain()
        for encoding in encodings:
            if encoding not in self.bodies or quality != QUALITY:
                self.bodies[encoding] = compress(plain, encoding, quality)
        if "br" in self.bodies and IDENTITY not in encodings:
            for of_encoding in (self.bodies, self.replies):
                of_encoding.pop(IDENTITY, None)

    def encoding_for(self, headers: Mapping[bytes, bytes]) -> str:
        """Return the encoding in which a request with these headers gets it."""
        if not self.is_compressible:
            return IDENTITY
        return best_encoding(headers.get(b"accept-encoding", b"").decode("latin1"))

    def reply(self, headers: Mapping[bytes, bytes]) -> Reply | None:
        """Return the answer to a request with these headers; None where it must be encoded first."""
        if self._is_known(headers):
            return self.not_modified
        encoding = self.encoding_for(headers)
        reply = self.replies.get(encoding)
        if reply is None and (body := self.bodies.get(encoding)) is not None:
            reply = self.replies[encoding] = self._make_reply(encoding, body)
        return reply

    def encoded_reply(self, headers: Mapping[bytes, bytes]) -> Reply:
        """Return the answer to a request with these headers, encoded for it alone where that has to be."""
        if reply := self.reply(headers):
            return reply
        encoding = self.encoding_for(headers)
        return self._make_reply(encoding, compress(self._plain(), encoding))

    def _plain(self) -> bytes:
        # All at once, as another thread may add an encoding or drop the plain body meanwhile.
        (name, body), *_others = self.bodies.items()
        return decompress(body, name)

    def _make_reply(self, encoding: str, body: bytes) -> Reply:
        headers = [*self.headers, (b"content-length", str(len(body)).encode())]
        if encoding != IDENTITY:
            headers.append((b"content-encoding", encoding.encode()))
        return Reply(200, headers, body, self.kind)

    def _is_known(self, headers: Mapping[bytes, bytes]) -> bool:
        """Return whether the browser has it, as Django's ConditionalGetMiddleware has it."""
        if (known := headers.get(b"if-none-match")) is not None:
            own = self.header(b"etag").decode("latin1")
            if known.decode("latin1") == own:
                return True
            own = own.removeprefix("W/")
            etags = parse_etags(known.decode("latin1"))
            return etags == ["*"] or any(etag.removeprefix("W/") == own for etag in etags)
        since, changed = headers.get(b"if-modified-since"), self.header(b"last-modified")
        if since is None or not changed:
            return False
        moment = parse_http_date_safe(since.decode("latin1"))
        own_moment = parse_http_date_safe(changed.decode("latin1"))
        return moment is not None and own_moment is not None and own_moment <= moment
