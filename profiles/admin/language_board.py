"""The board of languages: each profile with the state of its translations. As a page and as CSV.

Profiles are in the order of their places' names, never of anything that is counted. It takes the same few
queries however many profiles there are.
"""

import csv
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext as _, gettext_lazy

from profiles.choices import OPEN_STATES, State
from profiles.filters import regions
from profiles.imports.tables.cells import guard
from profiles.languages import interface_languages
from profiles.models import Profile, Revision, Translation, User

PER_PAGE = 100

COLUMNS = [
    *("profile", "place", "edition", "original_language", "language", "state", "number", "provenance"),
    *("missing", "outdated", "published", "open_state", "open_by", "open_since"),
]

NONE, OUTDATED, MISSING = "none", "outdated", "missing"


@dataclass(frozen=True)
class LanguageCell:
    """One profile in one language: the original, or what there is of a translation."""

    language: str
    is_original: bool
    live: Translation | None = None
    work: Translation | None = None

    @property
    def states(self) -> set[str]:
        """What the filter can ask for that is so."""
        if self.is_original:
            return set()
        states = {text.state for text in (self.live, self.work) if text}
        if self.live and self.live.outdated_count:
            states.add(OUTDATED)
        if self.live and self.live.missing_count:
            states.add(MISSING)
        return states or {NONE}

    @property
    def state(self) -> str:
        """In one word or two."""
        if self.is_original:
            return _("Original")
        if self.live:
            return str(State.PUBLISHED.label)
        return str(State(self.work.state).label) if self.work else _("None")


@dataclass(frozen=True)
class LanguageRow:
    profile: Profile
    cells: list[LanguageCell]


class LanguageBoardForm(forms.Form):
    """What the board is narrowed to."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Translation into"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State of the translation"),
        required=False,
        choices=[
            ("", gettext_lazy("Any state")),
            (NONE, gettext_lazy("None")),
            *((state.value, state.label) for state in (*OPEN_STATES, State.PUBLISHED)),
            (OUTDATED, gettext_lazy("Published, with outdated texts")),
            (MISSING, gettext_lazy("Published, with texts not translated")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("All regions")), *regions(get_language() or "en")]
        self.fields["language"].choices = [("", _("All languages")), *interface_languages()]

    @property
    def languages(self) -> list[str]:
        """The columns that are shown."""
        chosen = self.cleaned_data.get("language", "")
        return [code for code, _name in interface_languages() if chosen in ("", code)]

    def keeps(self, row: LanguageRow) -> bool:
        state, language = self.cleaned_data.get("state", ""), self.cleaned_data.get("language", "")
        if language and row.profile.language == language:
            return False
        return not state or any(state in cell.states for cell in row.cells)


def language_board(request: HttpRequest) -> HttpResponse:
    form, rows = _get_params(request)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **admin.site.each_context(request),
        "title": _("Board of languages"),
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "columns": form.languages,
        "query": query.urlencode(),
        "csv_url": reverse("language_board_csv"),
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/board/languages.html", context)


def language_board_csv(request: HttpRequest) -> HttpResponse:
    """What the page shows, all pages of it: a line for each profile and language but its own."""
    _form, rows = _get_params(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="board-of-languages.csv"'
    response["Cache-Control"] = "no-store"
    response.write("\ufeff")  # Spreadsheets take the file for another encoding without it.
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for row in rows:
        for cell in row.cells:
            if not cell.is_original:
                writer.writerow([guard(str(value)) for value in _cells(row.profile, cell)])
    return response


def _cells(profile: Profile, cell: LanguageCell) -> list[Any]:
    live, work = cell.live, cell.work
    values: list[Any] = [profile.slug, profile.place.display_name, profile.edition, profile.language]
    values += [cell.language, cell.state]
    if live and live.published_at:
        values += [live.number, live.provenance, live.missing_count, live.outdated_count]
        values.append(f"{live.published_at:%Y-%m-%d}")
    else:
        values += [""] * 5
    if work:
        person = work.changed_by
        values += [work.get_state_display(), person.name if person else _("the system")]
        values.append(f"{work.changed_at:%Y-%m-%d}")
    return [*values, *([""] * (len(COLUMNS) - len(values)))]


def _get_params(request: HttpRequest) -> tuple[LanguageBoardForm, list[LanguageRow]]:
    """Return the form, and the rows of the user's places that it keeps; all of them where it is not valid."""
    if not request.user.has_perm("profiles.view_translation"):
        raise PermissionDenied
    form = LanguageBoardForm(request.GET)
    if not form.is_valid():
        form.cleaned_data = {}
    rows = language_rows(request.user, form.languages, form.cleaned_data.get("region", ""))
    return form, [row for row in rows if form.keeps(row)]


def language_rows(user: User, languages: list[str], region: str = "") -> list[LanguageRow]:
    """Return the profiles of `user` that have a text, by the names of their places; two queries."""
    texts = Revision.objects.filter(profile=OuterRef("pk"))
    profiles = Profile.objects.visible_to(user).filter(Exists(texts.open() | texts.published())).with_place()
    if region:
        profiles = profiles.in_region(region)
    profiles = profiles.order_by(f"place__folded_names__{get_language()}", "place", "-edition")
    current = Q(state__in=OPEN_STATES) | Q(state=State.PUBLISHED, revision__state=State.PUBLISHED)
    translations = Translation.objects.filter(current, language__in=languages)
    by_place: dict[tuple[int, str, bool], Translation] = {}
    for row in translations.select_related("changed_by").defer("units"):
        by_place[row.profile_id, row.language, row.is_open] = row
    return [
        LanguageRow(
            profile,
            [
                LanguageCell(
                    code,
                    profile.language == code,
                    by_place.get((profile.pk, code, False)),
                    by_place.get((profile.pk, code, True)),
                )
                for code in languages
            ],
        )
        for profile in profiles
    ]


urlpatterns = [
    path("profiles/languages/", admin.site.admin_view(language_board), name="language_board"),
    path("profiles/languages.csv", admin.site.admin_view(language_board_csv), name="language_board_csv"),
]
