"""What the server makes of large answers, of clients that take them slowly, and of what is no body.

Django's part is played by a few lines, so that answers are as large as these tests want them.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from mgi import asgi
from profiles.management.commands.serve import BACKLOG, bind
from tests import tools

pytestmark = pytest.mark.once

SIZE = 4 * 1024 * 1024
PROGRAM = f"""
import sys
from mgi import asgi, server

class Response(list):
    streaming = False

    def close(self):
        print("closed", flush=True)

def django(environ, start_response):
    path, forwarded = environ["PATH_INFO"], environ.get("HTTP_X_FORWARDED_FOR")
    print(environ["REQUEST_METHOD"], path, forwarded, environ["wsgi.input"].read(), flush=True)
    response = Response([b"a" * 4096] * ({SIZE} // 4096) if path != "/small" else [b"small"])
    response.streaming = path == "/file"
    headers = [("Content-Length", str(sum(map(len, response))))]
    if environ["QUERY_STRING"] == "broken":
        headers.append(("Content-Disposition", "a\\x01b"))
    start_response("200 OK", headers)
    return response

asgi.django = django
server.serve(int(sys.argv[1]), asgi.application)
"""


class Server:
    """A server process, and what its Django has printed."""

    def __init__(self, port: int, log: Path) -> None:
        self.port, self.log = port, log

    def connect(self, receive_buffer: int = 0) -> socket.socket:
        connection = socket.socket()
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", self.port))
        return connection

    def ask(self, *parts: bytes) -> bytes:
        """Send parts of a request, each for itself; return all that comes until the server ends."""
        answer = b""
        with self.connect() as connection, suppress(ConnectionError):
            for part in parts:
                connection.sendall(part)
                time.sleep(0.1)
            while data := connection.recv(65536):
                answer += data
        return answer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    log, listener = tmp_path / "log", bind("127.0.0.1", 0)
    listener.listen(BACKLOG)
    environ = tools.clean_environ() | {"VAR_DIR": str(tmp_path / "var"), "SEND_TIMEOUT": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PROGRAM, str(listener.fileno())],
            cwd=tools.ROOT,
            env=environ,
            pass_fds=[listener.fileno()],
            stdout=output,
        )
    try:
        with listener:
            yield Server(listener.getsockname()[1], log)
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize("path", ["/file", "/whole"])
def test_a_large_answer_comes_whole_and_is_closed(server: Server, path: str):
    answer = server.ask(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert len(answer.partition(b"\r\n\r\n")[2]) == SIZE
    wait_until_closed(server)


def test_who_takes_a_large_answer_slowly_gets_it_all_the_same(server: Server):
    """It takes longer than SEND_TIMEOUT."""
    length, start = 0, time.monotonic()
    with server.connect(receive_buffer=8192) as connection:
        connection.sendall(b"GET /whole HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        while data := connection.recv(16384):
            length += len(data)
            time.sleep(len(data) / 1_200_000)
    assert length > SIZE and time.monotonic() - start > 3


def test_a_file_whose_reader_goes_away_is_closed(server: Server):
    with server.connect(receive_buffer=8192) as connection:
        connection.sendall(b"GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(1000)
    wait_until_closed(server)


def wait_until_closed(server: Server) -> None:
    deadline = time.monotonic() + 10
    while "closed" not in server.log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_file_whose_headers_cannot_be_sent_is_closed(server: Server):
    server.ask(b"GET /file?broken HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    wait_until_closed(server)


def test_what_stands_behind_a_body_is_no_header(server: Server):
    """Else a stranger could write behind the body what a proxy writes before it."""
    answer = server.ask(
        b"POST /small HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
        b"X-Forwarded-For: 192.0.2.7\r\n\r\n2\r\nab\r\n0\r\nX-Forwarded-For: 198.51.100.66\r\n\r\n"
    )
    assert answer.endswith(b"small")
    assert "POST /small 192.0.2.7 b'ab'" in server.log.read_text()


@pytest.mark.parametrize(
    ("length", "status"), [(b"", b"200 OK"), (b"Content-Length: 36\r\n", b"400 Bad Request")]
)
def test_the_body_of_a_request_for_another_protocol_is_no_request(
    server: Server, length: bytes, status: bytes
):
    """The parser reads no body then; a proxy in front does, and would take the answer for somebody else's."""
    body = b"GET /hidden HTTP/1.1\r\nHost: hidden\r\n\r\n"
    head = b"POST /small HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
    answer = server.ask(head + length + b"\r\n", body)
    assert answer.startswith(b"HTTP/1.1 " + status) and b"connection: close" in answer
    assert answer.count(b"HTTP/1.1") == 1 and "hidden" not in server.log.read_text()


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: browsers of other tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, coroutine).result()


def test_bodies_take_so_much_of_the_disk_and_no_more(monkeypatch):
    monkeypatch.setattr(asgi, "MOST_KEPT", 0.01)
    large = b"a" * 150_000

    async def receive(data: bytes, body: asgi.Body) -> None:
        async def message() -> dict[str, object]:
            return {"type": "http.request", "body": data}

        await asgi.receive_body(body, {"CONTENT_LENGTH": str(len(data))}, message)

    with asgi.Body() as first, asgi.Body() as second, asgi.Body() as small:
        run(receive(large, first))
        with pytest.raises(asgi.RefusalError, match="busy"):
            run(receive(large, second))
        run(receive(b"a" * 1000, small))
    assert asgi.kept == 0
    with asgi.Body() as again:
        run(receive(large, again))
        assert again.file.read() == large
