"""The entry: what one client may take of the real server, without a proxy, and what it gets back."""

import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mgi.asgi import Body, build_environ, read_headers
from tests import server, tools
from tests.server import Site

pytestmark = pytest.mark.once

PAGE = "/profiles/mali-2021/"
TROUBLE = re.compile(r"Traceback|ERROR|CRITICAL")
MEGABYTE = 1024 * 1024
MOST_SECONDS = 5
"""For a page, on a machine that runs other tests; bench/clients.py measures 0.5."""
FORM = (
    b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    # Django reads the form only where there is such a cookie.
    b"Cookie: mgi_csrf=%b\r\n" % (b"c" * 32)
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One process with short limits."""
    shared = server.shared_folder(tmp_path_factory)
    limits = {"HEADER_TIMEOUT": "2", "BODY_TIMEOUT": "3", "SEND_TIMEOUT": "3", "LARGEST_UPLOAD": "21"}
    with server.site(tmp_path_factory.mktemp("entry"), shared, **limits) as instance:
        yield instance


@pytest.fixture(autouse=True)
def no_trouble(running: Site) -> Iterator[None]:
    yield
    assert not TROUBLE.search(running.log.read_text())


def connect(site: Site, data: bytes = b"", receive_buffer: int = 0) -> socket.socket:
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(20)
    connection.connect(("127.0.0.1", site.port))
    connection.sendall(data)
    return connection


def read_all(connection: socket.socket) -> bytes:
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def seconds_for_a_page(site: Site) -> float:
    start = time.monotonic()
    with urllib.request.urlopen(site.url + PAGE, timeout=20) as response:
        response.read()
    return time.monotonic() - start


# Clients that hold on


def test_silent_clients_hold_no_page_up_and_are_answered_408(running: Site):
    with ExitStack() as stack:
        clients = [
            stack.enter_context(connect(running, FORM + b"Content-Length: 100\r\n\r\nab")) for _ in range(40)
        ]
        assert seconds_for_a_page(running) < MOST_SECONDS
        answers = [read_all(client) for client in clients]
    assert {answer[:12] for answer in answers} == {b"HTTP/1.1 408"}
    assert b"connection: close" in answers[0]


def test_clients_that_send_slowly_hold_no_page_up_and_are_answered_408(running: Site):
    with ExitStack() as stack:
        clients = [
            stack.enter_context(connect(running, FORM + b"Content-Length: 100\r\n\r\n")) for _ in range(40)
        ]
        for _ in range(4):
            time.sleep(0.5)
            for client in clients:
                client.send(b"a")
            assert seconds_for_a_page(running) < MOST_SECONDS
        assert {client.recv(12) for client in clients} == {b"HTTP/1.1 408"}


def test_clients_that_read_slowly_hold_no_page_up_and_are_let_go(running: Site):
    get = f"GET {PAGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with ExitStack() as stack:
        # So many pages that the kernel does not take them all at once.
        clients = [stack.enter_context(connect(running, get * 20, receive_buffer=2048)) for _ in range(10)]
        deadline = time.monotonic() + 60
        while seconds_for_a_page(running) > MOST_SECONDS:
            assert time.monotonic() < deadline
        time.sleep(4)
        for client in clients:
            with pytest.raises(ConnectionResetError):
                read_all(client)


def test_a_head_that_does_not_come_is_not_waited_for(running: Site):
    with connect(running) as silent, connect(running, b"GET / HTTP/1.1\r\nHost: loc") as slow:
        start = time.monotonic()
        for connection in (silent, slow):
            assert read_all(connection) == b""
    assert time.monotonic() - start < 10


def test_headers_without_an_end_are_refused(running: Site):
    with connect(running, b"GET / HTTP/1.1\r\n" + b"X-Name: %b\r\n" % (b"a" * 1000) * 200) as connection:
        assert read_all(connection).startswith(b"HTTP/1.1 431")


def test_a_client_that_goes_in_the_middle_of_a_body_is_forgotten(running: Site):
    for _ in range(3):
        connect(running, FORM + b"Content-Length: 100\r\n\r\nab").close()
    assert seconds_for_a_page(running) < MOST_SECONDS


# The size of a request


def test_a_body_that_is_far_too_large_is_refused_before_it_is_sent(running: Site):
    with connect(running, FORM + b"Content-Length: %d\r\n\r\n" % (100 * MEGABYTE)) as connection:
        assert read_all(connection).startswith(b"HTTP/1.1 413")


def test_who_sends_somewhat_too_much_reads_why(running: Site):
    close = b"Connection: close\r\n"
    with connect(running, FORM + close + b"Content-Length: %d\r\n\r\n" % (22 * MEGABYTE)) as connection:
        connection.sendall(b"a" * 22 * MEGABYTE)
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"At most 21 MB can be sent at once" in answer and b"</html>" in answer


def test_a_body_of_unknown_length_is_refused_where_it_grows_too_large(running: Site):
    with connect(running, FORM + b"Transfer-Encoding: chunked\r\n\r\n") as connection:
        chunk = b"100000\r\n" + b"a" * MEGABYTE + b"\r\n"
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            connection.sendall(chunk * 120)
    assert seconds_for_a_page(running) < MOST_SECONDS


def test_a_document_of_the_size_that_may_be_imported_arrives_whole(running: Site):
    """One of a little more than 20 MB is refused by the form, which has all of it."""
    opener = running.sign_in()
    with opener.open(f"{running.url}/admin/import/", timeout=30) as response:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.read().decode())
    assert token
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + token[1].encode(),
        b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n',
        b"a" * (20 * MEGABYTE + 1),
        b"\r\n--x--\r\n",
    ]
    request = urllib.request.Request(f"{running.url}/admin/import/", b"".join(parts))
    request.add_header("Content-Type", "multipart/form-data; boundary=x")
    with pytest.raises(urllib.error.HTTPError) as info:
        opener.open(request, timeout=60)
    assert "larger than 20 MB" in info.value.read().decode()


# Answers


def test_connections_stay_open_and_requests_in_a_row_are_answered_in_order(running: Site):
    heads = [
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\n" for path in ("/healthz", "/robots.txt", "/healthz")
    ]
    data = "\r\n".join([*heads[:2], heads[2] + "Connection: close\r\n\r\n"]).encode()
    with connect(running, data) as connection:
        answer = read_all(connection)
    assert answer.count(b"HTTP/1.1 200 OK") == 3
    assert re.search(rb"ok\n.*User-agent.*ok\n$", answer, re.DOTALL)


def test_head_has_the_headers_and_no_body(running: Site):
    head = f"HEAD {PAGE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    with connect(running, head) as connection:
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"\r\n\r\n")
    assert re.search(rb"content-length: \d{4}", answer, re.IGNORECASE)


def test_an_unchanged_page_is_304(running: Site):
    with urllib.request.urlopen(running.url + PAGE, timeout=20) as response:
        etag = response.headers["ETag"]
    request = urllib.request.Request(running.url + PAGE, headers={"If-None-Match": etag})
    with pytest.raises(urllib.error.HTTPError) as info:
        urllib.request.urlopen(request, timeout=20)
    assert info.value.code == 304 and info.value.read() == b""


def test_a_part_of_a_static_file_and_a_file_from_the_disk(running: Site):
    static = next((running.var / "static" / "css").glob("*.????????????.css"))
    request = urllib.request.Request(
        f"{running.url}/static/css/{static.name}", headers={"Range": "bytes=10-19"}
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        assert (response.status, response.read()) == (206, static.read_bytes()[10:20])
    with urllib.request.urlopen(f"{running.url}/about/data/profiles.zip", timeout=60) as response:
        archive = response.read()
    assert archive.startswith(b"PK") and len(archive) == int(response.headers["Content-Length"])


def test_a_continue_is_sent_only_for_what_will_be_read(running: Site):
    expect = b"Expect: 100-continue\r\n"
    with connect(running, FORM + expect + b"Content-Length: 2\r\n\r\n") as connection:
        assert connection.recv(25).startswith(b"HTTP/1.1 100")
    with connect(running, FORM + expect + b"Content-Length: %d\r\n\r\n" % (22 * MEGABYTE)) as connection:
        assert connection.recv(25).startswith(b"HTTP/1.1 413")


# What Django gets to know


def scope(headers: list[tuple[bytes, bytes]], **parts: object) -> dict[str, object]:
    return {
        "method": "GET",
        "scheme": "http",
        "http_version": "1.1",
        "raw_path": b"/caf%C3%A9/%00%2f",
        "query_string": b"q=%ff",
        "server": ("127.0.0.1", 80),
        "client": ("192.0.2.7", 4711),
        "headers": headers,
    } | parts


def test_the_environment_is_that_of_wsgi():
    request = scope([(b"host", b"localhost"), (b"cookie", b"a=1"), (b"cookie", b"b=2")])
    body = Body(3)
    with body.file:
        environ = build_environ(request, read_headers(request), body)
    assert environ["PATH_INFO"].encode("latin1") == "/café/\0/".encode()
    assert (environ["QUERY_STRING"], environ["CONTENT_LENGTH"]) == ("q=%ff", "3")
    assert (environ["REMOTE_ADDR"], environ["HTTP_HOST"]) == ("192.0.2.7", "localhost")
    assert environ["HTTP_COOKIE"] == "a=1; b=2"


def test_a_name_with_an_underscore_is_not_taken_for_the_header_of_a_proxy():
    request = scope([(b"x_forwarded_for", b"198.51.100.66"), (b"x-forwarded-for", b"203.0.113.9")])
    request["headers"].append((b"x-forwarded-for", b"10.0.0.1"))
    assert read_headers(request) == {"X_FORWARDED_FOR": "203.0.113.9,10.0.0.1"}


def test_a_client_without_an_address_is_nobody():
    request = scope([], client=None, server=("/run/mgi.socket", None))
    body = Body()
    with body.file:
        assert build_environ(request, {}, body)["REMOTE_ADDR"] == ""


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl was found")
def test_it_speaks_tls(tmp_path: Path):
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost"
    )
    command += " -addext subjectAltName=DNS:localhost"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    tls = {
        "HEADER_TIMEOUT": "1",
        "TLS_CERTIFICATE": str(tmp_path / "cert.pem"),
        "TLS_KEY": str(tmp_path / "key.pem"),
    }
    site = Site(tmp_path / "var", environ=tls)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=tools.ROOT,
        env=site.full_environ(),
        stderr=subprocess.DEVNULL,
    )
    context = ssl.create_default_context(cafile=tmp_path / "cert.pem")
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(
                    f"https://localhost:{site.port}/healthz", context=context
                ) as response:
                    assert response.status == 200
                    break
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < deadline and process.poll() is None
                time.sleep(0.1)
        with connect(site) as silent:  # It never begins the handshake, for which asyncio waits 60 seconds.
            assert silent.recv(1) == b""
    finally:
        process.terminate()
        process.wait(20)
