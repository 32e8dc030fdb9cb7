"""The operator's own look: which logos and colours are taken, and what readers get of them."""

import struct
import zlib
from pathlib import Path

import pytest
from environs import ValidationError

from mgi import look
from tests.pages import parse
from tests.tools import ROOT

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20">{}</svg>'
PLAIN = SVG.format(
    '<style>.a { fill: url(#b) }</style><path id="b" class="a" style="fill: #123456" d="M0 0"/>'
)
WRONG_SVG = {
    "a script": SVG.format("<script>alert(1)</script>"),
    "a script of another space": SVG.format('<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>'),
    "a handler": SVG.format('<path onclick="alert(1)" d=""/>'),
    "a link": SVG.format('<a href="https://a.example/"><path d=""/></a>'),
    "a link of XLink": SVG.format(
        '<use xmlns:l="http://www.w3.org/1999/xlink" l:href="https://a.example/#x"/>'
    ),
    "a script in a link": SVG.format('<a href="javascript:alert(1)"><path d=""/></a>'),
    "a picture": SVG.format('<image href="https://a.example/x.png"/>'),
    "HTML": SVG.format('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
    "an animated link": SVG.format('<animate attributeName="href" values="javascript:alert(1)"/>'),
    "a style that imports": SVG.format("<style>@import 'https://a.example/x.css';</style>"),
    "a style that fetches": SVG.format('<path style="fill: url(https://a.example/x)" d=""/>'),
    "a style in disguise": SVG.format(r"<style>a { fill: u\72l(https://a.example/x) }</style>"),
    "entities": '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
    "a style sheet of its own": '<?xml-stylesheet href="https://a.example/x.css"?>' + SVG.format(""),
    "no size": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "no height": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 0"/>',
    "a width of nine times its height": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 10"/>',
    "no SVG": "<html/>",
    "no XML": "<svg",
    "too much": SVG.format("<path d='{}'/>".format("M0 0" * 70_000)),
}


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\0" * width for _row in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return look.PNG + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def read(tmp_path: Path, data: bytes) -> look.OwnFile | None:
    path = tmp_path / "logo"
    path.write_bytes(data)
    return look.read_logo(str(path))


@pytest.mark.once
def test_plain_pictures_are_taken_with_their_size(tmp_path: Path):
    logo = read(tmp_path, PLAIN.encode())
    assert logo and (logo.ending, logo.width, logo.height) == ("svg", 60, 20)
    logo = read(tmp_path, png(30, 20))
    assert logo and (logo.ending, logo.width, logo.height) == ("png", 30, 20)


@pytest.mark.once
@pytest.mark.parametrize("what", WRONG_SVG)
def test_a_drawing_that_does_more_than_show_is_refused(tmp_path: Path, what: str):
    with pytest.raises(ValidationError, match="PNG or an SVG"):
        read(tmp_path, WRONG_SVG[what].encode())


@pytest.mark.once
@pytest.mark.parametrize(
    "damage", [lambda data: data[:-3], lambda data: data[:60] + b"x" + data[61:], lambda d: d[:8]]
)
def test_a_damaged_picture_is_refused(tmp_path: Path, damage):
    with pytest.raises(ValidationError):
        read(tmp_path, damage(png(300, 200)))


@pytest.mark.once
def test_contrast_is_that_of_wcag():
    assert look.contrast("#000000", "#fff") == 21
    assert round(look.contrast("#777777", "#ffffff"), 2) == 4.48
    assert look.contrast("#123456", "#123456") == 1


@pytest.mark.once
@pytest.mark.parametrize("is_dark", [False, True])
def test_the_site_s_own_colours_pass(is_dark: bool):
    tokens = look.scheme(ROOT, is_dark)
    assert look.faults(ROOT, is_dark, tokens["accent"], tokens["paper"]) == ""
    assert "on #777777" in look.faults(ROOT, is_dark, "", "#777777")


@pytest.fixture
def own(settings, tmp_path: Path):
    """A site with everything of its own."""
    settings.SITE_LOGO = read(tmp_path, PLAIN.encode())
    settings.SITE_COLOUR_PAPER, settings.SITE_COLOUR_PAPER_DARK = "#ffffff", ""
    settings.SITE_STYLE = look.style(
        look.changes(ROOT, False, "#7a1f1f", "#ffffff"), look.changes(ROOT, True, "#ffb3b3", "")
    )
    settings.NOTICES = {
        "LEGAL_NOTICE": {
            "en": "# Who\n\nA <b>ministry</b> [here](https://a.example/) ![x](https://a.example/x.png)"
        },
        "PRIVACY_NOTICE": {"en": "Ask *us*.", "fr": "Demandez *à nous*."},
    }
    settings.FOOTER_LINKS = {
        "en": [("Press", "https://a.example/press")],
        "fr": [("Presse", "https://a.example/fr")],
    }


@pytest.mark.usefixtures("mali", "own")
def test_every_page_shows_it_at_addresses_of_its_content(client):
    for address in ("/", "/fr/profiles/mali-2021/", "/nowhere/", "/about/privacy/"):
        page = parse(client.get(address))
        (logo,) = page.xpath("//header//img")
        assert (logo.get("width"), logo.get("height"), logo.get("alt")) == ("120", "40", "")
        assert not page.xpath("//header//*[@class='sign']")
        styles = page.xpath("//link[@rel='stylesheet']/@href")
        assert "colours-" in styles[-1] or "colours-" in styles[1], "behind the site's own tokens"
        assert page.xpath("//meta[@name='theme-color']/@content") == ["#ffffff", "#10161d"]
        assert not page.xpath("//@style")
    for address, kind in (
        (logo.get("src"), "image/svg+xml"),
        (page.xpath("//link[contains(@href, 'colours-')]/@href")[0], "text/css; charset=utf-8"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert "immutable" in answer["Cache-Control"] and not answer.cookies
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert client.post(address).status_code == 405
        assert client.get(address.replace("-", "-0")).status_code == 404
    frame = parse(client.get("/embed/profiles/mali-2021/"))
    assert frame.xpath("//link[contains(@href, 'colours-')]")


@pytest.mark.usefixtures("own")
def test_the_style_sheet_changes_each_scheme_for_itself(client, settings):
    text = client.get(f"/own/{settings.SITE_STYLE.name}").content.decode()
    light, dark = text.split("@media screen and (prefers-color-scheme: dark)")
    assert "--accent: #7a1f1f; --accent-ink: #fff; --paper: #ffffff; --paper-2: #f3f4f5;" in light
    assert "@media print, (prefers-color-scheme: light)" in light
    assert "--accent: #ffb3b3; --accent-ink: #10161d;" in dark and "--paper" not in dark


@pytest.mark.usefixtures("mali")
def test_without_any_nothing_of_it_is_there(client):
    page = parse(client.get("/"))
    assert page.xpath("//header//*[@class='sign']") and not page.xpath("//header//img")
    assert not page.xpath("//link[contains(@href, '/own/')]")
    assert not page.xpath("//footer//a[contains(@href, '/about/legal/')]")
    assert client.get("/about/legal/").status_code == client.get("/own/logo-0.svg").status_code == 404
    assert page.xpath("//footer//a[@href='/about/privacy/']")


@pytest.mark.usefixtures("own", "domains")
def test_links_and_notices_are_in_the_language_of_the_page(client):
    for prefix, name, address in (("", "Press", "press"), ("/fr", "Presse", "fr"), ("/es", "Press", "press")):
        (link,) = parse(client.get(f"{prefix}/about/")).xpath("//footer//a[contains(@href, 'a.example')]")
        assert (link.text, link.get("href")) == (name, f"https://a.example/{address}")
    page = parse(client.get("/ar/about/legal/"))
    (text,) = page.xpath("//main//div[@lang]")
    assert (text.get("lang"), text.get("dir")) == ("en", "ltr")
    assert text.xpath("h2/text()") == ["Who"] and page.xpath("//h1")
    assert "<b>ministry</b>" in text.text_content(), "HTML in it is text"
    assert text.xpath(".//a/@href")[0] == "https://a.example/" and not text.xpath(".//img | .//b")
    assert page.xpath("//link[@rel='alternate'][@hreflang]/@hreflang") in ([], ["en", "x-default"])
    assert parse(client.get("/fr/about/privacy/")).xpath("//main//em/text()") == ["à nous"]
    assert parse(client.get("/pt/about/privacy/")).xpath("//main//em/text()") == ["us"]


def test_the_privacy_notice_says_what_the_code_does(client, settings, domains):
    def text() -> str:
        return parse(client.get("/about/privacy/")).xpath("string(//main)")

    assert "90 days" in text() and "14 days" in text() and "15 minutes" in text()
    assert "service that the organisation" not in text() and "until you unsubscribe" in text()
    settings.SENTRY_DSN, settings.ALERTS, settings.SESSION_COOKIE_AGE = "https://k@s.example/1", False, 86400
    assert "service that the organisation" in text() and "until you unsubscribe" not in text()
    assert "for 1 days" in text()
