"""The page behind a review link: who opens it, what it shows, what it takes, and what it never tells."""

import datetime

import pytest
from django.utils import timezone

from profiles import workflow
from profiles.choices import Language, State
from profiles.models import Comment, Finding, ReviewLink, ReviewVisit
from tests import html
from tests.factories import make_draft, make_in_state, make_place, make_profile, make_published, make_user
from tests.pages import addresses_of, machine_addresses, parse, public_addresses, text_of

pytestmark = pytest.mark.usefixtures("domains")

SAID = {"name": "A. Director", "text": "The law has a new number."}


@pytest.fixture
def draft():
    return make_draft(make_profile(make_place("Reviewland")), findings=12)


@pytest.fixture
def path(draft) -> str:
    _link, token = workflow.create_review_link(draft, None, "Ministry of Examples")
    return f"/review/{token}/"


def link() -> ReviewLink:
    return ReviewLink.objects.get()


# What it shows


def test_it_shows_the_draft_and_says_that_it_is_one(client, draft, path):
    page = parse(client.get(path))
    text = text_of(page)
    assert "Draft for review: Ministry of Examples. Not public." in text
    for finding in draft.findings.all():
        assert finding.text in text
    assert draft.introduction in text
    assert len(page.xpath("//h1")) == 1
    assert "Cite this profile" not in text and "Last published" not in text


def test_the_text_is_set_as_on_the_public_page(client, draft, path):
    """What the ministry sees is what everybody will see: the same parts, the comments aside."""
    private = parse(client.get(path)).xpath("//div[@class='reading']")[0]
    for thread in private.xpath(".//div[@class='review-comments']"):
        thread.drop_tree()
    workflow.publish(draft, by=None)
    public = parse(client.get(draft.profile.get_absolute_url())).xpath("//div[@class='reading']")[0]
    assert text_of(private) == text_of(public)
    assert private.xpath(".//@class") == public.xpath(".//@class")


@pytest.mark.parametrize("language", Language.values)
def test_it_speaks_every_language_at_one_address(client, path, language):
    response = client.get(f"{path}?language={language}")
    root = parse(response).getroottree().getroot()
    assert (root.get("lang"), response["Content-Language"]) == (language, language)
    assert root.get("dir") == ("rtl" if language == "ar" else "ltr")
    links = parse(response).xpath("//ul[@class='language-menu__list']//a/@href")
    assert links == [f"{path}?language={code}" for code in Language.values]


def test_without_a_choice_the_browsers_language_is_taken(client, path):
    response = client.get(path, headers={"accept-language": "fr-FR,fr;q=0.9"})
    assert response["Content-Language"] == "fr"
    assert client.get(f"{path}?language=xx", headers={"accept-language": "de"})["Content-Language"] == "en"


@pytest.mark.once
def test_it_is_valid_html(client, path, draft):
    client.post(path, SAID | {"finding": draft.findings.first().key})
    pages = {
        "fresh": client.get(path),
        "stored": client.post(path, SAID),
        "refused": client.post(path, {"name": "", "text": "x"}),
        "arabic": client.get(f"{path}?language=ar"),
    }
    assert html.validate({name: response.content.decode() for name, response in pages.items()}) == []


def test_ids_are_unique(client, path):
    ids = parse(client.get(path)).xpath("//*/@id")
    assert len(ids) == len(set(ids))


def test_more_findings_cost_no_more_queries(client, path, draft, django_assert_max_num_queries):
    for finding in draft.findings.all():
        workflow.comment(draft, "Why?", finding_key=finding.key, link=link(), name="A. Director")
    with django_assert_max_num_queries(12):
        client.get(path)


# Who opens it


def closed(how: str, draft) -> None:
    if how == "expired":
        ReviewLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    if how == "revoked":
        workflow.revoke_review_link(link(), by=None)
    if how == "published":
        workflow.publish(draft, by=None)
    if how == "discarded":
        workflow.discard(draft, by=None)


@pytest.mark.parametrize("how", ["unknown", "expired", "revoked", "published", "discarded"])
def test_every_link_that_does_not_open_answers_the_same(client, draft, path, how):
    nothing = client.get("/review/nothing/")
    address = "/review/unknown-token/" if how == "unknown" else path
    closed(how, draft)
    response = client.get(address)
    assert response.status_code == 404
    here = address.strip("/").encode()
    assert response.content.replace(here, b"") == nothing.content.replace(b"review/nothing", b"")
    assert "Reviewland" not in response.content.decode()
    for header in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag"):
        assert response[header] == nothing[header]
    assert not ReviewVisit.objects.exists()


