"""Backups and letters in a bucket: the real library, and a server that answers as S3 does."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from mgi import environment
from profiles.backups import nightly
from profiles.backups.archive import Archive
from tests.backups.bucket import Bucket, bucket

PASSPHRASE = "a passphrase for tests only"


@pytest.fixture
def s3(settings, monkeypatch, tmp_path) -> Iterator[Bucket]:
    """A bucket for both, as an operator names it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "an id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a key")
    settings.VAR_DIR, settings.BACKUP_PASSPHRASE = tmp_path, PASSPHRASE
    with bucket() as server:
        url = f"s3://mine/{{}}?endpoint={server.url}&region=eu-north-1"
        environment.is_storage_of_backups(url.format("nights"))
        settings.STORAGES = settings.STORAGES | {
            "default": environment.storage(url.format("letters")),
            "backups": environment.storage(url.format("nights")),
        }
        yield server
    assert server.unsigned == 0


@pytest.mark.usefixtures("shared_database")
def test_a_backup_is_made_read_back_and_old_ones_go(s3):
    old = "mine/nights/mgi-2020-01-01-021500.age"
    s3.files = {old: b"old", "mine/other/mgi-2019-01-01-021500.age": b"of somebody else"}
    for day in range(2, 32):
        s3.files[f"mine/nights/mgi-2020-01-{day:02}-021500.age"] = b"old"
    name = nightly.make_nightly_backup()
    with storages["backups"].open(name) as file:
        assert Archive(file, PASSPHRASE).check().rows > 0
    assert f"mine/nights/{name}" in s3.files and "mine/other/mgi-2019-01-01-021500.age" in s3.files
    assert old not in s3.files and "mine/nights/mgi-2020-01-31-021500.age" in s3.files


@pytest.mark.once
def test_a_letter_is_kept_and_never_written_over_another_one(s3):
    name = default_storage.save("sign-offs/a.pdf", ContentFile(b"\x00\xff"))
    other = default_storage.save("sign-offs/a.pdf", ContentFile(b"other"))
    assert s3.files == {f"mine/letters/{name}": b"\x00\xff", f"mine/letters/{other}": b"other"}
    with default_storage.open(name) as file:
        assert file.read() == b"\x00\xff"
    default_storage.delete(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name).read()


@pytest.mark.once
def test_without_its_package_the_setting_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(environment.ValidationError, match="pip install"):
        environment.is_storage("s3://mine")
