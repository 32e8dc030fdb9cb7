"""The store of finished pages in the real server: the same answers as without it, and none that is stale."""

import http.client
import re
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import brotli
import lxml.html
import pytest

from tests import server, tools
from tests.server import Site

pytestmark = pytest.mark.once

PAGE = "/profiles/mali-2021/"
LANGUAGES = ("", "/fr", "/ar")
SETTINGS = {"API_RATE": "0", "SITE_URL": "http://mgi.example"}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two processes with a store."""
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path_factory.mktemp("stored"), shared, WORKERS="2", **SETTINGS) as instance:
        yield instance


@pytest.fixture(scope="module")
def plain(stored: Site) -> Iterator[Site]:
    """The same installation without one."""
    without = Site(stored.var, stored.database, stored.environ | {"PAGE_STORE": "0", "WORKERS": "1"})
    with without.running() as instance:
        yield instance


Answer = tuple[int, dict[str, str], bytes]


def ask(site: Site, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        # Both sites are called by one name, which some pages have in them.
        named = {"Host": "localhost"} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        response = connection.getresponse()
        fields = {name.lower(): value for name, value in response.getheaders()}
        return response.status, fields, response.read()
    finally:
        connection.close()


def decoded(answer: Answer) -> Answer:
    """Return the answer as a browser sees it: Django's gzip has a name by chance in it."""
    status, headers, body = answer
    if body and headers.get("content-encoding") == "gzip":
        body = zlib.decompress(body, 31)
    elif body and headers.get("content-encoding") == "br":
        body = brotli.decompress(body)
    return (
        status,
        {
            name: value
            for name, value in headers.items()
            if name not in ("date", "content-length", "x-request-id")
        },
        body,
    )


DIFFERS = re.compile(r"[0-9a-f-]{36}|\d+")
NAMED = re.compile(r"(?<=/profiles/)[a-z][\w-]*|(?<=/places/)[a-z][\w-]*|(?<=/domains/)[a-z][\w-]*")


def addresses(site: Site, is_long: int) -> list[str]:
    """Return the addresses that links of public pages lead to, two steps from the home page.

    One of each kind: of what differs by its number alone, and but for a long run by its name.
    """
    seen, layer = set(), {f"{language}/" for language in LANGUAGES}
    for _step in range(3):
        links_here = set()
        for path in sorted(layer):
            _status, headers, body = ask(site, path)
            if body and headers.get("content-type", "").startswith("text/html"):
                links = lxml.html.fromstring(body).xpath("//@href | //link/@href | //img/@src")
                links_here |= {
                    link.split("#")[0] for link in links if re.match(r"/(?!/|admin/|static/)", link)
                }
        seen |= layer
        layer = links_here - seen
    seen |= layer
    kinds: dict[str, str] = {}
    for path in sorted(seen):
        kind = DIFFERS.sub("0", path)
        kinds.setdefault(kind if is_long else NAMED.sub("x", kind), path)
    others = [
        "/nowhere/",
        "/profiles/nothing/",
        "/search/?q=law&page=99",
        "/?region=x",
        "/healthz",
        "/robots.txt",
    ]
    return sorted(kinds.values()) + others


OF_SENDING = {"content-encoding", "content-length", "date", "transfer-encoding", "x-request-id"}
"""Headers that say how an answer is sent, and not what it is."""
CONDITIONS = [
    {"If_None_Match": "*"},
    {"If_None_Match": '"x"'},
    {"If_Match": '"x"'},
    {"If_Modified_Since": "Fri, 01 Jan 2038 00:00:00 GMT"},
    {"Range": "bytes=0-99"},
    {"Accept": "text/plain"},
    {"Cookie": "mgi_session=x"},
]