def test_who_comes_too_late_is_told_why_and_where_to_go(client, draft, path):
    closed("published", draft)
    text = text_of(parse(client.get(path)))
    assert "A review link closes on its last day, and when the text is published." in text


@pytest.mark.parametrize("how", ["expired", "revoked", "published"])
def test_what_is_sent_through_a_closed_link_is_not_stored_and_handed_back(client, draft, path, how):
    closed(how, draft)
    response = client.post(path, SAID)
    assert response.status_code == 404
    assert SAID["text"] in response.content.decode()
    assert not Comment.objects.exists()
    other_response = client.post(path, SAID, headers={"sec-fetch-site": "cross-site"})
    assert SAID["text"] not in other_response.content.decode()


def test_what_is_sent_while_the_draft_is_discarded_is_handed_back(client, draft, path, monkeypatch):
    def too_late(*args: object, **kwargs: object) -> None:
        workflow.discard(draft, None)
        raise workflow.WorkflowError("A fictional refusal.")

    monkeypatch.setattr(workflow, "comment", too_late)
    response = client.post(path, SAID)
    assert response.status_code == 404
    assert SAID["text"] in response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
def test_it_opens_in_every_open_state(client, state):
    _link, token = workflow.create_review_link(make_in_state(state), None, "Ministry")
    assert client.get(f"/review/{token}/").status_code == 200


def test_every_visit_is_noted(client, path):
    client.get(path, REMOTE_ADDR="192.0.2.7")
    client.get(path, REMOTE_ADDR="192.0.2.8")
    assert list(link().visits.values_list("address", flat=True)) == ["192.0.2.8", "192.0.2.7"]


def test_who_only_looks_whether_it_opens_or_sends_a_comment_is_no_visit(client, path):
    client.head(path)
    client.post(path, SAID | {"finding": ""})
    assert not ReviewVisit.objects.exists()


# What it never tells


def test_nothing_keeps_it_and_nobody_is_told(client, path):
    for response in (client.get(path), client.post(path, SAID), client.post(path, {}), client.put(path)):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies
        assert "unsafe" not in response["Content-Security-Policy"]
        assert not response.has_header("ETag")


def test_its_address_stands_only_in_its_language_links(client, path):
    page = parse(client.get(path))
    token = path.strip("/").partition("/")[2]
    holders = page.xpath(f"//*[@*[contains(., '{token}')]]")
    assert {holder.tag for holder in holders} == {"a"}
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//link[@rel='canonical'] | //meta[starts-with(@property, 'og:')]")
    assert not page.xpath("//script[@type='application/ld+json']")


def test_it_shows_what_was_said_through_it_and_nothing_that_staff_say(client, draft, path):
    finding = draft.findings.first()
    user = make_user()
    comment = workflow.comment(draft, "Said through it.", link=link(), name="B. Adviser")
    workflow.reply(comment, "Staff reply among themselves.", user)
    workflow.comment(draft, "Staff say something.", user, finding_key=finding.key)
    other, _token = workflow.create_review_link(draft, None, "Ministry of Rivers")
    workflow.comment(draft, "Said through another.", link=other, name="C. Other")
    text = text_of(parse(client.get(path)))
    assert "Said through it." in text and "B. Adviser" in text
    assert "Staff" not in text and "another" not in text and "Ministry of Rivers" not in text
    workflow.resolve(comment, user)
    assert "Resolved by the writers" in text_of(parse(client.get(path)))


def test_a_draft_with_a_link_is_still_404_everywhere_else(client, draft, path):
    for address in addresses_of(draft):
        assert client.get(address).status_code == 404, address
    token = path.strip("/").partition("/")[2]
    assert client.get(f"/fr/review/{token}/").status_code == 404
    for address in [*public_addresses(), *machine_addresses()]:
        content = client.get(address).content.decode()
        assert token not in content and "review/" not in content, address
        assert "Fictional finding" not in content, address


def test_the_public_page_shows_no_box(client):
    live = make_published()
    text = client.get(live.profile.get_absolute_url()).content.decode()
    assert "<form" not in text.partition("<main")[2] and "review-" not in text and "review.css" not in text


