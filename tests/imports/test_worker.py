"""Documents are read in a process with limits: what dies there is a refusal here, and costs nothing."""

import os
import signal
import time
from contextlib import suppress

import pytest
from django.db import connection
from django.utils.translation import gettext, override

from profiles.imports import worker
from profiles.imports.document import DocumentError


def length_of(text: str) -> int:
    return len(text)


def grow(size: int) -> int:
    return len(bytearray(size))


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def recurse() -> None:
    recurse()


def refuse() -> None:
    raise DocumentError("One reason.", "Another.")


def translated() -> str:
    return gettext("Introduction")


def test_what_a_function_returns_and_raises_comes_back():
    assert worker.run(length_of, "abc") == 3
    with pytest.raises(DocumentError) as error:
        worker.run(refuse)
    assert error.value.problems == ["One reason.", "Another."]
    with override("es"):
        assert worker.run(translated) == gettext("Introduction") != "Introduction"


@pytest.mark.parametrize("function", [die, recurse])
def test_a_process_that_dies_is_a_refusal(function):
    with pytest.raises(DocumentError, match="more than 512 MB of memory"):
        worker.run(function)
    assert worker.run(length_of, "still there") == 11


def test_memory_is_limited():
    assert worker.run(grow, 100 * 1024**2) == 100 * 1024**2
    with pytest.raises(DocumentError, match="more than 512 MB of memory"):
        worker.run(grow, 513 * 1024**2)


def test_processor_time_and_waiting_are_limited(monkeypatch):
    monkeypatch.setattr(worker, "SECONDS", 1)
    with pytest.raises(DocumentError, match="more than 1 seconds"):
        worker.run(spin)
    monkeypatch.setattr(worker, "LONGEST_WAIT", 1)
    with pytest.raises(DocumentError, match="more than 1 seconds"):
        worker.run(sleep)


@pytest.mark.django_db
@pytest.mark.usefixtures("domains")
def test_a_document_is_read_there_without_the_database():
    text = "Partnerships\n\nAreas with potential\n\n• Data are not shared.\n"
    reading = worker.read_document(text.encode(), "profile.txt")
    assert [finding["text"] for finding in reading.findings] == ["Data are not shared."]
    assert connection.is_usable()


@pytest.mark.django_db
@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"<" * 3_000_000),
        ("a.html", b"<html>" + b"<!--" * 1_000_000),
        ("a.html", b"<html>" + b"<div>" * 400_000),
        ("a.txt", b"x" * 19_000_000),
        ("a.md", b"[" * 200_000),
        ("a.md", b"*a " * 200_000),
        ("a.json", b"[" * 100_000),
        ("a.json", b'{"format": "mgi-profiles/1", "edition": []}'),
        ("a.json", b'{"format": "mgi-profiles/1", "edition": NaN, "year": Infinity}'),
        ("a.csv", b'"' * 3_000_000),
        ("a.pdf", b"%PDF-1.7\n" + b"1 0 obj <<" * 100_000),
    ],
)
def test_a_hostile_document_is_answered_soon(name, data):
    start = time.monotonic()
    with suppress(DocumentError):
        worker.read_document(data, name)
    assert time.monotonic() - start < 40
