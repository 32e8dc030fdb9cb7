"""Measures what a kept page costs beside nginx, which sends the same bytes: `python -m bench store`.

    python -m bench store wagtail=4242@http://127.0.0.1:8080/blog/tracking-wild-yeast/

One process of the site and one of nginx, in turns: processor time of that process a request, on 16
connections that stay open, the smallest of ROUNDS times; and requests a second, where wrk is installed.
A server that runs already, of which the process id and an address are named, is measured beside them.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from bench.entry import ask, connect, spent

ROUNDS, SECONDS = 3, 2
MICROSECONDS, TIMES_NGINX = 45, 3.5
"""Promised for a page from memory."""
PAGES = ("/profiles/mali-2021/", "/ar/profiles/lunaria-2023/")
CONFIGURATION = """
user root; worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log stderr error;
{modules}
events {{ worker_connections 512; }}
http {{
    access_log off; types {{ text/html html; }} keepalive_requests 1000000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=256; root {root}; gzip_static always; {brotli}
        rewrite ^(.*)/$ $1/index.html break;
    }}
}}
"""


def report(*others: str) -> int:
    """Print the table; return how many promises are broken."""
    for arguments in (["prepare"], ["load_profiles", "fixtures/demo.json"]):
        subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=subprocess.DEVNULL)
    with ExitStack() as stack:
        site = stack.enter_context(served())
        root = settings.VAR_DIR / "pages" / "current" / "http" / "127.0.0.1"
        warm(site[1], root)
        servers = {"the site": site, **dict(named(other) for other in others)}
        if shutil.which("nginx"):
            servers["nginx"] = stack.enter_context(nginx(root))
        print(f"Load: {os.getloadavg()[0]:.1f}\n")
        print(
            "| request | server | µs of processor | times nginx | requests a second |\n|---|---|---|---|---|"
        )
        return sum(print_rows(servers, page, *case) for page in PAGES for case in cases(site[1], page))


def cases(port: int, page: str) -> list[tuple[str, str]]:
    """Return (name, headers) of what is asked: each encoding, and a condition."""
    etag = ask_once(port, page)["etag"]
    return [
        ("br", "Accept-Encoding: br"),
        ("gzip", "Accept-Encoding: gzip"),
        ("304", f"Accept-Encoding: br\r\nIf-None-Match: {etag}"),
    ]


def print_rows(servers: dict[str, tuple[int, int, str]], page: str, name: str, headers: str) -> int:
    """Measure one request at all servers in turns; return how many promises are broken."""
    figures: dict[str, list[float]] = {server: [] for server in servers}
    requests = {}
    for server, (_pid, port, path) in servers.items():
        own = headers
        if name == "304" and server != "the site":
            own = f"Accept-Encoding: br\r\nIf-None-Match: {ask_once(port, path or page).get('etag', '*')}"
        requests[server] = request(port, path or page, own)
    for _round in range(ROUNDS):
        for server, (pid, port, _path) in servers.items():
            before = spent(pid)
            count = ask(port, SECONDS, requests[server])
            figures[server].append((spent(pid) - before) / count * 1e6)
    base, broken = min(figures.get("nginx", [0])), 0
    for server, (_pid, port, path) in servers.items():
        microseconds = min(figures[server])
        times = microseconds / base if base else 0
        rate = per_second(port, path or page, headers)
        print(f"| `{page}` {name} | {server} | {microseconds:.1f} | {times:.2f} | {rate:,.0f} |", flush=True)
        broken += server == "the site" and (microseconds > MICROSECONDS or times > TIMES_NGINX)
    return broken


def request(port: int, path: str, headers: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n\r\n".encode()


def ask_once(port: int, path: str) -> dict[str, str]:
    """Return the headers of the answer, their names in small letters."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    with closing(connection):
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"{path} was answered with {answer.status}.")
        return {name.lower(): value for name, value in answer.getheaders()}


def per_second(port: int, path: str, headers: str) -> float:
    """Return how many answers wrk gets in a second; 0 where it is not installed."""
    if not shutil.which("wrk"):
        return 0
    lines = [argument for line in headers.split("\r\n") for argument in ("-H", line)]
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", *lines, f"http://127.0.0.1:{port}{path}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    match = re.search(r"Requests/sec:\s+([\d.]+)", text)
    return float(match[1]) if match else 0


@contextmanager
def served() -> Iterator[tuple[int, int, str]]:
    """Serve the site with one process; yield (id of the process, port, "")."""
    port = free_port()
    environ = os.environ | {"WORKERS": "1", "JOBS": "0", "PORT": str(port)}
    process = subprocess.Popen([sys.executable, "manage.py", "serve"], env=environ, stdout=subprocess.DEVNULL)
    try:
        connect(port).close()
        ask_once(port, "/")
        yield process.pid, port, ""
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def nginx(root: Path) -> Iterator[tuple[int, int, str]]:
    port, module = free_port(), Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    with tempfile.TemporaryDirectory(prefix="mgi-nginx-") as folder:
        path = Path(folder, "nginx.conf")
        extra = {"modules": f"load_module {module};", "brotli": "brotli_static always;"}
        if not module.exists():
            extra = dict.fromkeys(extra, "")
        path.write_text(CONFIGURATION.format(folder=folder, port=port, root=root, **extra))
        process = subprocess.Popen(["nginx", "-c", str(path), "-p", folder])
        try:
            connect(port).close()
            yield process.pid, port, ""
        finally:
            process.terminate()
            process.wait(20)


def named(text: str) -> tuple[str, tuple[int, int, str]]:
    """Return name, process id, port and path of “name=pid@http://127.0.0.1:port/path”."""
    name, _equals, rest = text.partition("=")
    pid, _at, address = rest.partition("@")
    parts = urlsplit(address)
    return name, (int(pid), parts.port or 80, parts.path)


def warm(port: int, root: Path) -> None:
    """Ask for all pages until they are in memory and on the disk."""
    deadline = time.monotonic() + 20
    for page in PAGES:
        while not (root / page.strip("/") / "index.html.gz").exists():
            ask_once(port, page)
            if time.monotonic() > deadline:
                raise SystemExit(f"{page} was not kept.")
            time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