# What it takes


def test_a_comment_on_a_finding_is_stored_and_shown_with_the_name_kept(client, draft, path):
    finding = draft.findings.all()[3]
    response = client.post(path, SAID | {"finding": finding.key, "text": "Two\r\nlines."})
    assert response.status_code == 200
    comment = Comment.objects.get()
    assert (comment.finding_key, comment.name, comment.text, comment.by) == (
        finding.key,
        "A. Director",
        "Two\nlines.",
        None,
    )
    page = parse(response)
    (row,) = page.xpath(f"//li[@id='{finding.anchor}']")
    assert "Twolines." in text_of(row) and "Saved. The writers see your comment." in text_of(row)
    assert set(page.xpath("//input[@name='name']/@value")) == {"A. Director"}
    assert not any(box.text_content().strip() for box in page.xpath("//textarea"))
    assert not parse(client.get(path)).xpath("//input[@name='name' and @value='A. Director']")


def test_a_comment_on_the_whole(client, path):
    page = parse(client.post(path, SAID))
    assert SAID["text"] in text_of(page.xpath("//section[@id='whole']")[0])
    assert Comment.objects.get().finding_key is None


def test_the_same_comment_again_is_stored_once(client, path):
    """As when the page that answered is loaded again."""
    assert client.post(path, SAID).status_code == client.post(path, SAID).status_code == 200
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"text": "x" * 4001}, "longer than 4000 characters"),
        ({"name": "x" * 121}, "name is longer than 120"),
        ({"name": "  "}, "Give your name"),
        ({"text": " "}, "has no text"),
        ({"text": "a\0b"}, "Null characters"),
    ],
)
def test_what_is_refused_is_kept_in_its_box_with_the_reason(client, draft, path, data, reason):
    finding = draft.findings.first()
    response = client.post(path, SAID | {"finding": finding.key} | data)
    assert response.status_code == 400
    (row,) = parse(response).xpath(f"//li[@id='{finding.anchor}']")
    assert reason in text_of(row)
    (box,) = row.xpath(".//textarea")
    if "\0" not in data.get("text", ""):
        assert box.text_content().strip() == (SAID | data)["text"].strip()
    assert row.xpath(".//details[@open]//textarea")
    assert not Comment.objects.exists()


@pytest.mark.parametrize("key", ["gone", "7d444840-9dc0-11d1-b245-5ffdce74fad2"])
def test_a_comment_on_a_finding_that_is_gone_is_kept_in_the_box_of_the_whole(client, path, key):
    response = client.post(path, SAID | {"finding": key})
    assert response.status_code == 400
    (box,) = parse(response).xpath("//textarea[@id='text-whole']")
    assert box.text_content().strip() == SAID["text"]
    assert not Comment.objects.exists()


def test_what_was_said_of_a_dropped_finding_stays_in_sight(client, draft, path):
    finding = draft.findings.first()
    client.post(path, SAID | {"finding": finding.key})
    Finding.objects.filter(pk=finding.pk).delete()
    assert SAID["text"] in text_of(parse(client.get(path)).xpath("//section[@id='whole']")[0])


def test_a_link_takes_twenty_comments_an_hour(client, path):
    for number in range(20):
        assert client.post(path, SAID | {"text": f"Comment {number}."}).status_code == 200
    response = client.post(path, SAID | {"text": "One more."})
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    (box,) = parse(response).xpath("//textarea[@id='text-whole']")
    assert box.text_content().strip() == "One more."
    Comment.objects.update(made_at=timezone.now() - datetime.timedelta(hours=2))
    assert client.post(path, SAID | {"text": "One more."}).status_code == 200


def test_a_form_of_another_site_is_refused(path):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    for site in ("cross-site", "same-site"):
        response = strict.post(path, SAID, headers={"origin": "null", "sec-fetch-site": site})
        assert response.status_code == 403
    assert not Comment.objects.exists()
    own = strict.post(path, SAID, headers={"origin": "null", "sec-fetch-site": "same-origin"})
    assert own.status_code == 200
    assert Comment.objects.count() == 1


def test_words_are_never_markup(client, path):
    page = client.post(path, {"name": "<b>Bold</b>", "text": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page and "<b>Bold" not in page


def test_other_methods_are_refused(client, path):
    assert client.put(path).status_code == 405
    assert client.head(path).status_code == 200