@pytest.mark.long
def test_every_address_says_the_same_with_the_store_and_without(stored, plain, how_many):
    paths = addresses(plain, how_many(0, 1))
    assert len(paths) > how_many(100, 150)
    kept = 0
    for number, path in enumerate(paths):
        expected = decoded(ask(plain, path))
        for encoding in ("br", "gzip", "identity", "br"):
            answer = ask(stored, path, Accept_Encoding=encoding)
            assert decoded(answer)[2] == expected[2], (path, encoding)
            assert without_encoding(answer[1]) == without_encoding(expected[1]), (path, encoding)
        heads = [ask(site, path, "HEAD") for site in (stored, plain)]
        assert heads[0][0] == heads[1][0] and heads[0][2] == b""
        assert without_encoding(heads[0][1]) == without_encoding(heads[1][1]), path
        known = {"If_None_Match": f'"x", {expected[1].get("etag", "y")}'}
        for headers in (known, CONDITIONS[number % len(CONDITIONS)]):
            answers = [decoded(ask(site, path, **headers)) for site in (stored, plain)]
            assert answers[0] == answers[1], (path, headers)
        kept += "surrogate-key" in expected[1]
    assert kept > how_many(70, 100)


def without_encoding(headers: dict[str, str]) -> dict[str, str]:
    """Return what is said of the answer itself; Django's gzip makes an ETag weak, if it is none of ours."""
    kept = {name: headers[name] for name in headers.keys() - OF_SENDING}
    return kept | {"etag": headers["etag"].removeprefix("W/")} if "etag" in kept else kept


def test_unknown_parameters_lead_to_the_same_page(stored, plain):
    for path in (PAGE, "/profiles/", "/about/", "/fr/"):
        body = ask(plain, path)[2]
        for _time in range(8):  # in the memory of both processes
            ask(stored, path)
        for query in (
            *("?utm_source=x", "?fbclid=1&utm_medium=mail", "?x", "?%66oo=%00", "?x=%", "?x=%ff"),
            f"?x={'x' * 5000}",
        ):
            expected = decoded(ask(plain, path + query))
            for _time in range(3):
                assert decoded(ask(stored, path + query)) == expected
            assert expected[0] in (400, 414) or expected[2] == body
    assert decoded(ask(stored, "/profiles/?region=002"))[2] != decoded(ask(stored, "/profiles/"))[2]
    assert (
        decoded(ask(stored, "/profiles/?reg%69on=002"))[2] == decoded(ask(plain, "/profiles/?region=002"))[2]
    )


def test_other_names_of_a_page_take_no_room(stored):
    """A stranger may name any port, write the host in capitals and letters of a path as numbers."""
    for _time in range(8):
        ask(stored, PAGE)
    before = count_made(stored)
    for number in range(20):
        for host in (f"localhost:{number}", "LOCALHOST", "LocalHost:80"):
            assert ask(stored, PAGE, Host=host)[0] == 200
    assert count_made(stored) == before
    pages = pages_kept(stored)
    for number in range(20):
        assert ask(stored, f"/%{ord('p'):x}rofiles/mali-2021/?x={number}%")[0] == 400
        assert ask(stored, PAGE, Host=f"localhost:{number}x")[0] == 400
    assert pages_kept(stored) == pages


def test_nothing_of_the_staff_is_ever_kept(stored):
    before = pages_kept(stored)
    opener = stored.sign_in()
    for path in (
        "/admin/",
        "/admin/profiles/profile/",
        "/admin/login/",
        "/review/x/",
        "/healthz",
        "/metrics",
    ):
        for _time in range(3):
            with suppress(OSError):  # 404 at a link that nobody has
                opener.open(f"{stored.url}{path}", timeout=30).read()
    assert pages_kept(stored) <= before


def pages_kept(site: Site) -> int:
    time.sleep(1.2)  # each process writes down twice a second what it has counted
    return sum(int(number) for number in re.findall(r"(\d+) pages", site.manage("pages").stdout))


def test_the_store_is_shown_and_emptied(stored):
    for _time in range(20):
        ask(stored, PAGE)
    time.sleep(1.2)
    text = stored.manage("pages").stdout
    assert len(re.findall(r"Process \d+: [1-9]\d* pages in memory", text)) == 2
    assert re.search(r"Files: [1-9]\d* pages", text)
    figures = ask(stored, "/metrics")[2].decode()
    assert int(float(re.search(r'mgi_page_answers_total\{source="memory"\} (\S+)', figures)[1])) >= 10
    assert stored.manage("pages", "--empty").stdout == "All pages will be made anew.\n"
    assert "Files: 0 pages" in stored.manage("pages").stdout
    before = count_made(stored)
    ask(stored, PAGE)
    assert count_made(stored) == before + 1


