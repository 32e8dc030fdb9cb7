"""The page of a revision: editing a draft without losing a word, publishing and discarding it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.choices import State
from profiles.models import Finding, FindingSource, Revision, Source
from profiles.payload import content_of
from tests.admin.forms import admin_address, form_data, messages_of
from tests.factories import make_draft, make_profile, make_published, make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")

VERBS = ["publish", "discard"]


@pytest.fixture
def draft(db) -> Revision:
    """A draft of four findings in four domains, the first of which rests on the first of two sources."""
    draft = make_draft()
    law = Source.objects.create(revision=draft, title="A fictional law", position=0)
    Source.objects.create(revision=draft, title="A fictional report", position=1)
    FindingSource.objects.create(finding=draft.findings.first(), source=law, locator="art. 4")
    return draft


def row_of(data: dict, text: str) -> str:
    """Return the prefix of the finding whose text begins with `text`."""
    return next(
        name.removesuffix("text")
        for name, value in data.items()
        if name.endswith("-text") and str(value).startswith(text)
    )


def save(desk: Client, revision: Revision, **changes):
    """Send the form with `changes` (field of the form, - written as _, to value)."""
    data = form_data(desk, admin_address(revision))
    return desk.post(admin_address(revision), data | {k.replace("__", "-"): v for k, v in changes.items()})


def new_finding(data: dict, text: str, **fields) -> dict:
    row = int(data["findings-TOTAL_FORMS"]) - 1
    listed = data["findings-0-listed"]
    fields = {"text": text, "listed": listed} | fields
    return data | {f"findings-{row}-{name}": value for name, value in fields.items()}


# Editing


def test_saving_what_was_not_changed_changes_nothing(desk, draft):
    before = content_of(draft)
    assert save(desk, draft).status_code == 302
    draft.refresh_from_db()
    assert content_of(draft) == before
    assert draft.lock_version == 1
    assert not draft.profile.log.exists()


def test_a_finding_is_changed_and_published_and_the_public_page_shows_it(desk, client):
    live = make_published()
    desk.post(admin_address(live.profile, "start"))
    draft = live.profile.revisions.open().get()
    assert save(desk, draft, findings__0__text="A wording that was agreed.").status_code == 302
    assert "A wording that was agreed." not in client.get(live.profile.get_absolute_url()).content.decode()
    confirmation = parse(desk.get(admin_address(draft, "publish")))
    assert "replaces revision 1" in text_of(confirmation.get_element_by_id("content"))
    version = confirmation.xpath("//input[@name='version']/@value")[0]
    response = desk.post(admin_address(draft, "publish"), {"version": version}, follow=True)
    assert "This is what everybody reads now" in messages_of(response)
    assert "A wording that was agreed." in client.get(live.profile.get_absolute_url()).content.decode()
    assert client.get(live.get_absolute_url()).status_code == 200
    log = live.profile.log.order_by("pk").values_list("verb", "by__username")
    assert list(log)[1:] == [("start", "editor"), ("save", "editor"), ("publish", "editor")]


def test_facts_of_the_revision_are_saved_with_who_and_when(desk, draft):
    note = "Two findings brought up to date."
    save(desk, draft, introduction="First.\r\n\r\nSecond.", change_note=note)
    draft.refresh_from_db()
    assert (draft.introduction, draft.change_note) == ("First.\n\nSecond.", note)
    assert (draft.lock_version, draft.changed_by.username) == (2, "editor")
    assert draft.profile.log.get().verb == "save"


def test_a_text_is_stored_as_it_was_typed(desk, draft):
    text = "« L’État » – “as of”  September 2021 … \u202fصح =SUM(A1) <b>&amp;"
    save(desk, draft, findings__0__text=text)
    assert draft.findings.in_order().first().text == text


def test_a_finding_is_added_at_the_end_of_its_list(desk, draft):
    data = form_data(desk, admin_address(draft))
    desk.post(admin_address(draft), new_finding(data, "A new finding.", citations="2: p. 7\r\n1"))
    first, added = draft.findings.in_order()[:2]
    assert added.text == "A new finding."
    assert (added.domain_id, added.kind) == (first.domain_id, first.kind)
    cited = added.cited.values_list("source__title", "locator")
    assert list(cited) == [("A fictional report", "p. 7"), ("A fictional law", "")]


def test_a_new_source_is_named_by_its_number_at_once(desk, draft):
    data = form_data(desk, admin_address(draft))
    assert data["sources-TOTAL_FORMS"] == "3"
    desk.post(
        admin_address(draft),
        data
        | {
            "sources-2-title": "A strategy",
            "sources-2-url": "example.org",
            "findings-3-citations": "3. ch. 2",
        },
    )
    source = draft.sources.get(title="A strategy")
    assert source.url == "https://example.org"
    assert list(draft.sources.order_by("position").values_list("title", flat=True))[-1] == "A strategy"
    (cited,) = draft.findings.in_order()[3].cited.all()
    assert (cited.source, cited.locator) == (source, "ch. 2")


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ({"A": "3"}, "BCAD"),
        ({"D": "1"}, "DABC"),
        ({"C": "2"}, "ACBD"),
        ({"A": "4", "D": "1"}, "DBCA"),
        ({"B": ""}, "ACDB"),
        ({"A": "99"}, "BCDA"),
    ],
)
def test_findings_are_moved_within_their_list(desk, moves, expected):
    draft = make_draft(findings=0)
    domain = make_draft(findings=1).findings.get().domain
    for position, text in enumerate("ABCD"):
        Finding.objects.create(revision=draft, domain=domain, kind="potential", text=text, position=position)
    data = form_data(desk, admin_address(draft))
    for text, position in moves.items():
        data[f"{row_of(data, text)}place_in_list"] = position
    assert desk.post(admin_address(draft), data).status_code == 302
    assert "".join(draft.findings.in_order().values_list("text", flat=True)) == expected


def test_a_finding_is_moved_to_another_list_and_keeps_its_key(desk, draft):
    moved, _, target = draft.findings.in_order()[:3]
    other = f"{target.domain_id}-potential"
    save(desk, draft, findings__0__listed=other)
    finding = draft.findings.get(key=moved.key)
    assert (finding.domain_id, finding.kind) == (target.domain_id, "potential")


def test_findings_and_sources_are_deleted(desk, draft):
    first = draft.findings.in_order().first()
    save(desk, draft, findings__0__DELETE="on", sources__1__DELETE="on")
    assert not draft.findings.filter(key=first.key).exists()
    assert draft.findings.count() == 3
    assert draft.sources.get().title == "A fictional law"


def test_a_finding_goes_with_the_source_it_rests_on_in_one_save(desk, draft):
    assert save(desk, draft, findings__0__DELETE="on", sources__0__DELETE="on").status_code == 302
    assert draft.sources.get().title == "A fictional report"


BAD_INPUT = {
    "empty text": ({"findings__0__text": ""}, "This field is required."),
    "no list": ({"findings__1__listed": ""}, "This field is required."),
    "unknown list": ({"findings__1__listed": "999-potential"}, "Select a valid choice"),
    "position": ({"findings__1__place_in_list": "0"}, "greater than or equal to 1"),
    "no number": ({"findings__0__citations": "art. 4"}, "does not begin with the number of a source"),
    "unknown source": ({"findings__0__citations": "9"}, "There is no source 9."),
    "source twice": ({"findings__0__citations": "1: a\n1: b"}, "Source 1 stands here twice."),
    "long locator": ({"findings__0__citations": f"1: {'x' * 121}"}, "at most 120 characters"),
    "source in use": ({"sources__0__DELETE": "on"}, "Source 1 is marked for deletion"),
    "source without title": ({"sources__0__title": ""}, "This field is required."),
    "new source without title": ({"sources__2__body": "Parliament"}, "This field is required."),
    "address": ({"sources__0__url": "not an address"}, "Enter a valid URL."),
    "year": ({"sources__0__year": "MMXX"}, "Enter a whole number."),
}


@pytest.mark.parametrize(("changes", "reason"), BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_what_is_not_right_is_handed_back_with_everything_typed(desk, draft, changes, reason):
    before = content_of(draft)
    typed = {"introduction": "Typed and kept.", "findings__2__text": "Also typed and kept."}
    response = save(desk, draft, **(typed | changes))
    assert response.status_code == 200
    page = parse(response)
    text = text_of(page)
    assert reason in text
    assert "Nothing has been saved yet. Everything you typed is still on this page." in text
    assert page.get_element_by_id("id_introduction").value.strip() == "Typed and kept."
    assert page.get_element_by_id("id_findings-2-text").value.strip() == "Also typed and kept."
    draft.refresh_from_db()
    assert content_of(draft) == before
    assert draft.lock_version == 1
    # Each message leads to its field.
    for link in page.xpath("//ul[@class='error-links']//a/@href"):
        assert page.get_element_by_id(link[1:]) is not None


def test_a_row_of_another_draft_cannot_be_smuggled_in(desk, draft):
    other = make_draft()
    stranger = other.findings.first()
    response = save(desk, draft, findings__0__id=str(stranger.pk), findings__0__text="Smuggled.")
    assert response.status_code == 200
    assert not Finding.objects.filter(text="Smuggled.").exists()


def test_the_state_is_not_edited(desk, draft):
    save(desk, draft, state="published", number="9", profile=make_profile().pk, introduction="Changed.")
    changed = Revision.objects.get(pk=draft.pk)
    assert changed.introduction == "Changed."
    assert (changed.state, changed.number, changed.profile_id) == ("draft", 1, draft.profile_id)


def test_texts_are_typed_in_the_profiles_language_and_direction(desk):
    draft = make_draft(make_profile(language="ar"))
    page = parse(desk.get(admin_address(draft)))
    for field in ("id_introduction", "id_findings-0-text", "id_findings-4-text"):
        element = page.get_element_by_id(field)
        assert (element.get("lang"), element.get("dir")) == ("ar", "rtl")


# Saving over somebody's newer text


def test_a_save_over_a_newer_one_is_refused_and_the_text_handed_back(desk, draft):
    data = form_data(desk, admin_address(draft))
    workflow.record_save(draft, make_user("colleague"))
    draft.findings.filter(pk=draft.findings.in_order()[1].pk).update(text="The colleague’s wording.")
    response = desk.post(admin_address(draft), data | {"findings-0-text": "My wording."})
    assert response.status_code == 409
    page = parse(response)
    assert "colleague saved this draft at" in text_of(page)
    kept = [area.value.strip() for area in page.xpath("//textarea")]
    assert kept[0] == "My wording."
    assert draft.findings.filter(text="The colleague’s wording.").exists()
    assert not draft.findings.filter(text="My wording.").exists()


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 40])
def test_a_save_without_a_version_is_refused(desk, draft, version):
    response = save(desk, draft, version=version, introduction="Mine.")
    assert response.status_code == 409
    draft.refresh_from_db()
    assert draft.introduction == "A fictional example."


def test_a_save_after_publishing_or_discarding_hands_the_text_back(desk, draft):
    data = form_data(desk, admin_address(draft)) | {"findings-0-text": "My late wording."}
    live = workflow.publish(draft, by=None)
    response = desk.post(admin_address(live), data)
    assert response.status_code == 409
    assert "not a draft" in response.content.decode()
    assert "My late wording." in response.content.decode()
    other = make_draft()
    gone = admin_address(other)
    data = form_data(desk, gone) | {"findings-0-text": "My late wording."}
    workflow.discard(other, by=None)
    response = desk.post(gone, data)
    assert response.status_code == 409
    assert "My late wording." in response.content.decode()


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN])
def test_a_closed_revision_is_read_and_refuses_a_forged_post(desk, draft, state):
    data = form_data(desk, admin_address(draft))
    live = workflow.publish(draft, by=None)
    if state != State.PUBLISHED:
        Revision.objects.filter(pk=live.pk).update(state=state, closed_at=live.published_at)
    before = content_of(live)
    page = desk.get(admin_address(live))
    assert not parse(page).xpath("//form[@id='revision_form']//textarea")
    assert not parse(page).xpath("//form[@id='revision_form']//input[@type='submit']")
    assert "A fictional law, art. 4" in page.content.decode()
    response = desk.post(
        admin_address(live), data | {"findings-0-text": "Forged.", "introduction": "Forged."}
    )
    assert response.status_code == 409
    assert desk.post(admin_address(live, "delete"), {"post": "yes"}).status_code == 403
    assert content_of(Revision.objects.get(pk=live.pk)) == before


# Verbs


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_by_get_only_asks(desk, draft, verb):
    response = desk.get(admin_address(draft, verb))
    assert response.status_code == 200
    assert parse(response).xpath("//div[@id='content']//form[@method='post']")
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert not draft.profile.log.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_a_refused_verb_says_why_at_every_door(desk, verb):
    live = make_published()
    reason = {
        "publish": "This revision has been published before.",
        "discard": "Only a draft can be discarded.",
    }[verb]
    confirmation = parse(desk.get(admin_address(live, verb)))
    assert reason in text_of(confirmation)
    assert not confirmation.xpath("//div[@id='content']//form")
    response = desk.post(admin_address(live, verb), follow=True)
    assert messages_of(response) == reason
    assert live.profile.log.count() == 1


def test_an_empty_draft_says_why_it_is_not_published(desk):
    draft = make_draft(findings=0)
    page = parse(desk.get(admin_address(draft)))
    assert text_of(page.get_element_by_id("why-publish")) == "This revision has no findings yet."
    assert page.xpath("//button[@aria-describedby='why-publish']/@disabled")


def test_the_confirmation_warns_of_empty_domains(desk, draft):
    text = text_of(parse(desk.get(admin_address(draft, "publish"))))
    assert "No findings stand in these domains: Mobility dimensions of crises, Safe" in text
    assert "It is the first revision of this profile that the public sees." in text


def test_a_draft_that_changed_after_the_confirmation_is_not_published(desk, draft):
    workflow.record_save(draft, make_user("late-writer"))
    response = desk.post(admin_address(draft, "publish"), {"version": "1"}, follow=True)
    assert "late-writer saved this draft" in messages_of(response)
    assert response.redirect_chain == [(admin_address(draft), 302)]
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_discarding_leads_back_to_the_profile(desk):
    live = make_published()
    draft = workflow.start_revision(live.profile, by=None)
    response = desk.post(admin_address(draft, "discard"), follow=True)
    assert response.redirect_chain == [(admin_address(live.profile), 302)]
    assert live.profile.revisions.get() == live


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_needs_a_token_and_rights(draft, verb):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(admin_address(draft, verb)).status_code == 403
    plain, stranger = Client(), Client()
    plain.force_login(make_user(is_superuser=False), backend="django.contrib.auth.backends.ModelBackend")
    assert plain.post(admin_address(draft, verb)).status_code == 403
    assert plain.post(admin_address(draft), {"introduction": "x"}).status_code == 403
    assert stranger.post(admin_address(draft, verb)).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.introduction) == (State.DRAFT, "A fictional example.")


def test_who_may_edit_but_not_publish(draft):
    from tests.test_permissions import with_permissions

    client = Client()
    client.force_login(
        with_permissions("change_revision"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert save(client, draft, introduction="Edited.").status_code == 302
    page = parse(client.get(admin_address(draft)))
    assert text_of(page.get_element_by_id("why-publish")) == "Your account may not publish."
    response = client.post(admin_address(draft, "publish"), {"version": "2"}, follow=True)
    assert messages_of(response) == "Your account may not publish."
    draft.refresh_from_db()
    assert (draft.state, draft.introduction) == (State.DRAFT, "Edited.")


# What the page costs


def make_large(findings: int) -> Revision:
    draft = make_draft(findings=findings)
    sources = [Source.objects.create(revision=draft, title=f"Source {i}", position=i) for i in range(5)]
    FindingSource.objects.bulk_create(
        FindingSource(finding=finding, source=source, locator="p. 1")
        for finding in draft.findings.all()
        for source in sources[:2]
    )
    return draft


def test_the_form_costs_as_many_queries_with_60_findings_as_with_6(desk):
    few, many = make_large(6), make_large(60)
    counts = []
    for draft in (few, many):
        desk.get(admin_address(draft))
        with CaptureQueriesContext(connection) as reading:
            desk.get(admin_address(draft))
        data = form_data(desk, admin_address(draft)) | {"findings-1-text": "Changed."}
        with CaptureQueriesContext(connection) as saving:
            assert desk.post(admin_address(draft), data).status_code == 302
        counts.append((len(reading), len(saving)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 15


def test_the_form_of_60_findings_stays_under_500_fields(desk):
    form = parse(desk.get(admin_address(make_large(60)))).get_element_by_id("revision_form")
    assert len(form.xpath(".//input | .//select | .//textarea")) < 500
