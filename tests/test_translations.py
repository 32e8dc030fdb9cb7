"""The interface in five languages: nothing untranslated, nothing garbled, nothing out of date."""

import ast
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

LOCALE = Path("profiles/locale")
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalog(language: str, suffix: str = "po") -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"
    with path.open("rb") as file:
        return read_po(file, locale=language) if suffix == "po" else read_mo(file)


def forms(text: object) -> list[str]:
    return [str(form) for form in text] if isinstance(text, list | tuple) else [str(text)]


def messages(language: str) -> list[Message]:
    return [message for message in catalog(language) if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    missing = [message.id for message in messages(language) if not all(forms(message.string or ""))]
    assert not missing
    assert not [message.id for message in messages(language) if message.fuzzy]
    assert len(messages(language)) > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language):
    wrong = []
    for message in messages(language):
        wanted = {mark for form in forms(message.id) for mark in PLACEHOLDER.findall(form)}
        for form in forms(message.string):
            found = set(PLACEHOLDER.findall(form))
            # A form for exactly one or two may leave its number to the words.
            if found != wanted and not (message.pluralizable and found <= wanted):
                wrong.append((message.id, form))
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    def content(messages: Iterable[Message]) -> dict:
        # Babel reads the context of a compiled message as bytes.
        texts = {
            (m.context.decode() if isinstance(m.context, bytes) else m.context, forms(m.id)[0]): m
            for m in messages
        }
        return {key: forms(message.string) for key, message in texts.items()}

    written = content(messages(language))
    compiled = content(message for message in catalog(language, "mo") if message.id)
    assert compiled == written


KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None) | {
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def in_f_strings(source: bytes) -> Iterator[tuple[None, str]]:
    """Yield the messages without context of which xgettext and Babel know nothing."""
    for outer in ast.walk(ast.parse(source)):
        for node in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ():
            match node:
                case ast.Call(func=ast.Name("_" | "gettext"), args=[ast.Constant(str(message))]):
                    yield None, message


def test_every_string_of_the_code_and_the_templates_is_in_the_catalogs():
    """Extract the messages anew: a new string cannot be forgotten."""
    sources = [path.read_bytes() for folder in ("profiles", "mgi") for path in Path(folder).rglob("*.py")]
    sources += [
        # Each line from its first letter: an indented template is no indented program.
        re.sub(r"^[ \t]+", "", templatize(path.read_text(encoding="utf-8")), flags=re.MULTILINE).encode()
        for path in Path("templates").rglob("*.*")
    ]
    wanted = {entry for path in Path("profiles").rglob("*.py") for entry in in_f_strings(path.read_bytes())}
    for source in sources:
        for _, message, _, context in extract(
            "python", io.BytesIO(source), KEYWORDS, strip_comment_tags=False
        ):
            wanted.add((context, message[0] if isinstance(message, tuple) else message))
    assert len(wanted) > 300
    for language in LANGUAGES:
        missing = wanted - {(m.context, forms(m.id)[0]) for m in messages(language)}
        assert not missing, f"{language}: run `make messages`"
