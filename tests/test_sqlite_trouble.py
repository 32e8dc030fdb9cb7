"""A full disk, or another writer, on SQLite: who reads goes on, who writes is told and loses nothing."""

import json
import resource
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import lxml.html
import pytest

from tests import server
from tests.server import Site

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(sys.platform != "linux", reason="the disk is filled by prlimit(2)"),
]

PAGES = ("/", "/profiles/mali-2021/", "/search/?q=law", "/fr/places/mali/")
START = (
    "from profiles import workflow; from profiles.models import Profile; "
    "print(workflow.start_revision(Profile.objects.get(slug='mali-2021'), by=None).pk)"
)
WORD = "What is typed while nothing can be stored."


@dataclass
class Editor:
    """A draft that is open in a browser: `fields` are what its form sends."""

    site: Site
    opener: urllib.request.OpenerDirector
    address: str
    fields: list[tuple[str, str]]

    def save(self, **headers: str) -> tuple[int, str, float]:
        """Send the form; return the status, the answer and the seconds that it took."""
        request = urllib.request.Request(self.address, urlencode(self.fields).encode(), headers)
        start = time.monotonic()
        try:
            with self.opener.open(request, timeout=60) as response:
                return response.status, response.read().decode(), time.monotonic() - start
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), time.monotonic() - start

    def save_while_typing(self) -> tuple[int, dict[str, object], float]:
        status, answer, seconds = self.save(Accept="application/json")
        return status, json.loads(answer), seconds

    def stored(self) -> str:
        with self.opener.open(self.address, timeout=30) as response:
            return response.read().decode()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path_factory.mktemp("trouble"), shared, LOCK_TIMEOUT="1") as instance:
        yield instance


@pytest.fixture(scope="module")
def editor(running: Site) -> Editor:
    pk = running.manage("shell", "--no-imports", "-c", START).stdout.strip()
    opener = running.sign_in()
    address = f"{running.url}/admin/profiles/revision/{pk}/change/"
    with opener.open(address, timeout=30) as response:
        form = lxml.html.fromstring(response.read()).get_element_by_id("revision_form")
    fields = [(name, str(value)) for name, value in form.form_values() if "__prefix__" not in name]
    return Editor(running, opener, address, fields)


@contextmanager
def full_disk(site: Site) -> Iterator[None]:
    """No file of the server's processes grows beyond what a row takes: what is there already can be read."""
    children = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text().split()
    before = [resource.prlimit(int(pid), resource.RLIMIT_FSIZE) for pid in children]
    for pid, (_soft, hard) in zip(children, before, strict=True):
        resource.prlimit(int(pid), resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        for pid, limits in zip(children, before, strict=True):
            resource.prlimit(int(pid), resource.RLIMIT_FSIZE, limits)


@contextmanager
def somebody_writes(site: Site) -> Iterator[None]:
    connection = sqlite3.connect(site.var / "mgi.sqlite3", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


def statuses(site: Site) -> list[int]:
    result = []
    for page in PAGES:
        with urllib.request.urlopen(site.url + page, timeout=30) as response:
            result.append(response.status)
    return result


def type_a_word(editor: Editor, word: str) -> None:
    name = next(name for name, value in editor.fields if name.endswith("introduction"))
    editor.fields = [(key, word if key == name else value) for key, value in editor.fields]


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [(full_disk, "There is no room left"), (somebody_writes, "Somebody else’s work is being stored")],
)
def test_readers_read_on_and_writers_are_told_and_lose_nothing(running, editor, trouble, sentence):
    word = f"{WORD} {sentence}"
    type_a_word(editor, word)
    with trouble(running):
        assert statuses(running) == [200] * len(PAGES)
        status, data, seconds = editor.save_while_typing()
        assert (status, seconds < 10) == (503, True)
        assert str(data["reason"]).startswith(sentence)
        status, page, _seconds = editor.save()
        assert status == 503
        assert sentence in page and f"<li>{word}</li>" in page
        assert word not in editor.stored()
        assert statuses(running) == [200] * len(PAGES)
    status, data, _seconds = editor.save_while_typing()
    assert status == 200 and data["version"]
    editor.fields = [
        (key, str(data["version"]) if key == "version" else value) for key, value in editor.fields
    ]
    assert word in editor.stored()


def test_the_files_beside_the_database_are_there_while_it_is_served(running):
    """A full disk would have no room for them."""
    assert (running.var / "mgi.sqlite3-shm").exists() and (running.var / "mgi.sqlite3-wal").exists()
