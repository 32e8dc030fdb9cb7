"""The one way by which the server asks another address: a stranger leads it to no inner network.

Every address that a host's name has must be a public one, and the connection goes to the one that was looked
at: a name that means something else a moment later is not asked for again. Each redirect is looked at anew.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 10.0
"""For the whole of a request, from the connection to the last byte; redirects count."""
LARGEST = 1024 * 1024
"""Bytes of an answer."""
REDIRECTS = {301, 302, 303, 307, 308}
FOR_EVERYBODY = {"accept", "accept-language", "user-agent"}
"""Headers that go along to another host."""
NAT64 = IPv6Network("64:ff9b::/96")
"""An IPv4 address stands in the last 32 bits of these (RFC 6052)."""

Address = IPv4Address | IPv6Address


class OutgoingError(OSError):
    """The address was not asked, or did not answer in time, or with too much."""


@dataclass(frozen=True)
class Answer:
    """What came back; `url` is the address that answered, behind all redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    """Their names are lower-case."""
    body: bytes


def ask(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    may_be_private: bool = False,
    redirects: int = 0,
    seconds: float = SECONDS,
    largest: int = LARGEST,
) -> Answer:
    """Return what `url` answers, whatever its status; follow so many redirects, with GET or HEAD alone.

    `may_be_private`: the operator named it, not a stranger. Raises OutgoingError where it may not be asked,
    OSError where it cannot be.
    """
    deadline = time.monotonic() + seconds
    sent = dict(headers or {})
    for _step in range(redirects + 1):
        answer = _ask_once(url, method, sent, body, may_be_private, deadline, largest)
        target = answer.headers.get("location")
        if not redirects or answer.status not in REDIRECTS or not target or method not in ("GET", "HEAD"):
            return answer
        before, url = url, urljoin(url, target)
        if urlsplit(url)[:2] != urlsplit(before)[:2]:  # what is a key there is nobody else's affair
            sent = {name: value for name, value in sent.items() if name.lower() in FOR_EVERYBODY}
    raise OutgoingError(f"{urlsplit(url).hostname} was reached by more than {redirects} redirects.")


def _ask_once(
    url: str,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    may_be_private: bool,
    deadline: float,
    largest: int,
) -> Answer:
    parts = _split(url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        connection = _connect(parts, may_be_private, deadline)
        with _ended_at(deadline, connection):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            connection.request(method, target, body, dict(headers))
            with closing(connection.getresponse()) as response:
                data = response.read(largest + 1)
    except OSError:  # of TLS some are a ValueError too
        raise
    except (http.client.HTTPException, ValueError) as error:
        raise OutgoingError(f"{parts.hostname} did not answer in HTTP: {type(error).__name__}") from error
    if len(data) > largest:
        raise OutgoingError(f"{parts.hostname} answered with more than {largest} bytes.")
    fields = {name.lower(): value for name, value in response.getheaders()}
    return Answer(url, response.status, fields, data)


def _split(url: str) -> SplitResult:
    """Return the parts of an address that may be asked at all. Raises OutgoingError for others."""
    try:
        parts = urlsplit(url)
        _port = parts.port  # reading it checks it
    except ValueError:
        raise OutgoingError("This is no address.") from None
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if not (is_plain and parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc):
        raise OutgoingError("Only plain addresses that begin with http:// or https:// are asked.")
    return parts


def _connect(parts: SplitResult, may_be_private: bool, deadline: float) -> http.client.HTTPConnection:
    """Return a connection to an address that was looked at; TLS asks for the certificate of the name."""
    host, is_secure = str(parts.hostname), parts.scheme == "https"
    port = parts.port if parts.port is not None else 443 if is_secure else 80
    connection = http.client.HTTPConnection(parts.netloc)
    connection.sock = _connected_socket(_addresses(host, port, may_be_private), port, deadline)
    if is_secure:
        connection.sock = ssl.create_default_context().wrap_socket(
            connection.sock, server_hostname=host, do_handshake_on_connect=False
        )
    return connection


def _addresses(host: str, port: int, may_be_private: bool) -> list[Address]:
    """Return the addresses of a host. Raises OutgoingError where one of them is not public."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise OutgoingError(f"{host} has no address.") from None
    addresses = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    if not may_be_private and not all(map(is_public, addresses)):
        raise OutgoingError(f"{host} is not on the public internet, and is not asked.")
    return addresses


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet; one that stands for another is as that is."""
    if isinstance(address, IPv6Address):
        if address in NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        tunnelled = [row for row in (address.sixtofour, *(address.teredo or ())) if row is not None]
        if not all(map(is_public, tunnelled)):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _connected_socket(addresses: list[Address], port: int, deadline: float) -> socket.socket:
    """Return a connection to the first of the addresses that answers."""
    problem: OSError = OutgoingError("It has no address.")
    for address in addresses:
        try:
            return socket.create_connection((str(address), port), timeout=_left(deadline))
        except OSError as error:
            problem = error
    raise problem


def _left(deadline: float) -> float:
    """Return how many seconds are left. Raises OutgoingError where none are."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise OutgoingError("It did not answer in time.")
    return seconds


@contextmanager
def _ended_at(deadline: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """End the connection at `deadline`: one that sends a byte now and then would never be too slow."""
    own = connection.sock  # the connection forgets it when the answer's head is there
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        with suppress(OSError):
            socket.socket.shutdown(own, socket.SHUT_RDWR)  # past TLS, whose thread reads

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
        if is_late.is_set():
            raise OutgoingError("It did not answer in time.")
    except (OSError, http.client.HTTPException) as error:
        if is_late.is_set():
            raise OutgoingError("It did not answer in time.") from error
        raise
    finally:
        timer.cancel()
        connection.close()
        own.close()
