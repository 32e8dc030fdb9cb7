"""What the log tells: every error of ours, and no address that is itself a key."""

import io
import json
import logging
from collections.abc import Iterator
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client

from mgi.logs import Json, Line, request_id
from mgi.wsgi import application
from profiles import workflow
from tests.factories import make_draft


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site writes to the terminal, by its own handler."""
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, Line)]
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


@pytest.fixture
def broken(monkeypatch) -> Client:
    """A browser on a site whose database fails."""

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a fictional failure")

    monkeypatch.setattr("profiles.workflow.open_review_link", fail)
    monkeypatch.setattr("profiles.admin.accounts.views.NewPasswordView.dispatch", fail)
    return Client(raise_request_exception=False)


@pytest.mark.usefixtures("domains")
def test_an_error_of_a_review_link_is_logged_without_its_key(log, broken):
    _link, token = workflow.create_review_link(make_draft(), None, "Ministry")
    assert broken.get(f"/review/{token}/?language=fr").status_code == 500
    assert "Internal Server Error: /review/…/" in log.getvalue()
    assert "a fictional failure" in log.getvalue()
    assert token not in log.getvalue()


def test_an_error_of_a_letter_for_a_new_password_is_logged_without_its_key(db, log, broken):
    assert broken.get("/admin/password_reset/MQ/abc-secret/").status_code == 500
    assert "/admin/password_reset/MQ/…/" in log.getvalue()
    assert "abc-secret" not in log.getvalue()


@pytest.mark.parametrize("step", ["confirm", "stop"])
def test_an_error_of_a_reader_s_link_is_logged_without_its_key(db, log, monkeypatch, step):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a fictional failure")

    monkeypatch.setattr("profiles.views.alerts.render", fail)
    key = "2f0d7f1c-0000-4000-8000-000000000000"
    client = Client(raise_request_exception=False)
    assert client.get(f"/fr/alerts/{step}/{key}/").status_code == 500
    assert f"/fr/alerts/{step}/…/" in log.getvalue() and key not in log.getvalue()


@pytest.mark.usefixtures("domains")
def test_every_line_of_a_request_names_it(log, broken, settings):
    settings.PROXIES = 1
    _link, token = workflow.create_review_link(make_draft(), None, "Ministry")
    answer = broken.get(f"/review/{token}/", headers={"x-request-id": "a-name-of-it"})
    assert answer["X-Request-ID"] == "a-name-of-it"
    assert "ERROR django.request [a-name-of-it]: Internal Server Error: /review/…/" in log.getvalue()


@pytest.mark.usefixtures("domains")
def test_a_line_of_json_is_whole_and_as_discreet(log, broken):
    _link, token = workflow.create_review_link(make_draft(), None, "Ministry")
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, Line)]
    before, handler.formatter = handler.formatter, Json()
    try:
        answer = broken.get(f"/review/{token}/")
        logging.getLogger("mgi.test").error('A “quoted" line\nof %s', "two", extra={"fields": {"bytes": 7}})
    finally:
        handler.formatter = before
    assert token not in log.getvalue()
    first, second = map(json.loads, log.getvalue().splitlines())
    assert first["message"] == "Internal Server Error: /review/…/" and first["level"] == "ERROR"
    assert first["request_id"] == answer["X-Request-ID"]
    assert "RuntimeError: a fictional failure" in first["exception"]
    assert second["message"] == 'A “quoted" line\nof two' and second["bytes"] == 7


def test_the_name_of_a_request_ends_with_it(db):
    """What a thread does next, or the worker that had a page made, is not logged under it."""
    environ = {"wsgi.input": io.BytesIO(), "HTTP_HOST": "localhost", "PATH_INFO": "/healthz"}
    setup_testing_defaults(environ)
    names, before = [], request_id.get()
    application(environ, lambda status, headers: names.append(dict(headers)["X-Request-ID"])).close()
    assert len(names[0]) == 32 and request_id.get() == before != names[0]
