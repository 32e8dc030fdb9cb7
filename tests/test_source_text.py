"""The promise of the seed: every sentence of Mali's published text is on our pages, word for word."""

import re
from pathlib import Path

import pytest

from tests.pages import parse, text_of

SOURCE = Path(__file__).parent / "data" / "mali-second-profile-2021.txt"

DATE_LINE = "2021 September"
"""The one line that the page writes in the reader's way: “September 2021”."""


def source_lines() -> list[str]:
    lines = [
        line.strip().removeprefix("•").strip() for line in SOURCE.read_text(encoding="utf-8").splitlines()
    ]
    # One of six equal headings ends in a colon, which is layout: on the page the six are the same.
    return [line.removesuffix(":") for line in lines if line]


@pytest.fixture
def site_text(client, mali) -> str:
    addresses = ["/profiles/mali-2021/", "/domains/"]
    pages = [parse(client.get(address)) for address in addresses]
    links = {link for link in pages[1].xpath("//main//a/@href") if re.fullmatch(r"/domains/[\w-]+/", link)}
    assert len(links) == 6
    pages += [parse(client.get(link)) for link in sorted(links)]
    pages.append(parse(client.get("/about/")))
    return "\n".join(text_of(page.find("body")) for page in pages)


def test_every_line_of_the_source_is_shown(site_text):
    missing = [
        line for line in source_lines() if line != DATE_LINE and " ".join(line.split()) not in site_text
    ]
    assert not missing


def test_the_month_described_is_shown_and_machine_readable(client, mali):
    page = parse(client.get("/profiles/mali-2021/"))
    (month,) = {element.text_content().strip() for element in page.xpath("//main//time[@datetime='2021-09']")}
    assert month == "September 2021"


def test_the_profile_page_has_23_findings_each_with_its_own_anchor(client, mali):
    page = parse(client.get("/profiles/mali-2021/"))
    anchors = page.xpath("//li[starts-with(@id, 'f-')]/@id")
    assert len(anchors) == len(set(anchors)) == 23


def test_the_profile_page_shows_only_its_own_variant(client, mali):
    text = text_of(parse(client.get("/profiles/mali-2021/")).find("body"))
    assert "Indicators in this domain assess the extent to which migrants have the same status" in text
    assert "Indicators in this category look at the extent to which migrants have access" not in text
