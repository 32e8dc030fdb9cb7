"""The sign-off page: what is recorded, what changed since, whose file it is, and the review links."""

import datetime
from pathlib import PurePath

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from profiles import workflow
from profiles.choices import Role, State
from profiles.content.serialize import serialize_revision
from profiles.models import ReviewLink, SignOff, StoredFile
from profiles.templatetags.profiles_ui import month_year
from tests.factories import make_draft, make_in_state, make_member, make_place, make_profile, make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")

PDF = b"%PDF-1.7\nA fictional letter.\n%%EOF"
FIELDS = {
    "body": "Ministry of Examples",
    "office": "Director",
    "signed_on": "2021-09-14",
    "note": "By letter.",
}


def url(revision, name="sign_off", *parts) -> str:
    return reverse(f"admin:profiles_revision_{name}", args=[revision.pk, *parts])


def record(client: Client, revision, **fields):
    return client.post(url(revision), FIELDS | {"version": revision.lock_version} | fields)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def reword(revision, text: str) -> None:
    """Change the first finding by the action."""
    content = serialize_revision(revision)
    content["findings"][0]["text"] = text
    workflow.save_content(revision, content, revision.lock_version, make_user())


def test_a_sign_off_is_recorded_with_the_text_as_it_is(admin_client):
    draft = make_draft()
    assert record(admin_client, draft).status_code == 302
    result = SignOff.objects.get()
    assert (result.body, result.office, result.note) == ("Ministry of Examples", "Director", "By letter.")
    assert result.signed_on == datetime.date(2021, 9, 14)
    assert result.recorded_by.username == "editor"
    page = text_of(parse(admin_client.get(url(draft))))
    assert "Ministry of Examples · Director · 14 September 2021" in page
    assert "The text is exactly the one that was signed off." in page


def test_what_changed_since_is_shown_word_by_word(admin_client):
    draft = make_draft()
    record(admin_client, draft)
    reword(draft, "Fictional statement 1 of somewhere.")
    page = parse(admin_client.get(url(draft)))
    assert "The text has changed since" in text_of(page)
    (section,) = page.xpath("//section[@id='difference']")
    assert "Reworded" in text_of(section)
    assert "added: statement" in [text_of(e) for e in section.xpath(".//li//ins")]
    assert "removed: finding" in [text_of(e) for e in section.xpath(".//li//del")]


def test_an_earlier_sign_off_can_be_compared_too(admin_client):
    draft = make_draft()
    record(admin_client, draft)
    reword(draft, "A second wording.")
    draft.refresh_from_db()
    record(admin_client, draft, body="Ministry of Rivers")
    page = parse(admin_client.get(url(draft)))
    assert not page.xpath("//section[@id='difference']")
    (link,) = page.xpath("//a[contains(@href, '#difference')]/@href")
    section = parse(admin_client.get(url(draft) + link.partition("#")[0])).xpath(
        "//section[@id='difference']"
    )[0]
    assert "Changed since the sign-off by Ministry of Examples" in text_of(section)


