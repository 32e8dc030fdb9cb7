"""manage.py export_profile: the published text in a file, and a clear sentence where there is none."""

import json

import pytest
from django.core.management import CommandError, call_command

from profiles import workflow
from profiles.exports.formats import FORMATS
from profiles.imports import readers
from tests.factories import make_draft, make_place, make_profile, make_published

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def live():
    return make_published(make_profile(make_place("Openland"), slug="openland-2021"))


@pytest.mark.parametrize("ending", FORMATS)
def test_it_writes_what_the_address_gives(live, client, tmp_path, capsys, ending):
    file = tmp_path / f"a.{ending}"
    call_command("export_profile", "openland-2021", format=ending, output=file, language="fr")
    assert file.read_bytes() == client.get(f"/fr/profiles/openland-2021.{ending}").content
    assert f"{file}: {file.stat().st_size} bytes." in capsys.readouterr().out
    if ending != "pdf":  # which is for people: what an empty list says is read as its finding
        assert len(readers.read(file.read_bytes(), file.name).findings) == 4


def test_it_writes_json_to_the_standard_output(live, capsysbinary):
    call_command("export_profile", "openland-2021")
    assert json.loads(capsysbinary.readouterr().out)["profiles"][0]["slug"] == "openland-2021"


def test_it_writes_an_earlier_text_by_its_number(live, tmp_path):
    draft = workflow.start_revision(live.profile, by=None)
    draft.findings.update(text="A later wording.")
    workflow.publish(draft, by=None)
    file = tmp_path / "a.txt"
    call_command("export_profile", "openland-2021", format="txt", output=file, revision=1)
    assert "A later wording." not in file.read_text()
    call_command("export_profile", "openland-2021", format="txt", output=file)
    assert "A later wording." in file.read_text()


def test_a_draft_is_not_written(tmp_path):
    make_draft(make_profile(slug="secret-2021"))
    for slug in ("secret-2021", "nowhere"):
        with pytest.raises(CommandError, match=f"no published text of “{slug}”"):
            call_command("export_profile", slug, output=tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_said(live, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_profile", "openland-2021", output=tmp_path / "nowhere" / "a.json")
