"""Two servers on one database: the same files from each, no old page, and one may die at any moment.

Each has a VAR_DIR of its own; Redis counts for both where it is installed, and the second one reaches
PostgreSQL through PgBouncer where that is.
"""

import shutil
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest

from tests import server, tools, two_servers
from tests.two_servers import ONLY_THERE, Editor, Front, Reader, Server, ask

pytestmark = pytest.mark.once

PAGE = "/profiles/mali-2021/"
READ = [
    *(PAGE, "/fr/profiles/lunaria-2023/", "/places/", "/profiles/mali-2021.pdf", "/search/?q=law+NUMBER"),
    *(
        "/api/v1/profiles/",
        "/profiles/?q=NUMBER",
        "/profiles.csv",
        "/ar/profiles/lunaria-2023/",
        "/feeds/profiles.atom",
    ),
]
MADE = [
    *(f"/profiles/lunaria-2023.{ending}" for ending in ("pdf", "docx", "xlsx", "csv", "json", "txt", "png")),
    *(f"/fr/profiles/lunaria-2023.{ending}" for ending in ("pdf", "docx", "xlsx", "png", "bib", "ris")),
    *("/ar/profiles/mali-2021.pdf", "/ar/profiles/mali-2021.docx", "/about/data/profiles.zip"),
    *("/profiles.csv", "/profiles.xlsx", "/fr/profiles.json", "/search.xlsx?q=law", "/picture.png"),
    *("/sitemap.xml", "/sitemap-profiles.xml", "/feeds/profiles.atom", "/about/data/findings.schema.json"),
    *(
        "/api/v1/profiles/lunaria-2023/",
        "/api/v1/findings.csv",
        "/api/v1/openapi.json",
        "/compare/names.json",
    ),
    *("/", "/ar/", PAGE, "/fr/profiles/lunaria-2023/", "/profiles/lunaria-2023/changes/", "/places/lunaria/"),
]
OF_ANSWER = ("etag", "last-modified", "cache-control", "surrogate-key", "content-disposition", "link")
START_DRAFTS = """
from profiles import workflow
from profiles.models import Profile
for slug in ("mali-2021", "lunaria-2023"):
    print("draft", workflow.start_revision(Profile.objects.get(slug=slug), by=None).pk)
"""
PUBLISH = """
from profiles import workflow
from profiles.models import Profile, Revision
draft = workflow.start_revision(Profile.objects.get(slug="zanbaqia-2024"), by=None)
Revision.objects.filter(pk=draft.pk).update(introduction="Published beside the other server.")
workflow.publish(Revision.objects.get(pk=draft.pk), by=None)
"""
COUNT = "from profiles.throttling import allow_visitor; print(allow_visitor('tests', '192.0.2.1', 1))"


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis; that of a cache in memory where none is installed."""
    if not shutil.which("redis-server"):
        yield "locmem://"
        return
    port, folder = server.free_port(), str(tmp_path_factory.mktemp("redis"))
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", folder]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            two_servers.wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def servers(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    if problem := tools.postgres_problem():
        tools.skip_or_fail("postgresql", problem)
    with two_servers.pair(tmp_path_factory.mktemp("two"), CACHE_URL=redis_url, JOBS="1") as both:
        yield both


@pytest.fixture(scope="module")
def front(servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with two_servers.front(servers, tmp_path_factory.mktemp("front")) as instance:
        yield instance


def test_each_makes_the_same_file_as_the_other(servers):
    """Nothing that is made once needs a shared disk: a reader who is led to the other server has a 304."""
    answers = []
    for one in servers:
        answers.append({path: ask(one.port, "GET", path) for path in MADE})
        time.sleep(2.1)  # The times in a ZIP have a step of two seconds.
    for path in MADE:
        first, second = (answer[path] for answer in answers)
        assert first.status == second.status == 200, path
        assert first.body == second.body, path
        for name in OF_ANSWER:
            assert first.headers.get(name) == second.headers.get(name), (path, name)
        if etag := first.headers.get("etag"):
            assert ask(servers[1].port, "GET", path, If_None_Match=etag).status == 304, path


def test_what_one_publishes_the_other_shows_within_a_second(servers):
    path = "/profiles/zanbaqia-2024/"
    for one in servers * 2:
        ask(one.port, "GET", path)
    servers[0].manage("shell", "--no-imports", "-c", PUBLISH)
    assert b"Published beside the other server." in ask(servers[0].port, "GET", path).body
    time.sleep(1)
    assert b"Published beside the other server." in ask(servers[1].port, "GET", path).body


def test_a_visitor_is_counted_by_both_together(servers, redis_url: str):
    if not redis_url.startswith("redis"):
        pytest.skip("no redis-server was found")
    answers = [one.manage("shell", "--no-imports", "-c", COUNT).stdout.strip() for one in servers]
    assert answers == ["True", "False"]


def test_a_page_gets_its_static_files_from_the_server_that_has_them(servers, front: Front):
    """While one server has another version than the other, by the recipe of nginx."""
    if not shutil.which("nginx"):
        pytest.skip("no nginx was found")
    path = f"/static/{ONLY_THERE}"
    assert [ask(one.port, "GET", path).status for one in servers] == [404, 200]
    assert [front.ask("GET", path).status for _time in range(6)] == [200] * 6
    assert front.ask("GET", "/static/css/page.ba9876543210.css").status == 404
    missing = ask(servers[0].port, "GET", path)
    assert "no-cache" in missing.headers["cache-control"]  # or a CDN would keep that it is not there


@pytest.mark.long
def test_no_word_and_no_page_is_lost_while_each_server_is_killed_in_turn(servers, front: Front, how_many):
    drafts = servers[0].manage("shell", "--no-imports", "-c", START_DRAFTS).stdout.splitlines()
    keys = [line.split()[1] for line in drafts if line.startswith("draft")]
    editors = [Editor(front, f"/admin/profiles/revision/{key}/change/") for key in keys]
    for editor in editors:
        editor.sign_in()
    readers = [Reader(front, READ[number:] + READ[:number]) for number in (0, 3, 6)]
    over = threading.Event()
    threads = [threading.Thread(target=one.run, args=(over,)) for one in (*editors, *readers)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + how_many(short=0, long=600)
    kills = 0
    try:
        time.sleep(1)
        while kills < 2 or time.monotonic() < end:
            victim = servers[kills % 2]
            victim.kill()
            kills += 1
            time.sleep(2)
            victim.start()
            time.sleep(3)  # The recipe of nginx has a server count as away for two seconds after it was.
    finally:
        over.set()
        for thread in threads:
            thread.join(60)
    assert [problem for one in editors for problem in one.wrong] == []
    assert [problem for one in readers for problem in one.failed] == []
    assert min(one.saves for one in editors) >= 2 * kills
    assert min(one.reads for one in readers) >= 10 * kills
    assert all(ask(one.port, "GET", "/readyz").status == 200 for one in servers)
