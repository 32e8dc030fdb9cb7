"""The watch of the database never ends with “away” when there is nobody left who asks."""

import threading
from types import SimpleNamespace

import pytest

from mgi import database
from mgi.database import Watch

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
