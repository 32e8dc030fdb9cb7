"""Restoring, as an operator does it: from either database into either, and what is refused."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests import server
from tests.backups.sites import ENVIRON, answers, empty_site, refusal, rows, shell
from tests.server import Site


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The examples, with a row in each table; a backup of it lies beside."""
    shared = server.shared_folder(tmp_path_factory)
    folder = tmp_path_factory.mktemp("source")
    with server.model(shared) as prepared:
        shutil.copytree(prepared.var, folder / "var")
        database = server.new_database(prepared.database) if prepared.database else ""
    site = Site(folder / "var", database, dict(ENVIRON))
    try:
        shell(site, "from tests.backups import fill; fill.fill()")
        site.manage("backup", str(folder / "backup.age"))
        yield site
    finally:
        if database:
            server.drop_database(database)


@pytest.fixture(scope="module")
def backup(source: Site) -> Path:
    return source.var.parent / "backup.age"


@pytest.fixture(scope="module")
def rows_before(source: Site) -> dict[str, str]:
    return rows(source)


@pytest.fixture(scope="module")
def languages(request: pytest.FixtureRequest) -> str:
    return "ar|es|fr|pt" if request.config.getoption("--long") else "ar"


@pytest.fixture(scope="module")
def answers_before(source: Site, languages: str) -> dict[str, str]:
    return answers(source, languages)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Site]:
    with empty_site(tmp_path, "sqlite") as site:
        yield site


@pytest.mark.long
@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_a_restored_site_keeps_and_answers_what_it_did_before(
    tmp_path, source, backup, rows_before, answers_before, languages, vendor, how_many
):
    if vendor == connection.vendor and not how_many(short=0, long=1):
        return  # From one database into the other is harder than into the same.
    assert len(answers_before) > 400
    with empty_site(tmp_path, vendor) as site:
        answer = site.manage("restore", str(backup)).stdout
        assert "Restored:" in answer and "1 uploaded files" in answer
        assert rows(site) == rows_before
        site.manage("prepare")
        assert (site.var / "secret-key").read_text() == (source.var / "secret-key").read_text()
        assert answers(site, languages) == answers_before
        letter = "from profiles.models import SignOff; print(SignOff.objects.get().file.read())"
        assert r"a signed letter \x00\xff" in shell(site, letter)
        changes = "from profiles.models import Finding; Finding.objects.filter(revision__state='published')"
        assert "cannot be changed" in site.manage("shell", "-c", f"{changes}.delete()", check=False).stderr
        new = "from tests.factories import make_place; print(make_place('Newland').pk)"
        assert int(shell(site, new).splitlines()[-1]) > 200  # The next key is a free one.


