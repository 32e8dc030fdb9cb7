"""What those who review, publish and go on with a translation read of it, on its page and by e-mail."""

import pytest

from profiles import workflow
from profiles.choices import State
from profiles.content.serialize import serialize_revision
from profiles.models import Translation
from tests.admin.forms import admin_address
from tests.admin.translation.translating import keys, make_translator, signed_in
from tests.factories import make_in_state, make_published, make_published_translation, make_translation
from tests.jobs import send_emails
from tests.pages import parse, text_of as words_of

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def translation(db) -> Translation:
    return make_translation(make_published())


def test_the_translator_is_led_to_the_comments_of_what_was_sent_back(admin_client, translation):
    workflow.submit(translation, None)
    finding = translation.revision.findings.first()
    admin_client.post(
        admin_address(translation, "comments/add"), {"text": "Ce mot ?", "finding": str(finding.key)}
    )
    workflow.send_back(translation, None, "Second sentence, please.")
    page = parse(admin_client.get(admin_address(translation)))
    (note,) = page.xpath("//div[@class='warning-note']")
    assert note.xpath(f".//a[@href='{admin_address(translation, 'comments')}?show=open']")
    assert "sent the translation back on" in words_of(note)


def test_the_mail_says_that_a_translation_goes_back_to_its_translators(translation, mailoutbox):
    writer = make_translator(translation.profile.place, "fr")
    Translation.objects.filter(pk=translation.pk).update(changed_by=writer)
    translation.refresh_from_db()
    workflow.submit(translation, None)
    workflow.send_back(translation, None, "Second sentence, please.")
    send_emails()
    (message,) = [message for message in mailoutbox if message.to == [writer.email]]
    assert "back to its translators" in message.body


def test_the_publisher_reads_which_translations_will_be_outdated(admin_client):
    live = make_in_state(State.PUBLISHED)
    make_published_translation(live)
    draft = workflow.approve(workflow.submit(workflow.start_revision(live.profile, None), None), None)
    assert "marked as outdated: French." in words_of(parse(admin_client.get(admin_address(draft, "publish"))))


def test_its_translators_learn_that_a_translation_is_outdated(mailoutbox):
    live = make_published()
    writer = make_translator(live.profile.place, "fr")
    translation = make_translation(live)
    Translation.objects.filter(pk=translation.pk).update(changed_by=writer)
    translation.refresh_from_db()
    workflow.publish(translation, None)
    draft = workflow.start_revision(live.profile, None)
    content = serialize_revision(draft)
    content["findings"][0]["text"] = "Worded otherwise."
    workflow.save_content(draft, content, draft.lock_version, None)
    send_emails()
    mailoutbox.clear()
    workflow.publish(draft, None)
    send_emails()
    (message,) = [message for message in mailoutbox if message.to == [writer.email]]
    carried = Translation.objects.live().get()
    assert "brings the translation up to date" in message.body
    assert admin_address(carried) in message.body


def test_each_finding_to_read_has_its_number_and_leads_to_its_comments(admin_client, translation):
    workflow.submit(translation, None)
    page = parse(admin_client.get(admin_address(translation)))
    findings = [finding.anchor for finding in translation.revision.findings.all()]
    titles = [words_of(title) for title in page.xpath("//h4[@class='unit-group-title']")]
    assert titles == [f"Finding {number}" for number in range(1, len(findings) + 1)]
    links = page.xpath("//p[@class='unit-group-links']/a/@href")
    assert links == [f"{admin_address(translation, 'comments')}#{anchor}" for anchor in findings]


def test_what_changes_for_readers_says_which_finding_it_is(admin_client):
    live = make_published()
    make_published_translation(live)
    translation = workflow.start_translation(live.profile, "fr", None)
    key = keys(translation)[1]
    units = dict(translation.units)
    units[key] = {"text": "Autrement.", "original": live.findings.all()[1].text}
    workflow.save_translation(translation, units, translation.lock_version, None)
    workflow.submit(translation, None)
    page = parse(admin_client.get(admin_address(translation, "approve")))
    (heading,) = page.xpath("//section[@class='against-public']/h3")
    assert words_of(heading).endswith("Finding 2 · Text")


def test_a_public_translation_leads_on_to_the_next_one(db):
    live = make_published()
    french = make_published_translation(live)
    place = live.profile.place
    writer, other = (signed_in(make_translator(place, language)) for language in ("fr", "es"))

    def labels(client, text: Translation) -> list[str]:
        page = parse(client.get(admin_address(text)))
        return [words_of(button) for button in page.xpath("//div[@class='button-cell']//*[@class='button']")]

    assert "Start a translation" in labels(writer, french)
    assert "Start a translation" not in labels(other, french)
    workflow.start_translation(live.profile, "fr", None)
    assert "Continue the translation" in labels(writer, french)
