"""The board: all places by region, which of them have a profile, and what is in work. As a page and as CSV.

A place is in the order of its region and its name, never of anything that is counted. It takes the same few
queries however many places and profiles there are.
"""

import csv
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, gettext_lazy, ngettext, pgettext_lazy

from profiles import permissions
from profiles.choices import LOCAL_LEVELS, OPEN_STATES, Language, Region, State, region_name
from profiles.filters import regions
from profiles.imports.tables.cells import guard
from profiles.models import Place, Profile, Revision, User
from profiles.models.names import normalize_name
from profiles.models.places import ANCESTOR_PATHS, ANCESTORS, PlaceQuerySet

PER_PAGE, LOCAL_PER_PAGE = 300, 100
"""All countries and territories fit on one page."""

AGES = (2, 3, 5)
"""Years since the month described, for the filter."""

COLUMNS = [
    *("region", "place", "iso3", "level", "lies_in", "state", "latest_published_edition"),
    *("describes", "languages", "open_edition", "open_state", "open_by", "open_since"),
]


@dataclass(frozen=True)
class BoardRow:
    """One place. `live` is its latest edition that is published, `work` what is open on any edition."""

    place: Place
    region_name: str
    editions: list[Profile]
    live: Profile | None
    work: list[Revision]

    @property
    def languages(self) -> str:
        """The original languages of its published editions, each in its own name."""
        codes = sorted({profile.language for profile in self.editions if _live(profile)})
        return Language.current().list_of(Language(code).label for code in codes)

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
            ("", pgettext_lazy("published profile", "With or without")),
            ("yes", pgettext_lazy("published profile", "Has one")),
            ("no", pgettext_lazy("published profile", "Has none")),
        ],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Open work"),
        required=False,
        choices=[
            ("", pgettext_lazy("open work", "With or without")),
            ("open", gettext_lazy("All open work")),
            *((state.value, state.label) for state in OPEN_STATES),
            ("none", gettext_lazy("No open work")),
        ],
    )
    age = forms.TypedChoiceField(label=gettext_lazy("Month described"), required=False, coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("All regions")), *regions(get_language() or "en")]
        ages = [
            (n, ngettext("%(n)s year ago or more", "%(n)s years ago or more", n) % {"n": n}) for n in AGES
        ]
        self.fields["age"].choices = [("", _("Any time")), *ages]

    def narrow(self, places: PlaceQuerySet) -> PlaceQuerySet:
        """Return those of board_places() that fit all choices; all of them where the form is not valid."""
        if not self.is_valid():
            return places
        data = self.cleaned_data
        revisions = Revision.objects.filter(profile__place=OuterRef("pk"))
        if region := data["region"]:
            places = places.filter(Q(region_here=region) | Q(subregion_here=region))
        if data["has"]:
            has_one = Exists(revisions.published())
            places = places.filter(has_one if data["has"] == "yes" else ~has_one)
        if state := data["state"]:
            work = revisions.open()
            is_open = Exists(work.filter(state=state) if state in OPEN_STATES else work)
            places = places.filter(~is_open if state == "none" else is_open)
        if age := data["age"]:
            live = Profile.objects.published().filter(place=OuterRef("pk")).order_by("-edition")
            month = live.values_list(F("year") * 12 + Coalesce("month", 1))[:1]
            today = timezone.now().date()
            places = places.annotate(month_described=Subquery(month))
            places = places.filter(month_described__lte=(today.year - age) * 12 + today.month)
        return places


def board(request: HttpRequest) -> HttpResponse:
    form, places = _get_params(request)
    per_page = LOCAL_PER_PAGE if _is_local(form) else PER_PAGE
    page = Paginator(places, per_page).get_page(request.GET.get("page"))
    page.object_list = board_rows(page.object_list)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **admin.site.each_context(request),
        "title": _("Board"),
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "csv_url": reverse("board_csv"),
        "may_begin": permissions.can_create_profile(request.user),
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/board/board.html", context)


