"""Posts that no browser of ours sends, over every form of the administration: a generator that knows them.

It reads the forms of the pages as a browser would (fields, values, choices, buttons, where they are sent),
fills them in as they stand, and spoils a few things of each: a value of another kind, a field too few or
twice, a thousand too many, bytes that are no text, a body of another type. A case is made from a number, and
is the same each time.
"""

import random
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes, urljoin, urlsplit

import lxml.html
from django.db import transaction
from django.test import Client

VALUES = (
    b"",
    b" ",
    b"abc",
    b"0",
    b"-1",
    b"1.5",
    b"1e309",
    b"NaN",
    b"9" * 30,
    b"2147483648",
    b"9223372036854775808",
    b"true",
    b"null",
    b"[]",
    b"{}",
    b'{"a": [null, {"b": 1}]}',
    b'"text"',
    b"[" * 50_000,
    b"1,2,,3",
    b"2021-02-30",
    b"0000-00-00",
    b"9999-12-31T23:59",
    b"99999-01-01",
    b"00000000-0000-4000-8000-000000000000",
    b"\0",
    b"a\0b",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    "\u0663\u0664".encode(),
    "\u202e\u200f\u2028".encode(),
    "e\u0301\U0001f5fa".encode() * 200,
    b"<script>alert(1)</script>",
    b"'\"; DROP TABLE profiles_profile; --",
    b"%s %(a)s {0} {{ a }}",
    b"../../../etc/passwd",
    b"//example.org/",
    b"javascript:alert(1)",
    b"\r\nSet-Cookie: a=b",
    b"a@b@c",
    b"http://[::1",
    b"1: art. 4; 2, 9999999999999999999999",
    b"x" * 100_000,
)
"""What is written into a field: of other kinds, at the edges of kinds, and of no kind."""

SUFFIXES = (b"-0", b"-999999", b"-TOTAL_FORMS", b"[]", b"__in", b"\0", b"-abc", "\u00e9".encode())
FILES = (
    ("empty.docx", b""),
    ("text.docx", b"no archive"),
    ("archive.xlsx", b"PK\x03\x04" + b"\0" * 60),
    ("deep.json", b"[" * 100_000),
    ("strange.json", b'{"edition": NaN, "findings": {"a": []}}'),
    ("bytes.txt", bytes(range(256)) * 4),
    ("x" * 300 + ".pdf", b"%PDF-1.7"),
    ("..", b"a"),
)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Form:
    """One form of one page, as a browser would send it."""

    page: str
    action: str
    fields: tuple[tuple[str, str], ...]
    """Name and value, in order."""
    choices: dict[str, list[str]] = field(default_factory=dict)
    """Of lists, boxes and radio buttons."""
    buttons: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Post:
    """One request; `trace` says how it was made."""

    address: str
    body: bytes
    content_type: str
    trace: str


def forms_of(page: str, content: bytes) -> Iterator[Form]:
    """Yield the forms of a page that are posted."""
    tree = lxml.html.document_fromstring(content)
    for form in tree.forms:
        if (form.get("method") or "get").lower() != "post":
            continue
        inputs = [element for element in form.inputs if element.name]
        kinds = {element.name: element.get("type", "") for element in inputs}
        choices: dict[str, list[str]] = {}
        for element in inputs:
            if isinstance(element, lxml.html.SelectElement):
                choices[element.name] = [option or "" for option in element.value_options]
            elif kinds[element.name] in ("checkbox", "radio"):
                choices.setdefault(element.name, []).append(element.get("value") or "on")
        buttons = form.xpath(".//button[@name] | .//input[@type='submit'][@name]")
        addresses = {form.get("action") or page, *form.xpath(".//@formaction")}
        for address in sorted(addresses):
            action = urlsplit(urljoin(f"http://testserver{page}", address))
            yield Form(
                page,
                action.path + (f"?{action.query}" if action.query else ""),
                tuple((name, value or "") for name, value in form.form_values()),
                choices,
                tuple((button.get("name"), button.get("value") or "") for button in buttons),
                tuple(name for name, kind in kinds.items() if kind == "file"),
            )


def make_post(form: Form, number: int) -> Post:
    """Return case `number` of `form`."""
    chance = random.Random(f"{form.page} {form.action} {number}")  # noqa: S311 (cases, not keys)
    pairs = [(name.encode(), value.encode()) for name, value in form.fields]
    if form.buttons:
        pairs.append(tuple(part.encode() for part in chance.choice(form.buttons)))
    trace = []
    for _spoiled in range(chance.choice((1, 1, 2, 3, 6))):
        spoil = chance.choice(SPOILERS)
        trace.append(spoil.__name__)
        pairs = spoil(chance, pairs, form)
    body, content_type = chance.choice((_encode, _encode, _encode, _encode_parts, _encode_otherwise))(
        chance, pairs, form
    )
    return Post(form.action, body, content_type, f"{form.page} {number}: {', '.join(trace)}, {content_type}")


Pairs = list[tuple[bytes, bytes]]


def _another_value(chance: random.Random, pairs: Pairs, form: Form) -> Pairs:
    if not pairs:
        return [(b"a", chance.choice(VALUES))]
    place = chance.randrange(len(pairs))
    return [*pairs[:place], (pairs[place][0], chance.choice(VALUES)), *pairs[place + 1 :]]


