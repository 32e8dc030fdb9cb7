"""Two installations on one database, what stands in front of them, and who reads and writes there.

    with pair(folder) as servers, front(servers, folder) as before_them:
        before_them.ask("GET", "/profiles/")

In front is nginx by the recipe of docs/scaling.md where it is installed, else what asks as that does; before
the database of the second server PgBouncer, by the recipe there. No test lives here.
"""

import http.client
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import lxml.html

from tests import server, tools
from tests.server import ADMINISTRATOR, PASSWORD, Site

SECRET_KEY = "the same on both servers, and for tests only " * 2
RECIPE = re.compile(r"```nginx\n(upstream mgi .*?)```", re.DOTALL)
BOUNCER = re.compile(r"```ini\n(pool_mode .*?)```", re.DOTALL)
UNLIKE = re.compile(r"^ *(ssl_\w+ |listen \[).*\n", re.MULTILINE)
"""Lines of the recipe that a test has no use for."""
AROUND = """\
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {recipe}
}}
"""
ONLY_THERE = "css/page.0123456789ab.css"
"""A static file that the second server alone has, as one has that is of another version."""
WORDS_KEPT = 100
"""Words in one text, before the next one begins."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    body: bytes


class Server(Site):
    """An installation that is killed and started again."""

    stack: ExitStack

    def start(self) -> None:
        self.stack = ExitStack()
        self.stack.enter_context(self.running("--prepare"))

    def kill(self) -> None:
        """Kill it: the kernel of Linux ends its processes with the first one."""
        os.kill(self.pid, signal.SIGKILL)
        self.stack.close()


@contextmanager
def pair(folder: Path, **environ: str) -> Iterator[tuple[Server, Server]]:
    """Serve two installations, each with a VAR_DIR of its own, on a new database of PostgreSQL."""
    name = f"mgi_test_two_{os.getpid()}"
    own = {"SECRET_KEY": SECRET_KEY, "API_RATE": "0", "SITE_URL": "http://mgi.example"} | environ
    servers = (Server(folder / "a", name, own), Server(folder / "b", name, own))
    server.prepare(servers[0])
    only_there = servers[1].var / "static" / ONLY_THERE
    only_there.parent.mkdir(parents=True)
    only_there.write_text("a { b: c }")
    try:
        with ExitStack() as stack:
            url = stack.enter_context(pgbouncer(folder, name))
            servers[1].environ = own | {"DATABASE_URL": url}
            for one in servers:
                one.start()
                stack.callback(lambda one=one: one.stack.close())
            yield servers
    finally:
        server.drop_database(name)


@contextmanager
def pgbouncer(folder: Path, database: str) -> Iterator[str]:
    """Give the address of the database behind PgBouncer; its own where that is not installed."""
    url = urlsplit(server.database_url(database))
    recipe = BOUNCER.search((tools.ROOT / "docs" / "scaling.md").read_text())
    assert recipe
    if not shutil.which("pgbouncer"):
        yield url.geturl()
        return
    port, configuration = server.free_port(), folder / "pgbouncer.ini"
    secret = f" password={url.password}" if url.password else ""
    target = f"host={url.hostname} port={url.port or 5432} user={url.username}{secret}"
    own = f"listen_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\nunix_socket_dir =\n"
    configuration.write_text(f"[databases]\n* = {target}\n[pgbouncer]\n{own}{recipe[1]}")
    configuration.chmod(0o644)
    # It refuses to be root; and what another user reads has to be reached.
    user = ["--user", "nobody"] if os.geteuid() == 0 else []
    with configuration.open() as file, (folder / "pgbouncer.log").open("w") as log:
        command = ["pgbouncer", "--quiet", *user, f"/proc/self/fd/{file.fileno()}"]
        process = subprocess.Popen(command, stderr=log, pass_fds=[file.fileno()])
    try:
        wait_for(port)
        yield url._replace(netloc=f"{url.username}@127.0.0.1:{port}").geturl()
    finally:
        process.terminate()
        process.wait(20)


class Front:
    """Asks a server, and where it does not answer the other one: as nginx by the recipe, without it."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.turns = itertools.count()

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        """Return the answer, whole. Raises OSError or HTTPException where there is none."""
        turn = next(self.turns) % len(self.ports)
        *others, last = self.ports[turn:] + self.ports[:turn]
        for port in others:
            try:
                return ask(port, method, path, body, **headers)
            except (OSError, http.client.HTTPException) as error:
                if method != "GET" and not isinstance(error, ConnectionRefusedError):
                    raise
        return ask(last, method, path, body, **headers)


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        sent = {"Host": "localhost"} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body.encode() or None, sent)
        response = connection.getresponse()
        fields = response.getheaders()
        cookies = dict(
            value.split(";")[0].split("=", 1) for name, value in fields if name.lower() == "set-cookie"
        )
        return Answer(
            response.status, {name.lower(): value for name, value in fields}, cookies, response.read()
        )
    finally:
        connection.close()


