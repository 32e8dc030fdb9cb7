"""Measures how pages answer while clients hold on to the server: `python -m bench clients [CHECKOUT]`.

200 clients send two bytes of a body and then nothing, 200 send a byte a second, 200 read a byte a second of a
large answer; at once, without a proxy. CHECKOUT: that of another version, with its own .venv, to compare.
"""

import os
import select
import selectors
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

EACH = 200
"""Clients of each sort."""
PAGES = 100
SECONDS = 0.5
"""That a page may take."""
PAGE = "/profiles/mali-2021/"
POST = (
    b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
    # Django reads the form only where there is such a cookie.
    b"Content-Type: application/x-www-form-urlencoded\r\nCookie: mgi_csrf=%b\r\n\r\nab" % (b"c" * 32)
)


def report(checkout: str = ".") -> int:
    """Print a line for each moment; return how many promises are broken."""
    root = Path(checkout).resolve()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = os.environ | {"PORT": str(port), "JOBS": "0", "VAR_DIR": f"{os.environ['VAR_DIR']}/served"}
    command = [str(root / ".venv/bin/python"), "manage.py", "serve", "--prepare"]
    del environ["DATABASE_URL"]
    server = subprocess.Popen(command, cwd=root, env=environ)
    try:
        wait_until_it_answers(port)
        print(f"Load: {os.getloadavg()[0]:.1f}\n")
        print(f"| {PAGES} pages | median ms | slowest ms | clients still held |")
        print("|---|---|---|---|")
        print_row("nobody else", measure(port), 0)
        with HostileClients(port) as clients:
            times = measure(port)
            print_row(f"beside {3 * EACH} clients", times, clients.count_connected())
            return int(max(times) > SECONDS)
    finally:
        server.terminate()
        server.wait(30)


class HostileClients:
    """3 x EACH connections, kept alive by a thread."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.silent: list[socket.socket] = []
        self.sending: list[socket.socket] = []
        self.reading: list[socket.socket] = []
        self.is_over = threading.Event()

    def __enter__(self) -> "HostileClients":
        get = f"GET {PAGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        for _ in range(EACH):
            self.silent.append(self.open(POST))
            self.sending.append(self.open(POST))
            self.reading.append(self.open(get, receive_buffer=2048))
        self.thread = threading.Thread(target=self.keep_on)
        self.thread.start()
        self.wait_for_answers()
        return self

    def wait_for_answers(self) -> None:
        """Let the server make the pages that are then read slowly: that is work, and holds nothing."""
        deadline = time.monotonic() + 60
        while self.reading and time.monotonic() < deadline:
            if all(select.select([connection], [], [], 0)[0] for connection in self.reading):
                return
            time.sleep(0.1)

    def open(self, data: bytes, receive_buffer: int = 0) -> socket.socket:
        connection = socket.socket()
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.connect_ex(("127.0.0.1", self.port))
        connection.sendall(data)
        connection.setblocking(False)
        return connection

    def keep_on(self) -> None:
        while not self.is_over.wait(1):
            for connection in self.sending:
                try:
                    connection.send(b"c")
                except OSError:
                    continue
            for connection in self.reading:
                try:
                    connection.recv(1)  # of many kilobytes
                except OSError:
                    continue

    def count_connected(self) -> int:
        """Return how many the server has not closed."""
        selector = selectors.DefaultSelector()
        for connection in (*self.silent, *self.sending):
            selector.register(connection, selectors.EVENT_READ)
        closed = len(selector.select(0))
        return 3 * EACH - closed

    def __exit__(self, *exception: object) -> None:
        self.is_over.set()
        self.thread.join()
        for connection in (*self.silent, *self.sending, *self.reading):
            connection.close()


def wait_until_it_answers(port: int) -> None:
    for _ in range(2000):
        try:
            return fetch(port)
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not start.")


def measure(port: int) -> list[float]:
    """Return the seconds that PAGES pages took, one after the other, each on a connection of its own."""
    times = []
    for _ in range(PAGES):
        start = time.perf_counter()
        try:
            fetch(port)
        except OSError:
            times.append(float("inf"))
            break
        times.append(time.perf_counter() - start)
    return times


def fetch(port: int) -> None:
    """Read the page to its end; raises OSError where it does not come within 10 seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"GET {PAGE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
    if b" 200 " not in answer[:20]:
        raise OSError(answer[:100])


def print_row(title: str, times: list[float], connected: int) -> None:
    print(
        f"| {title} | {statistics.median(times) * 1000:.0f} | {max(times) * 1000:.0f} | {connected} |",
        flush=True,
    )
