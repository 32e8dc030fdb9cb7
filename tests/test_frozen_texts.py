"""A published text keeps what it is called and what it describes, whatever becomes of its place."""

import io
import json
import re
import zipfile

import pytest
from django.utils import timezone

from profiles import notifications, workflow
from profiles.content.serialize import profile_data
from profiles.exports.web import share_picture
from profiles.models import Alert, Place, Profile, Revision
from profiles.workflow.places import save_place
from profiles.workflow.sign_offs import current_sign_off
from tests.exports.formats.test_pdf import pages
from tests.factories import make_complete, make_place, make_profile
from tests.jobs import send_emails

pytestmark = pytest.mark.usefixtures("domains")

LANGUAGES = ("en", "fr")
NAMES = {"en": ("Oldland", "Republic of Oldland"), "fr": ("Vieuxpays", "Vieuxpays")}
"""The short name and the name in the title, by the language of the text."""
NEW = ("Newland", "Kingdom of Newland", "Nouveaupays")


def publish_and_rename(language: str) -> Revision:
    """Publish a signed-off text in `language`, with a withdrawn one before it; then rename its place."""
    place = make_place("Oldland", names={"fr": "Vieuxpays", "es": "Tierra Vieja"})
    profile = make_profile(place, slug="oldland-2021", language=language)
    workflow.withdraw(workflow.publish(make_complete(profile), by=None), by=None, reason="A mistake.")
    draft = workflow.start_revision(profile, by=None)
    workflow.record_sign_off(draft, None, body="Ministry of Tides", signed_on=timezone.now().date())
    live = workflow.publish(draft, by=None)
    rename(place)
    return Revision.objects.with_profile().get(pk=live.pk)


def rename(place: Place) -> None:
    place = Place.objects.get(pk=place.pk)
    place.name, place.official_name = NEW[:2]
    place.names = {"fr": NEW[2], "es": "Tierra Nueva"}
    place.full_clean()
    save_place(place, by=None)


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture
def live(language) -> Revision:
    return publish_and_rename(language)


def title(live: Revision) -> str:
    return {
        "en": "Migration Governance Indicators: Republic of Oldland First Profile (2021)",
        "fr": live.frozen_title,
    }[live.frozen_language]


def words(data: bytes) -> str:
    """Return what a file says, whichever its format."""
    if data.startswith(b"%PDF"):
        return " ".join(" ".join(pages(data)).split())
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(words(archive.read(name)) for name in archive.namelist())
    return data.decode("utf-8-sig", errors="replace")


def test_the_title_is_kept_in_the_language_of_the_text(live, language):
    name, official_name = NAMES[language]
    assert (live.place_name, live.place_official_name) == (name, official_name)
    assert (live.year, live.month, live.period_iso, live.language) == (2021, 9, "2021-09", language)
    assert live.title == title(live)
    assert official_name in live.title
    assert live.profile.title != live.title  # that of the next text


def test_names_in_other_languages_may_improve(live, language):
    other = "fr" if language == "en" else "en"
    assert live.place_name_in("es") == "Tierra Nueva"
    assert live.place_name_in(other) == (NEW[2] if other == "fr" else NEW[0])


@pytest.mark.parametrize(
    "address",
    [
        "/profiles/oldland-2021/",
        "/profiles/oldland-2021/r/2/",
        "/embed/profiles/oldland-2021/",
        "/feeds/profiles.atom",
        "/api/v1/profiles/",
        "/api/v1/profiles/oldland-2021/",
        "/api/v1/profiles/oldland-2021/revisions/2/",
        "/api/v1/findings/",
        "/api/v1/search/?q=fictional",
        "/oembed/?url=https://mgi.example/profiles/oldland-2021/",
        *(f"/profiles/oldland-2021/r/2.{ending}" for ending in ("bib", "ris", "csl.json")),
        *(f"/profiles/oldland-2021.{ending}" for ending in ("bib", "ris")),
        *(f"/profiles/oldland-2021/r/2.{ending}" for ending in ("pdf", "xlsx", "docx", "txt")),
    ],
)
def test_what_shows_a_text_has_its_own_title(client, live, settings, address):
    settings.SITE_URL = "https://mgi.example"
    response = client.get(address)
    assert response.status_code == 200, address
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = words(content).replace("{", "").replace("}", "")
    assert NAMES[live.language][1] in text
    assert NEW[1] not in text


