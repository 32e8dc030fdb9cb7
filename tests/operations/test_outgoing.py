"""The guard of outgoing addresses: what it refuses, and that it connects to what it looked at."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest

from profiles.operations import outgoing
from profiles.operations.outgoing import OutgoingError, ask
from tests.tools import ROOT

pytestmark = pytest.mark.once

NOT_PUBLIC = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
    *("224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1"),
    *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1", "::ffff:10.0.0.1", "::7f00:1"),
    *("64:ff9b::10.0.0.1", "2002:7f00:1::", "2001:0:a00:1::"),
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_public_is_known(address):
    assert not outgoing.is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::93.184.216.34"]
)
def test_what_is_public_is_known(address):
    assert outgoing.is_public(ip_address(address))


class Handler(BaseHTTPRequestHandler):
    """Answers by path; notes what it was asked."""

    server: "Server"

    def do_GET(self) -> None:
        self.server.messages.append((self.path, dict(self.headers)))
        path = self.path
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", path.removeprefix("/to/"))
            self.end_headers()
        elif path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _byte in range(100):
                self.wfile.write(b"x")
                time.sleep(0.05)
        elif path == "/slow-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(100):
                self.wfile.write(b"X-%d: x\r\n" % number)
                time.sleep(0.05)
        elif path == "/no-http":
            self.wfile.write(b"220 mail.example ESMTP\r\n")
        else:
            self.send_response(404 if path == "/none" else 200)
            self.end_headers()
            self.wfile.write(b"x" * 1000)

    def log_message(self, *_args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.messages: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, *_args: object) -> None:
        """Whoever asked has gone, as these tests mean it."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    with server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def inner() -> Iterator[Server]:
    with serving(Server()) as server:
        yield server


@pytest.fixture
def names(monkeypatch) -> dict[str, list[str]]:
    """What names mean here: each question takes the next of a name's answers, the last one for ever."""
    known: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        if host in known:
            host = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


@pytest.fixture
def public_here(monkeypatch) -> None:
    """Have 127.0.0.1, and no other address of this machine, pass for a public one."""
    real = outgoing.is_public
    monkeypatch.setattr(outgoing, "is_public", lambda row: str(row) == "127.0.0.1" or real(row))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "127.0.0.1."]
)
def test_an_inner_address_is_not_asked_however_it_is_written(inner, host):
    with pytest.raises(OutgoingError, match=r"public internet|no address"):
        ask(f"http://{host}:{inner.server_port}/")
    assert inner.messages == []


def test_a_name_with_one_inner_address_is_not_asked(inner, names, monkeypatch):
    def both(host, port, *args, **kwargs):
        family = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*family, (address, port)) for address in ("93.184.216.34", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(OutgoingError, match="public internet"):
        ask(f"http://both.example:{inner.server_port}/")
    assert inner.messages == []


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(inner, names, public_here):
    """A name that means something else the second time it is asked for leads nowhere else."""
    names["rebinding.example"] = ["127.0.0.1", "127.0.0.9"]
    assert ask(f"http://rebinding.example:{inner.server_port}/").status == 200
    assert names["rebinding.example"] == ["127.0.0.9"], "it was asked for once"
    assert inner.messages[0][1]["Host"] == f"rebinding.example:{inner.server_port}"


def test_what_the_operator_names_may_be_inner(inner):
    answer = ask(f"{inner.url}/page?a=b", headers={"X-Token": "t"}, may_be_private=True)
    assert (answer.status, len(answer.body)) == (200, 1000)
    ((path, headers),) = inner.messages
    assert path == "/page?a=b" and headers["X-Token"] == "t"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://mgi.example/",
            "file:///etc/passwd",
            "gopher://mgi.example/",
            "//mgi.example/",
            "mgi.example",
        ),
        *("http://user:secret@mgi.example/", "http://mgi.example/a b", "http://mgi.example/\r\nX: y"),
        *("http://", "http://mgi.example:x/", "http://mgi.example/é"),
    ],
)
def test_other_addresses_are_not_asked(url):
    with pytest.raises(OutgoingError):
        ask(url, may_be_private=True)


