"""A document becomes the draft of a translation, from the command line: where nothing of it is doubtful."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from profiles import workflow
from profiles.choices import Action
from profiles.imports.plan import Plan
from profiles.imports.translations.aligned import plan_document
from profiles.models import Translation


@dataclass
class TranslationOutcome:
    """What became of the document; `is_taken`: the draft says it, or would without a dry run.

    doubts: sentences, each on a text of which a person has to say something. missing: texts of the original
    for which the document has nothing. is_same: the translation says just that already.
    """

    translation: Translation
    doubts: list[str] = field(default_factory=list)
    missing: int = 0
    is_same: bool = False

    @property
    def is_taken(self) -> bool:
        return not (self.doubts or self.is_same)

    @property
    def advice(self) -> str:
        """Return where a person decides."""
        return f"Upload the document and decide there: {settings.SITE_URL}{reverse('admin_import')}"


@transaction.atomic
def import_translation(plan: Plan, name: str, *, is_dry_run: bool) -> TranslationOutcome:
    """Make the draft of the translation that `plan` has seen, or a new one, say what the document says.

    plan: with a translation_language. name: of the document, for the log. Nothing is stored where something
    is doubtful, nor in a dry run. Raises WorkflowError where the draft cannot be changed.
    """
    assert plan.profile is not None  # noqa: S101  (there is no translation_language without one)
    translation = workflow.open_translation(plan.profile, plan.translation_language, None)
    aligned = plan_document(translation, plan.reading, {})
    doubts = [*aligned.plan.refusals]
    doubts += [f"{row.name}: {row.reason} “{' '.join(row.text.split())[:80]}”" for row in aligned.doubts]
    missing = len(aligned.plan.left_out) - len(aligned.doubts)
    outcome = TranslationOutcome(translation, doubts, missing, is_same=not aligned.plan.changes)
    if is_dry_run or not outcome.is_taken:
        transaction.set_rollback(True)
        return outcome
    version = translation.lock_version
    workflow.save_translation(translation, aligned.plan.units, version, None, action=Action.IMPORT, note=name)
    return outcome
