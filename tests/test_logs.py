"""What the log tells: every error of ours, and no address that is itself a key."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from mgi.logs import Line
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
