"""Requests are counted, timed, named and, where that is on, logged: by the real server, in two processes."""

import http.client
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mgi import traffic
from mgi.version import version
from tests import server, tools
from tests.server import Site

pytestmark = pytest.mark.once

PAGE = "/profiles/mali-2021/"
ENVIRON = {"WORKERS": "2", "PROXIES": "1", "LOG_FORMAT": "json", "ACCESS_LOG": "1", "METRICS_TOKEN": "t" * 20}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path_factory.mktemp("traffic"), shared, **ENVIRON) as instance:
        yield instance


def ask(site: Site, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.request(
            method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, fields, answer.read()
    finally:
        connection.close()


def figures(site: Site) -> dict[tuple[str, ...], float]:
    text = ask(site, "/metrics", Authorization=f"Bearer {'t' * 20}")[2].decode()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def settled(site: Site) -> dict[tuple[str, ...], float]:
    """Return the figures once all processes have written down what they counted."""
    time.sleep(3 * traffic.PAUSE)
    return figures(site)


def lines(site: Site, **wanted: object) -> list[dict]:
    """Return the lines of the log that have these values."""
    rows = [json.loads(line) for line in site.log.read_text().splitlines() if line.startswith("{")]
    return [row for row in rows if all(row.get(name) == value for name, value in wanted.items())]


def test_one_scrape_has_what_all_processes_answered(running: Site):
    before = settled(running)
    for _time in range(40):
        assert ask(running, PAGE)[0] == 200
    etag = ask(running, PAGE)[1]["etag"]
    for _time in range(10):
        assert ask(running, PAGE, If_None_Match=etag)[0] == 304
    ask(running, "/nowhere/")
    ask(running, "/fr/profiles/mali-2021.json")
    ask(running, "/api/v1/profiles/")
    ask(running, "/static/nothing.css")
    ask(running, "/review/a-key-that-is-none/")
    ask(running, "/admin/login/")
    after = settled(running)
    grown = {
        key[1:]: after[key] - before.get(key, 0)
        for key in after
        if key[0] == "mgi_requests_total" and after[key] != before.get(key, 0)
    }
    expected = {
        ("page", "2xx"): 41,
        ("page", "3xx"): 10,
        ("page", "4xx"): 1,
        ("file", "2xx"): 1,
        ("api", "2xx"): 1,
        ("static", "4xx"): 1,
        ("review", "4xx"): 1,
        ("admin", "2xx"): 1,
    }
    assert grown == expected | {("other", "2xx"): grown["other", "2xx"]}
    memory = ("mgi_page_answers_total", "memory")
    assert after[memory] - before[memory] >= 40
    timed = ("mgi_request_seconds_count", "page")
    assert 1 <= after[timed] - before.get(timed, 0) <= 12, "what memory answers is not timed"
    assert after["mgi_request_seconds_bucket", "api", "10.0"] >= 1
    assert after["mgi_server_processes",] == 2
    assert after["mgi_server_memory_bytes",] > 50 * 1024 * 1024


def test_a_refused_sign_in_is_counted(running: Site):
    before = settled(running)
    _status, headers, page = ask(running, "/admin/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    cookie = headers["set-cookie"].split(";")[0]
    form = f"username=nobody&password=wrong&csrfmiddlewaretoken={token[1].decode()}"
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    connection.request(
        "POST",
        "/admin/login/",
        form,
        {
            "Cookie": cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": "192.0.2.7",
        },
    )
    assert connection.getresponse().status == 200
    connection.close()
    after = settled(running)
    key = ("mgi_sign_ins_refused_total",)
    assert after[key] == before[key] + 1
    assert after["mgi_sign_in_failures",] == before["mgi_sign_in_failures",] + 1


def test_a_request_is_called_as_the_proxy_calls_it(running: Site):
    name = "0123456789abcdef-of.the_proxy"
    headers = ask(running, "/nowhere/", X_Request_ID=name)[1]
    assert headers["x-request-id"] == name
    (line,) = lines(running, request_id=name)
    assert (line["logger"], line["path"], line["status"], line["kind"]) == (
        "mgi.access",
        "/nowhere/",
        404,
        "page",
    )


@pytest.mark.parametrize(
    "name", ["short", "a" * 101, "with a space inside", 'quoted"name"', "näme-of-it", ""]
)
def test_what_is_no_plain_name_is_replaced(running: Site, name: str):
    headers = ask(running, "/nowhere/", X_Request_ID=name)[1]
    assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])
    assert len(lines(running, request_id=headers["x-request-id"])) == 1


def test_what_any_cache_may_keep_does_not_carry_the_name_of_one_request(running: Site):
    for _time in range(6):  # made, from a file, from memory
        assert "x-request-id" not in ask(running, PAGE, X_Request_ID="a-name-of-a-page")[1]
    rows = lines(running, request_id="a-name-of-a-page")
    assert len(rows) == 6, "the log has it all the same"
    assert {(row["status"], row["kind"], row["path"]) for row in rows} == {(200, "page", PAGE)}
    assert all(row["bytes"] > 1000 and row["ms"] >= 0 for row in rows)


def test_what_never_gets_to_django_has_a_name_and_a_line_too(running: Site):
    status, headers, _body = ask(
        running, "/admin/login/", "POST", Content_Length="1000000000", X_Request_ID="a-body-too-large"
    )
    assert status == 413 and headers["x-request-id"] == "a-body-too-large"
    (line,) = lines(running, request_id="a-body-too-large")
    assert (line["status"], line["kind"]) == (413, "admin")


def test_the_access_log_has_no_key_and_no_question(running: Site):
    secret = "k3y-that-opens-a-draft"
    for path in (f"/review/{secret}/", f"/%72eview/{secret}/", f"/fr/alerts/stop/{secret}/", f"/?q={secret}"):
        ask(running, path)
    ask(running, f"/search/?q={secret}", X_Request_ID="a-question")
    ask(running, "/a%0Aline%1B[31m/%E2%80%AEx/", X_Request_ID="a-broken-line")
    assert secret not in running.log.read_text()
    (row,) = lines(running, request_id="a-question")
    assert row["path"] == "/search/" and row["method"] == "GET"
    (row,) = lines(running, request_id="a-broken-line")
    assert row["path"] == "/a?line?[31m/?x/"
    assert not lines(running, client="127.0.0.1")


def test_the_start_says_the_version_in_the_form_of_the_log(running: Site):
    (row,) = lines(running, logger="mgi.site_processes")
    assert row["message"].startswith(f"Version {version()} of the site starts")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", row["time"]) and row["level"] == "INFO"


def test_without_a_proxy_a_stranger_names_no_request_and_nothing_is_logged(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
):
    with server.site(tmp_path, server.shared_folder(tmp_path_factory)) as site:
        headers = ask(site, "/nowhere/", X_Request_ID="a-name-of-a-stranger")[1]
        assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])
        assert "/nowhere/" not in site.log.read_text()


def test_connections_to_postgresql_are_counted(tmp_path: Path):
    if problem := tools.postgres_problem():
        tools.skip_or_fail("postgresql", problem)
    name = server.new_database("template0")
    try:
        (tmp_path / "var").mkdir()
        with Site(tmp_path / "var", name, {"WORKERS": "2"}).running("--prepare") as site:
            for _time in range(20):
                ask(site, "/profiles/", "GET", If_Match="x")  # of no store
            after = settled(site)
    finally:
        server.drop_database(name)
    size, in_use = (after["mgi_database_connections", state] for state in ("size", "in_use"))
    assert 1 <= size <= 16 and 0 <= in_use <= size
    assert after["mgi_database_waiting",] == 0


@pytest.mark.parametrize("arguments", ["version", "--version", "serve --version"])
def test_the_command_line_says_the_version(tmp_path: Path, arguments: str):
    assert Site(tmp_path / "var").manage(*arguments.split()).stdout == f"{version()}\n"
