"""The search box of the dashboard: places, profiles and texts that the user may see, drafts as well."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from profiles.admin.dashboard.rows import DashboardRow, profile_row
from profiles.models import Place, Profile
from profiles.search import StaffHit, search_for_staff
from profiles.templatetags.profiles_ui import month_year

MOST = 20
"""Rows of each kind that a search shows; of texts as many open ones as published ones."""


@dataclass(frozen=True)
class DashboardResults:
    """What a search found, by kind."""

    places: list[DashboardRow]
    profiles: list[DashboardRow]
    findings: list[DashboardRow]
    """With the introductions."""

    @property
    def is_empty(self) -> bool:
        return not (self.places or self.profiles or self.findings)


def search(places: QuerySet[Place], text: str) -> DashboardResults:
    """Return what `text` finds in `places`: with the words, stems, "phrases" and -exclusions of the site."""
    results = search_for_staff(text, places, MOST)
    profiles = Profile.objects.filter(place__in=places).filter(
        Q(slug__icontains=text) | Q(reference_number__iexact=text) | Q(place__in=results.places)
    )
    return DashboardResults(
        places=[
            DashboardRow(
                place.display_name,
                reverse("admin:profiles_place_change", args=[place.pk]),
                place.get_level_display(),
            )
            for place in results.places[:MOST]
        ],
        profiles=[
            profile_row(profile, month_year(profile.described))
            for profile in profiles.select_related("place").order_by("place__name", "-edition")[:MOST]
        ],
        findings=[_text_row(hit) for hit in results.texts],
    )


def _text_row(hit: StaffHit) -> DashboardRow:
    anchor = f"text-{hit.key}" if hit.key else "introduction"
    url = f"{reverse('admin:profiles_revision_change', args=[hit.revision.pk])}#{anchor}"
    return DashboardRow(str(hit.revision), url, hit.text, hit.revision.profile.language)
