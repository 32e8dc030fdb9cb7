"""The API as a program meets it: what it says, how it links, and how it refuses."""

import csv
import gzip
import io
import json

import brotli
import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.choices import State
from profiles.models import Profile, SlugRedirect
from profiles.views.errors import PROBLEMS
from tests.factories import make_in_state, make_place, make_profile, make_published, make_user
from tests.pages import parse

API = "/api/v1/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def ask(client: Client, address: str, status: int = 200, **headers) -> dict:
    response = client.get(f"{API}{address}", headers=headers)
    assert response.status_code == status, response.content[:300]
    kind = "application/json" if status == 200 else "application/problem+json"
    assert response["Content-Type"] == kind
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    return response.json()


def test_a_profile_says_what_its_files_say(client, mali):
    result = ask(client, "profiles/mali-2021/")
    document = client.get("/profiles/mali-2021.json").json()["profiles"][0]
    assert result["content"] == document
    assert result["described"] == "2021-09"
    assert result["permanent"] == f"{site.SITE_URL}/profiles/mali-2021/r/1/"
    assert result["url"] == f"{site.SITE_URL}{API}profiles/mali-2021/"
    for address in (result["page"], result["permanent"], *result["files"].values()):
        answer = client.get(address.removeprefix(site.SITE_URL))
        assert answer.status_code == 200, address


@pytest.mark.parametrize(
    "query", ["", "region=002", "country=lunaria", "level=city", "year=2023", "edition=2", "text=celeste"]
)
def test_the_filters_are_those_of_the_directory(client, demo, query):
    links = parse(client.get(f"/profiles/?{query}")).xpath("//*[contains(@class,'profile-row')]//h3//a/@href")
    assert [f"/profiles/{row['profile']}/" for row in ask(client, f"profiles/?{query}")["results"]] == links


def test_pages_of_a_list_lead_to_each_other(client, mali):
    address, keys = "findings/?place=mali&page_size=10", []
    while address:
        result = ask(client, address)
        assert result["count"] == 23
        keys += [row["key"] for row in result["results"]]
        following = result["next"] or ""
        assert following.startswith(f"{site.SITE_URL}{API}") or not following
        address = following.removeprefix(f"{site.SITE_URL}{API}")
    assert len(set(keys)) == len(keys) == 23
    assert client.get(f"{API}findings/?page_size=10&page=2")["Link"].count("rel=") == 2
    ask(client, "findings/?page=4&page_size=10", 404)


def test_a_finding_says_where_it_stands_and_what_it_rests_on(client, demo):
    row = ask(client, "findings/?place=lunaria&kind=potential&domain=partnerships&page_size=1")["results"][0]
    assert row["place"] == "lunaria"
    assert row["kind"] == "potential"
    assert row["domain"] == "partnerships"
    assert row["is_fictional"] is True
    assert row == ask(client, f"findings/{row['key']}/")
    assert row["text"] in client.get(row["permanent"].removeprefix(site.SITE_URL)).content.decode()


def test_a_finding_that_was_dropped_is_quoted_from_the_last_text_that_had_it(client, domains):
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    finding = live.findings.first()
    draft = workflow.start_revision(live.profile, by=None)
    draft.findings.filter(key=finding.key).delete()
    workflow.publish(draft, by=None)
    result = ask(client, f"findings/{finding.key}/")
    assert (result["is_live"], result["revision"], result["text"]) == (False, 1, finding.text)
    assert "/r/1/#" in result["permanent"]
    assert str(finding.key) not in json.dumps(ask(client, "findings/"))


def test_revisions_are_listed_and_kept(client, domains):
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    workflow.publish(workflow.start_revision(live.profile, by=None), by=None)
    result = ask(client, "profiles/openland-2021/revisions/")
    assert [(row["number"], row["state"]) for row in result["results"]] == [
        (2, "published"),
        (1, "superseded"),
    ]
    assert ask(client, "profiles/openland-2021/revisions/1/")["revision"] == 1


def test_the_search_finds_what_its_page_finds(client, demo):
    result = ask(client, "search/?q=migration&kind=potential")
    page_results = client.get("/search/?q=migration&kind=potential").context["search"]
    assert result["count"] == page_results.total
    assert [row["text"] for row in result["results"]] == [hit.entry.text for hit in page_results.hits]
    assert any(piece["is_marked"] for piece in result["results"][0]["pieces"])
    assert "".join(piece["text"] for piece in result["results"][0]["pieces"]) == result["results"][0]["text"]
    assert ask(client, "search/?q=migratoin")["better"] == "migration"


