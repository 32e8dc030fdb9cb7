"""What the files of a translation are made of: its units in reading order, under the headings of the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _, override

from profiles.content.schema import RevisionContent
from profiles.content.sections import content_sections, domain_texts
from profiles.content.serialize import serialize_revision
from profiles.content.translations import Unit, build_units
from profiles.content.unit_names import name_units
from profiles.imports.translations.document import Reference
from profiles.languages import Language
from profiles.models import Translation


@dataclass(frozen=True)
class Heading:
    """A heading of the text, in the languages of the original and of the translation."""

    original: str
    translation: str
    original_language: str
    translation_language: str
    is_list: bool = False
    """It is over a list of findings, and not over a domain."""


@dataclass(frozen=True)
class TranslationExport:
    """A translation, to be put into a file. `language` is that of the words around its texts."""

    translation: Translation
    units: list[Unit]
    names: Mapping[str, str]
    headings: Mapping[str, tuple[Heading, ...]]
    """Key of a unit -> the headings that stand before it."""
    language: str

    @property
    def original_language(self) -> str:
        return self.translation.revision.original_language

    @property
    def reference(self) -> Reference:
        translation = self.translation
        return Reference(translation.profile.slug, translation.language, translation.revision.number)

    @property
    def file_name(self) -> str:
        """Without its ending: mgi-mali-2021-r1-translation-fr."""
        reference = self.reference
        return f"mgi-{reference.profile}-r{reference.revision}-translation-{reference.language}"


def build_translation_export(translation: Translation, language: str) -> TranslationExport:
    """Return `translation` as files are made of it, words in `language`."""
    content = serialize_revision(translation.revision)
    units = build_units(translation.revision, translation.units, content)
    texts = domain_texts(translation.profile.place.variant, language)
    with override(language):
        names = name_units(units, content, texts)
        # Words, as what is lazy does not go into another process.
        units = [replace(unit, label=str(unit.label)) for unit in units]
    headings = _place_headings(units, list(_headings(translation, content)))
    return TranslationExport(translation, units, names, headings, language)


def _headings(translation: Translation, content: RevisionContent) -> Iterator[tuple[str, Heading]]:
    """Yield each heading with the beginning of the key of the unit that it stands before."""
    variant = translation.profile.place.variant
    languages = (translation.revision.original_language, translation.language)
    by_language = []
    for language in languages:
        with override(language):
            sections = content_sections(content, domain_texts(variant, language))
            lists = [[str(part.heading) for part in section.lists] for section in sections]
            by_language.append((sections, lists, _("Sources")))
    (originals, original_lists, sources), (translations, translated_lists, translated_sources) = by_language
    for number, (original, translated) in enumerate(zip(originals, translations, strict=True)):
        titles = [f"{section.number} {section.text.title}" for section in (original, translated)]
        domain = Heading(titles[0], titles[1], original.language, translated.language)
        before = [domain]
        for index, part in enumerate(original.lists):
            if part.findings:
                words = original_lists[number][index], translated_lists[number][index]
                before.append(Heading(*words, *languages, is_list=True))
                for heading in before:
                    yield f"finding/{part.findings[0]['key']}/", heading
                before = []
    yield "source/", Heading(sources, translated_sources, *languages)


def _place_headings(units: list[Unit], headings: list[tuple[str, Heading]]) -> dict[str, tuple[Heading, ...]]:
    """Return the headings by the key of the unit that they stand before."""
    placed: dict[str, tuple[Heading, ...]] = {}
    for beginning, heading in headings:
        unit = next((unit for unit in units if unit.key.startswith(beginning)), None)
        if unit is not None:
            placed[unit.key] = (*placed.get(unit.key, ()), heading)
    return placed


def direction(language: str) -> str:
    """Return the direction in which `language` is written."""
    return Language(language).direction