def board_csv(request: HttpRequest) -> HttpResponse:
    """What the page shows, all pages of it, for a spreadsheet."""
    _form, places = _get_params(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="board.csv"'
    response["Cache-Control"] = "no-store"
    response.write("\ufeff")  # Spreadsheets take the file for another encoding without it.
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for row in board_rows(places):
        place, live = row.place, row.live
        cells = [row.region_name, place.display_name, place.iso3, place.level, place.location, row.state]
        cells += [live.edition, live.period_iso] if live else ["", ""]
        cells.append(row.languages)
        for work in row.work[:1]:
            person = work.changed_by or work.created_by
            cells += [work.profile.edition, work.get_state_display()]
            cells += [person.name if person else _("the system"), f"{work.changed_at:%Y-%m-%d}"]
        cells += [""] * (len(COLUMNS) - len(cells))
        writer.writerow([guard(str(cell)) for cell in cells])
    return response


def _get_params(request: HttpRequest) -> tuple[BoardForm, PlaceQuerySet]:
    """Return the form, and those of the user's places that it keeps."""
    if not request.user.has_perm("profiles.view_profile"):
        raise PermissionDenied
    form = BoardForm(request.GET)
    form.is_valid()
    return form, form.narrow(board_places(request.user, is_local=_is_local(form)))


def _is_local(form: BoardForm) -> bool:
    return form.cleaned_data.get("kind") == "local"


def board_places(user: User, *, is_local: bool) -> PlaceQuerySet:
    """Return the places of `user`, by the names of their regions and their own.

    Annotated with `region_here` and `subregion_here`: what it lies in has the codes where it has none itself.
    """
    language = get_language() or Language.ENGLISH
    places = Place.objects.visible_to(user)
    places = places.filter(level__in=LOCAL_LEVELS) if is_local else places.exclude(level__in=LOCAL_LEVELS)
    paths = ("", *(f"{path}__" for path in ANCESTOR_PATHS)) if is_local else ("",)
    for name in ("region", "subregion"):
        codes = (NullIf(f"{path}{name}", Value("")) for path in paths)
        places = places.annotate(**{f"{name}_here": Coalesce(*codes, Value(""))})
    in_order = sorted(Region.values, key=lambda code: normalize_name(region_name(code, language)))
    positions = (When(region_here=code, then=number) for number, code in enumerate(in_order))
    position = Case(*positions, default=len(in_order), output_field=IntegerField())
    return places.order_by(position, f"folded_names__{language}", "pk")


def board_rows(places: PlaceQuerySet) -> list[BoardRow]:
    """Return the rows of board_places(), or of some of them; six queries at most."""
    current = (
        Revision.objects.filter(state__in=[State.PUBLISHED, State.WITHDRAWN, *OPEN_STATES])
        .select_related("changed_by", "created_by")
        .defer("introduction", "withdrawal_reason")
        .order_by("-number")
    )
    editions = Profile.objects.order_by("-edition").prefetch_related(
        Prefetch("revisions", current, to_attr="current")
    )
    # A parent is fetched once, not with each of its cities.
    places = places.defer("folded_names", "official_name", "designation_note")
    places = places.prefetch_related(ANCESTORS, Prefetch("profiles", editions, to_attr="all"))
    return [_row(place) for place in places]


def _row(place: Place) -> BoardRow:
    work = [revision for profile in place.all for revision in profile.current if revision.is_open]
    live = next((profile for profile in place.all if _live(profile)), None)
    code = place.region_here
    name = region_name(code, get_language() or Language.ENGLISH) if code else _("Other places")
    return BoardRow(place, name, place.all, live, work)


def _live(profile: Profile) -> bool:
    return any(revision.is_published for revision in profile.current)


urlpatterns = [
    path("profiles/board/", admin.site.admin_view(board), name="board"),
    path("profiles/board.csv", admin.site.admin_view(board_csv), name="board_csv"),
]
