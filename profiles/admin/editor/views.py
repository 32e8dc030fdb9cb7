"""The editing screen of a revision: its findings and sources in one form."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from profiles import workflow
from profiles.admin.editor import forms, screen
from profiles.admin.editor.merge import conflict_choices, find_conflicts, merge_contents
from profiles.admin.editor.text_editor import TextEditor, presence
from profiles.admin.profile import files
from profiles.admin.revision import preview
from profiles.admin.revision.action_view import revision_path
from profiles.content.completeness import DraftProblem
from profiles.content.schema import list_names
from profiles.content.serialize import serialize_revision
from profiles.models import Revision


class RevisionEditor(TextEditor):
    template = "profiles/revision/editor"
    text: Revision
    typed: forms.EditorInput | None = None

    def parse(self) -> forms.EditorInput:
        return forms.parse_post(self.request.POST, serialize_revision(self.text))

    def find_errors(self) -> list[DraftProblem]:
        slugs = (text.domain.slug for text in screen.revision_texts(self.text))
        return forms.find_errors(self.typed, list_names(slugs))

    def store(self) -> Revision:
        content, note, aside = forms.content_from(self.typed), self.typed.change_note, None
        if self.is_settled:
            stored, notes, aside = serialize_revision(self.text), (note, self.text.change_note), content
            content, note = merge_contents(content, stored, self.base, notes, self.choices)
        return workflow.save_content(
            self.text,
            content,
            self.version,
            self.request.user,
            is_automatic=self.is_automatic,
            change_note=note,
            aside=aside,
        )

    def build_screen(self, errors: Iterable[DraftProblem] = ()) -> dict[str, Any]:
        content = serialize_revision(self.text)
        typed = self.typed or forms.initial_input(content, self.text.change_note)
        return screen.build_screen(self.request, self.text, typed, content, errors)

    def problems_html(self, errors: Iterable[DraftProblem] = ()) -> SafeString:
        errors = [*errors]
        content = None if errors else serialize_revision(self.text)
        return screen.problems_html(self.request, self.text, content, errors)

    def marks(self) -> dict[str, str]:
        return conflict_choices(serialize_revision(self.text), self.text.change_note)

    @property
    def saved_context(self) -> dict[str, Any]:
        return {"understood": forms.understood_sources(self.typed)} if self.typed else {}

    def conflict_context(self) -> dict[str, Any]:
        content, stored = forms.content_from(self.typed), serialize_revision(self.text)
        notes = (self.typed.change_note, self.text.change_note)
        conflicts = find_conflicts(content, stored, self.base, notes)
        texts = screen.revision_texts(self.text)
        return {
            "conflicts": screen.conflict_rows(conflicts, texts, content, stored),
            "fields": forms.fields_of(self.typed),
        }

    @property
    def page_context(self) -> dict[str, Any]:
        return {"files": files.links(self.text)}


def edit(request: HttpRequest, revision: Revision) -> HttpResponse:
    return RevisionEditor(request, revision).answer()


urlpatterns = [
    revision_path("change/", edit, "change"),
    revision_path("presence/", presence, "presence"),
    *preview.urlpatterns,
]