def test_a_text_that_changed_meanwhile_is_not_signed_off_unseen(admin_client):
    draft = make_draft()
    before = draft.lock_version
    reword(draft, "Changed meanwhile.")
    response = record(admin_client, draft, version=before)
    assert response.status_code == 400
    page = parse(response)
    assert "The text was changed while you filled in this form" in text_of(page)
    assert page.xpath("//input[@name='body']/@value") == ["Ministry of Examples"]
    assert not SignOff.objects.exists()
    (version,) = page.xpath("//input[@name='version']/@value")
    assert record(admin_client, draft, version=version).status_code == 302


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"body": ""}, "This field is required"),
        ({"body": "   "}, "This field is required"),
        ({"body": "x" * 201}, "at most 200 characters"),
        ({"signed_on": "soon"}, "Enter a valid date"),
        ({"signed_on": "2999-01-01"}, "is in the future"),
        ({"note": "x" * 4001}, "at most 4000 characters"),
        ({"version": ""}, "Nothing was recorded"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(admin_client, fields, reason):
    response = record(admin_client, make_draft(), **{"office": "Typed office"} | fields)
    assert response.status_code == 400
    assert reason in response.content.decode()
    assert "Typed office" in response.content.decode()
    assert not SignOff.objects.exists()


CONTAINER = b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.etsi.asic-e+zip" + b"rest"
SIGNED = bytes.fromhex("3082 0a3c 0609 2a86 4886 f70d 0107 02") + b"rest"
MESSAGE = (
    b"Received: by mail.example\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\nFrom: minister@example\r\n\r\nYes."
)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (b"\xef\xbb\xbf" + PDF, "pdf"),
        (b" \r\n" + PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (b"\xff\xd8\xff\xe0rest", "jpg"),
        (SIGNED, "p7m"),
        (b"-----BEGIN PKCS7-----\nMIIF", "p7m"),
        (CONTAINER, "asice"),
        (MESSAGE, "eml"),
        (b"\xef\xbb\xbf" + MESSAGE, "eml"),
    ],
)
def test_a_file_is_known_by_its_content_and_kept_under_a_random_name(admin_client, content, ending):
    draft = make_draft()
    record(admin_client, draft, file=SimpleUploadedFile("../../letter to all.html", content, "text/html"))
    result = SignOff.objects.get()
    path = PurePath(StoredFile.objects.get().name)
    assert result.file.name == str(path)
    assert str(path.parent) == "sign-offs" and path.suffix == f".{ending}"
    assert "letter" not in path.name and len(path.stem) == 32
    response = admin_client.get(url(draft, "letter", result.pk))
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "file",
    [
        ("letter.pdf", b"<html><script>alert(1)</script>"),
        ("letter.pdf", b"x" * 1024 + PDF),
        ("letter.asice", b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml"),
        ("letter.p7m", b"\x30\x82 anything else"),
        ("letter.eml", b"Subject: nobody wrote this\r\n\r\nYes."),
        ("letter.eml", MESSAGE + b"\0"),
        ("letter.png", b"GIF89a"),
        ("letter.pdf", b""),
        ("letter.pdf", PDF + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_what_is_no_letter_or_too_large_is_refused(admin_client, file):
    response = record(admin_client, make_draft(), file=SimpleUploadedFile(*file))
    assert response.status_code == 400
    assert not SignOff.objects.exists() and not StoredFile.objects.exists()


def test_a_file_may_be_called_what_its_sender_likes(admin_client):
    name = "Lettre signée du ministère de l’intérieur " * 8 + ".pdf"
    record(admin_client, make_draft(), file=SimpleUploadedFile(name, PDF))
    assert SignOff.objects.get().file


def test_the_file_is_for_those_who_work_on_the_place(client, admin_client):
    draft = make_draft()
    record(admin_client, draft, file=SimpleUploadedFile("letter.pdf", PDF))
    address = url(draft, "letter", SignOff.objects.get().pk)
    assert client.get(address).status_code == 302
    assert signed_in(make_member(Role.ANALYST, make_place())).get(address).status_code == 404
    allowed = signed_in(make_member(Role.REVIEWER, draft.profile.place)).get(address)
    assert b"".join(allowed.streaming_content) == PDF
    assert admin_client.get(url(make_draft(), "letter", SignOff.objects.get().pk)).status_code == 404


def test_the_file_has_no_public_address(client, admin_client):
    draft = make_draft()
    record(admin_client, draft, file=SimpleUploadedFile("letter.pdf", PDF))
    name = SignOff.objects.get().file.name
    for address in (f"/{name}", f"/media/{name}", f"/static/{name}"):
        assert client.get(address).status_code == 404


def test_a_file_that_is_lost_is_a_404(admin_client):
    draft = make_draft()
    record(admin_client, draft, file=SimpleUploadedFile("letter.pdf", PDF))
    result = SignOff.objects.get()
    StoredFile.objects.all().delete()
    assert admin_client.get(url(draft, "letter", result.pk)).status_code == 404


def test_a_closed_revision_shows_its_sign_offs_and_takes_none(admin_client):
    draft = make_in_state(State.APPROVED)
    record(admin_client, draft)
    live = workflow.publish(draft, by=None)
    page = parse(admin_client.get(url(live)))
    assert "Ministry of Examples" in text_of(page)
    assert not page.xpath("//textarea | //input[@name='label']")
    response = record(admin_client, live)
    assert response.status_code == 403 and "By letter." in response.content.decode()


# Review links


def make_link(client, draft, **fields):
    return client.post(url(draft, "invite"), {"label": "Ministry of Rivers", "days": 14} | fields)


def test_the_address_of_a_link_is_shown_once(client, admin_client):
    draft = make_draft()
    response = make_link(admin_client, draft)
    (address,) = parse(response).xpath("//code[@id='made-address']/text()")
    assert address.startswith("https://mgi.example/review/")
    assert "no-store" in response["Cache-Control"] and response["Referrer-Policy"] == "no-referrer"
    assert client.get(address.removeprefix("https://mgi.example")).status_code == 200
    token = address.rstrip("/").rpartition("/")[2]
    assert token not in admin_client.get(url(draft)).content.decode()
    assert token not in str(ReviewLink.objects.values().get())


def test_links_say_where_they_stand(admin_client):
    draft = make_draft()
    now = timezone.now()
    working, _token = workflow.create_review_link(draft, None, "Working")
    for _ in range(25):
        working.visits.create(address="192.0.2.7")
    workflow.revoke_review_link(workflow.create_review_link(draft, None, "Revoked one")[0], by=None)
    expired, _token = workflow.create_review_link(draft, None, "Expired one")
    ReviewLink.objects.filter(pk=expired.pk).update(expires_at=now - datetime.timedelta(hours=1))
    page = parse(admin_client.get(url(draft)))
    rows = {text_of(row.xpath(".//strong")[0]): row for row in page.xpath("//section[@id='links']/ul/li")}
    assert "works until" in text_of(rows["Working"])
    assert "Opened 25 times" in text_of(rows["Working"])
    assert len(rows["Working"].xpath(".//ul[@class='visits']/li")) == 20
    assert "revoked" in text_of(rows["Revoked one"]) and "expired" in text_of(rows["Expired one"])
    assert "Not opened yet." in text_of(rows["Expired one"])
    assert [bool(row.xpath(".//form")) for row in rows.values()] == [False, False, True]


def test_revoking_closes_the_link(client, admin_client):
    draft = make_draft()
    link, token = workflow.create_review_link(draft, None, "Ministry of Rivers")
    assert client.get(f"/review/{token}/").status_code == 200
    assert admin_client.get(url(draft, "revoke", link.pk)).status_code == 405
    admin_client.post(url(draft, "revoke", link.pk))
    assert client.get(f"/review/{token}/").status_code == 404
    assert admin_client.post(url(make_draft(), "revoke", link.pk)).status_code == 404


@pytest.mark.parametrize("fields", [{"label": " "}, {"days": "0"}, {"days": "181"}, {"days": "x"}])
def test_a_refused_link_keeps_what_was_typed(admin_client, fields):
    response = make_link(admin_client, make_draft(), **fields)
    assert response.status_code == 400
    assert not ReviewLink.objects.exists()
    assert str(fields.get("days", "14")) in response.content.decode()


def test_many_links_and_sign_offs_cost_as_many_queries_as_few(admin_client, django_assert_max_num_queries):
    draft = make_draft()
    for _ in range(6):
        record(admin_client, draft)
        workflow.create_review_link(draft, None, "Somebody")[0].visits.create()
    reword(draft, "Changed.")
    with django_assert_max_num_queries(16):
        admin_client.get(url(draft))


# What changed beside the text, and what was recorded by mistake


def test_the_page_says_which_fact_changed_since(admin_client):
    draft = make_draft()
    record(admin_client, draft)
    profile = draft.profile
    profile.month = 3 if profile.month != 3 else 4
    workflow.change_facts(profile, None)
    text = text_of(parse(admin_client.get(url(draft))))
    assert "The text has changed since" in text
    assert f"Now: “{month_year(profile.period_iso)}”." in text


def test_a_mistaken_sign_off_is_revoked_from_its_page(admin_client):
    draft = make_draft()
    record(admin_client, draft)
    result = SignOff.objects.get()
    address = url(draft, "revoke_sign_off", result.pk)
    assert admin_client.get(address).status_code == 405
    admin_client.post(address, {"note": ""})
    assert SignOff.objects.current().exists()
    answer = admin_client.post(address, {"note": "The letter was\x00 about another draft."}, follow=True)
    text = text_of(parse(answer))
    assert "Revoked: it was recorded by mistake" in text
    assert "The letter was about another draft." in text
    assert not SignOff.objects.current().exists()
    again = admin_client.post(address, {"note": "Once more."})
    assert again.status_code == 409 and "Once more." in again.content.decode()
    other = make_draft(make_profile(make_place("Other")))
    assert admin_client.post(url(other, "revoke_sign_off", result.pk), {"note": "x"}).status_code == 404
