"""Measures what the server itself costs: `python -m bench entry`.

An answer of 12 KB with 12 headers, from memory, by one process; processor time of that process a request,
with 16 connections that stay open. “mgi.server” is ours (uvicorn with its limits) in front of an ASGI
callable, which is what a store of pages will be; “through a thread” is the same answer by way of mgi/asgi.py
and a WSGI callable in Django's place. Other servers are measured beside them where they are installed.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

SECONDS = 4
CONNECTIONS = 16
MICROSECONDS = 45
"""Promised for an answer from memory."""
REQUEST = b"GET /profiles/mali-2021/ HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, br\r\n\r\n"
SHARED = "import sys, bench.answers; from mgi import server; "
OURS = "server.serve(int(sys.argv[1]), {})"
THROUGH_A_THREAD = "import mgi.asgi; mgi.asgi.django = bench.answers.wsgi; "


def report() -> int:
    """Print a line for each server; return how many promises are broken."""
    python = sys.executable
    commands = {
        "mgi.server": [python, "-c", SHARED + OURS.format("bench.answers.asgi"), "{fd}"],
        "mgi.server, through a thread": [
            python,
            "-c",
            SHARED + THROUGH_A_THREAD + OURS.format("mgi.asgi.application"),
            "{fd}",
        ],
    }
    granian = [python, "-m", "granian", "--no-ws", "--log-level", "error", "--port", "{port}", "--interface"]
    if find_spec("granian"):
        commands["granian, WSGI, 4 threads"] = [
            *granian,
            "wsgi",
            "--blocking-threads",
            "4",
            "bench.answers:wsgi",
        ]
        commands["granian, RSGI"] = [*granian, "rsgi", "--loop", "asyncio", "bench.answers:rsgi"]
    if find_spec("gunicorn"):
        gunicorn = [python, "-m", "gunicorn", "--log-level", "error", "--threads", "4", "--bind", "fd://{fd}"]
        commands["gunicorn, 4 threads"] = [*gunicorn, "bench.answers:wsgi"]
    if find_spec("waitress"):
        commands["waitress, 4 threads"] = [python, "-m", "waitress", "--port", "{port}", "bench.answers:wsgi"]
    print(f"Load: {os.getloadavg()[0]:.1f}\n\n| server | µs a request |\n|---|---|")
    results = {name: min(measure(command) for _ in range(3)) for name, command in commands.items()}
    for name, microseconds in results.items():
        print(f"| {name} | {microseconds:.0f} |")
    return int(results["mgi.server"] > MICROSECONDS)


def measure(command: list[str]) -> float:
    """Return the microseconds of the processor that a request costs the server that `command` starts."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    port, descriptor = listener.getsockname()[1], listener.fileno()
    if not any("{fd}" in part for part in command):
        listener.close()
    server = subprocess.Popen(
        [part.replace("{fd}", str(descriptor)).replace("{port}", str(port)) for part in command],
        pass_fds=[descriptor] if listener.fileno() > 0 else [],
    )
    listener.close()
    try:
        ask(port, 1.0)  # until it is warm
        before = spent(server.pid)
        requests = ask(port, SECONDS)
        return (spent(server.pid) - before) / requests * 1e6
    finally:
        server.terminate()
        server.wait(20)


def ask(port: int, seconds: float, message: bytes = REQUEST) -> int:
    """Ask on CONNECTIONS connections for so long; return how many answers came."""
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(ask_on_one(port, seconds, message)))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def ask_on_one(port: int, seconds: float, message: bytes) -> int:
    connection = connect(port)
    count, deadline = 0, time.monotonic() + seconds
    with connection, connection.makefile("rb") as answer:
        while time.monotonic() < deadline:
            connection.sendall(message)
            length, status = 0, answer.readline().split()[1]
            if status not in (b"200", b"304"):
                raise SystemExit(f"{message!r} was answered with {status.decode()}.")
            while line := answer.readline().strip().lower():
                if line.startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            answer.read(length)
            count += 1
    return count


def connect(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=30)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise SystemExit("The server did not start.")


def spent(pid: int) -> float:
    """Return the seconds that the processor gave the process, its threads and its children."""
    total = (
        sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9
    )
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return total + sum(spent(int(child)) for child in children)
