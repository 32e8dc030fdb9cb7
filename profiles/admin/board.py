"""The board: all places by region, which of them have a profile, and what is in work. As a page and as CSV.

A place is in the order of its region and its name, never of anything that is counted. It takes the same few
queries however many places and profiles there are.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, gettext_lazy, ngettext, pgettext_lazy

from profiles import permissions
from profiles.choices import LOCAL_LEVELS, OPEN_STATES, Language, Region, State, region_name
from profiles.filters import regions
from profiles.imports.tables.cells import guard
from profiles.models import Place, Profile, Revision, User
from profiles.models.names import normalize_name
from profiles.models.places import ANCESTORS
from profiles.templatetags.profiles_ui import month_year

PER_PAGE, LOCAL_PER_PAGE = 300, 100
"""All countries and territories fit on one page."""

AGES = (2, 3, 5)
"""Years since the month described, for the filter."""


@dataclass(frozen=True)
class Row:
    """One place. `live` is its latest edition that is published, `work` what is open on any edition."""

    place: Place
    region: str
    """Its code; empty where none is known."""
    region_name: str
    editions: list[Profile]
    live: Profile | None
    work: list[Revision]

    @property
    def languages(self) -> str:
        """The original languages of its published editions, each in its own name."""
        codes = sorted({profile.language for profile in self.editions if _live(profile)})
        return ", ".join(Language(code).label for code in codes)

    @property
    def described(self) -> str:
        return month_year(self.live.described) if self.live else ""

    @property
    def state(self) -> str:
        """Where its latest edition stands, in one word or two."""
        if self.live:
            return str(State.PUBLISHED.label)
        if self.work:
            return str(State(self.work[0].state).label)
        if any(revision.state == State.WITHDRAWN for p in self.editions for revision in p.current):
            return str(State.WITHDRAWN.label)
        return _("No profile") if not self.editions else _("Nothing written")

    @property
    def years(self) -> int | None:
        """Whole years since what its latest published edition describes."""
        if not self.live:
            return None
        today = timezone.now().date()
        return today.year - self.live.year - (today.month < (self.live.month or 1))


class BoardForm(forms.Form):
    """What the board is narrowed to; nothing chosen shows all countries and the like."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Places"),
        required=False,
        choices=[("", gettext_lazy("Countries and territories")), ("local", gettext_lazy("Local places"))],
    )
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    has = forms.ChoiceField(
        label=gettext_lazy("Published profile"),
        required=False,
        choices=[
            ("", gettext_lazy("With and without")),
            ("yes", pgettext_lazy("published profile", "Has one")),
            ("no", pgettext_lazy("published profile", "Has none")),
        ],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Open work"),
        required=False,
        choices=[
            ("", gettext_lazy("With and without")),
            ("open", gettext_lazy("Any open work")),
            *((state.value, state.label) for state in OPEN_STATES),
            ("none", gettext_lazy("No open work")),
        ],
    )
    age = forms.TypedChoiceField(label=gettext_lazy("Describes"), required=False, coerce=int, empty_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("All regions")), *regions()]
        ages = [
            (n, ngettext("%(n)s year ago or more", "%(n)s years ago or more", n) % {"n": n}) for n in AGES
        ]
        self.fields["age"].choices = [("", _("Any time")), *ages]

    def keeps(self, row: Row) -> bool:
        asked = self.cleaned_data
        states = {revision.state for revision in row.work}
        wanted = asked.get("state", "")
        region = asked.get("region", "")
        return (
            (not region or region in (row.region, subregion_of(row.place)))
            and (not asked.get("has") or (asked["has"] == "yes") == bool(row.live))
            and (
                not wanted
                or (wanted == "none" and not states)
                or (wanted == "open" and bool(states))
                or wanted in states
            )
            and (not asked.get("age") or (row.years or 0) >= asked["age"])
        )


def board(request: HttpRequest) -> HttpResponse:
    form, rows = _get_params(request)
    per_page = LOCAL_PER_PAGE if _is_local(form) else PER_PAGE
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": _("Board"),
        "form": form,
        "page": page,
        "groups": [
            {"region": name, "rows": list(found)}
            for name, found in groupby(page, key=lambda row: row.region_name)
        ],
        "count": ngettext("%(n)s place", "%(n)s places", len(rows)) % {"n": len(rows)},
        "query": _query(request),
        "may_begin": permissions.can_create_profile(request.user),
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/board/board.html", context)