@pytest.mark.once
def test_a_backup_is_for_its_owner_alone_and_says_what_it_holds(source, backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert "It is whole: " in source.manage("check_backup", str(backup)).stdout
    content = backup.read_bytes()
    for secret in ((source.var / "secret-key").read_bytes(), b"administrator", b"reader@example.org"):
        assert secret not in content


@pytest.mark.once
def test_a_backup_is_never_written_over_another_one_nor_without_a_passphrase(source, backup, tmp_path):
    content = backup.read_bytes()
    assert "is there already" in refusal(source, "backup", str(backup))
    assert backup.read_bytes() == content
    bare = Site(source.var, source.database)
    assert "BACKUP_PASSPHRASE is not set" in refusal(bare, "backup", str(tmp_path / "bare.age"))
    assert refusal(source, "backup", str(tmp_path / "nowhere" / "x.age"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.once
@pytest.mark.parametrize("missing", [1, 20, 30_000, 10**9])
def test_a_backup_that_is_cut_short_changes_nothing(empty: Site, backup: Path, tmp_path, missing):
    short = tmp_path / "short.age"
    short.write_bytes(backup.read_bytes()[:-missing])
    for command in ("restore", "check_backup"):
        assert "cut short or damaged" in refusal(empty, command, str(short))
    assert not (empty.var / "mgi.sqlite3").exists()


@pytest.mark.once
def test_another_passphrase_changes_nothing(empty: Site, backup: Path):
    empty.environ["BACKUP_PASSPHRASE"] = "another passphrase for tests"
    assert "not the one of this backup" in refusal(empty, "restore", str(backup))
    empty.environ["BACKUP_PASSPHRASE"] = ""
    assert "not the one of this backup" in refusal(empty, "restore", str(backup))
    assert not (empty.var / "mgi.sqlite3").exists()


def test_no_row_is_restored_beside_others(source: Site, backup: Path, rows_before):
    assert "The database is not empty" in refusal(source, "restore", str(backup))
    assert rows(source) == rows_before


@pytest.mark.once
def test_a_restore_that_was_broken_off_can_be_begun_again(empty: Site, backup: Path, rows_before):
    """Killed before its rows came, it leaves empty tables."""
    empty.manage("migrate")
    empty.manage("restore", str(backup))
    assert rows(empty) == rows_before


@pytest.mark.once
def test_a_key_of_the_environment_that_is_another_one_is_spoken_of(empty: Site, source: Site, backup: Path):
    empty.var.mkdir()
    empty.environ["SECRET_KEY"] = "another key for tests only, of more than fifty letters"
    assert "SECRET_KEY is another one than that of the backup" in empty.manage("restore", str(backup)).stdout
    assert (empty.var / "secret-key").read_text() == (source.var / "secret-key").read_text()
    for command in (["prepare"], ["serve"], ["work", "--once"]):
        assert "The secret key is another one than the database knows" in refusal(empty, *command)
    empty.manage("accept_secret_key")
    empty.manage("work", "--once")


@pytest.mark.once
def test_letters_go_where_uploads_says_and_the_worker_backs_them_up(empty: Site, backup: Path, tmp_path):
    letters, nights = tmp_path / "letters", tmp_path / "nights"
    empty.environ |= {"UPLOADS": f"file://{letters}", "BACKUPS": f"file://{nights}"}
    name = letters / "sign-offs" / "letter.pdf"
    name.parent.mkdir(parents=True)
    name.write_bytes(b"of somebody else")
    assert "another file of the name sign-offs/letter.pdf" in refusal(empty, "restore", str(backup))
    assert name.read_bytes() == b"of somebody else"
    name.unlink()
    empty.manage("restore", str(backup))
    assert name.read_bytes().startswith(b"%PDF-1.7 a signed letter")
    assert stat.S_IMODE(name.stat().st_mode) == 0o600
    empty.manage("work", "--once")
    (night,) = nights.iterdir()
    assert "1 uploaded files" in empty.manage("check_backup", str(night)).stdout


LATER = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("profiles", "{last}")]
    operations = [
        migrations.AddField("comment", "later", models.CharField(max_length=9, db_default="later")),
        migrations.RunSQL("UPDATE profiles_comment SET later = 'filled'"),
    ]
"""


@pytest.mark.once
def test_an_older_backup_is_brought_to_this_version_and_a_newer_one_is_refused(tmp_path, empty, backup):
    folder = tmp_path / "program" / "later_migrations"
    shutil.copytree("profiles/migrations", folder)
    last = max(path.stem for path in folder.glob("0*.py"))
    (folder / "9999_later.py").write_text(LATER.format(last=last))
    settings = 'from mgi.settings import *\nMIGRATION_MODULES = {"profiles": "later_migrations"}\n'
    (folder.parent / "later_settings.py").write_text(settings)
    later = Site(tmp_path / "later", "", ENVIRON | {"DJANGO_SETTINGS_MODULE": "later_settings"})
    later.environ["PYTHONPATH"] = str(folder.parent)
    later.manage("restore", str(backup))
    with closing(sqlite3.connect(later.var / "mgi.sqlite3")) as database:
        assert database.execute("SELECT later FROM profiles_comment").fetchall() == [("filled",)]
    newer = tmp_path / "newer.age"
    later.manage("backup", str(newer))
    assert "newer version of the program (profiles 9999_later)" in refusal(empty, "restore", str(newer))
    assert not (empty.var / "mgi.sqlite3").exists()
    # An older program on the database of a newer one:
    older = Site(later.var, "", dict(ENVIRON))
    for command in (["prepare"], ["serve"], ["work", "--once"]):
        assert "the database is of a newer version" in refusal(older, *command).lower()


LIBRARY = """
from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    dependencies = [("profiles", "0001_first")]
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]
    operations = [migrations.CreateModel("Thing", fields)]
"""


@pytest.mark.once
def test_what_a_library_kept_that_is_no_longer_used_is_passed_over(tmp_path, empty, backup, rows_before):
    folder = tmp_path / "program" / "library" / "migrations"
    folder.mkdir(parents=True)
    for path in (folder / "__init__.py", folder.parent / "__init__.py"):
        path.touch()
    (folder / "0001_initial.py").write_text(LIBRARY)
    model = "class Thing(models.Model):\n    name = models.CharField(max_length=9)\n"
    (folder.parent / "models.py").write_text(f"from django.db import models\n{model}")
    settings = "from mgi.settings import *\nINSTALLED_APPS = [*INSTALLED_APPS, 'library']\n"
    (tmp_path / "program" / "library_settings.py").write_text(settings)
    before = Site(tmp_path / "before", "", ENVIRON | {"DJANGO_SETTINGS_MODULE": "library_settings"})
    before.environ["PYTHONPATH"] = str(tmp_path / "program")
    before.manage("restore", str(backup))
    shell(before, "from library.models import Thing; Thing.objects.create(name='a'); Thing(name='b').save()")
    old = tmp_path / "old.age"
    before.manage("backup", str(old))
    empty.manage("restore", str(old))
    kept = rows(empty)
    # The permissions of its model stay, as they do in a database that was upgraded.
    differ = {label for label, digest in rows_before.items() if kept[label] != digest}
    assert differ <= {"contenttypes.ContentType", "auth.Permission"}
