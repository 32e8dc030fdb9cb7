"""A translation by file in the administration: taken away, brought back, looked at, imported."""

import io

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from profiles import workflow
from profiles.admin.translation import files
from profiles.choices import Action, Role, State
from profiles.content.translations import finding_key
from profiles.models import ImportDocument, LogEntry, Revision, Translation
from tests.admin.forms import admin_address, form_data, messages_of
from tests.factories import make_complete, make_member, make_place, make_profile, make_translation, make_user
from tests.imports.packages import word
from tests.imports.translations.documents import ADDED
from tests.pages import parse, text_of

pytestmark = [pytest.mark.usefixtures("domains")]

BACKEND = "django.contrib.auth.backends.ModelBackend"
ENDINGS = ("docx", "xlsx", "po")


@pytest.fixture
def revision() -> Revision:
    return make_complete()


@pytest.fixture
def translation(revision) -> Translation:
    return make_translation(revision)


def file_of(client, translation: Translation, ending: str) -> bytes:
    response = client.get(f"/admin/profiles/translation/{translation.pk}/file.{ending}")
    assert response.status_code == 200
    name = f"mgi-{translation.profile.slug}-r1-translation-fr.{ending}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in response["Cache-Control"]
    return response.content


def upload(client, translation: Translation, data: bytes, name: str):
    return client.post(admin_address(translation, "import"), {"file": SimpleUploadedFile(name, data)})


def reworded_po(client, translation: Translation, text: str = "Introduction corrigée.") -> bytes:
    catalogue = polib.pofile(file_of(client, translation, "po").decode())
    catalogue.find(translation.revision.introduction).msgstr = text
    return f"{catalogue}\n".encode()


def send(client, address: str, **fields: str):
    return client.post(address, form_data(client, address, "import_form") | fields)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_comes_back_unchanged_changes_nothing(admin_client, translation, ending):
    data = file_of(admin_client, translation, ending)
    address = upload(admin_client, translation, data, f"retour.{ending}")["Location"]
    page = parse(admin_client.get(address))
    assert "Nothing changes: the translation already says exactly this." in text_of(page)
    assert not page.xpath("//button[@name='take']")
    answer = send(admin_client, address, take="1")
    assert answer.status_code == 409
    translation.refresh_from_db()
    assert translation.lock_version == 1


def test_what_a_file_changes_is_shown_and_then_imported(admin_client, translation):
    before = translation.units["introduction"]["text"]
    address = upload(admin_client, translation, reworded_po(admin_client, translation), "fr.po")["Location"]
    page = parse(admin_client.get(address))
    assert [text_of(row) for row in page.xpath("//section[@class='unit-change']/h3")] == ["Introduction"]
    (ins,) = page.xpath("//section[@class='unit-change']//ins")
    assert "Introduction corrigée" in text_of(ins)
    assert ins.getparent().get("lang") == "fr"
    answer = send(admin_client, address, take="1")
    assert answer["Location"] == admin_address(translation)
    translation.refresh_from_db()
    assert translation.units["introduction"]["text"] == "Introduction corrigée."
    assert translation.state == State.DRAFT
    entry = LogEntry.objects.get(verb=Action.IMPORT)
    assert (entry.note, entry.language) == ("fr.po", "fr")
    assert before in str(translation.profile.snapshots.order_by("pk").first().content)
    assert not ImportDocument.objects.exists()


def test_a_translation_that_was_saved_meanwhile_is_looked_at_again(admin_client, translation):
    address = upload(admin_client, translation, reworded_po(admin_client, translation), "fr.po")["Location"]
    data = form_data(admin_client, address, "import_form")
    units = {**translation.units, "introduction": {"text": "Entre-temps.", "original": "x"}}
    workflow.save_translation(translation, units, translation.lock_version, by=None)
    answer = admin_client.post(address, data | {"take": "1"})
    assert answer.status_code == 409
    page = parse(answer)
    assert "The translation was changed after the file was compared with it." in text_of(page)
    assert "It was changed here as well while the file was away." in text_of(page)
    translation.refresh_from_db()
    assert translation.units["introduction"]["text"] == "Entre-temps."
    assert send(admin_client, address, take="1").status_code == 302
    translation.refresh_from_db()
    assert translation.units["introduction"]["text"] == "Introduction corrigée."


def test_an_original_that_was_saved_meanwhile_is_looked_at_again(admin_client, translation):
    data = word(("Heading 1", "Introduction"), ("Normal", "Une introduction fictive."), *findings_in_french())
    address = upload(admin_client, translation, data, "fr.docx")["Location"]
    form = form_data(admin_client, address, "import_form")
    Revision.objects.filter(pk=translation.revision_id).update(introduction="Another fictional text.")
    answer = admin_client.post(address, form | {"take": "1"})
    assert answer.status_code == 409
    translation.refresh_from_db()
    assert translation.lock_version == 1


def findings_in_french() -> list[tuple[str, str]]:
    return [
        ("Heading 1", "Droits des migrants"),
        ("Heading 2", "Domaines bien développés"),
        ("List Bullet", "Premier constat fictif de ce lieu."),
        ("List Bullet", ADDED["fr"]),
    ]


