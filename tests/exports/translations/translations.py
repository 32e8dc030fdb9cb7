"""Translations for tests of their files: any units, without a database."""

from typing import Any

from profiles.choices import Provenance
from profiles.content.translations import Unit
from profiles.exports.translations.content import TranslationExport
from profiles.imports.translations.plan import TranslationPlan
from profiles.models import Place, Profile, Revision, Translation


def make_export(
    units: list[Unit], language: str = "fr", words: str = "en", **facts: Any
) -> TranslationExport:
    """Return a translation of a fictional profile with `units`; `words` is the language of what surrounds."""
    place = Place(pk=1, slug="xaland", level="country", name="Xaland", is_fictional=True)
    profile = Profile(pk=1, place=place, slug="xaland-2021", edition=1, year=2021, month=9, language="en")
    profile.language = facts.get("original_language", "en")
    revision = Revision(pk=1, profile=profile, number=1)
    translation = Translation(
        pk=1, profile=profile, revision=revision, language=language, provenance=Provenance.SITE
    )
    translation.units = {
        unit.key: {"text": unit.text, "original": unit.translated} for unit in units if unit.text
    }
    return TranslationExport(translation, units, {unit.key: unit.key for unit in units}, {}, words)


def make_plan(export: TranslationExport) -> TranslationPlan:
    """Return the plan of the same translation, in which nothing happens yet."""
    return TranslationPlan(export.translation, export.units, export.names)
