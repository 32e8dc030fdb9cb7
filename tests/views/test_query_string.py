"""The links of a page carry the parameters that it knows, and no others."""

import pytest

from tests.pages import parse, public_addresses

FOREIGN = "utm_source=newsletter"


def links(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    return [link for link in parse(response).xpath("//a/@href | //link/@href") if FOREIGN in link]


@pytest.mark.usefixtures("demo")
def test_no_page_hands_on_what_it_does_not_know(client):
    for address in public_addresses():
        assert links(client, f"{address}?{FOREIGN}") == [], address


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "address",
    [
        "/?region=002",
        "/profiles/?region=002&year=2021&sort=described",
        "/search/?q=migration&kind=potential&sort=newest",
        "/search/?q=migration&page=2",
        "/compare/?profile=lunaria-2023&profile=mali-2021&domain=partnerships",
        "/profiles/lunaria-2023/changes/?show=changed",
        "/alerts/?place=mali",
        "/alerts/?domain=partnerships",
    ],
)
def test_the_language_menu_keeps_what_was_chosen(client, address):
    path, _, query = address.partition("?")
    page = parse(client.get(f"{address}&{FOREIGN}"))
    assert f"/fr{path}?{query}" in page.xpath("//a[@hreflang]/@href")
    assert links(client, f"{address}&{FOREIGN}") == []


@pytest.mark.usefixtures("demo")
def test_links_have_one_order_whatever_the_address_has(client):
    forms = ("/profiles/?year=2021&region=002&text=", "/profiles/?region=002&year=2021")
    pages = [parse(client.get(address)).xpath("//main//a/@href") for address in forms]
    assert pages[0] == pages[1]