def test_places_and_domains(client, demo):
    assert {row["slug"] for row in ask(client, "places/")["results"]} >= {"mali", "lunaria", "port-celeste"}
    assert {row["profile"] for row in ask(client, "places/lunaria/")["profiles"]} >= {"lunaria-2023"}
    assert [row["number"] for row in ask(client, "domains/")["results"]] == [1, 2, 3, 4, 5, 6]
    assert ask(client, "domains/partnerships/")["texts"][0]["title"] == "Partnerships"


def test_a_former_address_leads_on_for_good(client, mali):
    SlugRedirect.objects.create(slug="mali-old", profile=Profile.objects.get(slug="mali-2021"))
    answer = client.get(f"{API}profiles/mali-old/revisions/?page_size=5")
    assert answer.status_code == 301
    assert answer["Location"] == f"{API}profiles/mali-2021/revisions/?page_size=5"


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(client, mali):
    answer = client.get(f"{API}profiles?region=002")
    assert (answer.status_code, answer["Location"]) == (301, f"{API}profiles/?region=002")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1")["Location"] == API
    ask(client, "nothing", 404)


def test_a_withdrawn_text_is_gone_with_the_reason(client, domains):
    live = make_in_state(State.PUBLISHED, make_profile(make_place("Openland"), slug="openland-2021"))
    key = live.findings.first().key
    workflow.withdraw(live, by=None, reason="The ministry asked for it.")
    for address in ("profiles/openland-2021/", "profiles/openland-2021/revisions/1/", f"findings/{key}/"):
        problem = ask(client, address, 410)
        assert problem["detail"] == "The ministry asked for it."
        assert problem["page"] == f"{site.SITE_URL}/profiles/openland-2021/"


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
def test_what_is_not_public_is_404(client, domains, state):
    revision = make_in_state(state, make_profile(make_place("Hiddenia"), slug="hidden-2021"))
    for address in (
        "profiles/hidden-2021/",
        "profiles/hidden-2021/revisions/",
        "profiles/hidden-2021/revisions/1/",
        f"findings/{revision.findings.first().key}/",
        "findings/?profile=hidden-2021",
        "findings/?place=hiddenia",
        "places/hiddenia/",
        "profiles/?country=hiddenia",
        "search/?q=law&country=hiddenia",
    ):
        ask(client, address, 404)


# Problems


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("profiles/?regoin=002", ["regoin"]),
        ("profiles/?region=002&region=019", ["region"]),
        ("profiles/?year=1999&level=planet", ["year", "level"]),
        ("findings/?page=0&page_size=101", ["page", "page_size"]),
        ("findings/?kind=", ["kind"]),
        ("search/", ["q"]),
        ("profiles/mali-2021/?x=1", ["x"]),
        ("profiles/?format=xml", ["format"]),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(client, mali, address, wrong):
    problem = ask(client, address, 400)
    assert [error["parameter"] for error in problem["errors"]] == wrong
    assert problem["type"] == f"{site.SITE_URL}{API}docs/#bad-request"
    assert problem["status"] == 400


def test_every_refusal_is_a_problem(client, mali):
    assert ask(client, "nothing/here", 404)["title"] == "There is nothing public at this address"
    assert ask(client, "profiles/", 406, accept="text/html")["status"] == 406
    assert ask(client, f"profiles/?text={'x' * 5000}", 414)["status"] == 414
    assert ask(client, "profiles/?text=%ff", 400)["status"] == 400
    for method in ("post", "put", "patch", "delete", "trace"):
        answer = getattr(client, method)(f"{API}profiles/")
        assert answer.status_code == 405, method
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
        assert answer["Content-Type"] == "application/problem+json"


def test_a_fault_of_ours_is_a_problem_and_gives_nothing_away(client, mali, monkeypatch):
    monkeypatch.setattr("profiles.api.v1.views.profiles.live_revisions", lambda keys: 1 / 0)
    client.raise_request_exception = False
    problem = ask(client, "profiles/", 500)
    assert problem["status"] == 500
    assert "division" not in json.dumps(problem)


def test_each_kind_of_problem_is_explained_on_the_page(client, mali):
    page = parse(client.get(f"{API}docs/"))
    assert all(page.get_element_by_id(anchor) is not None for anchor, _title in PROBLEMS.values())


def test_the_examples_of_the_page_answer(client, mali):
    links = parse(client.get(f"{API}docs/")).xpath("//*[@class='api-operation__example']/a/@href")
    assert len(links) > 9
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
        if answer.streaming:
            assert b"".join(answer.streaming_content)  # a file that is read closes


