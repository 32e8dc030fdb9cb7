"""What the program refuses to work on: the database of a newer version, and that of another secret key."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from profiles.models import Installation
from profiles.operations import readiness
from profiles.views import system

pytestmark = pytest.mark.django_db

OTHER = "another key for tests only, of more than fifty letters"


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch) -> None:
    monkeypatch.setattr(system, "has_migrated", False)


def test_a_key_is_remembered_once_and_another_one_is_refused(settings, client):
    readiness.require_fit()
    readiness.remember_key()
    settings.SECRET_KEY = OTHER
    readiness.remember_key()
    with pytest.raises(readiness.NotReadyError, match="accept_secret_key"):
        readiness.require_fit_at_start()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (
        503,
        b"the secret key is another one than the database knows\n",
    )
    call_command("accept_secret_key")
    readiness.require_fit_at_start()
    assert client.get("/readyz").status_code == 200
    assert Installation.objects.count() == 1


def test_the_fingerprint_does_not_give_the_key_away(settings):
    readiness.remember_key()
    (row,) = Installation.objects.values_list("key_fingerprint", flat=True)
    assert len(row) == 64 and settings.SECRET_KEY not in row


@pytest.mark.parametrize("command", ["prepare", "work"])
def test_nothing_is_done_with_another_key(settings, command):
    readiness.remember_key()
    settings.SECRET_KEY = OTHER
    with pytest.raises(CommandError, match=r"Nothing was started\. The secret key is another one"):
        call_command(command)


def test_a_process_that_runs_says_so_when_a_newer_version_has_migrated_meanwhile(client):
    assert client.get("/readyz").status_code == 200
    MigrationRecorder(connection).record_applied("profiles", "9999_later")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (
        503,
        b"the database is of a newer version of the program\n",
    )
    with pytest.raises(CommandError, match="does not know 9999_later"):
        call_command("prepare")


def test_a_migration_that_a_library_has_taken_back_does_no_harm(client):
    MigrationRecorder(connection).record_applied("axes", "9999_gone")
    readiness.require_fit()
    assert client.get("/readyz").status_code == 200


def test_one_query_will_do(django_assert_num_queries):
    with django_assert_num_queries(1):
        readiness.require_fit()
