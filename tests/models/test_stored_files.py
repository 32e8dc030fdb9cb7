"""Uploaded files as rows, and how those that lay in a folder come to be rows."""

import importlib
import logging
from datetime import date

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from profiles import workflow
from profiles.models import SignOff, StoredFile
from tests.factories import make_draft

pytestmark = pytest.mark.usefixtures("domains")

migration = importlib.import_module("profiles.migrations.0035_files_into_the_database")


def test_a_file_is_kept_under_its_name_and_another_one_gets_another():
    assert default_storage.save("a.pdf", ContentFile(b"\x00\xff")) == "a.pdf"
    other = default_storage.save("a.pdf", ContentFile(b"other"))
    assert other != "a.pdf"
    with default_storage.open("a.pdf") as file:
        assert file.read() == b"\x00\xff"
    assert default_storage.size(other) == 5
    default_storage.delete("a.pdf")
    assert not default_storage.exists("a.pdf") and default_storage.exists(other)
    with pytest.raises(FileNotFoundError):
        default_storage.open("a.pdf")


@pytest.mark.django_db(transaction=True)
def test_a_file_is_stored_in_the_transaction_of_what_it_belongs_to():
    with transaction.atomic():
        default_storage.save("a.pdf", ContentFile(b"a"))
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()


def sign_offs_in_a_folder(folder) -> list[SignOff]:
    """Record sign-offs as the version before did: their letters are files; the last one is lost."""
    draft, rows = make_draft(), []
    for number in range(3):
        letter = ContentFile(b"letter %d" % number, "letter.pdf")
        rows.append(workflow.record_sign_off(draft, None, body="A", signed_on=date(2021, 1, 1), file=letter))
        draft.refresh_from_db()
    (folder / "sign-offs").mkdir(parents=True)
    for file in StoredFile.objects.all():
        (folder / file.name).write_bytes(file.content)
    StoredFile.objects.all().delete()
    (folder / rows[-1].file.name).unlink()
    return rows


def test_the_upgrade_copies_letters_leaves_the_files_and_names_what_is_missing(settings, tmp_path, caplog):
    settings.MEDIA_ROOT = tmp_path
    first, second, lost = sign_offs_in_a_folder(tmp_path)
    with caplog.at_level(logging.WARNING):
        migration.copy_into_database(apps, connection.schema_editor())
    assert first.file.open().read() == b"letter 0" and second.file.open().read() == b"letter 1"
    assert lost.file.name in caplog.text and not default_storage.exists(lost.file.name)
    assert (tmp_path / first.file.name).exists()
    (tmp_path / first.file.name).unlink()
    migration.write_files(apps, connection.schema_editor())
    assert (tmp_path / first.file.name).read_bytes() == b"letter 0"


def test_the_upgrade_leaves_letters_alone_where_another_storage_is_set(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sign_offs_in_a_folder(tmp_path)
    settings.UPLOADS = f"file://{tmp_path}"
    migration.copy_into_database(apps, connection.schema_editor())
    assert not StoredFile.objects.exists()
