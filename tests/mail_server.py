"""A mail server for tests: it takes every e-mail and writes its Message-ID and its mailbox into a file.

No test lives here.
"""

import socketserver
import threading
import time
from email import message_from_bytes
from pathlib import Path


class _Handler(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        self._answer("220 ready")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"QUIT":
                self._answer("221 bye")
                return
            if command == b"DATA":
                self._answer("354 go on")
                self._receive()
            self._answer("250 ok")

    def _receive(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if line:
            message = message_from_bytes(b"".join(lines))
            self.server.record(message["Message-ID"], message["To"])

    def _answer(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a port of its own; it thinks for `pause` seconds after it has taken an e-mail."""

    daemon_threads = True

    def __init__(self, path: Path, pause: float = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.path, self.pause, self._lock = path, pause, threading.Lock()
        path.touch()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def record(self, message_id: str, to: str) -> None:
        with self._lock, self.path.open("a") as file:
            file.write(f"{message_id} {to}\n")
        time.sleep(self.pause)

    @property
    def emails(self) -> list[tuple[str, str]]:
        """What came, in order: (Message-ID, mailbox)."""
        return [tuple(line.split()) for line in self.path.read_text().splitlines()]
