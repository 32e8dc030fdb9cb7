"""What a backup holds: every table or a reason, all of one moment, and what it says of itself."""

import io
import json
import threading
from datetime import date

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import close_old_connections, connection

from profiles import workflow
from profiles.backups import tables
from profiles.backups.archive import Archive, BackupError, Counts, file_line, line, table_lines, write
from profiles.backups.writing import write_backup
from profiles.models import ImportDocument, Place, SignOff
from tests.factories import make_draft, make_place, make_profile

PASSPHRASE = "a passphrase for tests only"


def opened(content: bytes) -> Archive:
    return Archive(io.BytesIO(content), PASSPHRASE)


def written(lines: list[bytes]) -> bytes:
    out = io.BytesIO()
    write(out, lines, PASSPHRASE)
    return out.getvalue()


def rows_by_table(content: bytes) -> dict[str, list]:
    return {part.label: list(part.rows) for part in opened(content).parts() if hasattr(part, "label")}


@pytest.mark.once
def test_each_table_is_in_a_backup_or_left_out_for_a_reason():
    labels = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert tables.LEFT_OUT.keys() <= labels
    assert all(tables.LEFT_OUT.values())
    inside = [model._meta.label_lower for model in tables.models_of(apps)]
    assert {*inside, *tables.LEFT_OUT} == labels
    assert inside[-2:] == ["profiles.revision", "profiles.translation"]


@pytest.mark.once
def test_no_row_of_a_backup_belongs_to_one_that_is_left_out():
    for model in tables.models_of(apps):
        others = {field.related_model._meta.label_lower for field in model._meta.fields if field.is_relation}
        assert not others & tables.LEFT_OUT.keys(), model


@pytest.mark.usefixtures("shared_database")
def test_a_backup_is_of_one_moment_and_nobody_waits_for_it(monkeypatch):
    """While it reads, another connection adds a place and a profile, whose tables it has not yet come to."""
    make_profile(make_place("Beforeland"))
    added = []

    def add() -> None:
        close_old_connections()
        added.append(make_profile(make_place("Meanwhileland")))
        connection.close()

    rows_of = tables.rows_of

    def rows_and_a_writer(model):
        if not added:
            writer = threading.Thread(target=add)
            writer.start()
            writer.join(10)
            assert added, "the writer waits for the backup"
        return rows_of(model)

    monkeypatch.setattr(tables, "rows_of", rows_and_a_writer)
    out = io.BytesIO()
    counts = write_backup(out, PASSPHRASE)
    assert Place.objects.count() == 2
    rows = rows_by_table(out.getvalue())
    assert len(rows["profiles.place"]) == len(rows["profiles.profile"]) == 1
    assert counts.tables["profiles.place"] == 1
    make_place()  # The connection writes again.


@pytest.mark.usefixtures("shared_database")
def test_it_names_letters_that_are_missing_and_goes_on():
    draft = make_draft()
    for content in (b"here", b"lost"):
        letter = ContentFile(content, "letter.pdf")
        workflow.record_sign_off(draft, None, body="A ministry", signed_on=date(2021, 1, 1), file=letter)
        draft.refresh_from_db()
    lost = SignOff.objects.order_by("pk").last()
    lost.file.storage.delete(lost.file.name)
    out = io.BytesIO()
    counts = write_backup(out, PASSPHRASE)
    assert (counts.files, counts.missing) == (1, [lost.file.name])
    assert opened(out.getvalue()).check() == counts


HEAD = line({"backup": 1, "migrations": []})


def lines() -> list[bytes]:
    counts = Counts()
    rows = [[1, "a"], [2, {"b": 1, "a": None}]]
    return [
        HEAD,
        *table_lines("profiles.place", ["id", "name"], rows, counts),
        file_line("letter.pdf", b"\x00\xff", counts),
        line({"end": counts.as_line()}),
    ]


@pytest.mark.once
def test_what_is_written_is_read():
    assert opened(written(lines())).check() == Counts({"profiles.place": 2}, 1, [])


@pytest.mark.once
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows[:2], "cut short: its end is missing"),
        (lambda rows: rows[:-1], "cut short: its end is missing"),
        (lambda rows: rows[:2] + rows[3:], "the table profiles.place is not what was written"),
        (
            lambda rows: [*rows[:2], line([1, "b"]), *rows[3:]],
            "the table profiles.place is not what was written",
        ),
        (lambda rows: rows[:-2] + rows[-1:], "does not hold what its last line says"),
        (lambda rows: [*rows, b"1\n"], "does not hold what its last line says"),
        (lambda rows: [line({"backup": 2}), *rows[1:]], "a newer version of the program"),
        (lambda rows: [line({"a": 1})], "holds no backup"),
        (lambda rows: [line([1])], "holds no backup"),
        (lambda rows: [b"\xff\xfe\n"], "holds no backup"),
        (lambda rows: [], "cut short: its end is missing"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(change, sentence):
    with pytest.raises(BackupError, match=sentence):
        opened(written(change(lines()))).check()


@pytest.mark.once
def test_a_line_of_a_large_file_is_read_whole():
    counts = Counts()
    content = bytes(range(256)) * 8000
    archive = opened(written([HEAD, file_line("a", content, counts), line({"end": counts.as_line()})]))
    (part,) = archive.parts()
    assert part.content == content


@pytest.mark.once
def test_the_order_of_the_members_of_an_object_is_kept_and_does_not_count():
    assert tables.canonical([{"b": 1, "a": 2}]) == tables.canonical([{"a": 2, "b": 1}])
    assert json.loads(line([{"b": 1, "a": 2}])) == [{"b": 1, "a": 2}]


@pytest.mark.once
def test_half_a_letter_in_a_json_text_of_sqlite_does_no_harm():
    row = [1, {"text": "\ud800"}]
    counts = Counts()
    part = next(opened(written([HEAD, *table_lines("a.b", ["x", "y"], [row], counts)])).parts())
    assert list(part.rows) == [row]


@pytest.mark.once
def test_large_rows_are_in_memory_one_at_a_time():
    assert (tables.batch_size(ImportDocument), tables.batch_size(Place)) == (1, 500)
