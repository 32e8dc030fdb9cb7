"""The commands that import documents make one in another language the draft of a translation."""

import pytest
from django.core.management import CommandError, call_command

from profiles import workflow
from profiles.models import LogEntry, Profile, Revision, Translation
from tests.admin.imports.test_translating import french, profile
from tests.imports.translations.documents import ADDED, FRENCH
from tests.management.test_import_profiles import outcomes, rows_of, run

__all__ = ["profile"]

pytestmark = [pytest.mark.usefixtures("domains")]


@pytest.fixture
def folder(tmp_path, profile: Profile):
    (tmp_path / "fr.txt").write_text(french(), encoding="utf-8")
    return tmp_path


def test_without_the_option_nothing_happens_and_the_report_names_it(folder):
    with pytest.raises(CommandError, match="Nothing could be taken"):
        run(folder)
    row = rows_of(folder)["fr.txt"]
    assert row["outcome"] == "not taken"
    assert "--translations" in row["remarks"] and "another language (French)" in row["remarks"]
    assert not Translation.objects.exists()


def test_a_document_of_which_nothing_is_doubtful_becomes_the_draft(folder, profile):
    run(folder, dry_run=True, translations=True)
    assert outcomes(folder) == {"fr.txt": "draft of a translation"}
    assert not Translation.objects.exists() and not LogEntry.objects.filter(language="fr").exists()
    run(folder, translations=True)
    assert outcomes(folder) == {"fr.txt": "draft of a translation"}
    translation = Translation.objects.get(profile=profile, language="fr")
    assert sorted(unit["text"] for unit in translation.units.values()) == sorted(text for _l, text in FRENCH)
    assert rows_of(folder)["fr.txt"]["profile"] == str(translation)
    run(folder, translations=True)
    assert outcomes(folder) == {"fr.txt": "nothing changes"}
    assert Revision.objects.count() == 1


def test_what_is_doubtful_is_named_with_where_to_decide_and_leaves_no_draft(folder):
    (folder / "fr.txt").write_text(french(ADDED["fr"]), encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing could be taken"):
        run(folder, translations=True)
    row = rows_of(folder)["fr.txt"]
    assert row["outcome"] == "not taken: a translation to be decided"
    assert ADDED["fr"][:40] in row["remarks"] and "/admin/import/" in row["remarks"]
    assert not Translation.objects.exists()


def test_a_line_that_is_not_placed_is_doubtful(folder):
    (folder / "fr.txt").write_text(f"{french()}\n\nDivers\n\n• Une ligne de plus.", encoding="utf-8")
    with pytest.raises(CommandError):
        run(folder, translations=True)
    assert "Une ligne de plus." in rows_of(folder)["fr.txt"]["remarks"]


def test_of_two_documents_of_one_translation_one_is_chosen_by_a_person(folder):
    (folder / "other.txt").write_text(french().replace("312", "313"), encoding="utf-8")
    run(folder, translations=True)
    assert outcomes(folder)["other.txt"] == "not taken: a second document of a profile"


def test_a_translation_in_review_is_not_changed(folder, profile):
    translation = workflow.start_translation(profile, "fr", None)
    Translation.objects.filter(pk=translation.pk).update(state="in_review")
    with pytest.raises(CommandError):
        run(folder, translations=True)
    assert "sent back" in rows_of(folder)["fr.txt"]["remarks"]


def test_one_document_likewise(folder, profile, capsys):
    with pytest.raises(CommandError):
        call_command("import_profile", folder / "fr.txt")
    assert "another language (French)" in capsys.readouterr().out
    call_command("import_profile", folder / "fr.txt", "--translation", "--dry-run")
    assert not Translation.objects.exists()
    call_command("import_profile", folder / "fr.txt", "--translation")
    assert "is the draft of" in capsys.readouterr().out
    assert Translation.objects.get().profile == profile
    (folder / "fr.txt").write_text(french(ADDED["fr"]), encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_profile", folder / "fr.txt", "--translation")
    assert ADDED["fr"][:40] in capsys.readouterr().out
