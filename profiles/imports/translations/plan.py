"""What importing a translation would do, unit by unit: what changes, what is left out and why.

A text that stays the same keeps the original that it translates. A changed one is of the original that stands
beside it in the file: outdated, if the original has changed since the file went out. Nothing is emptied: an
empty text in a file leaves what is stored. What was changed here while the file was away, and not in the
file, stays as it is here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language, gettext as _

from profiles.content.diff import DiffPiece, words
from profiles.content.schema import RevisionContent
from profiles.content.sections import domain_texts
from profiles.content.serialize import serialize_revision
from profiles.content.translations import Unit, Units, build_units, unit_problems
from profiles.content.unit_names import name_units
from profiles.imports.tables.cells import UNWRITABLE, unescape
from profiles.imports.translations.document import FileUnit, TranslationFile, digest_text, unit_name
from profiles.models import Translation

ALIKE = str.maketrans({"\u2011": "-", "\u00a0": " ", "\u202f": " "})
"""What programs make of characters in an original that nobody has touched."""


@dataclass(frozen=True)
class UnitChange:
    """One unit that would change. `unit` is as it is now, `text` and `translated` as they would be."""

    unit: Unit
    name: str
    text: str
    translated: str
    note: str = ""

    @property
    def is_confirmation(self) -> bool:
        """The text stays; somebody says that it is right for the original as that is now."""
        return self.text == self.unit.text

    @property
    def is_outdated(self) -> bool:
        return self.translated != self.unit.original

    @property
    def pieces(self) -> tuple[DiffPiece, ...]:
        """What changes of the text, word by word."""
        return words(self.unit.text, self.text)

    @property
    def original_pieces(self) -> tuple[DiffPiece, ...]:
        """How the original differs from the one that is translated."""
        return words(self.translated, self.unit.original)


@dataclass(frozen=True)
class LeftOut:
    """Something of the file that has no effect, and why."""

    name: str
    reason: str
    text: str = ""


@dataclass
class TranslationPlan:
    """What would happen to `translation`. With `refusals`, sentences, nothing can be imported."""

    translation: Translation
    listed: list[Unit]
    names: Mapping[str, str]
    changes: list[UnitChange] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def can_be_imported(self) -> bool:
        return bool(self.changes) and not self.refusals

    @property
    def units(self) -> Units:
        """Return all that the translation would say."""
        changed: Units = {c.unit.key: {"text": c.text, "original": c.translated} for c in self.changes}
        return {**self.translation.units, **changed}

    def leave_out(self, key: str, reason: str, text: str = "") -> None:
        self.left_out.append(LeftOut(self.names.get(key, key), reason, text))

    def change(self, unit: Unit, text: str, translated: str, note: str = "") -> None:
        """Have the unit say `text`, unless that cannot be stored."""
        if problems := unit_problems({unit.key: {"text": text, "original": translated}}):
            self.leave_out(unit.key, " ".join(problems), text)
            return
        self.changes.append(UnitChange(unit, self.names[unit.key], text, translated, note))


def new_plan(translation: Translation, content: RevisionContent | None = None) -> TranslationPlan:
    """Return the plan of a translation in which nothing happens yet."""
    content = content if content is not None else serialize_revision(translation.revision)
    listed = build_units(translation.revision, translation.units, content)
    texts = domain_texts(translation.profile.place.variant, get_language() or "en")
    return TranslationPlan(translation, listed, name_units(listed, content, texts))


def plan_file(translation: Translation, file: TranslationFile) -> TranslationPlan:
    """Return what importing a translation file would do."""
    plan = new_plan(translation)
    plan.warnings += file.problems
    _check_reference(plan, file)
    if plan.refusals:
        return plan
    present = {unit.key: unit for unit in plan.listed}
    units = _resolve_keys(plan, file.units)
    counts = Counter(unit.key for unit in units)
    for file_unit in units:
        if file_unit.key not in present:
            plan.leave_out(file_unit.key, _reason_of_unknown(plan, file_unit), file_unit.text)
        elif counts[file_unit.key] > 1:
            text = _("It stands in the file more than once (%(where)s).")
            plan.leave_out(file_unit.key, text % {"where": file_unit.where}, file_unit.text)
        else:
            _plan_unit(plan, present[file_unit.key], file_unit)
    for key in present.keys() - counts.keys():
        if present[key].text:
            plan.leave_out(key, _("It is not in the file: what is here stays."))
    order = {unit.key: position for position, unit in enumerate(plan.listed)}
    plan.changes.sort(key=lambda change: order[change.unit.key])
    return plan


def _check_reference(plan: TranslationPlan, file: TranslationFile) -> None:
    """Refuse a file of another translation; warn of one that went out for another revision."""
    translation, reference = plan.translation, file.reference
    profile = translation.profile
    slugs = {profile.slug, *profile.slug_redirects.values_list("slug", flat=True)}
    if reference.profile not in slugs:
        text = _("The file is a translation of another profile: %(slug)s.")
        plan.refusals.append(text % {"slug": reference.profile})
    if reference.language != translation.language:
        text = _("The file is a translation into another language: %(language)s.")
        plan.refusals.append(text % {"language": reference.language})
    if reference.revision != translation.revision.number:
        text = _(
            "The file went out for revision %(before)s; the translation is of revision %(now)s now. What has "
            "changed between them is marked as outdated."
        )
        plan.warnings.append(text % {"before": reference.revision, "now": translation.revision.number})


def _resolve_keys(plan: TranslationPlan, units: Iterable[FileUnit]) -> list[FileUnit]:
    """Return the units with their keys. One that has lost it in a Word document is known by its original."""
    keys = {unit_name(key): key for key in [*(unit.key for unit in plan.listed), *plan.translation.units]}
    resolved = [_with_key(unit, keys.get(unit.key, unit.key)) for unit in units]
    free = [unit for unit in plan.listed if unit.key not in {unit.key for unit in resolved}]
    originals = Counter(_plain(unit.original) for unit in free)
    by_original = {_plain(unit.original): unit.key for unit in free}
    for position, unit in enumerate(resolved):
        if not unit.key and originals[_plain(unit.original)] == 1:
            resolved[position] = _with_key(unit, by_original[_plain(unit.original)])
    return resolved


def _with_key(unit: FileUnit, key: str) -> FileUnit:
    return FileUnit(**{**vars(unit), "key": key})


def _reason_of_unknown(plan: TranslationPlan, unit: FileUnit) -> str:
    if not unit.key:
        return _("It cannot be said which original this is of (%(where)s).") % {"where": unit.where}
    if unit.key in plan.translation.units:
        return _("The original does not have this text any more.")
    return _("The original has no such text (%(where)s).") % {"where": unit.where}


def _plan_unit(plan: TranslationPlan, unit: Unit, file_unit: FileUnit) -> None:
    """Enter what the file does to one unit."""
    text, original = file_unit.text, _original_of(unit, file_unit)
    if not text.strip():
        if unit.text:
            plan.leave_out(unit.key, _("It is empty in the file: what is here stays."))
        return
    if _trimmed(text) == _trimmed(unit.text):
        text = unit.text
        if unit.is_outdated and file_unit.is_confirmed:
            if original == unit.original:
                plan.change(unit, text, original)
            elif original != unit.translated:
                reason = _("It was confirmed for an original that has changed again since.")
                plan.leave_out(unit.key, reason, text)
        return
    if file_unit.is_untouched:
        reason = _("It was changed here while the file was away, and not in the file: what is here stays.")
        plan.leave_out(unit.key, reason, text)
        return
    if not original.strip():
        plan.leave_out(unit.key, _("Its original is missing in the file."), text)
        return
    is_conflict = bool(file_unit.sent and unit.text) and digest_text(unit.text) != file_unit.sent
    note = _("It was changed here as well while the file was away.") if is_conflict else ""
    plan.change(unit, text, file_unit.translated or original, note)


def _original_of(unit: Unit, file_unit: FileUnit) -> str:
    """Return the original that stands in the file; one of ours where programs have changed but its signs."""
    for known in (unit.original, unit.translated):
        if known and _plain(known) == _plain(file_unit.original):
            return known
    return file_unit.original


def _trimmed(text: str) -> str:
    """Return a text without what programs take away from one that nobody has touched."""
    return UNWRITABLE.sub("", unescape(text)).replace("\u00ad", "").strip()


def _plain(text: str) -> str:
    return " ".join(_trimmed(text).translate(ALIKE).split())
