"""Promises of every answer's headers: no cookie, cacheable, and closed to what a page does not need."""

import pytest

from tests.pages import machine_addresses, public_addresses

pytestmark = pytest.mark.usefixtures("demo")


def test_public_pages_set_no_cookie_and_vary_on_nothing_but_encoding(client):
    for address in [*public_addresses(), *public_addresses("ar"), *machine_addresses()]:
        response = client.get(address, headers={"accept-encoding": "gzip", "accept-language": "fr"})
        assert not response.cookies, address
        assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding", address


@pytest.mark.parametrize("value", ["nonsense", "a" * 32, ""])
def test_cookies_of_strangers_draw_no_cookie_from_a_public_page(client, value):
    for address in [*public_addresses(), *machine_addresses(), "/nowhere/"]:
        client.cookies["mgi_session"] = client.cookies["mgi_csrf"] = client.cookies["messages"] = value
        response = client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address


def test_a_session_draws_no_cookie_from_a_public_page(admin_client):
    for address in public_addresses():
        response = admin_client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address


def test_what_the_public_reads_may_be_embedded_and_nothing_else(client, admin_client):
    for address in [*public_addresses(), *machine_addresses()]:
        assert client.get(address)["Cross-Origin-Resource-Policy"] == "cross-origin", address
    for address in ("/admin/login/", "/admin/", "/review/x/"):
        assert admin_client.get(address)["Cross-Origin-Resource-Policy"] == "same-origin", address


def test_public_pages_are_the_same_for_everybody(client, admin_client):
    for address in public_addresses():
        assert client.get(address).content == admin_client.get(address).content, address


def test_public_pages_may_be_cached_and_are_revalidated(client):
    for address in public_addresses():
        response = client.get(address)
        assert "public" in response["Cache-Control"], address
        assert "max-age=0" in response["Cache-Control"], address
        for encoding in ("gzip", "identity"):
            headers = {"accept-encoding": encoding}
            answer = client.get(address, headers=headers)
            again = client.get(address, headers=headers | {"if-none-match": answer["ETag"]})
            assert again.status_code == 304, address
            assert client.head(address, headers=headers)["ETag"] == answer["ETag"] == again["ETag"], address
            assert answer["Vary"] == again["Vary"] == "Accept-Encoding", address


def test_the_policy_is_strict_everywhere(client, admin_client):
    answers = [client.get(address) for address in public_addresses()]
    answers += [client.get("/nowhere/"), client.get("/profiles/?region=x"), client.post("/")]
    answers += [
        client.get("/admin/login/"),
        admin_client.get("/admin/"),
        admin_client.get("/admin/profiles/revision/"),
    ]
    for response in answers:
        policy = response["Content-Security-Policy"]
        directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert directives["script-src"] == directives["style-src"] == "'self'"
        assert (
            directives["default-src"] == directives["frame-ancestors"] == directives["base-uri"] == "'none'"
        )
        assert "unsafe" not in policy
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in response["Permissions-Policy"]
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_administration_is_never_kept_by_a_cache(client, admin_client):
    for response in (client.get("/admin/login/"), admin_client.get("/admin/")):
        assert "public" not in response.get("Cache-Control", "")
        assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]
