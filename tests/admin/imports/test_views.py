"""A finished profile comes in by the administration: upload or paste, look, correct, import."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import workflow
from profiles.choices import State
from profiles.content.serialize import serialize_revision
from profiles.models import ImportDocument, Place, Profile, Revision
from profiles.operations.cleaning import clean_up
from tests.admin.forms import form_data, messages_of
from tests.admin.revision.test_transitions import signed_in
from tests.factories import make_in_state, make_member, make_place, make_profile
from tests.pages import parse, text_of

MALI = Path("tests/data/mali-second-profile-2021.txt")
FIRST = "Migration data is not published on a regular basis."
HOME = "/admin/import/"


def paste(client, text: str):
    return client.post(HOME, {"text": text})


def page_of(client, text: str) -> str:
    """Paste `text`; return the address of the page on which it is looked at."""
    answer = paste(client, text)
    assert answer.status_code == 302, text_of(parse(answer).body)
    return answer["Location"]


def place(client, address: str, line: int, to: str):
    return send(client, address, line=str(line), to=to, move="1")


def send(client, address: str, **fields: str):
    return client.post(address, form_data(client, address, "import_form") | fields)


def test_the_way_there_is_on_the_administration_and_on_the_list(admin_client, mali):
    for address in ("/admin/", "/admin/profiles/profile/"):
        assert parse(admin_client.get(address)).xpath(f"//a[@href='{HOME}']"), address


@pytest.mark.parametrize("way", ["file", "text"])
def test_the_same_text_changes_nothing_and_says_so(admin_client, mali, way):
    data = {"text": MALI.read_text(encoding="utf-8")}
    if way == "file":
        data = {"file": SimpleUploadedFile("mali.txt", MALI.read_bytes())}
    answer = admin_client.post(HOME, data)
    page = parse(admin_client.get(answer["Location"]))
    assert "Nothing changes: the profile already says exactly this." in text_of(page)
    assert not page.xpath("//button[@name='take']")
    assert not page.xpath("//*[@id='problems-heading']")
    assert {row.get("class").split("--")[1] for row in page.xpath("//ol[@class='importing-lines']/li")} == {
        *("heading", "list_heading", "description", "introduction", "finding", "fact"),
    }


def test_a_changed_text_is_compared_and_becomes_a_draft(admin_client, mali):
    address = page_of(
        admin_client, MALI.read_text(encoding="utf-8").replace(FIRST, f"{FIRST} Nor is it kept.")
    )
    page = parse(admin_client.get(address))
    assert "Nor is it kept." in text_of(page.xpath("//*[@class='difference']//li//ins")[0])
    answer = send(admin_client, address, take="1")
    draft = Revision.objects.get(profile__slug="mali-2021", number=2)
    assert answer["Location"] == f"/admin/profiles/revision/{draft.pk}/change/"
    assert draft.state == State.DRAFT
    assert f"{FIRST} Nor is it kept." in [f["text"] for f in serialize_revision(draft)["findings"]]
    assert draft.profile.log.get(verb="import").note == "pasted.txt"
    assert not ImportDocument.objects.exists()


def test_the_facts_are_prefilled_and_can_be_corrected(admin_client, domains):
    make_place("Exampleland", slug="exampleland")
    text = MALI.read_text(encoding="utf-8").replace(
        "Republic of Mali Second Profile (2021)", "Republic of Nowhere"
    )
    address = page_of(admin_client, text)
    data = form_data(admin_client, address, "import_form")
    assert (data["place"], data["year"], data["month"], data["language"]) == ("", "2021", "9", "en")
    assert "take" not in [button.get("name") for button in parse(admin_client.get(address)).xpath("//button")]
    look = {"place": "exampleland", "edition": "4", "month": "10", "look": "1"}
    assert send(admin_client, address, **look).status_code == 302
    data = form_data(admin_client, address, "import_form")
    assert (data["place"], data["edition"], data["month"]) == ("exampleland", "4", "10")
    send(admin_client, address, take="1", leave_out="1")
    profile = Profile.objects.get(place__slug="exampleland")
    assert (profile.edition, profile.year, profile.month) == (4, 2021, 10)


def test_a_wrong_fact_is_refused_and_all_that_was_typed_stays(admin_client, mali):
    address = page_of(
        admin_client, MALI.read_text(encoding="utf-8").replace(FIRST, f"{FIRST}\n\nWho wrote this?")
    )
    line = MALI.read_text(encoding="utf-8").split("\n").index(f"  • {FIRST}") + 3
    answer = send(admin_client, address, year="1066", lines=str(line), to="aside", move="1")
    assert answer.status_code == 400
    page = parse(answer)
    assert page.xpath("//input[@name='year']/@value") == ["1066"]
    assert page.xpath("//input[@name='year']/@aria-invalid") == ["true"]
    assert page.xpath(f"//li[@id='line-{line}'][contains(@class, 'aside')]")


STRANGE = f"{FIRST} Nor is it kept.\n\nA line that stands alone.\nAnd what follows on it."


@pytest.fixture
def strange(admin_client, mali) -> tuple[str, int]:
    """The address of a document with two unplaced lines, and the number of the first."""
    text = MALI.read_text(encoding="utf-8").replace(FIRST, STRANGE)
    return page_of(admin_client, text), text.split("\n").index("A line that stands alone.") + 1


def test_unplaced_lines_are_not_left_out_unknowingly(admin_client, strange):
    address, line = strange
    page = parse(admin_client.get(address))
    assert page.xpath(f"//li[@id='line-{line}'][contains(@class, 'unplaced')]//input")
    assert page.xpath(f"//section[@aria-labelledby='problems-heading']//a[@href='#line-{line}']")
    answer = send(admin_client, address, take="1")
    assert answer.status_code == 409
    assert "not placed" in text_of(parse(answer).xpath("//*[@role='alert']")[0])
    assert Revision.objects.count() == 1


def test_an_unplaced_line_becomes_a_finding_where_it_is_put(admin_client, strange):
    address, line = strange
    answer = place(admin_client, address, line, "partnerships/potential")
    assert answer["Location"] == f"{address}#line-{line}"
    place(admin_client, address, line + 1, "with-last")
    send(admin_client, address, take="1")
    findings = serialize_revision(Revision.objects.get(number=2))["findings"]
    texts = [f["text"] for f in findings if (f["domain"], f["kind"]) == ("partnerships", "potential")]
    assert "A line that stands alone. And what follows on it." in texts


def test_what_is_placed_and_imported_at_once_is_looked_at_first(admin_client, strange):
    address, line = strange
    answer = send(admin_client, address, take="1", lines=f"{line}-{line + 1}", to="aside", move="1")
    assert answer.status_code == 409
    assert "Check the result" in text_of(parse(answer).xpath("//*[@role='alert']")[0])
    assert send(admin_client, address, take="1").status_code == 302


def test_an_unplaced_line_goes_into_the_introduction_or_is_left_out(admin_client, strange):
    address, line = strange
    place(admin_client, address, line, "introduction")
    place(admin_client, address, line + 1, "aside")
    page = parse(admin_client.get(address))
    row = page.xpath(f"//li[@id='line-{line + 1}'][contains(@class, 'aside')]")[0]
    assert "placed by hand: Leave it out" in text_of(row)
    note = page.xpath("//section[@aria-labelledby='problems-heading']//li[contains(., 'left out')]")[0]
    assert f"#line-{line + 1}" in note.xpath(".//a/@href")
    send(admin_client, address, take="1")
    assert serialize_revision(Revision.objects.get(number=2))["introduction"].endswith(
        "\n\nA line that stands alone."
    )


def test_each_line_says_in_which_list_it_is_and_a_split_of_nothing_leads_back(admin_client, strange):
    address, _line = strange
    row = parse(admin_client.get(address)).xpath("//li[@id][.//a[contains(@href, '?split=')]]")[0]
    assert "1 Migrants' rights · " in text_of(row)
    number = row.get("id").removeprefix("line-")
    answer = send(admin_client, address, split=number, split_text="All in one.")
    assert answer["Location"] == f"{address}?split={number}#id_split_text"
    field = parse(admin_client.get(f"{address}?split={number}")).xpath("//textarea[@id='id_split_text']")
    assert len(field) == 1


def test_a_list_without_a_domain_is_asked_which_it_belongs_to(admin_client, domains):
    address = page_of(admin_client, "Strong points\n- The law is clear.\n\nHearings\n- All were heard.")
    page = parse(admin_client.get(address))
    labels = [text_of(label) for label in page.xpath("//section[@id='questions']//label")]
    assert "Which domain does what stands under “Strong points” belong to?" in labels
    buttons = page.xpath("//section[@id='questions']//button[@aria-describedby]")
    assert {page.get_element_by_id(b.get("aria-describedby")).tag for b in buttons} == {"label"}
    send(admin_client, address, line="4", to="aside", move="1")
    labels = parse(admin_client.get(address)).xpath("//section[@id='questions']//label")
    assert not any("Hearings" in text_of(label) for label in labels)


def test_lines_are_left_out_knowingly(admin_client, strange):
    address, _line = strange
    assert send(admin_client, address, take="1", leave_out="1").status_code == 302


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Choose a file"),
        ({"text": " "}, "Choose a file"),
        ({"file": SimpleUploadedFile("a.txt", b"\x00\x01")}, "not text"),
        ({"file": SimpleUploadedFile("a.png", b"a picture")}, "is a picture, which has no text"),
        ({"text": "a\n" * 20_000}, "more than 10000 lines"),
        (
            {"file": SimpleUploadedFile("a.txt", b"A fictional text."), "text": "Another."},
            "only one of the two",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(admin_client, domains, data, message):
    answer = admin_client.post(HOME, data)
    assert answer.status_code == 400
    page = parse(answer)
    assert message in text_of(page.xpath("//*[@role='alert']")[0])
    assert page.get_element_by_id("id_text").text_content().strip() == data.get("text", "").strip()
    assert not ImportDocument.objects.exists()


def test_what_was_pasted_comes_back_to_whoever_was_signed_out(client, domains):
    answer = client.post(HOME, {"text": "A text that took an hour."})
    assert answer.status_code == 403
    assert "A text that took an hour." in answer.content.decode()


def test_the_draft_changed_meanwhile_so_it_is_compared_again(admin_client, mali):
    address = page_of(
        admin_client, MALI.read_text(encoding="utf-8").replace(FIRST, f"{FIRST} Nor is it kept.")
    )
    data = form_data(admin_client, address, "import_form")
    workflow.start_revision(Profile.objects.get(slug="mali-2021"), by=None)
    answer = admin_client.post(address, data | {"take": "1"})
    assert answer.status_code == 409
    assert "Compare them again" in text_of(parse(answer))
    assert send(admin_client, address, take="1").status_code == 302


def test_a_revision_in_review_stands_in_the_way(admin_client, domains):
    revision = make_in_state(State.IN_REVIEW)
    title = f"Migration Governance Indicators: {revision.profile.place} First Profile (2021)"
    address = page_of(admin_client, f"{title}\n\nPartnerships\n\nAreas with potential\n\n• A finding.")
    page = parse(admin_client.get(address))
    assert "Problem: " in text_of(page)
    assert not page.xpath("//button[@name='take']")
    assert send(admin_client, address, take="1").status_code == 409


def test_a_document_is_seen_by_nobody_else(admin_client, domains):
    address = page_of(admin_client, "A document.")
    other = signed_in(make_member("Administrator"))
    assert other.get(address).status_code == 404
    assert other.post(address, {"take": "1"}).status_code == 404
    assert other.post(f"{address}drop/").status_code == 404
    assert "pasted.txt" not in other.get(HOME).content.decode()


def test_whoever_may_not_write_does_not_import(domains):
    reviewer = signed_in(make_member("Reviewer"))
    assert reviewer.get(HOME).status_code == 403
    assert paste(reviewer, "A document.").status_code == 403
    assert not parse(reviewer.get("/admin/")).xpath(f"//a[@href='{HOME}']")


def test_of_another_place_nothing_is_told_and_nothing_taken_in(mali):
    home = make_place("Homeland", slug="homeland")
    client = signed_in(make_member("Analyst", home))
    address = page_of(client, MALI.read_text(encoding="utf-8").replace(FIRST, f"{FIRST} Nor is it kept."))
    page = parse(client.get(address))
    assert page.xpath("//select[@name='place']/option/@value") == ["", "homeland"]
    assert not page.xpath("//ins | //del")
    assert not page.xpath("//button[@name='take']")
    assert send(client, address, place="mali", take="1").status_code == 400
    assert Revision.objects.count() == 1


def test_the_same_document_again_is_the_one_that_waits(admin_client, domains):
    address = page_of(admin_client, "A document.")
    assert page_of(admin_client, "A document.") == address
    assert parse(admin_client.get(HOME)).xpath(f"//a[@href='{address}']")
    answer = admin_client.post(f"{address}drop/", follow=True)
    assert "is removed" in messages_of(answer)
    assert not ImportDocument.objects.exists()


def test_documents_go_after_a_month(admin_client, domains):
    page_of(admin_client, "An old document.")
    ImportDocument.objects.update(uploaded_at=timezone.now() - timedelta(days=31))
    page_of(admin_client, "A young document.")
    clean_up()
    assert ImportDocument.objects.get().data == b"A young document."


def test_the_page_asks_as_much_of_a_long_document_as_of_a_short_one(admin_client, domains):
    place = make_profile(make_place("Exampleland", slug="exampleland")).place
    counts = []
    for count in (2, 60):
        items = "\n".join(f"• Finding {n} of this document." for n in range(count))
        unplaced = "\n\n".join(f"Unplaced line {n}" for n in range(count))
        text = f"{place}\n\nFirst profile\n\nPartnerships\n\nAreas with potential\n\n{items}\n\n{unplaced}"
        address = page_of(admin_client, text)
        admin_client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = parse(admin_client.get(address))
        counts.append(len(queries))
        assert len(page.xpath("//form[@id='import_form']//*[self::input or self::select]")) < 500
    assert counts[0] == counts[1]
    assert counts[0] < 20
    assert Place.objects.count() == 1
