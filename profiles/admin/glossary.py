"""The glossary in the administration: a term, and its word and definition in each language."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from profiles import search
from profiles.admin.site import PlaceScopedAdmin, RowsFormSet
from profiles.choices import Language
from profiles.content.glossary import Entry, folded
from profiles.forms import LinesField
from profiles.models import Term, TermText
from profiles.page_store.versions import refresh_after_commit


class TermTextFormSet(RowsFormSet):
    """No two terms are found by the same words: a reader would get one of two meanings by chance."""

    def clean(self) -> None:
        super().clean()
        rows = [form for form in self.forms if form not in self.deleted_forms and form.is_valid()]
        texts = TermText.objects.exclude(term=self.instance.pk).select_related("term")
        marked = {key: text.word for text in texts for key in keys(text)}
        for row in rows:
            key = next((key for key in keys(row.instance) if key in marked), None)
            if key:
                message = _("“%(form)s” is already marked as the term %(term)s.")
                row.add_error("forms", message % {"form": key[1], "term": marked[key]})
        if not rows:
            raise ValidationError(_("A term needs its word and definition in at least one language."))


def keys(text: TermText) -> list[tuple[str, str]]:
    """Return (language, form) of all that is marked as the term, folded as they are found in a text."""
    entry = Entry("", Language(text.language), text.word, text.forms, text.is_everyday, text.definition)
    return [(text.language, folded(form)) for form in entry.recognised]


class TermTextForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"word", "forms", "definition", "source_title"} & self.fields.keys():
            # As the words are, whatever the language of the page.
            self.fields[name].widget.attrs["dir"] = "auto"


class TermTextInline(admin.StackedInline):
    model = TermText
    form = TermTextForm
    formset = TermTextFormSet
    extra = 0
    min_num = 1
    max_num = len(Language)
    formfield_overrides = {
        models.TextField: {"form_class": LinesField},
        models.URLField: {"assume_scheme": "https"},
    }
    fields = ["language", "word", "is_everyday", "forms", "definition", "source_title", "source_url"]


class MissingLanguageFilter(admin.SimpleListFilter):
    title = gettext_lazy("missing language")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(Language.choices)

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Term]) -> models.QuerySet[Term]:
        return queryset.exclude(texts__language=self.value()) if self.value() else queryset


@admin.register(Term)
class TermAdmin(PlaceScopedAdmin):
    list_display = ["word", "slug", "domain", "missing"]
    list_filter = [MissingLanguageFilter, "domain"]
    list_select_related = ["domain"]
    search_fields = ["slug", "texts__word", "texts__forms", "texts__definition"]
    ordering = ["slug"]
    inlines = [TermTextInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Term]:
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description=gettext_lazy("word"))
    def word(self, term: Term) -> str:
        by_language = {text.language: text.word for text in term.texts.all()}
        return by_language.get(Language.ENGLISH) or next(iter(by_language.values()), term.slug)

    @admin.display(description=gettext_lazy("missing languages"))
    def missing(self, term: Term) -> str:
        languages = {text.language for text in term.texts.all()}
        return Language.current().list_of(row.label for row in Language if row not in languages)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        search.index_terms()
        refresh_after_commit()

    def view_on_site(self, term: Term) -> str:
        return f"{reverse('glossary')}#term-{term.slug}"
