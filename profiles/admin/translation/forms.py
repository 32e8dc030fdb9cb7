"""What the translator's screen sends: its fields <-> units and facts. The same with and without JavaScript.

`text-<key>` is a translation, `original-<key>` the text that its writer had before them, `right-<key>` that
an outdated translation is still right. Units that were not sent stay as they are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from profiles.admin.editor.forms import trimmed, typed_text
from profiles.content.completeness import DraftProblem, Severity
from profiles.content.translations import CHANGE_NOTE, INTRODUCTION, OFFICIAL_NAME, Unit
from profiles.models import Translation
from profiles.workflow import TranslationFacts

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
KEY = re.compile(
    rf"{INTRODUCTION}|{CHANGE_NOTE}|{OFFICIAL_NAME}|(?:finding|source)/{UUID}/[a-z_]+|locator/{UUID}/{UUID}"
)
"""The key of a unit; a finding that was deleted meanwhile has one as well, and what was typed is kept."""

TEXT, ORIGINAL, RIGHT = "text-", "original-", "right-"
FACTS = ("provenance", "reference", "change_note")


@dataclass(frozen=True)
class TypedUnit:
    """A unit as the screen has it."""

    text: str
    original: str
    """What its writer saw of the original."""
    is_right: bool = False
    """An outdated translation was found to be right as it is."""


@dataclass
class TranslationInput:
    """All that the form of the translator's screen says."""

    units: dict[str, TypedUnit] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)


def parse_post(data: QueryDict, units: Iterable[Unit]) -> TranslationInput:
    """Return what was sent; `units` are those of the text as it is now.

    A text that comes back as it was sent, but for line breaks and spaces at its ends, is that text: a file or
    a fixture may have brought it here with them.
    """
    stored = {unit.key: unit for unit in units}
    typed = TranslationInput(facts={name: typed_text(data, name) for name in FACTS if name in data})
    for name in data:
        key = name.removeprefix(TEXT)
        if not name.startswith(TEXT) or not KEY.fullmatch(key):
            continue
        unit = stored.get(key, Unit(key, ""))
        text = _as_stored(typed_text(data, name), unit.text)
        original = _as_stored(typed_text(data, f"{ORIGINAL}{key}"), unit.original)
        typed.units[key] = TypedUnit(text, original, f"{RIGHT}{key}" in data)
    return typed


def _as_stored(text: str, stored: str) -> str:
    """Return `stored` where a form, which trims it, sends nothing else; else `text`."""
    return stored if text == trimmed(stored) else text


def fields_of(typed: TranslationInput) -> list[tuple[str, str]]:
    """Return `typed` as the fields that the form sends, in order."""
    fields = [*typed.facts.items()]
    for key, unit in typed.units.items():
        fields += [(f"{TEXT}{key}", unit.text), (f"{ORIGINAL}{key}", unit.original)]
        fields += [(f"{RIGHT}{key}", "on")] if unit.is_right else []
    return fields


def find_errors(typed: TranslationInput, units: Iterable[Unit]) -> list[DraftProblem]:
    """Return why `typed` cannot be stored, each with the id of its field."""
    errors = []
    for unit in units:
        length = len(typed.units[unit.key].text) if unit.key in typed.units else 0
        if unit.max_length and length > unit.max_length:
            errors.append((f"{TEXT}{unit.key}", unit.label, unit.max_length))
    for name, text in typed.facts.items():
        model_field = Translation._meta.get_field(name)
        if len(text) > model_field.max_length:
            errors.append((name, model_field.verbose_name, model_field.max_length))
    return [
        DraftProblem(
            Severity.ERROR,
            _("%(what)s: at most %(most)s characters.") % {"what": label, "most": most},
            field_id,
        )
        for field_id, label, most in errors
    ]


def facts_of(typed: TranslationInput, stored: TranslationFacts) -> TranslationFacts:
    """Return the facts that were sent; what was not sent is as it is stored."""
    return TranslationFacts(**{**vars(stored), **typed.facts})