def count_made(site: Site) -> int:
    time.sleep(1.2)
    figures = ask(site, "/metrics")[2].decode()
    return int(float(re.search(r'mgi_page_answers_total\{source="made"\} (\S+)', figures)[1]))


def test_a_page_is_made_once_however_many_ask(stored):
    stored.manage("pages", "--empty")
    before = count_made(stored)
    threads = [threading.Thread(target=ask, args=(stored, PAGE)) for _number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count_made(stored) - before <= 2  # by each process


PUBLISH = """
import sys, time
from profiles import workflow
from profiles.models import Profile, Revision
profile = Profile.objects.get(slug="mali-2021")
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    revision = workflow.start_revision(profile, by=None)
    Revision.objects.filter(pk=revision.pk).update(introduction=f"Fictional number {number}.")
    workflow.publish(Revision.objects.get(pk=revision.pk), by=None)
    print(number, flush=True)
"""


def test_no_reader_gets_what_an_action_has_replaced(stored, how_many):
    """Six readers at two processes, while a third one publishes again and again."""
    last, over, stale, reads = [0], threading.Event(), [], [0]

    def read(path: str) -> None:
        while not over.is_set():
            expected = last[0]
            text = ask(stored, path, Accept_Encoding="gzip")
            match = re.search(rb"Fictional number (\d+)\.", zlib.decompress(text[2], 31))
            reads[0] += 1
            if int(match[1]) < expected:
                stale.append((path, expected, match[1]))

    environ = stored.full_environ()
    setup = f"import sys; sys.argv = ['', '1', '{how_many(short=30, long=1000) + 1}']\n"
    command = [sys.executable, "manage.py", "shell", "-c", setup + PUBLISH]
    with subprocess.Popen(
        command, cwd=tools.ROOT, env=environ, stdout=subprocess.PIPE, text=True
    ) as publisher:
        assert publisher.stdout
        readers = [threading.Thread(target=read, args=(path,)) for path in (PAGE, f"/fr{PAGE}") * 3]
        for line in publisher.stdout:
            if line.strip().isdigit():  # and not what manage.py says before
                last[0] = int(line)
                if last[0] == 1:
                    for reader in readers:
                        reader.start()
        over.set()
        for reader in readers:
            reader.join()
    assert publisher.returncode == 0
    assert stale == []
    assert reads[0] > 100


def test_a_change_past_all_actions_is_seen_within_a_second(stored):
    for path in (PAGE, "/places/"):
        ask(stored, path)
    name = f"Fictional name {time.time_ns()}"
    code = f"from profiles.models import Place; Place.objects.filter(slug='mali').update(name={name!r})"
    stored.manage("shell", "-c", code)
    time.sleep(1)
    for path in (PAGE, "/places/", "/"):
        for _time in range(4):  # of both processes
            assert name.encode() in ask(stored, path)[2], path
    # Word for word as it was: other tests read it.
    stored.manage("shell", "-c", code.replace(name, "Mali"))


KILLED = """
import os, signal
from profiles import workflow
from profiles.models import Profile, Revision
from profiles.page_store import versions
revision = workflow.start_revision(Profile.objects.get(slug="mali-2021"), by=None)
Revision.objects.filter(pk=revision.pk).update(introduction="Fictional, and published by who was killed.")
versions.read_versions = lambda: os.kill(os.getpid(), signal.SIGKILL)
workflow.publish(Revision.objects.get(pk=revision.pk), by=None)
"""


def test_a_process_killed_between_its_commit_and_its_word_is_noticed_within_a_second(stored):
    ask(stored, PAGE)
    assert stored.manage("shell", "-c", KILLED, check=False).returncode == -signal.SIGKILL
    time.sleep(1)
    for _time in range(4):  # of both processes
        assert b"published by who was killed" in ask(stored, PAGE)[2]


def test_a_new_start_reads_what_is_on_the_disk(tmp_path: Path, tmp_path_factory):
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path, shared, **SETTINGS) as instance:
        body = ask(instance, PAGE)[2]
        time.sleep(1)
    with Site(instance.var, instance.database, SETTINGS).running() as again:
        assert ask(again, PAGE)[2] == body
        time.sleep(1.2)
        assert 'source="files"} 1.0' in ask(again, "/metrics")[2].decode()
