"""What leaves the machine where SENTRY_DSN is set: that an error happened and where, nothing of anybody."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import brotli
import pytest

from mgi import error_reports
from mgi.version import version
from tests import tools
from tests.server import Site

pytestmark = pytest.mark.once

SECRETS = ("k3y-of-a-draft", "reader@example.org", "typed-words", "asked-words", "local-value", "192.0.2.77")
FAIL = """
import io
import logging
import sentry_sdk
from wsgiref.util import setup_testing_defaults
from mgi.wsgi import application
from profiles import workflow
def fail(*args, **kwargs):
    own = "local-value"
    raise RuntimeError("a fictional failure for reader@example.org")
workflow.open_review_link = fail
body = b"text=typed-words"
environ = {
    "REQUEST_METHOD": "POST",
    "PATH_INFO": "/review/k3y-of-a-draft/",
    "QUERY_STRING": "q=asked-words",
    "HTTP_HOST": "localhost",
    "HTTP_COOKIE": "mgi_session=typed-words",
    "HTTP_USER_AGENT": "asked-words",
    "REMOTE_ADDR": "192.0.2.77",
    "CONTENT_TYPE": "application/x-www-form-urlencoded",
    "CONTENT_LENGTH": str(len(body)),
    "wsgi.input": io.BytesIO(body),
}
setup_testing_defaults(environ)
statuses = []
list(application(environ, lambda status, headers: statuses.append(status)))
assert statuses == ["500 Internal Server Error"], statuses
logging.getLogger("mgi").error("Nobody takes an e-mail to %s", "reader@example.org")
sentry_sdk.flush(10)
"""


class Collector(HTTPServer):
    """Takes what is sent to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies: list[str] = []


class Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        decode = {"gzip": gzip.decompress, "br": brotli.decompress}.get(
            self.headers["Content-Encoding"], bytes
        )
        self.server.bodies.append(decode(body).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_an_error_is_reported_without_anybody_s_data(collector: Collector, tmp_path: Path):
    site = Site(tmp_path / "var", environ={"SENTRY_DSN": f"http://key@127.0.0.1:{collector.server_port}/7"})
    site.manage("prepare")
    site.manage("shell", "-v0", "-c", FAIL)
    sent = "\n".join(collector.bodies)
    assert not [secret for secret in SECRETS if secret in sent]
    events = [json.loads(line) for line in sent.splitlines() if '"event_id"' in line and '"level"' in line]
    failure = next(event for event in events if "exception" in event)
    (error,) = [row for row in failure["exception"]["values"] if row["type"] == "RuntimeError"]
    assert error["value"] == "a fictional failure for …@…"
    assert failure["release"] == version() and len(failure["tags"]["request_id"]) == 32
    assert failure["request"] == {"method": "POST", "url": "http://localhost/review/…/"}
    assert any("Nobody takes an e-mail to" in json.dumps(event) for event in events)
    assert not {"user", "breadcrumbs", "server_name", "extra"} & failure.keys()


def test_without_the_package_the_start_says_so_in_one_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(SystemExit, match=r"the package sentry-sdk is not installed: .*pip install") as stop:
        error_reports.start("https://key@sentry.example/7", "1")
    assert "\n" not in str(stop.value)


def test_it_is_loaded_only_where_it_is_set(tmp_path: Path):
    site = Site(tmp_path / "var")
    code = "import sys; print('sentry_sdk' in sys.modules)"
    assert site.manage("shell", "-v0", "--no-imports", "-c", code).stdout.strip() == "False"


def test_the_extra_is_what_the_tests_have():
    needs = (tools.ROOT / "pyproject.toml").read_text(), (tools.ROOT / "requirements-dev.in").read_text()
    assert all("sentry-sdk~=2.75" in text for text in needs)
    run = subprocess.run([sys.executable, "-c", "import sentry_sdk"], check=False)
    assert run.returncode == 0
