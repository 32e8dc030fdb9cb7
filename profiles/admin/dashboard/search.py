"""The search box of the dashboard: places, profiles and texts that the user may see, drafts as well."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from profiles.admin.dashboard.lists import DashboardRow, dashboard_row
from profiles.models import Place, Profile
from profiles.search import StaffHit, search_for_staff
from profiles.templatetags.profiles_ui import month_year

MOST = 20
"""Rows of each kind that a search shows; of texts as many open ones as published ones."""


def search(places: QuerySet[Place], text: str) -> list[tuple[str, str, list[DashboardRow]]]:
    """Return what `text` finds in `places`: with the words, stems, "phrases" and -exclusions of the site.

    By kind, (key, title, rows); introductions stand with the findings, and a kind without rows is left out.
    """
    results = search_for_staff(text, places, MOST)
    profiles = Profile.objects.filter(place__in=places).filter(
        Q(slug__icontains=text) | Q(reference_number__iexact=text) | Q(place__in=results.places)
    )
    profiles = profiles.select_related("place").order_by("place__name", "-edition")[:MOST]
    lists = [
        ("places", _("Places"), [_place_row(place) for place in results.places[:MOST]]),
        ("profiles", _("Profiles"), [dashboard_row(row, month_year(row.period_iso)) for row in profiles]),
        ("findings", _("Findings"), [_text_row(hit) for hit in results.texts]),
    ]
    return [row for row in lists if row[2]]


def _place_row(place: Place) -> DashboardRow:
    url = reverse("admin:profiles_place_change", args=[place.pk])
    return DashboardRow(place.display_name, url, place.get_level_display())


def _text_row(hit: StaffHit) -> DashboardRow:
    anchor = f"text-{hit.key}" if hit.key else "introduction"
    url = f"{reverse('admin:profiles_revision_change', args=[hit.revision.pk])}#{anchor}"
    return DashboardRow(str(hit.revision), url, hit.text, hit.revision.profile.language)
