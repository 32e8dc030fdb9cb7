"""Whatever a stranger writes into an address: a page in the site's look says so; never an error of ours."""

import logging

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from profiles.views import errors
from tests.pages import parse, public_addresses

BAD_ADDRESSES = [
    ("/nowhere/", 404),
    ("/profiles/nowhere/", 404),
    ("/profiles/mali-2021/r/0/", 404),
    ("/profiles/mali-2021/r/99/", 404),
    ("/profiles/mali-2021/r/99999999999999999999999999/", 404),
    ("/profiles/nowhere.png", 404),
    ("/places/nowhere/", 404),
    ("/domains/nowhere/", 404),
    ("/findings/00000000-0000-4000-8000-000000000000/", 404),
    ("/findings/nowhere/", 404),
    ("/fr/profiles/nowhere/", 404),
    ("/de/", 404),
    ("/profiles/%E0%A4%A", 404),
    ("/profiles/%ff/", 404),
    ("/profiles/nowhere/changes/", 404),
    ("/profiles/mali-2021/changes/", 404),
    ("/profiles/mali-2021/changes/?show=nothing", 404),
    ("/compare/?profile=nowhere", 404),
    ("/compare.csv?profile=nowhere", 404),
    ("/compare/?profile=mali-2021&profile=mali-2021", 400),
    ("/compare/?profile=a&profile=b&profile=c&profile=d&profile=e", 400),
    ("/compare/?domain=nowhere", 400),
    ("/compare.csv?kind=nothing", 400),
    ("/profiles/?page=0", 404),
    ("/profiles/?page=-1", 404),
    ("/profiles/?page=two", 404),
    ("/profiles/?page=99999999999999999999999", 404),
    ("/domains/partnerships/?page=999999", 404),
    ("/?region=nowhere", 400),
    ("/profiles/?region=nowhere", 400),
    ("/profiles/?country=nowhere", 400),
    ("/profiles/?level=planet", 400),
    ("/profiles/?year=1066", 400),
    ("/profiles/?year=september", 400),
    ("/profiles/?edition=0", 400),
    ("/profiles/?domain=nowhere", 400),
    ("/profiles/?sort=best", 400),
    (f"/profiles/?text={'x' * 101}", 400),
    ("/profiles/?text=a+b+c+d+e+f+g+h+i", 400),
    ("/profiles/?text=%00", 400),
    ("/profiles/?text=%ff", 400),
    ("/profiles/?text=%E0%A4%A", 400),
    ("/profiles/?text=100%", 400),
    (f"/profiles/?text={'x' * 1_000_000}", 414),
    (f"/?{'a=b&' * 2_000}", 414),
    (f"/profiles/{'x' * 5_000}/", 414),
]


@pytest.mark.usefixtures("mali")
@pytest.mark.parametrize(("address", "status"), BAD_ADDRESSES, ids=[bad[0][:50] for bad in BAD_ADDRESSES])
def test_a_bad_address_gets_a_page_in_the_sites_look(client, caplog, address, status):
    response = client.get(address)
    assert response.status_code == status
    page = parse(response)
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//a[@href='/'] | //a[@href='/fr/']")
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "public" not in response.get("Cache-Control", "")


@pytest.mark.usefixtures("mali")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_wrong_method_is_told_so_and_changes_nothing(client, caplog, method):
    for address in public_addresses():
        response = getattr(client, method)(address)
        assert response.status_code == 405, address
        assert response["Allow"] == "GET, HEAD"
        assert len(parse(response).xpath("//h1")) == 1
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.usefixtures("mali")
def test_an_unknown_parameter_is_no_reason_to_refuse(client):
    assert client.get("/profiles/?utm_source=letter").status_code == 200


@pytest.mark.usefixtures("mali")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["text", "region", "country", "level", "year", "edition", "domain", "sort", "page"]),
        st.text(max_size=40)
        | st.sampled_from(["002", "mali", "country", "2021", "2", "partnerships", "place", "1"]),
    )
)
def test_the_directory_answers_anything(client, query):
    assert client.get("/profiles/", query).status_code in (200, 400, 404)


@pytest.mark.usefixtures("mali")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["mali-2021", "nowhere", ""]) | st.text(max_size=20), max_size=5),
    st.dictionaries(
        st.sampled_from(["domain", "kind"]),
        st.sampled_from(["partnerships", "potential", ""]) | st.text(max_size=20),
    ),
)
def test_the_comparison_answers_anything(client, slugs, query):
    for address in ("/compare/", "/compare.csv"):
        response = client.get(address, query | {"profile": slugs})
        response.getvalue()  # reads a file to its end, so that it is closed
        assert response.status_code in (200, 400, 404)


def test_the_page_for_our_own_errors_needs_no_database(rf, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert len(parse(response).xpath("//h1")) == 1


def test_even_without_templates_our_own_errors_are_told(rf, monkeypatch, caplog):
    monkeypatch.setattr(errors, "TEMPLATE", "no/such/template.html")
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Nothing was lost" in response.content.decode()
    assert "could not be made" in caplog.text