def test_no_file_of_the_text_changes(client, language):
    place = make_place("Oldland", names={"fr": "Vieuxpays"})
    live = workflow.publish(
        make_complete(make_profile(place, slug="oldland-2021", language=language)), by=None
    )
    addresses = [
        f"/{'' if language == 'en' else 'fr/'}profiles/oldland-2021/r/{live.number}.{ending}"
        for ending in ("csv", "json", "txt", "bib", "ris", "csl.json")
    ]
    before = [words(client.get(address).content) for address in addresses]
    assert all(before)
    rename(place)
    for address, old in zip(addresses, before, strict=True):
        new = words(client.get(address).content)
        if address.endswith(".json") and "csl" not in address:
            old, new = (without_other_names(text) for text in (old, new))
        assert new == old, address


def without_other_names(text: str) -> dict:
    """Return an exchange document without what its places are called in languages that are not the text's."""
    data = json.loads(text)
    (language,) = {profile["language"] for profile in data["profiles"]}
    for place in data["places"]:
        place["names"] = {code: name for code, name in place["names"].items() if code == language}
        if language != "en":
            del place["name"], place["official_name"]
    return data


def test_a_withdrawn_text_answers_under_its_title(client, live, language):
    response = client.get("/profiles/oldland-2021/r/1/")
    assert response.status_code == 410
    heading = re.sub(r"\s+", " ", response.content.decode())
    assert NAMES[language][1] in heading
    assert NEW[1] not in heading


def test_what_changed_and_comparisons_say_the_place_as_the_texts_do(client):
    live = publish_and_rename("en")
    later = make_profile(live.profile.place, edition=2, year=2025, slug="newland-2025", language="en")
    workflow.publish(make_complete(later), by=None)
    comparison = client.get("/compare/?profile=oldland-2021&profile=newland-2025").content.decode()
    assert "Oldland, First Profile (2021)" in comparison
    assert "Newland, Second Profile (2025)" in comparison
    assert client.get("/profiles/newland-2025/changes/").status_code == 200


def test_a_hit_and_its_feed_keep_the_place_as_the_text_calls_it(client, live, language):
    feed = client.get("/feeds/search.atom?q=fictional").content.decode()
    assert f"{NAMES[language][0]} (" in feed
    assert NEW[0] not in feed
    assert NEW[2] not in feed


def test_an_email_to_readers_has_the_title_of_the_text(live, language, mailoutbox):
    alert = Alert.objects.create(email="reader@example.org", language="es")
    notifications.enqueue_news(alert, "All profiles", [(live, True)])
    send_emails()
    assert " ".join(live.title.split()) in " ".join(mailoutbox[0].body.split())
    assert NAMES[language][1] in live.title


def test_the_picture_keeps_the_name_in_the_language_of_the_text(live, language):
    assert share_picture.profile_words(live, language)["place"] == NAMES[language][0]


def test_a_sign_off_of_a_closed_text_stays_current(live):
    assert not current_sign_off(live).is_outdated


def test_a_sign_off_of_an_open_text_is_outdated_by_another_title():
    place = make_place("Oldland")
    draft = make_complete(make_profile(place))
    workflow.record_sign_off(draft, None, body="Ministry of Tides", signed_on=timezone.now().date())
    rename(place)
    sign_off = current_sign_off(Revision.objects.get(pk=draft.pk))
    assert sign_off.is_outdated
    assert [name for name, *_rest in sign_off.facts_changed] == ["title"]


def test_month_and_language_are_those_of_the_text(live, client):
    """Whoever changes them past the actions changes the next text, not this one."""
    Profile.objects.filter(pk=live.profile_id).update(year=2024, month=None, language="es")
    revision = Revision.objects.with_profile().get(pk=live.pk)
    assert (revision.period_iso, revision.language, revision.title) == (
        "2021-09",
        live.frozen_language,
        title(live),
    )
    data = profile_data(revision.profile, revision)
    assert (data["year"], data["month"], data["language"]) == (2021, 9, live.frozen_language)
    row = client.get("/api/v1/profiles/oldland-2021/").json()
    assert (row["year"], row["month"], row["language"]) == (2021, 9, live.frozen_language)


def test_an_open_text_follows_its_place():
    place = make_place("Oldland")
    draft = make_complete(make_profile(place))
    rename(place)
    draft = Revision.objects.get(pk=draft.pk)
    assert draft.title == "Migration Governance Indicators: Kingdom of Newland First Profile (2021)"
    assert draft.place_name == "Newland"
    assert draft.frozen_title == ""


def test_a_live_finding_leads_to_the_live_text(client, live):
    """The newest public text is the live one: no frozen text has a higher number."""
    finding = live.findings.first()
    result = type(finding).objects.latest_public(finding.key)
    assert (result.pk, result.revision.state) == (finding.pk, "published")