def board_csv(request: HttpRequest) -> HttpResponse:
    """What the page shows, all pages of it, for a spreadsheet."""
    _form, rows = _get_params(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="board.csv"'
    response["Cache-Control"] = "no-store"
    response.write("\ufeff")  # Spreadsheets take the file for another encoding without it.
    writer = csv.writer(response)
    writer.writerow(
        [
            *("region", "place", "iso3", "level", "lies_in", "state", "latest_published_edition"),
            *("describes", "languages", "open_edition", "open_state", "open_by", "open_since"),
        ]
    )
    for row in rows:
        work = row.work[0] if row.work else None
        cells = [
            *(row.region_name, row.place.display_name, row.place.iso3, row.place.level),
            row.place.location,
            *(row.state, row.live.edition if row.live else "", row.live.described if row.live else ""),
            row.languages,
            work.profile.edition if work else "",
            work.get_state_display() if work else "",
            _editors(work) if work else "",
            f"{work.changed_at:%Y-%m-%d}" if work else "",
        ]
        writer.writerow([guard(str(cell)) for cell in cells])
    return response


def _get_params(request: HttpRequest) -> tuple[BoardForm, list[Row]]:
    """Return the form as it was sent, and the rows that it keeps of her places; all, where it is wrong."""
    if not request.user.has_perm("profiles.view_profile"):
        raise PermissionDenied
    form = BoardForm(request.GET)
    is_right = form.is_valid()
    rows = board_rows(request.user, is_local=_is_local(form))
    return form, [row for row in rows if not is_right or form.keeps(row)]


def _is_local(form: BoardForm) -> bool:
    return form.cleaned_data.get("kind") == "local"


def board_rows(user: User, *, is_local: bool) -> list[Row]:
    """Return the places of `user`, by the names of their regions and their own; six queries at most."""
    language = get_language() or Language.ENGLISH
    current = (
        Revision.objects.filter(state__in=[State.PUBLISHED, State.WITHDRAWN, *OPEN_STATES])
        .select_related("changed_by", "created_by")
        .defer("introduction", "withdrawal_reason")
        .order_by("-number")
    )
    editions = Profile.objects.order_by("-edition").prefetch_related(
        Prefetch("revisions", current, to_attr="current")
    )
    places = Place.objects.visible_to(user)
    places = places.filter(level__in=LOCAL_LEVELS) if is_local else places.exclude(level__in=LOCAL_LEVELS)
    # A parent is fetched once, not with each of its cities.
    places = places.defer("folded_names", "official_name", "designation_note").by_name(language)
    names = {code: region_name(code, language) for code in Region.values} | {"": _("Other places")}
    rows = [
        _row(place, names)
        for place in places.prefetch_related(ANCESTORS, Prefetch("profiles", editions, to_attr="all"))
    ]
    order = {code: (not code, normalize_name(name)) for code, name in names.items()}
    return sorted(rows, key=lambda row: order[row.region])


def _row(place: Place, names: dict[str, str]) -> Row:
    work = [revision for profile in place.all for revision in profile.current if revision.is_open]
    live = next((profile for profile in place.all if _live(profile)), None)
    region = region_of(place)
    return Row(place, region, names[region], place.all, live, work)


def _live(profile: Profile) -> bool:
    return any(revision.is_published for revision in profile.current)


def region_of(place: Place) -> str:
    """Return the code of its region, or of that of the nearest place it lies in that has one."""
    return next((part.region for part in _place_and_ancestors(place) if part.region), "")


def subregion_of(place: Place) -> str:
    return next((part.subregion for part in _place_and_ancestors(place) if part.subregion), "")


def _place_and_ancestors(place: Place) -> Iterable[Place]:
    return (place, *reversed(place.ancestors))


def _editors(revision: Revision) -> str:
    person = revision.changed_by or revision.created_by
    return person.name if person else _("the system")


def _query(request: HttpRequest) -> str:
    """Return what was chosen, for the links to other pages and to the file."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


urlpatterns = [
    path("profiles/board/", admin.site.admin_view(board), name="board"),
    path("profiles/board.csv", admin.site.admin_view(board_csv), name="board_csv"),
]
