"""A page that is kept answers as Django would: encodings, conditional requests, headers."""

import gzip
from array import array

import brotli
import pytest
from django.http import HttpResponse

from profiles.page_store.encodings import best_encoding
from profiles.page_store.kept_pages import LARGEST, KeptPage, may_be_kept
from profiles.page_store.versions import SLOTS

pytestmark = pytest.mark.once

BEFORE = array("Q", [1] * SLOTS)
TEXT = "A fictional text. " * 100


def make_response(content: str = TEXT, **headers: str) -> HttpResponse:
    own = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "public, max-age=0",
        "ETag": 'W/"abc"',
        "Vary": "Accept-Encoding",
        "Surrogate-Key": "texts lists",
        "Content-Security-Policy": "default-src 'none'",
    }
    return HttpResponse(
        content, headers=own | {name.replace("_", "-"): value for name, value in headers.items()}
    )


def make_page(**headers: str) -> KeptPage:
    return KeptPage.of(make_response(**headers), BEFORE)


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br ; q=0.000, gzip;q=0", "identity"),
        ("deflate", "identity"),
        ("", "identity"),
        ("*", "identity"),
        ("brotli", "identity"),
    ],
)
def test_the_encoding_is_one_that_the_browser_takes(accept, encoding):
    assert best_encoding(accept) == encoding


@pytest.mark.parametrize(
    ("accept", "decode"), [(b"br", brotli.decompress), (b"gzip", gzip.decompress), (b"", bytes)]
)
def test_every_encoding_says_the_same(accept, decode):
    page = make_page()
    for _time in range(2):
        reply = page.encoded_reply({b"accept-encoding": accept})
        status, headers, body = reply.status, reply.headers, reply.body
        assert status == 200
        assert decode(body) == TEXT.encode()
        assert (b"content-length", str(len(body)).encode()) in headers
        assert dict(headers).get(b"content-encoding", b"") == accept


def test_what_compresses_badly_is_sent_as_it_is():
    for page in (make_page(Content_Type="image/png"), KeptPage.of(make_response("short"), BEFORE)):
        page.encode("br", "gzip")
        headers = page.encoded_reply({b"accept-encoding": b"br"}).headers
        assert b"content-encoding" not in dict(headers)


@pytest.mark.parametrize(
    ("known", "status"),
    [
        (b'W/"abc"', 304),
        (b'"abc"', 304),
        (b'"x", W/"abc"', 304),
        (b"*", 304),
        (b'"x"', 200),
        (b"abc", 200),
        (b"", 200),
    ],
)
def test_who_has_the_page_gets_no_body(known, status):
    page = make_page(Access_Control_Allow_Origin="*")
    reply = page.encoded_reply({b"if-none-match": known})
    answer, headers, body = reply.status, reply.headers, reply.body
    assert answer == status
    if status == 304:
        assert body == b""
        assert {b"etag", b"vary", b"cache-control", b"access-control-allow-origin"} <= dict(headers).keys()
        assert {b"content-type", b"content-length"}.isdisjoint(dict(headers))


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (b"Tue, 03 Mar 2026 00:00:00 GMT", 304),
        (b"Mon, 02 Mar 2026 00:00:00 GMT", 304),
        (b"Sun, 01 Mar 2026 00:00:00 GMT", 200),
        (b"yesterday", 200),
    ],
)
def test_a_moment_counts_where_no_etag_is_named(since, status):
    page = make_page(Last_Modified="Mon, 02 Mar 2026 00:00:00 GMT")
    assert page.encoded_reply({b"if-modified-since": since}).status == status
    assert page.encoded_reply({b"if-modified-since": since, b"if-none-match": b'"x"'}).status == 200
    assert make_page().encoded_reply({b"if-modified-since": since}).status == 200


def test_only_what_is_the_same_for_everybody_is_kept():
    assert may_be_kept(make_response())
    with_cookie = make_response()
    with_cookie.set_cookie("mgi_session", "x")
    refused = [
        with_cookie,
        make_response(Cache_Control="private"),
        make_response(Vary="Accept-Encoding, Cookie"),
        make_response(Surrogate_Key=""),
        make_response(Surrogate_Key="place-lunaria"),
        make_response("x" * (LARGEST + 1)),
        HttpResponse(TEXT),
        HttpResponse(TEXT, status=404),
    ]
    assert not any(may_be_kept(response) for response in refused)


def test_the_plain_body_goes_when_there_is_a_compressed_one_and_comes_again():
    page = make_page()
    page.encode("br", "gzip")
    assert page.bodies.keys() == {"br", "gzip"}
    small = page.size
    assert page.encoded_reply({}).body == TEXT.encode()
    assert page.size == small  # made for that request alone
    page.encode("identity")
    assert page.reply({}).body == TEXT.encode() and page.size > small
