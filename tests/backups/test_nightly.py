"""The backups of each night: made, read back, kept and removed; what the dashboard says; folder and S3."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.utils import timezone

from profiles.backups import nightly
from profiles.backups.archive import Archive, BackupError
from profiles.choices import JobKind, Role
from profiles.models import Job, JobRun
from profiles.operations import figures, jobs
from tests.factories import make_member, make_user
from tests.jobs import run_jobs
from tests.pages import parse, text_of

PASSPHRASE = "a passphrase for tests only"


@pytest.fixture
def folder(settings, tmp_path):
    """Backups go here."""
    settings.VAR_DIR = tmp_path
    settings.BACKUPS, settings.BACKUP_PASSPHRASE = f"file://{tmp_path}/backups", PASSPHRASE
    options = {"location": str(tmp_path / "backups")}
    settings.STORAGES = settings.STORAGES | {
        "backups": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    }
    return tmp_path / "backups"


def name_of(moment: datetime) -> str:
    return moment.strftime(nightly.NAME)


@pytest.mark.once
def test_the_latest_of_each_day_week_and_month_is_kept():
    now = datetime(2026, 11, 30, 2, 15, tzinfo=UTC)
    names = [name_of(now - timedelta(days=days)) for days in range(800)]
    names.append(name_of(now + timedelta(hours=3)))  # by the button, the same day
    kept = nightly.kept(names)
    days = [f"2026-11-{day}" for day in (24, 25, 26, 27, 28, 29, 30)]
    weeks = ["2026-11-15", "2026-11-22"]  # Sundays, beside the two that are among the days
    months = ["2025-12-31", *(f"2026-{month}" for month in ("01-31", "02-28", "03-31", "04-30", "05-31"))]
    months += [f"2026-{month}" for month in ("06-30", "07-31", "08-31", "09-30", "10-31")]
    assert sorted(name[4:14] for name in kept) == sorted(days + weeks + months)
    assert name_of(now + timedelta(hours=3)) in kept and name_of(now) not in kept


@pytest.mark.once
def test_a_site_of_few_backups_keeps_all_that_it_has_of_different_days():
    names = {name_of(datetime(2026, 11, day, 2, 15, tzinfo=UTC)) for day in range(1, 8)}
    assert nightly.kept(names) == names
    assert nightly.kept([]) == set()


@pytest.mark.usefixtures("shared_database")
def test_a_backup_is_made_read_back_and_others_stay(folder):
    folder.mkdir()
    (folder / "mgi-notes.txt").write_text("of somebody else")
    old = [name_of(datetime(2020, 1, day, tzinfo=UTC)) for day in range(1, 20)]
    for name in old:
        (folder / name).write_bytes(b"old")
    Job.objects.create(kind=JobKind.BACKUP)
    run_jobs(JobKind.BACKUP)
    run = JobRun.objects.get(kind=JobKind.BACKUP)
    name = run.result["en"]
    with (folder / name).open("rb") as file:
        assert Archive(file, PASSPHRASE).check().rows > 0
    left = {path.name for path in folder.iterdir()}
    assert {name, "mgi-notes.txt"} <= left
    assert not {old[0], old[5]} & left and old[-1] in left
    assert not [path for path in folder.parent.iterdir() if path != folder]


@pytest.mark.usefixtures("shared_database")
def test_what_is_not_read_back_as_it_was_written_is_removed_and_does_not_count(folder, monkeypatch):
    save = FileSystemStorage._save
    monkeypatch.setattr(
        FileSystemStorage, "_save", lambda *args: save(*args[:2], ContentFile(args[2].read()[:-1000]))
    )
    with pytest.raises(BackupError, match="not what was written"):
        nightly.make_nightly_backup()
    assert list(folder.iterdir()) == []
    Job.objects.create(kind=JobKind.BACKUP)
    run_jobs(JobKind.BACKUP)
    assert not JobRun.objects.exists()
    assert "not what was written" in Job.objects.get().error


@pytest.mark.usefixtures("db")
def test_without_the_setting_nothing_is_made_and_nobody_is_warned():
    assert "BACKUPS is off" in str(jobs.back_up(Job()))
    assert not figures.trouble().lacks_backup


@pytest.mark.usefixtures("domains")
def test_the_dashboard_warns_administrators_when_the_last_good_backup_is_old(folder):
    administrator, analyst = Client(), Client()
    administrator.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    analyst.force_login(make_member(Role.ANALYST), backend="django.contrib.auth.backends.ModelBackend")

    def words(client: Client, page: str = "/admin/") -> str:
        return text_of(parse(client.get(page)))

    assert "There is no backup yet." in words(administrator)
    run = JobRun.objects.create(kind=JobKind.BACKUP, finished_at=timezone.now(), seconds=1)
    assert "backup" not in words(administrator)
    JobRun.objects.filter(pk=run.pk).update(finished_at=datetime(2026, 1, 2, 2, 15, tzinfo=UTC))
    for page in ("/admin/", "/admin/jobs/"):
        assert "The last good backup is of 2 January 2026" in words(administrator, page)
    assert "backup" not in words(analyst)
