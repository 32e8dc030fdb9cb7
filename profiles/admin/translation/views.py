"""The translator's screen: original and translation side by side, unit by unit, in one form."""

import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from profiles import workflow
from profiles.admin.editor.messages import editor_messages, unit_messages
from profiles.admin.editor.text_editor import TextEditor, other_editors, presence
from profiles.admin.pages import object_url
from profiles.admin.profile import history
from profiles.admin.revision import preview
from profiles.admin.revision.action_view import translation_path
from profiles.admin.translation import files, forms, screen, transitions
from profiles.admin.translation.merge import FACT, Merge, merge_units, unit_marks
from profiles.choices import Provenance
from profiles.content.completeness import DraftProblem
from profiles.content.schema import RevisionContent
from profiles.content.serialize import serialize_revision
from profiles.content.translations import Unit, build_units
from profiles.models import Translation
from profiles.workflow import TranslationFacts

TRIES = 3
"""How often a text is put together with what somebody saves at the same moment."""


class TranslationEditor(TextEditor):
    template = "profiles/translation/editor"
    text: Translation
    typed: forms.TranslationInput | None = None
    merge: Merge | None = None

    @cached_property
    def content(self) -> RevisionContent:
        return serialize_revision(self.text.revision)

    def units(self) -> list[Unit]:
        """Return the units of what is stored now."""
        return build_units(self.text.revision, self.text.units, self.content)

    def parse(self) -> forms.TranslationInput:
        return forms.parse_post(self.request.POST, self.units())

    def find_errors(self) -> list[DraftProblem]:
        return forms.find_errors(self.typed, self.units())

    def store(self) -> Translation:
        """Put what was typed together with what was saved meanwhile, as long as nobody saves in between."""
        for attempt in range(1, TRIES + 1):
            self.merge = self._merge(self.choices if self.is_settled else {})
            if self.merge.conflicts:
                workflow.locking.require_version(self.text, self.version)
            try:
                return workflow.save_translation(
                    self.text,
                    self.merge.units,
                    self.text.lock_version,
                    self.request.user,
                    facts=self.merge.facts,
                    is_automatic=self.is_automatic,
                    aside=self._own_units() if self.is_settled else None,
                )
            except workflow.OvertakenError:
                if attempt == TRIES:
                    raise
                self.text.refresh_from_db()
        raise AssertionError

    def _merge(self, choices: dict[str, str]) -> Merge:
        is_current = self.version == self.text.lock_version and "settle" not in self.request.POST
        facts = TranslationFacts.of(self.text)
        return merge_units(self.typed, self.text.units, facts, self.base, choices, is_current=is_current)

    def _own_units(self) -> Any:
        """Return what this user would have stored, where they take some of the other's."""
        return self._merge(dict.fromkeys(self.choices, "mine")).units

    def build_screen(self, errors: Iterable[DraftProblem] = ()) -> dict[str, Any]:
        errors, units, facts = [*errors], self.units(), TranslationFacts.of(self.text)
        texts = {key: unit.text for key, unit in self.typed.units.items()} if self.typed else {}
        show = self.request.GET.get("show", "")
        comments = screen.open_comments(self.text)
        arranged = screen.arrange(
            self.text, self.content, units, show=show, comments=comments, errors=errors, texts=texts
        )

        return {
            "units": arranged,
            "sections": arranged.sections,
            "facts": forms.facts_of(self.typed, facts) if self.typed else facts,
            "provenances": Provenance.choices,
            "counts": screen.counts(arranged.progress, show),
            "show": show if show in screen.STATES else "",
            "version": self.text.lock_version,
            "base": json.dumps(self.marks()),
            "buttons": transitions.buttons(self.request.user, self.text),
            "others": other_editors(self.text, self.request.user),
            "sent_back": history.sent_back(self.text) if self.text.submitted_at else None,
            "unresolved": sum(comments.values()),
            "problems": screen.problems_html(self.request, self.text, units, errors),
            "is_refused": bool(errors),
        }

    def problems_html(self, errors: Iterable[DraftProblem] = ()) -> SafeString:
        return screen.problems_html(self.request, self.text, self.units(), errors)

    def marks(self) -> dict[str, str]:
        return unit_marks(self.text.units, TranslationFacts.of(self.text))

    def conflict_context(self) -> dict[str, Any]:
        units = {unit.key: unit for unit in self.units()}
        conflicts = self._merge({}).conflicts
        names = screen.unit_names(self.text, [*units.values()], self.content)
        rows = [
            {
                "conflict": conflict,
                "list": _label(conflict.name, names),
                "original": units[conflict.name].original if conflict.name in units else "",
            }
            for conflict in conflicts
        ]
        return {"conflicts": rows, "fields": forms.fields_of(self.typed)}

    @property
    def saved_context(self) -> dict[str, Any]:
        """What others have saved meanwhile, by the names of the fields: so that the page has it too."""
        units, facts = {unit.key: unit for unit in self.units()}, vars(TranslationFacts.of(self.text))
        others: dict[str, Any] = {}
        for name in self.merge.others if self.merge else ():
            if name.startswith(FACT):
                fact = name.removeprefix(FACT)
                others[fact] = {"mark": name, "text": facts[fact]}
            elif name in units:
                unit = units[name]
                data = {"mark": name, "text": unit.text, "is_outdated": unit.is_outdated}
                others[f"{forms.TEXT}{name}"] = data
        return {"others": others}

    @property
    def page_context(self) -> dict[str, Any]:
        return {
            "messages_for_scripts": editor_messages() | unit_messages(),
            "preview_url": object_url(self.text, "preview"),
            "files": files.links(self.text),
            "import_url": files.import_link(self.text),
            "original_language": self.text.revision.original_language,
        }


def _label(name: str, names: dict[str, str]) -> str:
    if name.startswith(FACT):
        return str(Translation._meta.get_field(name.removeprefix(FACT)).verbose_name)
    return names.get(name, "")


def edit(request: HttpRequest, translation: Translation) -> HttpResponse:
    return TranslationEditor(request, translation).answer()


urlpatterns = [
    translation_path("change/", edit, "change"),
    translation_path("presence/", presence, "presence"),
    translation_path("preview/", preview.preview, "preview"),
]