def test_a_redirect_is_no_way_in(inner, names, public_here):
    names["inner.example"] = ["127.0.0.9"]
    start = f"{inner.url}/to/http://inner.example:{inner.server_port}/secret"
    assert ask(start).status == 302
    with pytest.raises(OutgoingError, match=r"inner\.example is not on the public internet"):
        ask(start, redirects=3)
    with pytest.raises(OutgoingError):
        ask(f"{inner.url}/to/file:///etc/passwd", redirects=3)
    assert "/secret" not in [path for path, _headers in inner.messages]


def test_redirects_are_followed_as_far_as_is_allowed(inner, names, public_here):
    names["other.example"] = ["127.0.0.1"]
    other = f"http://other.example:{inner.server_port}/none"
    headers = {"Authorization": "Bearer secret", "User-Agent": "MGI"}
    answer = ask(f"{inner.url}/to//to/{other}", redirects=2, headers=headers)
    assert (answer.status, answer.url) == (404, other)
    sent = [row.get("Authorization") for _path, row in inner.messages]
    assert sent == ["Bearer secret", "Bearer secret", None], "another host has no part in a key"
    assert inner.messages[-1][1]["User-Agent"] == "MGI"
    with pytest.raises(OutgoingError, match="redirects"):
        ask(f"{inner.url}/to//to/{other}", redirects=1)
    assert ask(f"{inner.url}/to//none", redirects=2).status == 404


@pytest.mark.parametrize("path", ["/slow", "/slow-head"])
def test_what_is_slow_is_given_up_as_a_whole(inner, path):
    begun = time.monotonic()
    with pytest.raises(OutgoingError, match="in time"):
        ask(f"{inner.url}{path}", may_be_private=True, seconds=0.5)
    assert time.monotonic() - begun < 2


def test_too_much_is_given_up(inner):
    assert len(ask(inner.url, may_be_private=True, largest=1000).body) == 1000
    with pytest.raises(OutgoingError, match="more than 999 bytes"):
        ask(inner.url, may_be_private=True, largest=999)


def test_what_is_no_http_and_nobody_are_errors_of_one_kind(inner):
    with pytest.raises(OutgoingError, match="HTTP"):
        ask(f"{inner.url}/no-http", may_be_private=True)
    with pytest.raises(OutgoingError, match="no address"):
        ask("http://nobody.invalid/")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionRefusedError):
            ask(f"http://127.0.0.1:{taken.getsockname()[1]}/", may_be_private=True)


def test_tls_asks_for_the_certificate_of_the_name(names, tmp_path: Path, monkeypatch):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=x",
            "-addext",
            "subjectAltName=DNS:right.example",
            "-keyout",
            str(key),
            "-out",
            str(certificate),
        ],
        check=True,
        capture_output=True,
    )
    server = Server()
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificate, key)
    server.socket = own.wrap_socket(server.socket, server_side=True)
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting(certificate), raising=True)
    names["right.example"] = names["wrong.example"] = ["127.0.0.1"]
    with serving(server):
        answer = ask(f"https://right.example:{server.server_port}/", may_be_private=True)
        assert answer.status == 200
        with pytest.raises(ssl.SSLCertVerificationError):
            ask(f"https://wrong.example:{server.server_port}/", may_be_private=True)


def trusting(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(certificate)
    return context


def test_nothing_else_of_the_site_asks_an_address():
    """Whoever needs another page, from the web or a cache, goes through the guard."""
    asking = ("urlopen", "http.client", "import requests", "httpx", "create_connection", "urllib3")
    wrong = [
        f"{path.relative_to(ROOT)}: {word}"
        for folder in ("profiles", "mgi")
        for path in (ROOT / folder).rglob("*.py")
        for word in asking
        if word in path.read_text() and path.name != "outgoing.py"
    ]
    assert wrong == []
