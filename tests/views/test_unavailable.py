"""What is answered while a database fails; with real ones: tests/test_database_away.py."""

import sqlite3

import psycopg
import pytest
from django.db import OperationalError

from profiles.views import errors
from tests.pages import parse, text_of


def failure(cause: Exception) -> OperationalError:
    """What Django raises for what a database's library raises."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("cause", "title"),
    [
        (psycopg.OperationalError("connection refused"), "The site cannot be read at the moment"),
        (psycopg.errors.DiskFull(), "Nothing can be stored at the moment"),
        (sqlite_error(sqlite3.SQLITE_FULL), "Nothing can be stored at the moment"),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), "Nothing can be stored at the moment"),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), "The site is busy"),
    ],
    ids=repr,
)
def test_a_database_that_fails_is_told_without_asking_it(rf, db, django_assert_num_queries, cause, title):
    with django_assert_num_queries(0):
        response = errors.unavailable(rf.post("/", {"introduction": "Typed."}), failure(cause))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert text_of(parse(response).find(".//h1")) == title
    assert "<li>Typed.</li>" in response.content.decode()


def test_a_database_that_fails_where_no_view_notices_is_a_503_too(client, mali, monkeypatch):
    """In a middleware, for example: Django then asks the handler of errors."""
    client.raise_request_exception = False

    def fail(*args: object) -> None:
        raise failure(psycopg.OperationalError("connection refused"))

    monkeypatch.setattr("profiles.middleware.AddressMiddleware.process_request", fail)
    assert client.get("/profiles/mali-2021/").status_code == 503
    assert client.get("/api/v1/profiles/").json()["status"] == 503
