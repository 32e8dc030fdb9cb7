"""PostgreSQL stopped or frozen: what readers see meanwhile, and how soon it is over.

It stands behind a proxy of the tests' own, which freezes and refuses; the server itself is not touched.
"""

import re
import selectors
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests import server, tools
from tests.server import Site

pytestmark = pytest.mark.once

PAGE = "/profiles/mali-2021/"
MOST_SECONDS = 2
SLACK = 3
"""More seconds, on a machine that runs other tests."""


class Proxy:
    """Passes bytes on to PostgreSQL; keeps them back while `is_frozen`; ends and refuses after `stop`."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.port = server.free_port()
        self.is_frozen = False
        self.peers: dict[socket.socket, socket.socket] = {}
        self.selector = selectors.DefaultSelector()
        self.lock = threading.Lock()
        self.listener: socket.socket | None = None
        self.is_over = False
        self.start()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def start(self) -> None:
        with self.lock:
            self.listener = socket.create_server(("127.0.0.1", self.port))
            self.selector.register(self.listener, selectors.EVENT_READ)

    def stop(self) -> None:
        with self.lock:
            assert self.listener
            self.selector.unregister(self.listener)
            self.listener.close()
            for connection in list(self.peers):
                self.drop(connection)

    def run(self) -> None:
        while not self.is_over:
            with self.lock:
                ready = [] if self.is_frozen else self.selector.select(0.01)
                for key, _mask in ready:
                    self.pass_on(key.fileobj)
            time.sleep(0.001 if ready else 0.01)

    def pass_on(self, source) -> None:
        if source is self.listener:
            client, _address = source.accept()
            upstream = socket.create_connection(self.target)
            self.peers |= {client: upstream, upstream: client}
            for connection in (client, upstream):
                self.selector.register(connection, selectors.EVENT_READ)
        elif source in self.peers:
            with suppress(OSError):
                if data := source.recv(65536):
                    self.peers[source].sendall(data)
                    return
            self.drop(source)

    def drop(self, connection: socket.socket) -> None:
        for one in (connection, self.peers.get(connection)):
            if one is not None and self.peers.pop(one, None) is not None:
                self.selector.unregister(one)
                one.close()

    def close(self) -> None:
        self.is_over = True
        self.thread.join()
        self.stop()


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    if problem := tools.postgres_problem():
        tools.skip_or_fail("postgresql", problem)
    parts = urlsplit(tools.POSTGRES_URL)
    instance = Proxy(parts.hostname or "127.0.0.1", parts.port or 5432)
    yield instance
    instance.close()


@pytest.fixture(scope="module")
def running(proxy: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two processes on a database behind the proxy."""
    folder = tmp_path_factory.mktemp("away")
    name = server.new_database("template0")
    parts = urlsplit(server.database_url(name))
    credentials = parts.netloc.rpartition("@")[0]
    url = urlunsplit(parts._replace(netloc=f"{credentials}@127.0.0.1:{proxy.port}"))
    try:
        # No page is kept here: each shows what becomes of one that has to be made.
        environ = {"DATABASE_URL": url, "WORKERS": "2", "THREADS": "2", "PAGE_STORE": "0"}
        instance = Site(folder / "var", environ=environ)
        instance.var.mkdir()
        with instance.running("--prepare"):
            yield instance
    finally:
        server.drop_database(name)


@pytest.fixture(params=["frozen", "stopped"])
def away(request: pytest.FixtureRequest, proxy: Proxy, running: Site) -> Iterator[None]:
    """The database is away until the test calls what this gives."""
    for _ in range(8):
        assert get(running, PAGE)[0] == 200
    if request.param == "frozen":
        proxy.is_frozen = True
    else:
        proxy.stop()
    state = {"is_away": True}

    def come_back() -> None:
        if state.pop("is_away", False):
            proxy.is_frozen = False
            if request.param == "stopped":
                proxy.start()

    yield come_back
    come_back()
    wait_until_all_answer(running)


def get(site: Site, address: str, **headers: str) -> tuple[int, str, dict[str, str], float]:
    """Return the status, the text, the headers and the seconds that it took."""
    request = urllib.request.Request(f"{site.url}{address}", headers=headers)
    start = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            text, status, fields = response.read().decode(), response.status, response.headers
    except urllib.error.HTTPError as error:
        text, status, fields = error.read().decode(), error.code, error.headers
    return status, text, {name.lower(): value for name, value in fields.items()}, time.monotonic() - start


