"""Letters to readers: asked for, confirmed and stopped, without an account, a cookie or a script."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail, signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from profiles.choices import JobKind
from profiles.models import Alert, DomainText, IndicatorDomain, Job, Place
from tests.factories import make_member, make_place, make_published
from tests.jobs import make_due, send_emails
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")

READER = "reader@example.org"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def place(db):
    return make_published().profile.place


def ask(email: str = READER, about: str = "", client: Client | None = None, **extra: str):
    response = (client or Client()).post(f"/alerts/{about}", {"email": email, "website": ""}, **extra)
    send_emails()
    return response


def link() -> str:
    send_emails()
    (path,) = re.findall(r"https://mgi\.example(/\S+)", mail.outbox[-1].body)
    return path


def subscribe(about: str = "", email: str = READER) -> Alert:
    ask(email, about)
    Client().post(link())
    return Alert.objects.latest("pk")


def test_from_the_place_to_the_alert(client, place):
    page = parse(client.get(place.get_absolute_url()))
    (address,) = page.xpath("//p[@class='follow']//a[contains(@href, '/alerts/')]/@href")
    form = client.get(address)
    assert place.name in text_of(parse(form))
    response = client.post(address, {"email": " Reader@Example.ORG ", "website": ""})
    assert response.status_code == 302 and response.url == "/alerts/asked/"
    assert "three days" in text_of(parse(client.get(response.url)))
    assert not Alert.objects.exists(), "nothing is kept of somebody who has not agreed"
    send_emails()
    (letter,) = mail.outbox
    assert letter.to == ["Reader@example.org"] and place.name in letter.subject
    question = client.get(link())
    assert "Reader@example.org" in text_of(parse(question)) and not Alert.objects.exists()
    assert client.post(link()).status_code == 200
    alert = Alert.objects.get()
    assert (alert.email, alert.place, alert.domain) == ("Reader@example.org", place, None)
    assert (alert.language, alert.told_until <= timezone.now()) == ("en", True)
    assert not client.cookies


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_kept_in_the_language_of_the_page(client, language):
    response = client.post(f"/{language}/alerts/?domain=partnerships", {"email": READER, "website": ""})
    assert response.url == f"/{language}/alerts/asked/"
    assert link().startswith(f"/{language}/alerts/confirm/")
    client.post(link())
    assert Alert.objects.get().language == language
    assert Alert.objects.get().domain == IndicatorDomain.objects.get(slug="partnerships")


def test_twice_is_once(place):
    first = subscribe(f"?place={place.slug}")
    second = subscribe(f"?place={place.slug}", READER.upper())
    assert first == second and Alert.objects.count() == 1
    Client().post(f"/fr/alerts/?place={place.slug}", {"email": READER, "website": ""})
    Client().post(link())
    assert Alert.objects.get().language == "fr", "it takes the language of the page"
    assert subscribe() and Alert.objects.count() == 2


def test_the_database_keeps_one_of_each(place):
    domain = IndicatorDomain.objects.first()
    for about in ({"place": place}, {"domain": domain}, {}):
        Alert.objects.create(email=READER, language="en", **about)
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.create(email=READER.upper(), language="fr", **about)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.create(email="x@example.org", language="en", place=place, domain=domain)


def test_the_answer_does_not_tell_whether_there_is_one():
    subscribe()
    mail.outbox.clear()
    again, new = ask(), ask("new@example.org")
    assert (again.status_code, again.url, again.content) == (new.status_code, new.url, new.content)
    assert [letter.to for letter in mail.outbox] == [[READER], ["new@example.org"]]


STRANGE = (f"a@{'ü' * 60}.org", "a@xn--zzzzzü.org", "ſam@example.org", "ı@example.org")
LONG, TWO = f"{'a' * 300}@example.org", "a@example.org\nBcc: b@c.d"


@pytest.mark.parametrize("email", ["", "nobody", "a@b", LONG, TWO, *STRANGE])
def test_a_wrong_address_is_said_beside_the_field_and_kept(email):
    response = ask(email)
    assert response.status_code == 400 and not mail.outbox
    page = parse(response)
    (field,) = page.xpath("//input[@id='email']")
    assert field.get("value", "").replace("\r", "") == email.replace("\n", "") or "\n" in email
    assert page.get_element_by_id(field.get("aria-describedby")).text_content().strip()
    assert field.get("autofocus") is not None
    assert page.xpath("string(//title)").startswith("Error: ")


def test_what_is_not_there_cannot_be_followed(client):
    city = make_place("Hiddenville", level="city", parent=make_place())
    for about in ("?place=nowhere", "?domain=nothing", f"?place={city.slug}"):
        assert client.get(f"/alerts/{about}").status_code == 404
        assert ask(about=about).status_code == 404
    assert not mail.outbox


def test_a_machine_is_told_the_same_and_nothing_is_sent():
    response = Client().post("/alerts/", {"email": READER, "website": "https://spam.example/"})
    assert response.url == "/alerts/asked/" and not mail.outbox


def test_a_form_of_another_site_is_refused():
    response = ask(HTTP_SEC_FETCH_SITE="cross-site")
    assert response.status_code == 403 and not mail.outbox
    assert READER in response.content.decode()


def test_who_asks_too_often_is_told_and_others_are_not_held_up():
    answers = [ask(f"r{number}@example.org", REMOTE_ADDR="192.0.2.1") for number in range(11)]
    assert [response.status_code for response in answers] == [302] * 10 + [429]
    assert answers[-1]["Retry-After"] == "900" and len(mail.outbox) == 10
    assert ask(REMOTE_ADDR="192.0.2.2").status_code == 302


def test_one_subscriber_s_many_addresses_are_one_and_so_are_all_unknown_ones():
    answers = [ask(f"r{n}@example.org", REMOTE_ADDR=f"2001:db8::{n}") for n in range(1, 12)]
    assert answers[-1].status_code == 429
    answers = [ask(f"s{n}@example.org", REMOTE_ADDR="") for n in range(11)]
    assert [response.status_code for response in answers] == [302] * 10 + [429]


def test_one_mailbox_gets_no_heap_of_letters():
    answers = [ask(REMOTE_ADDR=f"192.0.2.{number}") for number in range(8)]
    assert {response.status_code for response in answers} == {302} and len(mail.outbox) == 5


def test_a_mail_server_that_fails_delays_nobody_and_the_address_goes_in_the_end(settings):
    settings.EMAIL_BACKEND = "tests.test_notifications.BrokenBackend"
    assert ask().url == "/alerts/asked/"
    for _attempt in range(10):
        make_due(kind=JobKind.CONFIRMATION)
        send_emails()
    assert not Job.objects.filter(kind=JobKind.CONFIRMATION).exists()
    assert not mail.outbox


def test_a_link_to_confirm_that_is_no_good(client, place):
    ask(about=f"?place={place.slug}")
    whole = link()
    token = signing.dumps({"email": READER})
    for path in (whole[:-3] + "/", "/alerts/confirm/x/", f"/alerts/confirm/{token}/"):
        for response in (client.get(path), client.post(path)):
            assert response.status_code == 404
            assert path not in response.content.decode().partition("</head>")[0]
    assert not Alert.objects.exists()


def test_a_link_to_confirm_is_good_for_three_days(client, monkeypatch):
    ask()
    address, now = link(), signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 3 * 24 * 3600 + 1)
    response = client.post(address)
    assert response.status_code == 404 and "three days" in text_of(parse(response))
    assert not Alert.objects.exists()


def test_it_is_stopped_by_a_button_and_stays_stopped(client):
    alert, other = subscribe(), subscribe("?domain=partnerships")
    address = alert.get_stop_url()
    assert READER in text_of(parse(client.get(address)))
    assert Alert.objects.count() == 2, "programs open the links of letters"
    assert client.post(address).status_code == 200
    assert list(Alert.objects.all()) == [other]
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 200 and READER not in response.content.decode()


def test_a_mailbox_stops_it_with_one_click():
    """RFC 8058: this body and no more; neither cookie nor Origin, and a client that checks CSRF."""
    alert = subscribe()
    program = Client(enforce_csrf_checks=True)
    body = "List-Unsubscribe=One-Click"
    response = program.post(alert.get_stop_url(), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200 and not Alert.objects.exists()


def test_private_pages_are_kept_by_nobody_and_pass_their_address_on_to_nobody(client):
    alert = subscribe()
    ask()
    for address in (link(), alert.get_stop_url()):
        response = client.get(address)
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        head = response.content.decode().partition("</head>")[0]
        assert address not in head


def test_without_a_mail_server_there_is_nothing_of_it(client, settings, place):
    alert = subscribe()
    ask()
    settings.ALERTS = False
    for address in ("/alerts/", "/alerts/asked/", link()):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in (404, 405)
    assert client.post(alert.get_stop_url()).status_code == 200, "each letter promised it"
    assert not Alert.objects.exists()
    for page in (place.get_absolute_url(), "/profiles/", "/domains/partnerships/"):
        assert "/alerts/" not in client.get(page).content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_another_method_is_refused_with_the_right_ones(client, method):
    response = getattr(client, method)("/alerts/")
    assert response.status_code == 405 and response["Allow"] == "GET, HEAD, POST"
    assert client.post("/alerts/asked/").status_code == 405


def test_the_administration_finds_and_forgets_a_reader(admin_client):
    alert = subscribe()
    page = admin_client.get("/admin/profiles/alert/?q=reader@")
    assert READER in page.content.decode()
    assert admin_client.get("/admin/profiles/alert/add/").status_code == 403
    admin_client.post(f"/admin/profiles/alert/{alert.pk}/delete/", {"post": "yes"})
    assert not Alert.objects.exists()
    entries = LogEntry.objects.values_list("object_repr", "change_message")
    assert entries and READER not in str(list(entries))


@pytest.mark.parametrize("role", ["Analyst", "Reviewer", "Publisher"])
def test_readers_addresses_are_shown_to_administrators_alone(client, role):
    alert = subscribe()
    client.force_login(make_member(role), backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/admin/profiles/alert/", f"/admin/profiles/alert/{alert.pk}/delete/"):
        assert client.get(address).status_code in (403, 404)


def test_a_name_in_another_language_says_so_within_the_sentences_of_the_page(client, place):
    """A screen reader that speaks Arabic would read the English words as if they were Arabic."""
    Place.objects.update(names={})
    domain = IndicatorDomain.objects.first()
    DomainText.objects.filter(domain=domain).exclude(language="en").delete()
    title = DomainText.objects.get(domain=domain, variant="country", language="en").title
    page = parse(client.get(f"/ar/domains/{domain.slug}/"))
    assert page.xpath("//p[@class='follow']/span[@lang='en'][@dir='ltr']/text()") == [title]
    page = parse(client.get(f"/ar/alerts/?domain={domain.slug}"))
    assert page.xpath("//h1/span[@lang='en']/text()") == [title]
    assert page.xpath("//a/span[@lang='en']/text()") == [title]
    client.post(f"/ar/alerts/?domain={domain.slug}", {"email": READER, "website": ""})
    for page in (parse(client.get(link())), parse(client.post(link()))):
        assert page.xpath("//p[@class='lead']/span[@lang='en']/text()") == [title]
    page = parse(client.get(f"/ar/places/{place.slug}/"))
    assert page.xpath("//h1/span[@lang='en']/text()") == [place.name]
    assert page.xpath("//p[@class='follow']/span[@lang='en']/text()") == [place.name]
    for page in (
        parse(client.get(f"/ar/profiles/?domain={domain.slug}")),
        parse(client.get(f"/ar/search/?q=finding&domain={domain.slug}")),
    ):
        assert page.xpath("//a[@class='active-filters__link']//span[@lang='en']/text()") == [title]
    assert not parse(client.get(f"/domains/{domain.slug}/")).xpath("//p[@class='follow']/span[@lang]")
