"""Nothing of a draft, a withdrawn text or staff comes out of any public door: one walk through them all.

SECRET stands in all that is hidden. What is asked for is its neighbour, or the word mistyped, so that an
answer that repeats the question gives nothing away. A door that is new fails here until it is listed.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pdfplumber
import pytest
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from profiles import workflow
from profiles.api.v1.urls import urlpatterns as api_patterns
from profiles.choices import Language, State
from profiles.content.translations import OFFICIAL_NAME, build_units
from profiles.exports.formats import CITATIONS, FORMATS
from profiles.models import Alert, Revision, Translation
from profiles.urls import machine_patterns, page_patterns
from profiles.workflow import alerts
from tests.factories import (
    make_complete,
    make_in_state,
    make_place,
    make_profile,
    make_published,
    make_translation,
    make_user,
)

SECRET = "Zugzwang"
NEIGHBOUR, MISTYPED = "omphalos", "zugzwagn"
TEXT = f"{SECRET} is the {NEIGHBOUR} of this text."
ENDINGS = (*FORMATS, *CITATIONS)
TABLES = ("csv", "xlsx", "json")

Door = Callable[[Revision], list[str]]
Situation = Callable[[Any], list[str]]


def single(name: str, query: str = "", **parts: str) -> Door:
    """A page that is about all profiles."""
    return lambda revision: [f"{reverse(name, kwargs=parts)}{query}"]


def of_profile(name: str, **parts: str) -> Door:
    return lambda revision: [reverse(name, kwargs={"slug": revision.profile.slug} | parts)]


def of_place(name: str, **parts: str) -> Door:
    def addresses(revision: Revision) -> list[str]:
        place, paths = revision.profile.place, []
        while place is not None:
            paths.append(reverse(name, kwargs={"slug": place.slug} | parts))
            place = place.parent
        return paths

    return addresses


def each(door: Callable[..., Door], name: str, part: str, values: Any, **parts: str) -> Door:
    """The same door for each of `values`."""
    return lambda revision: [
        address for value in values for address in door(name, **parts, **{part: value})(revision)
    ]


def with_query(name: str) -> Door:
    """A search for what stands beside the secret, by the secret mistyped, and for all of one kind."""
    return lambda revision: [
        f"{reverse(name)}?q={NEIGHBOUR}",
        f"{reverse(name)}?q={MISTYPED}",
        f"{reverse(name)}?q={NEIGHBOUR[:5]}",
    ]


def names(name: str) -> Door:
    """What begins as the place of the text does."""
    return lambda revision: [f"{reverse(name)}?q={revision.profile.place.name[:3]}", reverse(name)]


def wish(revision: Revision) -> str:
    """The token that somebody was sent who asked for e-mails about the place."""
    data = {
        "email": "r@example.org",
        "language": "en",
        "place": revision.profile.place_id,
        "domain": None,
    }
    return signing.dumps(data, salt=alerts.__name__)


def alert(revision: Revision) -> Alert:
    """A reader who is told of what is new about the place."""
    place = revision.profile.place
    return Alert.objects.get_or_create(email="r@example.org", language="en", place=place)[0]


DOORS: dict[str, Door] = {
    "healthz": single("healthz"),
    "readyz": single("readyz"),
    "metrics": single("metrics"),
    "robots": single("robots"),
    "sitemap": single("sitemap"),
    "sitemap_section": lambda revision: [
        reverse("sitemap_section", args=[part]) for part in ("domains", "places", "profiles", "changes")
    ],
    "everything": single("everything"),
    "schema": single("schema"),
    "findings_schema": single("findings_schema"),
    "own_file": lambda revision: [reverse("own_file", args=["logo-0.svg"])],
    "oembed": lambda revision: [
        f"{reverse('oembed')}?url={settings.SITE_URL}{revision.profile.get_absolute_url()}"
    ],
    "review": single("review", token="not-the-token"),
    "home": single("home"),
    "site_picture": single("site_picture"),
    "about": single("about"),
    "data": single("data"),
    "glossary": single("glossary"),
    "accessibility": single("accessibility"),
    "privacy": single("privacy"),
    "legal": single("legal"),
    "profile_list": lambda revision: [
        f"{reverse('profile_list')}?sort={sort}" for sort in ("place", "-described", "-published")
    ],
    "profile": of_profile("profile"),
    "profile_picture": of_profile("profile_picture"),
    "revision": lambda revision: [revision.get_absolute_url()],
    "changes": of_profile("changes"),
    "compare": lambda revision: [f"{reverse('compare')}?profile={revision.profile.slug}", reverse("compare")],
    "compare_file": lambda revision: [
        f"{reverse('compare_file', args=[table])}?profile={revision.profile.slug}" for table in TABLES
    ],
    "profile_list_file": each(single, "profile_list_file", "table", TABLES),
    "place_file": each(of_place, "place_file", "table", TABLES),
    "search_file": lambda revision: [
        f"{reverse('search_file', args=[table])}?q={NEIGHBOUR}" for table in TABLES
    ],
    "profile_file": each(of_profile, "profile_file", "ending", ENDINGS),
    "revision_file": lambda revision: [
        reverse("revision_file", args=[revision.profile.slug, revision.number, ending]) for ending in ENDINGS
    ],
    "translation": lambda revision: [
        reverse("translation", args=[revision.profile.slug, revision.number, 1])
    ],
    "translation_file": lambda revision: [
        reverse("translation_file", args=[revision.profile.slug, revision.number, 1, ending])
        for ending in ENDINGS
    ],
    "embed": of_profile("embed"),
    "embed_wheel": of_profile("embed_wheel"),
    "embed_domain": of_profile("embed_domain", domain="partnerships"),
    "feed": single("feed"),
    "place_feed": of_place("place_feed"),
    "domain_feed": single("domain_feed", slug="partnerships"),
    "alerts": lambda revision: [
        f"{reverse('alerts')}?place={revision.profile.place.slug}",
        f"{reverse('alerts')}?domain=partnerships",
    ],
    "alerts_asked": single("alerts_asked"),
    "alert_confirm": lambda revision: [reverse("alert_confirm", args=[wish(revision)])],
    "alert_stop": lambda revision: [alert(revision).get_stop_url()],
    "finding": lambda revision: [
        reverse("finding", args=[finding.key]) for finding in revision.findings.all()
    ],
    "place_list": single("place_list"),
    "place": of_place("place"),
    "search": with_query("search"),
    "search_feed": with_query("search_feed"),
    "search_names": names("search_names"),
    "compare_names": names("compare_names"),
    "domain_list": single("domain_list"),
    "domain": single("domain", slug="partnerships"),
    "api:root": single("api:root"),
    "api:openapi": single("api:openapi"),
    "api_docs": single("api_docs"),
    "api:not_there": single("api:not_there", rest="v1/drafts/"),
    "api:profiles": single("api:profiles", "?page_size=100"),
    "api:profile": of_profile("api:profile"),
    "api:revisions": of_profile("api:revisions"),
    "api:revision": lambda revision: [reverse("api:revision", args=[revision.profile.slug, revision.number])],
    "api:translations": lambda revision: [
        reverse("api:translations", args=[revision.profile.slug, revision.number])
    ],
    "api:translation": lambda revision: [
        reverse("api:translation", args=[revision.profile.slug, revision.number, "fr", 1])
    ],
    "api:findings": lambda revision: [
        f"{reverse('api:findings')}?page_size=100&{name}"
        for name in (f"profile={revision.profile.slug}", f"place={revision.profile.place.slug}", "page=1")
    ],
    "api:findings_table": single("api:findings_table"),
    "api:finding": lambda revision: [
        reverse("api:finding", args=[finding.key]) for finding in revision.findings.all()
    ],
    "api:places": single("api:places", "?page_size=100"),
    "api:place": of_place("api:place"),
    "api:domains": single("api:domains"),
    "api:domain": single("api:domain", slug="partnerships"),
    "api:search": with_query("api:search"),
}
"""Name of a public address -> the addresses at which it could show something of a revision."""


def test_every_public_address_is_a_door():
    names = {pattern.name for pattern in (*machine_patterns, *page_patterns)}
    names |= {f"api:{pattern.name}" for pattern in api_patterns}
    assert names == set(DOORS)


# What is hidden


def hide(revision: Revision) -> Revision:
    """Write the secret into all that `revision` says."""
    Revision.objects.filter(pk=revision.pk).update(introduction=TEXT, change_note=TEXT)
    revision.findings.update(text=TEXT, indicator_area=SECRET)
    revision.sources.update(title=TEXT, body=SECRET, url=f"https://{SECRET.lower()}.example/")
    revision.refresh_from_db()
    return revision


def of_a_place_without_another(state: State) -> Revision:
    """The names of the places are hidden too."""
    country = make_place(f"{SECRET}land", slug="hidden-land")
    city = make_place(f"{SECRET}ville", slug="hidden-ville", level="city", parent=country)
    return hide(make_in_state(state, make_profile(city, slug="hidden-2021")))


def in_state(state: State) -> Situation:
    return lambda client: addresses(of_a_place_without_another(state))


def scheduled(client: Any) -> list[str]:
    revision = of_a_place_without_another(State.APPROVED)
    workflow.schedule(revision, by=None, moment=timezone.now() + timedelta(days=1))
    return addresses(revision)


def beside_a_live_text() -> Revision:
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    return hide(workflow.start_revision(live.profile, by=None))


def beside(client: Any) -> list[str]:
    return addresses(beside_a_live_text())


def discarded(client: Any) -> list[str]:
    draft = beside_a_live_text()
    paths = addresses(draft)
    workflow.discard(draft, by=None)
    return paths


def withdrawn(client: Any) -> list[str]:
    """Every door was opened while the text was live: whatever keeps a copy has one."""
    live = workflow.publish(beside_a_live_text(), by=None)
    paths = addresses(live)
    leaks = [address for address in paths if SECRET.lower() in answer(client, address)]
    assert len(leaks) > 25, "the walk would not see what is to be hidden"
    workflow.withdraw(live, by=None, reason="The ministry asked for it.")
    return paths


def staff(client: Any) -> list[str]:
    """A live text; hidden is who made it, and all that was said on the way."""
    writer, other = (
        make_user(name, first_name=SECRET, last_name=SECRET, email=f"{name}@example.org")
        for name in (f"{SECRET}.one".lower(), f"{SECRET}.two".lower())
    )
    draft = make_complete(make_profile(make_place("Openland"), slug="openland-2021"), by=writer)
    workflow.comment(draft, TEXT, by=writer)
    link, _token = workflow.create_review_link(draft, by=writer, label=f"{SECRET} ministry")
    workflow.comment(draft, TEXT, link=link, name=SECRET)
    workflow.submit(draft, by=writer, note=TEXT)
    workflow.send_back(draft, by=other, reason=TEXT)
    workflow.submit(draft, by=writer, note=TEXT)
    fields = {"body": SECRET, "office": SECRET, "note": TEXT}
    workflow.record_sign_off(draft, by=writer, signed_on=date(2021, 9, 1), **fields)
    workflow.approve(draft, by=other, note=TEXT)
    return addresses(workflow.publish(draft, by=other))


def secret_translation() -> Translation:
    """The text is live; all that its translation into French says is hidden."""
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    units = {
        unit.key: {"text": f"{TEXT} {unit.key}"[:100], "original": unit.original}
        for unit in build_units(live, {})
        if unit.key != OFFICIAL_NAME  # part of the title, which a withdrawn text keeps
    }
    return make_translation(live, units=units, reference=SECRET, provenance="official")


def in_french(revision: Revision) -> list[str]:
    """Return the doors in French, where a translation would be; those of programs ask for it by parameter."""
    with override("fr"):
        paths = addresses(revision)
    api = [path for path in paths if "/api/v1/" in path]
    return paths + [f"{path}{'&' if '?' in path else '?'}language=fr" for path in api]


def draft_of_a_translation(client: Any) -> list[str]:
    return in_french(secret_translation().revision)


def withdrawn_translation(client: Any) -> list[str]:
    """Every door was opened while it was live."""
    translation = workflow.publish(secret_translation(), by=None)
    paths = in_french(translation.revision)
    leaks = [address for address in paths if SECRET.lower() in answer(client, address)]
    assert len(leaks) > 25, "the walk would not see what is to be hidden"
    workflow.withdraw(translation, by=None, reason="The ministry asked for it.")
    return paths


def translation_of_a_withdrawn_text(client: Any) -> list[str]:
    translation = workflow.publish(secret_translation(), by=None)
    paths = in_french(translation.revision)
    workflow.withdraw(translation.revision, by=None, reason="The ministry asked for it.")
    return paths


SITUATIONS: dict[str, Situation] = {
    "a draft": in_state(State.DRAFT),
    "a text in review": in_state(State.IN_REVIEW),
    "an approved text": in_state(State.APPROVED),
    "a scheduled text": scheduled,
    "a draft beside the live text": beside,
    "a discarded draft": discarded,
    "a withdrawn text": withdrawn,
    "a draft of a translation": draft_of_a_translation,
    "a withdrawn translation": withdrawn_translation,
    "the translation of a withdrawn text": translation_of_a_withdrawn_text,
    "staff": staff,
}
"""What is hidden -> what makes it so, and returns the addresses that could show it."""


@pytest.mark.parametrize("situation", SITUATIONS)
def test_nothing_of_it_comes_out_of_any_door(client, demo, situation):
    paths = SITUATIONS[situation](client)
    assert len(paths) > 60
    for address in paths:
        assert SECRET.lower() not in answer(client, address), address


def addresses(revision: Revision) -> list[str]:
    paths = [address for door in DOORS.values() for address in door(revision)]
    # The words around a text come from elsewhere than the text: two more languages are enough to see that.
    pages = [reverse("profile_list"), reverse("place_list"), f"{reverse('search')}?q={NEIGHBOUR}"]
    pages += [revision.profile.get_absolute_url(), reverse("search_names")]
    return paths + [f"/{code.value}{page}" for code in (Language.FRENCH, Language.ARABIC) for page in pages]


def answer(client: Any, address: str) -> str:
    """Return all that is said at `address`, its headers too, in small letters: files are opened."""
    response = client.get(address)
    assert response.status_code not in (429, 500), "such an answer could not show anything"
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers} {'  '.join(_texts(body))}".lower()


def _texts(body: bytes) -> list[str]:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return [text for name in package.namelist() for text in (name, *_texts(package.read(name)))]
    if body.startswith(b"%PDF"):
        with pdfplumber.open(io.BytesIO(body)) as document:
            texts = [page.extract_text() for page in document.pages]
            return [*texts, str(document.metadata), body.decode("latin-1")]
    return [body.decode("utf-8", errors="replace"), body.decode("latin-1")]
