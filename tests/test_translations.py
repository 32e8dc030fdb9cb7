"""The interface in five languages: nothing untranslated, nothing garbled, nothing out of date."""

import ast
import io
import json
import re
import tomllib
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
        expected = {mark for form in forms(message.id) for mark in PLACEHOLDER.findall(form)}
        for form in forms(message.string):
            placeholders = set(PLACEHOLDER.findall(form))
            # A form for exactly one or two may leave its number to the words.
            if placeholders != expected and not (message.pluralizable and placeholders <= expected):
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

    source = content(messages(language))
    compiled = content(message for message in catalog(language, "mo") if message.id)
    assert compiled == source


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
    strings = {entry for path in Path("profiles").rglob("*.py") for entry in in_f_strings(path.read_bytes())}
    for source in sources:
        for _, message, _, context in extract(
            "python", io.BytesIO(source), KEYWORDS, strip_comment_tags=False
        ):
            strings.add((context, message[0] if isinstance(message, tuple) else message))
    assert len(strings) > 300
    for language in LANGUAGES:
        missing = strings - {(m.context, forms(m.id)[0]) for m in messages(language)}
        assert not missing, f"{language}: run `make messages`"


TRANSLATED = re.compile(
    r"\{% (?:trans|translate) (?P<quote>[\"'])(?P<words>.*?)(?P=quote)[^%]*%\}"
    r"|\{% blocktrans(?:late)? [^%]*%\}(?P<block>.*?)\{% endblocktrans(?:late)? %\}",
    re.DOTALL,
)
NO_TEXT = re.compile(
    r"\{#.*?#\}|\{% (?:trans|translate) [^%]* as \w+ %\}"
    r"|\{% blocktrans(?:late)? [^%]*\basvar\b[^%]*%\}.*?\{% endblocktrans(?:late)? %\}",
    re.DOTALL,
)
TAGS = r"(?:\s|</?(?:a|b|bdi|cite|em|span|strong|time)\b[^<>]*>)*"
PIECES = re.compile(
    # A comma or the like between what two variables or sentences say.
    rf"(?:\}}\}}|[⟦⟧]){TAGS}[,;:.؟?!]{TAGS}(?:\{{\{{|⟦)"
    # A sentence that stops in the middle, and goes on with a variable or another sentence.
    r"|⟦ ?(?:\n *)?(?:</?(?:a|b|em|strong|time)\b[^<>]*>)*(?:\{\{|[⟦⟧])"
    # A mark that belongs to the sentence before it.
    r"|[⟦⟧](?:</[a-z]+>)*[,;:.?!](?=\s|<)"
)
"""How a sentence shows that is put together in a template; ⟦ is one without an end of its own, ⟧ one with."""

PUT_TOGETHER = {
    "templates/profiles/mail/news.txt": "each is a line of an e-mail",
    "templates/components/wheel.html": "the number of a domain before its title, as in all languages",
}
"""Template -> why it may."""


def pieces_of(source: str) -> list[str]:
    def sign(match: re.Match[str]) -> str:
        words = (match["words"] or match["block"] or "").strip()
        return "⟧" if re.search(r"[.:?!…)]$|</\w+>$", words) else "⟦"

    plain = TRANSLATED.sub(sign, NO_TEXT.sub("", source))
    return [plain[max(0, m.start() - 30) : m.end() + 30] for m in PIECES.finditer(plain)]


def test_pieces_are_found():
    assert pieces_of('{% translate "Did you mean" %} <a href="{{ x }}">{{ words }}</a>{% translate "?" %}')
    assert pieces_of("<time>{{ day }}, {{ hour }} UTC</time>")
    assert pieces_of('{% translate "saved" %} {{ time }}')
    assert pieces_of("{% blocktranslate %}Line {{ number }}{% endblocktranslate %}</a>: {{ text }}")
    assert not pieces_of('{% translate "Source:" %} {{ source }} · {% translate "Read why" %}')
    assert not pieces_of("{% blocktranslate %}{{ body }} signed, {{ day }}.{% endblocktranslate %}")


def test_no_sentence_is_put_together_in_a_template():
    """Another language has another order, a space before the colon, a comma of its own."""
    faults = {
        str(path): pieces
        for path in sorted(Path("templates").rglob("*.*"))
        if (pieces := pieces_of(path.read_text(encoding="utf-8"))) and str(path) not in PUT_TOGETHER
    }
    assert not faults


TERMS = tomllib.loads(Path("tests/data/terms.toml").read_text(encoding="utf-8"))
"""The words of the field, and what must not stand for them; the file explains itself."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("term", TERMS["term"], ids=lambda term: term["en"])
def test_a_term_has_one_translation(language, term):
    wrong = []
    for message in messages(language):
        english, form = forms(message.id)[-1], forms(message.string)[-1]
        is_term = re.search(term["en"], PLACEHOLDER.sub("", english), re.IGNORECASE)
        if is_term and not re.search(term[language], form, re.IGNORECASE):
            wrong.append((english, form))
    assert not [pair for pair in wrong if pair[0] not in term.get("otherwise", [])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_and_the_domains_have_the_words_of_the_catalogs(language):
    """What the fixtures explain is called there as on the pages around."""
    rows = json.loads(Path("fixtures/glossary.json").read_text(encoding="utf-8"))
    texts = [row["fields"] for row in rows if row["model"] == "profiles.termtext"]
    words = {(text["term"][0], text["language"]): text["word"] for text in texts}
    pairs = [(words[slug, "en"], word) for (slug, code), word in words.items() if code == language]
    wrong = [
        (english, word)
        for term in TERMS["term"]
        for english, word in pairs
        if re.search(term["en"], english, re.IGNORECASE)
        and not re.search(term[language], word, re.IGNORECASE)
    ]
    assert not wrong
    rows += json.loads(Path("fixtures/domains.json").read_text(encoding="utf-8"))
    definitions = [
        text
        for row in rows
        if row["fields"].get("language") == language
        for text in (row["fields"].get("definition"), row["fields"].get("description"))
        if text
    ]
    assert len(definitions) > 20
    assert not [
        (word, text) for word in TERMS["never"][language] for text in definitions if re.search(word, text)
    ]
    assert not [text for text in definitions if re.search(TYPOGRAPHY[language], text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_used_that_means_something_else(language):
    wrong = [
        (word, form)
        for message in messages(language)
        for form in forms(message.string)
        for word in TERMS["never"][language]
        if re.search(word, form)
    ]
    assert not wrong


TYPOGRAPHY = {
    # U+202F before ; ! ? and U+00A0 before : and inside « »: one rule everywhere.
    "fr": r"(?<!\u202f)[;!?](?=\s|$)|(?<![\u00a0\x22]):(?=\s|$)|«(?!\u00a0)|(?<!\u00a0)»|'|[“”]| …",
    "es": r"[“”]| [;:!?]| …",
    "pt": r"[“”]| [;:!?]| …",
    # The marks of the script; the alef after its tanwin, as the United Nations writes it.
    "ar": r"[\u0621-\u064a]\u2069?[,;?]|\u064b\u0627|لـ | …",
}
"""What must not stand in a catalogue: a regular expression."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_typography(language):
    wrong = [
        (match[0], form)
        for message in messages(language)
        for form in forms(message.string)
        if (match := re.search(TYPOGRAPHY[language], form))
    ]
    assert not wrong
