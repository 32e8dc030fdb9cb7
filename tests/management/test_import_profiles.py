"""The command that takes in a folder of documents, and its report."""

import csv
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from profiles.choices import State
from profiles.imports import readers
from profiles.management.commands import import_profiles
from profiles.models import Profile, Revision

MALI = Path("tests/data/mali-second-profile-2021.txt")
TEXT = MALI.read_text(encoding="utf-8")
FIRST = "Migration data is not published on a regular basis."


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("import_profiles", *map(str, arguments), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def rows_of(folder: Path) -> dict[str, dict[str, str]]:
    """Return the rows of the report by their files, in its order."""
    report = (folder / "report.csv").read_text(encoding="utf-8-sig")
    return {row["file"]: row for row in csv.DictReader(StringIO(report))}


def outcomes(folder: Path) -> dict[str, str]:
    return {name: row["outcome"] for name, row in rows_of(folder).items()}


def test_a_folder_is_taken_in_and_one_bad_file_stops_no_other(mali, tmp_path):
    (tmp_path / "again.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x00\x00")
    (tmp_path / "inner").mkdir()
    first = TEXT.replace("Second Profile", "First Profile")
    (tmp_path / "inner" / "first.md").write_text(first, encoding="utf-8")
    output = run(tmp_path)
    assert outcomes(tmp_path) == {
        "bad.txt": "not taken",
        "inner/first.md": "draft",
        "again.txt": "nothing changes",
    }
    rows = rows_of(tmp_path)
    assert "not text" in rows["bad.txt"]["remarks"]
    assert rows["inner/first.md"]["findings"] == "23"
    assert "report.csv" in output
    assert Profile.objects.get(place__slug="mali", edition=1).revisions.get().state == State.DRAFT


def test_every_file_is_listed_with_what_became_of_it(mali, tmp_path):
    (tmp_path / "again.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "page").write_text("<!DOCTYPE html><html><body><p>Nothing.</p>", encoding="utf-8")
    for name in ("picture.png", ".hidden.txt", "~$again.docx", "no ending"):
        (tmp_path / name).write_bytes(b"something else")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(readers.MAX_BYTES + 1)
    run(tmp_path)
    passed_over = {
        "picture.png",
        ".hidden.txt",
        "~$again.docx",
        "no ending",
        "gone.txt",
        "circle",
        "ring.txt",
    }
    assert outcomes(tmp_path) == {
        **{"huge.txt": "not taken", "page": "not taken", "again.txt": "nothing changes"},
        **dict.fromkeys({*passed_over, "ring.txt", "pipe.txt"}, "passed over"),
    }
    rows = rows_of(tmp_path)
    assert all(row["remarks"] for row in rows.values() if row["outcome"] != "nothing changes")
    assert "larger than" in rows["huge.txt"]["remarks"]
    assert "is a picture, which has no text" in rows["picture.png"]["remarks"]


def test_names_that_are_no_text_are_taken_in_and_written_out(mali, tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    first = TEXT.replace("Second Profile", "First Profile").encode()
    for name in (b"caf\xe9.txt", b"caf\xea.md", b"line\nbreak.txt", b"=1+1.txt", b"\xff.zip"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(first)
    run(folder)
    assert outcomes(folder) == {
        r"caf\xea.md": "nothing changes",
        r"caf\xe9.txt": "nothing changes",
        "line\nbreak.txt": "nothing changes",
        "'=1+1.txt": "draft",
        r"\xff.zip": "passed over",
    }


def test_a_second_document_of_a_profile_does_not_replace_the_draft_of_the_first(mali, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT.replace(FIRST, f"{FIRST} One."), encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT.replace(FIRST, f"{FIRST} Two."), encoding="utf-8")
    for options in ({"dry_run": True}, {}, {}):
        run(tmp_path, **options)
        rows = rows_of(tmp_path)
        assert [*rows] == ["b.txt", "a.txt"]
        assert rows["b.txt"]["outcome"] == "not taken: a second document of a profile"
        assert "a.txt" in rows["b.txt"]["remarks"]
        assert "b.txt" in rows["a.txt"]["remarks"]
    assert rows["a.txt"]["outcome"] == "nothing changes"
    findings = Revision.objects.get(number=2).findings.filter(text__startswith=FIRST)
    assert [finding.text for finding in findings] == [f"{FIRST} One."]


def test_a_fault_of_the_program_stops_no_other_document(mali, tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    read = import_profiles.read_document
    monkeypatch.setattr(
        import_profiles,
        "read_document",
        lambda data, name, *rest: 1 / 0 if name == "a.md" else read(data, name, *rest),
    )
    run(tmp_path)
    assert outcomes(tmp_path) == {"a.md": "not taken", "b.txt": "nothing changes"}
    assert "The program failed" in rows_of(tmp_path)["a.md"]["remarks"]


def test_a_folder_of_nothing_that_can_be_taken_is_an_error(mali, tmp_path):
    with pytest.raises(CommandError, match="has no document of a kind that can be read here"):
        run(tmp_path)
    (tmp_path / "a.txt").write_text("Nothing of a profile.", encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing could be taken"):
        run(tmp_path, report=tmp_path / "r.csv")
    with pytest.raises(CommandError, match="no folder"):
        run(tmp_path / "nowhere")
    with pytest.raises(CommandError, match=r"report\.csv cannot be written: No such file"):
        run(tmp_path, report=tmp_path / "nowhere" / "report.csv")


UNKNOWN = TEXT.replace("Areas with potential for further development", "Gripes")


def test_a_dry_run_writes_what_is_to_be_answered_and_the_answers_are_taken(mali, tmp_path):
    (tmp_path / "a.txt").write_text(UNKNOWN, encoding="utf-8")
    out = run(tmp_path, dry_run=True)
    answers = tmp_path / "answers.toml"
    assert str(answers) in out
    assert '"gripe" = ""' in answers.read_text(encoding="utf-8")
    assert "a.txt, line" in answers.read_text(encoding="utf-8")
    answered = answers.read_text(encoding="utf-8").replace('"gripe" = ""', '"gripe" = "potential"')
    answers.write_text(answered, encoding="utf-8")
    run(tmp_path, answers=answers, dry_run=True)
    assert '"gripe" = "potential"' in answers.read_text(encoding="utf-8")
    run(tmp_path, answers=answers)
    assert outcomes(tmp_path) == {"a.txt": "nothing changes"}


def test_answers_that_cannot_be_used_stop_the_command_before_anything(mali, tmp_path):
    (tmp_path / "a.txt").write_text(UNKNOWN, encoding="utf-8")
    answers = tmp_path / "my answers.toml"
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path, answers=answers)
    answers.write_text('[names]\n"gripe" = "nowhere"', encoding="utf-8")
    with pytest.raises(CommandError, match="cannot begin “nowhere”"):
        run(tmp_path, answers=answers)
    assert Revision.objects.count() == 1
    assert not (tmp_path / "report.csv").exists()


def test_what_is_in_no_draft_is_said_with_where_it_is(mali, tmp_path):
    items = "\n\n".join(f"• Remark {number} of this document." for number in range(15))
    lines = ["Republic of Mali", "First profile", "2019", "Partnerships", "Areas with potential", "• One."]
    text = "\n\n".join([*lines, "Bright spots", items])
    (tmp_path / "open.txt").write_text(text, encoding="utf-8")
    for is_dry_run in (True, False):
        output = run(tmp_path, dry_run=is_dry_run)
        assert "open.txt: not placed, and so in no draft: 16 lines (13, 15, 17," in output
        assert "and 4 more); it is not answered what these begin: 13." in output