def _another_choice(chance: random.Random, pairs: Pairs, form: Form) -> Pairs:
    names = [name for name, options in form.choices.items() if options]
    if not names:
        return _another_value(chance, pairs, form)
    name = chance.choice(names)
    kept = [pair for pair in pairs if pair[0] != name.encode()]
    return [*kept, (name.encode(), chance.choice(form.choices[name]).encode())]


def _another_field_s_value(chance: random.Random, pairs: Pairs, form: Form) -> Pairs:
    if not pairs:
        return pairs
    place = chance.randrange(len(pairs))
    return [*pairs[:place], (pairs[place][0], chance.choice(pairs)[1]), *pairs[place + 1 :]]


def _a_field_too_few(chance: random.Random, pairs: Pairs, form: Form) -> Pairs:
    left_out = chance.choice(pairs)[0] if pairs else b""
    return [pair for pair in pairs if pair[0] != left_out]


def _a_field_twice(chance: random.Random, pairs: Pairs, form: Form) -> Pairs:
    return [*pairs, (chance.choice(pairs)[0], chance.choice(VALUES))] if pairs else pairs


def _an_unknown_field(chance: random.Random, pairs: Pairs, form: Form) -> Pairs:
    name = (chance.choice(pairs)[0] if pairs else b"a") + chance.choice(SUFFIXES)
    return [*pairs, (name, chance.choice(VALUES))]


def _another_name(chance: random.Random, pairs: Pairs, form: Form) -> Pairs:
    if not pairs:
        return pairs
    place = chance.randrange(len(pairs))
    name = pairs[place][0] + chance.choice(SUFFIXES)
    return [*pairs[:place], (name, pairs[place][1]), *pairs[place + 1 :]]


def _too_many_fields(chance: random.Random, pairs: Pairs, form: Form) -> Pairs:
    name = chance.choice(pairs)[0] if pairs else b"a"
    count = chance.choice((1_100, 6_000))
    return [*pairs, *((name + b"-%d" % number, b"1") for number in range(count))]


def _nothing(chance: random.Random, pairs: Pairs, form: Form) -> Pairs:
    return []


SPOILERS = (
    *(_another_value,) * 8,
    *(_another_choice,) * 2,
    _another_field_s_value,
    _another_field_s_value,
    _a_field_too_few,
    _a_field_too_few,
    _a_field_twice,
    _a_field_twice,
    _an_unknown_field,
    _another_name,
    _too_many_fields,
    _nothing,
)


def _encode(chance: random.Random, pairs: Pairs, form: Form) -> tuple[bytes, str]:
    parts = (f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in pairs)
    return "&".join(parts).encode(), FORM


def _encode_parts(chance: random.Random, pairs: Pairs, form: Form) -> tuple[bytes, str]:
    """As a browser sends files, which stand where the form has some, and at times where it has none."""
    edge, lines = b"edge", []
    for name, value in pairs:
        lines += [b"--" + edge, b'Content-Disposition: form-data; name="' + name + b'"', b"", value]
    for name in form.files or ([chance.choice(pairs)[0].decode(errors="ignore")] if pairs else []):
        file_name, content = chance.choice(FILES)
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"'
        lines += [b"--" + edge, head.encode(), b"Content-Type: application/octet-stream", b"", content]
    end = chance.choice((b"--" + edge + b"--", b"--" + edge + b"--", b"--" + edge, b""))
    return b"\r\n".join([*lines, end, b""]), f"multipart/form-data; boundary={edge.decode()}"


def _encode_otherwise(chance: random.Random, pairs: Pairs, form: Form) -> tuple[bytes, str]:
    body = _encode(chance, pairs, form)[0]
    return chance.choice(
        (
            (b'{"a": 1}', "application/json"),
            (b"[" * 50_000, "application/json"),
            (body, "multipart/form-data"),
            (body, "multipart/form-data; boundary="),
            (body, "multipart/form-data; boundary=\u00e9".encode().decode("latin-1")),
            (body, "text/plain; charset=utf-16"),
            (body, f"{FORM}; charset=utf-16"),
            (body, f"{FORM}; charset=nothing"),
            (body, ""),
            (b"%ff=%fe&=&&=a", FORM),
        )
    )


def error_of(client: Client, post: Post, **headers: Any) -> str:
    """Return what went wrong, where it is an error of ours; the database and the client are as before."""
    cookies = client.cookies.copy()
    block = transaction.atomic()
    block._from_testcase = True  # What Django's own tests say, so that a view may ask for the outermost one.
    try:
        with block:
            response = client.generic("POST", post.address, post.body, post.content_type, **headers)
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    if response.status_code < 500:
        return ""
    reason, frames = "", []
    if response.exc_info:
        reason, frames = repr(response.exc_info[1])[:200], traceback.extract_tb(response.exc_info[2])
    lines = [f"{frame.filename}:{frame.lineno}" for frame in frames if "site-packages" not in frame.filename]
    return f"{response.status_code} {reason} {' '.join(lines[-3:])} <- {post.address} ({post.trace})"
