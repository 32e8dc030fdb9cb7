"""The lists of the dashboard: what is mine, what waits for me, what is late.

Every list starts from the places that are assigned to the user, and takes a query or two.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from profiles import permissions
from profiles.admin.dashboard.rows import DashboardRow, profile_row, revision_row
from profiles.choices import Action, Kind, State
from profiles.models import Finding, IndicatorDomain, LogEntry, Place, Profile, Revision, User
from profiles.templatetags.profiles_ui import month_year

SHOWN = 8
"""Rows of a list; the rest is a link away."""


@dataclass(frozen=True)
class DashboardList:
    """A list of the front page; where it has no row, `empty` says so and leads on."""

    key: str
    title: str
    rows: list[DashboardRow]
    empty: str
    empty_url: str
    empty_link: str
    more_url: str = ""
    count: int = 0

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return max(0, self.count - len(self.rows))


def dashboard_lists(user: User, places: QuerySet[Place]) -> dict[str, list[DashboardList]]:
    """Return the lists of the front page, `left` what asks for work, `right` what there is to know."""
    work = _open_revisions(places)
    awaiting = set(permissions.revisions_awaiting(user).values_list("pk", flat=True))
    waiting = [revision for revision in work if revision.pk in awaiting]
    own = [row for row in work if user.pk in (row.created_by_id, row.changed_by_id, row.submitted_by_id)]
    mine = [revision for revision in own if revision not in waiting]
    drafts = [revision for revision in work if revision.state == State.DRAFT]
    return {
        "left": [_waiting_list(waiting), _own_list(mine, has_other=bool(own)), _incomplete_list(drafts)],
        "right": [_scheduled_list(work), *_published_lists(places)],
    }


def _waiting_list(waiting: list[Revision]) -> DashboardList:
    revisions = reverse("admin:profiles_revision_changelist")
    return _list(
        "waiting",
        _("Waiting for me"),
        [revision_row(revision, _why_it_waits(revision)) for revision in waiting],
        _("Nothing waits for you."),
        (revisions, _("All revisions")),
        revisions,
    )


def _own_list(mine: list[Revision], *, has_other: bool) -> DashboardList:
    return _list(
        "mine",
        _("My open work"),
        [revision_row(revision, _where_it_stands(revision)) for revision in mine],
        _("You have no other revision open.") if has_other else _("You have no revision open."),
        (reverse("admin:profiles_profile_changelist"), _("All profiles")),
        reverse("admin:profiles_revision_changelist"),
    )


def _incomplete_list(drafts: list[Revision]) -> DashboardList:
    url = f"{reverse('admin:profiles_revision_changelist')}?state={State.DRAFT}"
    return _list(
        "incomplete",
        _("Incomplete"),
        [revision_row(revision, lack) for revision, lack in _lacking(drafts)],
        _("Every open draft has its month, its introduction and all its lists."),
        (url, _("All drafts")),
        url,
    )


def _scheduled_list(work: list[Revision]) -> DashboardList:
    scheduled = sorted((row for row in work if row.publish_at), key=lambda row: row.publish_at)
    url = f"{reverse('admin:profiles_revision_changelist')}?state={State.APPROVED}"
    return _list(
        "scheduled",
        _("Scheduled"),
        [revision_row(revision, _when(revision)) for revision in scheduled],
        _("No publication is scheduled."),
        (url, _("What is approved")),
        url,
    )


def _open_revisions(places: QuerySet[Place]) -> list[Revision]:
    """Return the open revisions of the places, latest change first, with why they were last sent back."""
    sent_back = LogEntry.objects.filter(
        profile=OuterRef("profile"), revision_number=OuterRef("number"), verb=Action.SEND_BACK
    ).order_by("-at", "-pk")
    return list(
        Revision.objects.open()
        .filter(profile__place__in=places)
        .select_related("profile__place", "changed_by", "submitted_by", "approved_by")
        .annotate(sent_back_note=Subquery(sent_back.values("note")[:1]))
        .order_by("-changed_at", "-pk")
    )


def _why_it_waits(row: Revision) -> str:
    if row.state == State.IN_REVIEW:
        return _("To review: submitted %(ago)s by %(name)s.") % {
            "ago": _ago(row.submitted_at),
            "name": _name(row.submitted_by),
        }
    if row.state == State.APPROVED:
        return _("To publish: approved %(ago)s by %(name)s.") % {
            "ago": _ago(row.approved_at),
            "name": _name(row.approved_by),
        }
    return _("Sent back: %(reason)s") % {"reason": row.sent_back_note}


def _where_it_stands(row: Revision) -> str:
    return _("%(state)s, changed %(ago)s by %(name)s.") % {
        "state": row.get_state_display(),
        "ago": _ago(row.changed_at),
        "name": _name(row.changed_by),
    }


def _when(row: Revision) -> str:
    return _("To be published on %(day)s at %(hour)s UTC.") % {
        "day": date_format(row.publish_at, "DATE_FORMAT"),
        "hour": f"{row.publish_at:%H:%M}",
    }


def _lacking(drafts: list[Revision]) -> list[tuple[Revision, str]]:
    """Return the drafts that lack a month, an introduction or a list, each with what; two queries."""
    domains = list(IndicatorDomain.objects.values_list("slug", flat=True))
    wanted = {f"{slug}/{kind}" for slug in domains for kind in Kind.values}
    filled: dict[int, set[str]] = {}
    there = Finding.objects.filter(revision__in=[row.pk for row in drafts]).order_by()
    for pk, slug, kind in there.values_list("revision", "domain__slug", "kind").distinct():
        filled.setdefault(pk, set()).add(f"{slug}/{kind}")
    found = []
    for row in drafts:
        missing = len(wanted - filled.get(row.pk, set()) - set(row.none_identified))
        parts = []
        if row.profile.month is None:
            parts.append(_("the month"))
        if not row.introduction.strip():
            parts.append(_("the introduction"))
        if missing:
            parts.append(ngettext("%(n)s list of 12", "%(n)s lists of 12", missing) % {"n": missing})
        if parts:
            found.append((row, _("Lacks %(parts)s.") % {"parts": ", ".join(parts)}))
    return found


def _published_lists(places: QuerySet[Place]) -> list[DashboardList]:
    """Return what is published: the oldest descriptions, and the latest publications; two queries."""
    live = Revision.objects.published().filter(profile__place__in=places).select_related("profile__place")
    oldest = live.order_by("profile__year", "profile__month", "pk")[: SHOWN + 1]
    latest = live.order_by("-published_at", "-pk")[:SHOWN]
    profiles = reverse("admin:profiles_profile_changelist")
    nothing = _("Nothing of your places is published yet.")
    return [
        _list(
            "ageing",
            _("Ageing"),
            [profile_row(row.profile, _age(row.profile)) for row in oldest],
            nothing,
            (profiles, _("All profiles")),
            f"{profiles}?o=3",
        ),
        _list(
            "recent",
            _("Recently published"),
            [
                profile_row(row.profile, _("Published %(ago)s.") % {"ago": _ago(row.published_at)})
                for row in latest
            ],
            nothing,
            (profiles, _("All profiles")),
            "",
        ),
    ]


def _age(profile: Profile) -> str:
    """Say how long ago the described month was: a fact, and no judgement."""
    today = timezone.now().date()
    if profile.month is None:
        years = max(0, today.year - profile.year)
        ago = ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": years}
    else:
        months = months_between(date(profile.year, profile.month, 1), today)
        ago = ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    return _("Describes %(when)s, %(ago)s.") % {"when": month_year(profile.described), "ago": ago}


def months_between(then: date, now: date) -> int:
    """Return the whole months from one month to another; never less than none."""
    return max(0, (now.year - then.year) * 12 + now.month - then.month)


def _list(
    key: str, title: str, rows: list[DashboardRow], empty: str, way_on: tuple[str, str], more_url: str
) -> DashboardList:
    return DashboardList(key, title, rows[:SHOWN], empty, *way_on, more_url=more_url, count=len(rows))


def _name(user: User | None) -> str:
    return user.name if user else _("the system")


def _ago(moment: Any) -> str:
    """Return “today”, “yesterday” or “12 days ago”."""
    days = (timezone.now().date() - moment.date()).days if moment else 0
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
