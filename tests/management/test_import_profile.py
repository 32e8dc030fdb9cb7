"""The command that takes in one document."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from profiles.choices import State
from profiles.models import Profile, Revision

MALI = Path("tests/data/mali-second-profile-2021.txt")
FIRST = "Migration data is not published on a regular basis."


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_the_same_again_changes_nothing_and_says_so(mali):
    assert "Nothing changes" in run("import_profile", MALI)
    assert Revision.objects.count() == 1


def test_a_changed_document_becomes_a_draft_and_the_difference_is_shown(mali, tmp_path):
    path = tmp_path / "mali.txt"
    path.write_text(MALI.read_text(encoding="utf-8").replace(FIRST, f"{FIRST} It will be."), encoding="utf-8")
    output = run("import_profile", path, dry_run=True)
    assert f"~ {FIRST} It will be." in output
    assert "nothing was changed" in output
    assert Revision.objects.count() == 1
    assert "is draft 2 of Mali" in run("import_profile", path)
    assert Revision.objects.get(number=2).state == State.DRAFT


def test_problems_and_unplaced_lines_are_told_with_their_lines(mali, tmp_path):
    strange = tmp_path / "strange.md"
    strange.write_text(
        MALI.read_text(encoding="utf-8").replace(FIRST, f"{FIRST}\n\nWho wrote this?"), encoding="utf-8"
    )
    output = run("import_profile", strange, dry_run=True)
    number = strange.read_text(encoding="utf-8").split("\n").index("Who wrote this?") + 1
    assert f"* line {number}: " in output
    assert f"{number}  Who wrote this?" in output


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "The document is empty."),
        ("a.txt", b"Nothing of a profile is in here.", "was not imported"),
        ("a.xyz", b"text", "of no kind that can be read"),
        ("a.txt", b"\x00\x01\x02", "not text"),
    ],
)
def test_what_cannot_be_taken_is_an_error(mali, tmp_path, name, data, message):
    document = tmp_path / name
    document.write_bytes(data)
    with pytest.raises(CommandError, match=message):
        run("import_profile", document)
    assert Profile.objects.count() == 1
