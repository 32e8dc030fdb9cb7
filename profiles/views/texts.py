"""Which text an address means: of a profile or a frozen revision, in the original or in a translation."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override

from profiles.content.translations import read_in, read_translation
from profiles.languages import Language
from profiles.models import Revision, Translation
from profiles.models.revisions import RevisionQuerySet

TEXT_PARAMS = ("text",)
ORIGINAL = "original"
"""?text=original shows the original on a page in another language, which would show a translation."""


@dataclass(frozen=True)
class TextChoice:
    """What a reader can read a revision in, and where."""

    original_language: Language
    translations: list[str]
    """The languages that it is translated into."""
    page: tuple[str, ...]
    """The name and the arguments of its address."""
    original_path: str
    """Where the original is shown in a page in the reader's language."""
    translated_path: str = ""
    """Where its translation into the reader's language is; empty where there is none."""

    @property
    def links(self) -> list[tuple[str, str]]:
        """Each language of the text, with the path of its page; none for the language of the page."""
        return [(code, "" if code == get_language() else self._path_in(code)) for code in self.languages]

    def _path_in(self, code: str) -> str:
        return page_in(code, *self.page) if code in dict(settings.LANGUAGES) else self.original_path

    @property
    def languages(self) -> list[str]:
        """The languages in which the revision has a text of its own."""
        return [self.original_language, *self.translations]


def wants_original(request: HttpRequest) -> bool:
    return request.GET.get(TEXT_PARAMS[0]) == ORIGINAL


def find_text(
    request: HttpRequest,
    revisions: RevisionQuerySet,
    slug: str,
    number: int | None = None,
    translation: int | None = None,
) -> Revision | None:
    """Return the text at an address, to be read in the language of the page where it is translated.

    `translation` is the number of a frozen one. None where the public may not read such a text. One query
    more than for an original where the page is in another language.
    """
    revision = revisions.at_address(slug, number)
    language = get_language() or Language.ENGLISH
    if revision is None:
        return None
    if translation is not None:
        frozen = Translation.objects.public().filter(revision=revision, language=language)
        own = frozen.filter(number=translation).first()
        if own is None:
            return None
        read_translation(revision, own)
    elif not wants_original(request):
        read_in(language, revision)
    return revision


def text_choice(revision: Revision, number: int | None = None, translation: int | None = None) -> TextChoice:
    """Return what `revision`, as an address of find_text names it, can be read in (with_languages())."""
    languages = sorted(revision.translated_into or [])
    page = ("revision", revision.profile.slug, str(number)) if number else ("profile", revision.profile.slug)
    here = ("translation", *page[1:], str(translation)) if translation else page
    has_own = translation is not None or get_language() in languages
    return TextChoice(
        Language(revision.original_language),
        languages,
        page,
        original_path=f"{reverse(page[0], args=page[1:])}?text={ORIGINAL}",
        translated_path=reverse(here[0], args=here[1:]) if has_own else "",
    )


def page_in(language: str, name: str, *args: object) -> str:
    """Return the path of a page in `language`."""
    with override(language):
        return reverse(name, args=args)
