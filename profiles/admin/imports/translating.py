"""A document in another language than the original of its profile: it can become a translation of that.

Which of its texts is which of the original is asked on the page of the translation: translation/files.py.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from profiles import permissions, workflow
from profiles.admin.pages import object_url
from profiles.admin.translation.overview import source_texts
from profiles.imports.plan import Plan
from profiles.models import ImportDocument, Revision, User


@dataclass(frozen=True)
class TranslationOffer:
    """What the page says and asks. `decision`: whether the user may, and why not."""

    language: str
    note: str
    decision: permissions.Decision
    is_open: bool
    """There is a draft of this translation."""
    texts: list[Revision]
    """The texts that a new one can be of, where there is a choice."""


def build_offer(plan: Plan, user: User) -> TranslationOffer | None:
    """Return the offer to make the document a translation; None where it is in the original language."""
    profile, language = plan.profile, plan.translation_language
    if profile is None or not language:
        return None
    is_open = profile.translations.open().filter(language=language).exists()
    texts = [] if is_open else source_texts(profile)
    return TranslationOffer(
        language,
        plan.translation_note,
        permissions.can_restore_translation(user, profile, language),
        is_open,
        texts if len(texts) > 1 else [],
    )


def translate(request: HttpRequest, row: ImportDocument, plan: Plan) -> HttpResponse:
    """Have the document go on as a translation, and lead to the page on which its texts find their originals.

    Raises WorkflowError where the user may not.
    """
    assert plan.profile is not None  # noqa: S101  (the view has looked)
    number = request.POST.get("revision", "")
    revision = next((text for text in source_texts(plan.profile) if str(text.number) == number), None)
    translation = workflow.translate_by_document(
        row, plan.profile, plan.translation_language, request.user, revision=revision
    )
    return redirect(object_url(translation, "import_document", row.pk))