# The table


def table_of(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{API}findings.csv{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8"))))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?domain=partnerships",
        "?kind=potential",
        "?profile=lunaria-2023",
        "?place=lunaria&year=2023",
        "?region=002&kind=potential&domain=migrants-rights",
        "?language=ar",
    ],
)
def test_the_table_has_what_the_list_has(client, demo, query):
    table = table_of(client, query)
    rows, address = [], f"findings/{query}{'&' if query else '?'}page_size=100"
    while address:
        page = ask(client, address)
        rows += page["results"]
        address = (page["next"] or "").removeprefix(f"{site.SITE_URL}{API}")
    assert table or query.startswith("?region")
    assert [row["key"] for row in table] == [row["key"] for row in rows]


def test_the_table_has_no_mark_and_is_sent_once(client, demo):
    first = client.get(f"{API}findings.csv")
    assert first.getvalue().startswith(b"profile,place,")
    assert first["Access-Control-Allow-Origin"] == "*" and "public" in first["Cache-Control"]
    again = client.get(f"{API}findings.csv", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"] and again["Vary"] == first["Vary"]
    assert client.get("/profiles.csv").getvalue().startswith(b"\xef\xbb\xbf"), "for people it has one"


@pytest.mark.parametrize(
    ("query", "status"),
    [("?domain=nothing", 404), ("?place=nowhere", 404), ("?profile=none", 404), ("?page=2", 400)],
)
def test_the_table_refuses_as_the_list_does(client, demo, query, status):
    assert ask(client, f"findings.csv{query}", status)["status"] == status


def test_the_table_is_csv_and_nothing_else(client, demo):
    problem = ask(client, "findings.csv", 406, accept="application/json")
    assert "text/csv" in problem["detail"]
    assert client.head(f"{API}findings.csv", headers={"accept": "text/csv"}).status_code == 200


# Headers


def test_it_is_asked_again_for_nothing(client, mali):
    first = client.get(f"{API}profiles/mali-2021/")
    again = client.get(f"{API}profiles/mali-2021/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers"):
        assert again[name] == first[name], "a browser refuses a 304 without it to the script that asked"
    assert first["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert first["Vary"] == "Accept-Encoding"
    head = client.head(f"{API}profiles/mali-2021/")
    assert (head.status_code, head["ETag"]) == (200, first["ETag"])


def test_it_is_compressed_as_asked(client, mali):
    plain = client.get(f"{API}domains/").content
    for accepted, coding, unpack in (
        ("br, gzip", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
    ):
        answer = client.get(f"{API}domains/", headers={"accept-encoding": accepted})
        assert answer["Content-Encoding"] == coding
        assert unpack(answer.content) == plain
        assert len(answer.content) < len(plain) / 2


def test_scripts_of_other_sites_may_read(client, mali):
    answer = client.options(f"{API}profiles/", headers={"origin": "https://other.example"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert "ETag" in client.get(f"{API}profiles/")["Access-Control-Expose-Headers"]
    file = client.get("/profiles/mali-2021.json")
    again = client.get("/profiles/mali-2021.json", headers={"if-none-match": file["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
    assert file["Access-Control-Allow-Origin"] == "*"
    assert client.get("/about/data/profile.schema.json")["Access-Control-Allow-Origin"] == "*"
    assert not client.get("/profiles/mali-2021/").has_header("Access-Control-Allow-Origin")


def test_who_asks_too_often_is_told_when_to_ask_again(client, mali, settings):
    settings.API_RATE = 3
    for _ in range(3):
        ask(client, "domains/")
    answer = client.get(f"{API}domains/")
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["detail"].startswith("At most 3 requests a minute.")
    ask(Client(REMOTE_ADDR="203.0.113.9"), "domains/")


def test_nobody_is_known_here(client, mali):
    """Whoever is signed in to the administration reads what all others read."""
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    live = Profile.objects.get(slug="mali-2021")
    workflow.start_revision(live, by=None)
    assert len(ask(client, "profiles/mali-2021/revisions/")["results"]) == 1


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize(
    ("address", "most"),
    [("profiles/", 6), ("findings/", 4), ("places/", 4), ("places/land-0/", 4), ("search/?q=fictional", 10)],
)
def test_it_costs_the_same_with_2_profiles_and_with_20(client, address, most):
    counts = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            make_published(make_profile(make_place(f"Land {number}")))
        ask(client, address)  # what a process reads once (PostgreSQL's statistics of words) is read
        with CaptureQueriesContext(connection) as queries:
            ask(client, address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most
