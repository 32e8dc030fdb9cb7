"""The watch of the database never ends with “away” when there is nobody left who asks."""

import socket
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from psycopg.waiting import Ready

from mgi import database
from mgi.database import Watch
from tests import tools

pytestmark = pytest.mark.once


def test_it_goes_on_asking_whatever_comes_in_between(monkeypatch):
    outcomes = [OSError(24, "Too many open files"), SimpleNamespace(close=lambda: None)]

    def connect(**params: object) -> SimpleNamespace:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(database, "connect", connect)
    monkeypatch.setattr(database, "PAUSE", 0)
    watch = Watch()
    watch.suspect()
    for thread in [*filter(None, [watch.thread])]:
        thread.join(10)
    assert outcomes == [] and watch.thread is None and not watch.is_away


def test_where_it_cannot_begin_to_ask_nothing_is_refused(monkeypatch):
    def fail(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)
    watch = Watch()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            watch.suspect()
    assert watch.thread is None and not watch.is_away


@pytest.fixture
def slow_server(monkeypatch):
    """A server of which connections ask in vain; they are sent the bytes that a test puts into `parts`."""
    monkeypatch.setattr(database, "watch", Watch())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        params = {"host": "127.0.0.1", "port": port, "user": "u", "sslmode": "require", "connect_timeout": 2}
        params |= {"gssencmode": "disable"}
        connection = SimpleNamespace(get_connection_params=lambda: params)
        monkeypatch.setattr(database, "connection", connection)
        yield listener
        monkeypatch.setattr(database, "answers", lambda: True)  # ends the thread
    database.watch.thread.join(10)


def wait_for_an_end(most: float) -> bool:
    """Let a query wait as psycopg does; return whether it was given up within `most` seconds."""
    begun = time.monotonic()
    while time.monotonic() - begun < most:
        if not database.watch.is_answering(begun):
            return True
        time.sleep(0.1)
    return False


def test_a_server_that_sends_nothing_is_given_up(slow_server):
    assert wait_for_an_end(3)


def test_an_answer_to_another_query_shows_that_the_server_is_only_slow(slow_server):
    def query():
        while True:
            yield 1

    other = database.heard(query())
    next(other)
    over = threading.Event()

    def hear() -> None:
        while not over.wait(0.5):
            other.send(Ready.R)

    thread = threading.Thread(target=hear)
    thread.start()
    assert not wait_for_an_end(3)
    over.set()
    thread.join()
    assert wait_for_an_end(3)


def test_a_step_of_a_connection_shows_that_the_server_is_only_slow(slow_server):
    def send_slowly() -> None:
        client, _address = slow_server.accept()
        client.recv(100)
        time.sleep(0.7)
        client.sendall(b"S")  # it speaks TLS; the rest does not come
        client.recv(1000)
        time.sleep(1.5)
        client.close()

    thread = threading.Thread(target=send_slowly)
    thread.start()
    assert not wait_for_an_end(2)
    thread.join()


def test_sqlite_needs_no_library_of_postgresql(tmp_path):
    code = (
        "import sys, django; django.setup(); import mgi.middleware; "
        "sys.exit('psycopg' in sys.modules or 'profiles.models' not in sys.modules)"
    )
    environ = tools.clean_environ() | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "mgi.settings"}
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=tools.ROOT, env=environ, check=True)
