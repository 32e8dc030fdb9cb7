"""The lists of the dashboard: what is mine, what waits for me, what is late.

Every list starts from the places that are assigned to the user, and takes a query or two.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from profiles import permissions
from profiles.choices import Action, Kind, Language, State
from profiles.models import Finding, IndicatorDomain, LogEntry, Place, Profile, Revision, User
from profiles.templatetags.profiles_ui import long_moment, month_year

SHOWN = 8
"""Rows of a list; the rest is a link away."""


@dataclass(frozen=True)
class DashboardRow:
    """What a line leads to, and what there is to know about it."""

    name: str
    url: str
    note: str
    language: str = ""
    """Of the note, where it is quoted."""


def dashboard_row(obj: Profile | Revision, note: str) -> DashboardRow:
    url = reverse(f"admin:profiles_{obj._meta.model_name}_change", args=[obj.pk])
    return DashboardRow(str(obj), url, note)


@dataclass(frozen=True)
class DashboardList:
    """A list of the front page; where it has no row, `empty` says so and `link`, (address, text), leads on.

    `more_url` leads to the rows that are not shown, `rows` has all.
    """

    key: str
    title: str
    rows: list[DashboardRow]
    empty: str
    link: tuple[str, str]
    more_url: str = ""

    @property
    def shown_rows(self) -> list[DashboardRow]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return max(0, len(self.rows) - SHOWN)


def dashboard_lists(user: User, places: QuerySet[Place]) -> dict[str, list[DashboardList]]:
    """Return the lists of the front page, `left` what asks for work, `right` what there is to know."""
    work = _open_revisions(places)
    awaiting = set(permissions.revisions_awaiting(user).values_list("pk", flat=True))
    scheduled = [row for row in work if row.publish_at]
    approved = f"{reverse('admin:profiles_revision_changelist')}?state={State.APPROVED}"
    return {
        "left": _work_lists(user, work, awaiting),
        "right": [
            DashboardList(
                "scheduled",
                _("Scheduled"),
                [dashboard_row(row, _when(row)) for row in sorted(scheduled, key=attrgetter("publish_at"))],
                _("No publication is scheduled."),
                (approved, _("Approved revisions")),
                approved,
            ),
            *_published_lists(places),
        ],
    }


def _work_lists(user: User, work: list[Revision], awaiting: set[int]) -> list[DashboardList]:
    """Return what waits for `user`, what else is theirs, and which drafts lack something."""
    users_work = [
        row for row in work if user.pk in (row.created_by_id, row.changed_by_id, row.submitted_by_id)
    ]
    revisions = reverse("admin:profiles_revision_changelist")
    drafts = f"{revisions}?state={State.DRAFT}"
    return [
        DashboardList(
            "waiting",
            _("For me to do"),
            [dashboard_row(row, _why_it_waits(row)) for row in work if row.pk in awaiting],
            _("You have nothing to do."),
            (revisions, _("All revisions")),
            revisions,
        ),
        DashboardList(
            "mine",
            _("My open work"),
            [dashboard_row(row, _where_it_stands(row)) for row in users_work if row.pk not in awaiting],
            _("You have no other revision open.") if users_work else _("You have no revision open."),
            (reverse("admin:profiles_profile_changelist"), _("All profiles")),
            revisions,
        ),
        DashboardList(
            "incomplete",
            _("Incomplete"),
            _incomplete_rows([row for row in work if row.state == State.DRAFT]),
            _("Every open draft has its month, its introduction and all its lists."),
            (drafts, _("All drafts")),
            drafts,
        ),
    ]


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
        return _("To review: submitted %(ago)s by %(name)s.") % _step(row.submitted_at, row.submitted_by)
    if row.state == State.APPROVED:
        return _("To publish: approved %(ago)s by %(name)s.") % _step(row.approved_at, row.approved_by)
    return _("Sent back: %(reason)s") % {"reason": row.sent_back_note}


def _where_it_stands(row: Revision) -> str:
    step = _step(row.changed_at, row.changed_by) | {"state": row.get_state_display()}
    return _("%(state)s, changed %(ago)s by %(name)s.") % step


def _step(moment: datetime | None, user: User | None) -> dict[str, str]:
    return {"ago": _ago(moment), "name": user.name if user else _("the system")}


def _when(row: Revision) -> str:
    return _("To be published on %(moment)s.") % {"moment": long_moment(row.publish_at)}


def _incomplete_rows(drafts: list[Revision]) -> list[DashboardRow]:
    """Return the drafts that lack a month, an introduction or a list, each with what; two queries."""
    domains = list(IndicatorDomain.objects.values_list("slug", flat=True))
    names = {f"{slug}/{kind}" for slug in domains for kind in Kind.values}
    filled: dict[int, set[str]] = defaultdict(set)
    findings = Finding.objects.filter(revision__in=[row.pk for row in drafts]).order_by()
    for pk, slug, kind in findings.values_list("revision", "domain__slug", "kind").distinct():
        filled[pk].add(f"{slug}/{kind}")
    rows = []
    for row in drafts:
        missing = len(names - filled[row.pk] - set(row.none_identified))
        parts = []
        if row.profile.month is None:
            parts.append(_("the month"))
        if not row.introduction.strip():
            parts.append(_("the introduction"))
        if missing:
            parts.append(ngettext("%(n)s list of 12", "%(n)s lists of 12", missing) % {"n": missing})
        if parts:
            rows.append(
                dashboard_row(row, _("Missing: %(parts)s.") % {"parts": Language.current().list_of(parts)})
            )
    return rows


def _published_lists(places: QuerySet[Place]) -> list[DashboardList]:
    """Return what is published: the oldest descriptions, and the latest publications; two queries."""
    live = Revision.objects.published().filter(profile__place__in=places).select_related("profile__place")
    oldest = live.order_by("profile__year", "profile__month", "pk")[: SHOWN + 1]
    latest = live.order_by("-published_at", "-pk")[:SHOWN]
    profiles = reverse("admin:profiles_profile_changelist")
    empty, link = _("None of your places has a published profile yet."), (profiles, _("All profiles"))
    return [
        DashboardList(
            "ageing",
            _("To be updated"),
            [dashboard_row(row.profile, _age(row.profile)) for row in oldest],
            empty,
            link,
            f"{profiles}?o=3",
        ),
        DashboardList(
            "recent",
            _("Recently published"),
            [
                dashboard_row(row.profile, _("Published %(ago)s.") % {"ago": _ago(row.published_at)})
                for row in latest
            ],
            empty,
            link,
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
    return _("Describes %(when)s, %(ago)s.") % {"when": month_year(profile.period_iso), "ago": ago}


def months_between(start: date, end: date) -> int:
    """Return the whole months from one month to another; never less than none."""
    return max(0, (end.year - start.year) * 12 + end.month - start.month)


def _ago(moment: datetime | None) -> str:
    """Return “today”, “yesterday” or “12 days ago”."""
    days = (timezone.now().date() - moment.date()).days if moment else 0
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