def test_a_doubtful_text_of_a_finished_document_is_decided_before_it_is_imported(admin_client, translation):
    finding = translation.revision.findings.filter(domain__number=1, kind="well_developed").get()
    data = word(*findings_in_french())
    address = upload(admin_client, translation, data, "fr.docx")["Location"]
    page = parse(admin_client.get(address))
    selects = page.xpath("//select[starts-with(@name, 'is-finding-')]")
    first, second = [select.get("name") for select in selects]
    assert "2 texts of the document it is not certain" in text_of(page)
    assert len(page.xpath("//section[@class='unit-change']")) == 0
    assert "Nobody has decided yet which text of the original it is." in text_of(page)
    answer = send(admin_client, address, take="1", **{first: str(finding.key)})
    assert answer.status_code == 409
    assert "You have changed something." in text_of(parse(answer))
    answer = send(admin_client, address, look="1", **{second: "none"})
    page = parse(admin_client.get(answer["Location"]))
    assert page.xpath(f"//select[@name='{first}']//option[@selected]/@value") == [str(finding.key)]
    assert page.xpath(f"//select[@name='{second}']//option[@selected]/@value") == ["none"]
    assert send(admin_client, address, take="1").status_code == 302
    translation.refresh_from_db()
    assert translation.units[finding_key(str(finding.key))] == {
        "text": "Premier constat fictif de ce lieu.",
        "original": finding.text,
    }


def test_what_cannot_be_read_is_refused_on_the_page_and_not_kept(admin_client, translation):
    for data, name, reason in (
        (b"MZ", "a.exe", "is of no kind"),
        (b"/etc/passwd", "a.po", "damaged"),
        (b"", "a.po", "empty"),
    ):
        answer = upload(admin_client, translation, data, name)
        assert answer.status_code == 400
        assert reason in text_of(parse(answer).xpath("//*[@role='alert']")[0])
    assert admin_client.post(admin_address(translation, "import")).status_code == 400
    assert not ImportDocument.objects.exists()


def test_a_file_of_another_profile_cannot_be_imported(admin_client, translation):
    data = reworded_po(admin_client, translation)
    other = make_translation(make_complete())
    address = upload(admin_client, other, data, "fr.po")["Location"]
    page = parse(admin_client.get(address))
    assert "The file is a translation of another profile" in text_of(page)
    assert not page.xpath("//button[@name='take']")
    assert send(admin_client, address, take="1").status_code == 409
    other.refresh_from_db()
    assert other.lock_version == 1


def test_a_document_is_for_one_translation_and_for_its_uploader_alone(admin_client, client, translation):
    address = upload(admin_client, translation, reworded_po(admin_client, translation), "fr.po")["Location"]
    other = make_translation(translation.revision, "es")
    document = ImportDocument.objects.get()
    assert admin_client.get(f"{admin_address(other, 'import')}{document.pk}/").status_code == 404
    assert admin_client.get(f"/admin/import/{document.pk}/").status_code == 404
    assert "fr.po" not in text_of(parse(admin_client.get("/admin/import/")))
    assert "fr.po" in text_of(parse(admin_client.get(admin_address(translation, "import"))))
    client.force_login(make_user(), backend=BACKEND)
    assert client.get(address).status_code == 404
    drop = f"{address}drop/"
    assert admin_client.get(drop).status_code == 405
    answer = admin_client.post(drop, follow=True)
    assert "fr.po is removed. The translation was not changed." in messages_of(answer)
    assert not ImportDocument.objects.exists()


def test_who_may_read_may_take_the_file_and_who_may_save_may_bring_it_back(client, translation):
    place = translation.profile.place
    client.force_login(make_member(Role.REVIEWER, place), backend=BACKEND)
    data = file_of(client, translation, "po")
    answer = client.get(admin_address(translation, "import"))
    assert answer.status_code == 403
    assert "may read translations here, but not change them" in text_of(parse(answer))
    assert upload(client, translation, data, "fr.po").status_code == 403
    assert not ImportDocument.objects.exists()
    client.force_login(make_member(Role.TRANSLATOR, place), backend=BACKEND)
    data = reworded_po(client, translation)
    address = upload(client, translation, data, "fr.po")["Location"]
    assert send(client, address, take="1").status_code == 302
    client.force_login(make_member(Role.TRANSLATOR, make_place()), backend=BACKEND)
    for view in ("file.po", "import/"):
        assert client.get(f"/admin/profiles/translation/{translation.pk}/{view}").status_code == 404


def test_a_translation_in_review_is_read_only(admin_client, translation):
    Translation.objects.filter(pk=translation.pk).update(state=State.IN_REVIEW)
    file_of(admin_client, translation, "docx")
    answer = admin_client.get(admin_address(translation, "import"))
    assert answer.status_code == 403
    assert "It can be edited again when it is sent back." in text_of(parse(answer))


def test_the_links_lead_to_the_files(admin_client, translation):
    for name, address in files.links(translation):
        assert name in ("Word", "Excel", "PO")
        assert admin_client.get(address).status_code == 200
    page = parse(admin_client.get(files.import_link(translation)))
    assert page.xpath("//a[@download]/@href") == [address for _name, address in files.links(translation)]


def test_the_word_document_says_what_it_is_and_each_cell_its_language(admin_client):
    profile = make_profile(make_place("Xaland", slug="xaland"))
    translation = make_translation(make_complete(profile), "ar")
    data = admin_client.get(f"/admin/profiles/translation/{translation.pk}/file.docx").content
    document = Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "mgi-translation/1; profile=xaland-2021-1; language=ar; revision=1" in texts
    assert "Fictional example" in texts
    rows = document.tables[0].rows
    headings = [[cell.text for cell in row.cells] for row in rows[:2]]
    label = "Official name of the place\nAt most 200 characters."
    assert headings == [["Original: English", "Translation: العربية"], [label, label]]
    (row,) = [row for row in rows if row.cells[0].text == "A fictional example."]
    original, text = (cell._tc.xml for cell in row.cells)
    assert 'w:lang w:val="en-GB"' in original and "w:bidi/" not in original
    assert 'w:lang w:bidi="ar-SA"' in text and "<w:bidi/>" in text and "<w:rtl/>" in text
    domain = [row for row in rows if row.cells[0].text == "1 Migrants' rights"]
    assert len(domain) == 1