def wait_until_all_answer(site: Site) -> float:
    """Return the seconds until twenty requests in a row, which both processes share, were answered."""
    start = begun = time.monotonic()
    count = 0
    while count < 20:
        status, _text, _headers, _seconds = get(site, PAGE)
        count = count + 1 if status == 200 else 0
        begun = begun if status == 200 else time.monotonic()
        assert time.monotonic() - start < 60
        time.sleep(0.02)
    return begun - start


def test_a_page_says_so_within_two_seconds_and_all_is_well_two_seconds_after(running: Site, away):
    answers = [
        get(running, PAGE),
        *(get(running, address) for address in ("/", "/fr/", "/search/?q=law") * 3),
    ]
    for status, text, headers, seconds in answers:
        assert status == 503
        assert headers["retry-after"] == "30" and headers["cache-control"] == "no-store"
        assert "<h1>" in text and "</html>" in text and "/static/css/" in text
        assert seconds < MOST_SECONDS + SLACK
    assert "La base de données ne répond pas" in answers[2][1]
    # What one process knows of the other's misfortune it has to find out itself; then it says so at once.
    assert min(seconds for *_rest, seconds in answers) < 0.5
    status, text, _headers, seconds = get(running, "/healthz")
    assert (status, text) == (200, "ok\n") and seconds < 1
    assert get(running, "/readyz")[0] == 503
    status, text, headers, _seconds = get(running, "/api/v1/profiles/")
    assert status == 503 and headers["content-type"].startswith("application/problem+json")
    away()
    assert wait_until_all_answer(running) < MOST_SECONDS + SLACK


def test_pages_that_are_kept_are_served_all_the_while(proxy: Proxy, running: Site):
    stored = Site(running.var, environ=running.environ | {"PAGE_STORE": "64"})
    with stored.running():
        texts = {address: get(stored, address)[1] for address in (PAGE, "/", f"/fr{PAGE}", "/places/")}
        for stop, come_back in ((proxy.stop, proxy.start), (freeze(proxy), thaw(proxy))):
            stop()
            try:
                assert get(stored, "/glossary/")[0] == 503  # From now on each process knows.
                for _time in range(20):
                    for address, text in texts.items():
                        assert get(stored, address)[:2] == (200, text)
                assert min(get(stored, PAGE)[3] for _time in range(20)) < 0.05
                assert re.search(r"The database does not answer", look(stored))
            finally:
                come_back()
            wait_until_all_answer(stored)
        name = f"Fictional name {time.time_ns()}"
        code = f"from profiles.models import Place; Place.objects.filter(slug='mali').update(name={name!r})"
        stored.manage("shell", "-c", code)
        time.sleep(1)
        assert all(name in get(stored, "/places/")[1] for _time in range(8))
        stored.manage("shell", "-c", code.replace(name, "Mali"))


def freeze(proxy: Proxy) -> Callable[[], None]:
    return lambda: setattr(proxy, "is_frozen", True)


def thaw(proxy: Proxy) -> Callable[[], None]:
    return lambda: setattr(proxy, "is_frozen", False)


def look(site: Site) -> str:
    """Return what `manage.py pages` shows within some seconds, until it says that the database is away."""
    for _time in range(20):
        if "does not answer" in (text := site.manage("pages").stdout):
            return text
        time.sleep(0.5)
    return text


def test_many_who_ask_at_once_are_all_told_in_time(running: Site, away):
    seconds: list[float] = []
    threads = [threading.Thread(target=lambda: seconds.append(get(running, PAGE)[3])) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(seconds) < MOST_SECONDS + SLACK
    assert not re.search("Traceback", running.log.read_text())


def test_a_slow_query_is_waited_for_while_the_database_answers(running: Site):
    code = (
        "from django.db import connection; cursor = connection.cursor(); "
        "cursor.execute('SELECT pg_sleep(3)'); cursor.execute('SELECT 7'); "
        "print(type(connection.connection), cursor.fetchone())"
    )
    answer = running.manage("shell", "--no-imports", "-c", code)
    assert "WatchedConnection" in answer.stdout and "(7,)" in answer.stdout