@contextmanager
def front(servers: tuple[Site, ...], folder: Path) -> Iterator[Front]:
    """Stand in front of the servers while the block runs."""
    if not shutil.which("nginx"):
        yield Front([one.port for one in servers])
        return
    port = server.free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(nginx_configuration(port, [one.port for one in servers], folder))
    with subprocess.Popen(["nginx", "-p", str(folder), "-c", str(configuration)]) as process:
        try:
            wait_for(port)
            yield Front([port])
        finally:
            process.terminate()


def nginx_configuration(port: int, ports: list[int], folder: Path) -> str:
    """Return the recipe of docs/scaling.md, on this machine and without https."""
    block = RECIPE.search((tools.ROOT / "docs" / "scaling.md").read_text())
    assert block
    recipe = UNLIKE.sub("", block[1])
    recipe = recipe.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    for number, own in zip(("10.0.0.11:8000", "10.0.0.12:8000"), ports, strict=True):
        assert number in recipe
        recipe = recipe.replace(number, f"127.0.0.1:{own}")
    user = "user root;" if os.geteuid() == 0 else ""
    return AROUND.format(user=user, folder=folder, recipe=recipe)


def wait_for(port: int) -> None:
    for _time in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on {port}")


@dataclass
class Reader:
    """Reads one address after the other; `failed` has what was no whole page."""

    front: Front
    paths: list[str]
    reads: int = 0
    failed: list[str] = field(default_factory=list)

    def run(self, over: threading.Event) -> None:
        for path in itertools.cycle(self.paths):
            if over.is_set():
                return
            # A question that nobody has asked is answered by the database.
            address = path.replace("NUMBER", str(self.reads))
            try:
                answer = self.front.ask("GET", address)
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"{time.strftime('%X')} {address}: {error!r}")
                continue
            self.reads += 1
            if answer.status != 200 or not answer.body:
                self.failed.append(f"{time.strftime('%X')} {address}: {answer.status}")


@dataclass
class Editor:
    """An administrator who types into the introduction of one draft, which is saved word by word.

    `sign_in` comes before `run`.
    """

    front: Front
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    """Words of this text of which the site said that they are saved."""
    saves: int = 0
    repeats: int = 0
    """Saves that nobody answered, or that were overtaken by one that nobody answered."""
    wrong: list[str] = field(default_factory=list)

    def run(self, over: threading.Event) -> None:
        self.open()
        for number in itertools.count():
            if over.is_set():
                break
            if len(self.acknowledged) == WORDS_KEPT:
                self.open()
                self.acknowledged, self.fields["introduction"] = [], ""
            self.save(f"word-{number}.")
        self.open()

    def sign_in(self) -> None:
        address = "/admin/login/?next=/admin/"
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.ask("GET", address).body)
        assert token
        fields = {"username": ADMINISTRATOR, "password": PASSWORD, "csrfmiddlewaretoken": token[1].decode()}
        assert self.ask("POST", address, fields).status == 302

    def open(self) -> None:
        """Open the draft, as often as it takes; what was told to be saved has to be there."""
        while (answer := self.try_to("GET")) is None or answer.status != 200:
            time.sleep(0.1)
        form = lxml.html.document_fromstring(answer.body.decode()).get_element_by_id("revision_form")
        self.fields = dict(form.form_values())
        stored = self.fields["introduction"].strip().split(" ")
        self.wrong += [
            f"{self.address}: {word} was told to be saved" for word in self.acknowledged if word not in stored
        ]

    def save(self, word: str) -> None:
        text = f"{self.fields['introduction'].strip()} {word}".strip()
        answer = self.try_to("POST", self.fields | {"introduction": text}, Accept="application/json")
        if answer is not None and answer.status == 200:
            saved = json.loads(answer.body)
            version, base = str(saved["version"]), json.dumps(saved["base"])
            self.fields |= {"introduction": text, "version": version, "base": base}
            self.acknowledged.append(word)
            self.saves += 1
        else:
            if answer is not None and answer.status not in (409, 502, 503):
                self.wrong.append(f"{self.address}: {answer.status} {answer.body[:200]!r}")
            self.repeats += 1
            self.open()

    def try_to(self, method: str, fields: dict[str, str] | None = None, **headers: str) -> Answer | None:
        """Return the answer; None where there is none."""
        try:
            return self.ask(method, self.address, fields, **headers)
        except (OSError, http.client.HTTPException):
            return None

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if fields is not None:
            headers["Content_Type"] = "application/x-www-form-urlencoded"
        answer = self.front.ask(method, path, urlencode(fields or {}), **headers)
        self.cookies |= answer.cookies
        return answer
