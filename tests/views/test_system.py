"""What whoever watches the server is told."""

import pytest
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor

from mgi.version import version
from profiles.views import system


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch):
    monkeypatch.setattr(system, "has_migrated", False)


def test_healthz_asks_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert response.content == b"ok\n"
    assert response["Cache-Control"] == "no-store"


def test_readyz_is_ready_when_all_migrations_have_run(client, db):
    assert client.get("/readyz").content == f"ready (version {version()})\n".encode()


def test_readyz_says_when_migrations_are_waiting(client, db, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"migrations are waiting\n"


def test_readyz_says_when_the_database_does_not_answer(client, monkeypatch):
    def fail(self, connection):
        raise DatabaseError("gone")

    monkeypatch.setattr(MigrationExecutor, "__init__", fail)
    assert client.get("/readyz").status_code == 503


@pytest.mark.usefixtures("domains")
def test_robots_names_the_sitemap(client):
    assert "Sitemap: https://mgi.example/sitemap.xml" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_they_are_only_asked(client, db, address):
    assert client.post(address).status_code == 405


def test_once_ready_a_small_query_will_do(client, db, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        assert client.get("/readyz").status_code == 200
