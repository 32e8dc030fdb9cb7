"""One line of the dashboard, and the addresses that lines lead to."""

from dataclasses import dataclass

from django.urls import reverse

from profiles.models import Profile, Revision


@dataclass(frozen=True)
class DashboardRow:
    """What a line leads to, and what there is to know about it."""

    name: str
    url: str
    note: str
    language: str = ""
    """Of the note, where it is quoted."""


def revision_row(revision: Revision, note: str) -> DashboardRow:
    return DashboardRow(str(revision), reverse("admin:profiles_revision_change", args=[revision.pk]), note)


def profile_row(profile: Profile, note: str) -> DashboardRow:
    return DashboardRow(str(profile), reverse("admin:profiles_profile_change", args=[profile.pk]), note)
