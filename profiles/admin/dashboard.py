"""The front page of the administration: what is mine, what waits for me, what is late, and one search box.

Every list starts from the places that are assigned to the person, and takes a query or two.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from profiles import permissions
from profiles.choices import OPEN_STATES, Kind, State, Verb
from profiles.models import Finding, IndicatorDomain, LogEntry, Place, Profile, Revision, User
from profiles.templatetags.profiles_ui import month_year

SHOWN = 8
"""Rows of a list; the rest is a link away."""

FOUND = 20
"""Rows of each kind that a search shows."""


@dataclass(frozen=True)
class Row:
    """One line of a list: what it leads to, and what there is to know about it."""

    name: str
    url: str
    note: str
    language: str = ""
    """Of the note, where it is quoted."""


@dataclass(frozen=True)
class List:
    """A list of the front page; where it has no row, `empty` says so and leads on."""

    key: str
    title: str
    rows: list[Row]
    empty: str
    empty_url: str
    empty_link: str
    more_url: str = ""
    count: int = 0

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return max(0, self.count - len(self.rows))


@dataclass
class Found:
    """What a search found, by kind."""

    places: list[Row] = field(default_factory=list)
    profiles: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.places or self.profiles or self.findings)


def index(request: HttpRequest) -> HttpResponse:
    sought = " ".join(request.GET.get("q", "").split())[:100]
    places = Place.objects.visible_to(request.user)
    context: dict[str, Any] = {"sought": sought}
    if not request.user.has_perm("profiles.view_profile"):
        return admin.site.index(request)
    if sought:
        context["found"] = search(places, sought)
    else:
        context |= lists(request.user, places)
        context["may_begin"] = permissions.can_create_profile(request.user)
    return admin.site.index(request, context)


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Django's short cut to public pages would tell anybody the address of any draft."""
    raise Http404


# The lists


def lists(user: User, places: QuerySet[Place]) -> dict[str, list[List]]:
    """Return the lists of the front page, `left` what asks for work, `right` what there is to know."""
    work = _open_revisions(places)
    awaiting = set(permissions.revisions_awaiting(user).values_list("pk", flat=True))
    waiting = [row for row in work if row.pk in awaiting]
    own = [row for row in work if user.pk in (row.created_by_id, row.changed_by_id, row.submitted_by_id)]
    mine = [row for row in own if row not in waiting]
    lacking = _lacking([row for row in work if row.state == State.DRAFT])
    scheduled = sorted((row for row in work if row.publish_at), key=lambda row: row.publish_at)
    revisions = reverse("admin:profiles_revision_changelist")
    return {
        "left": [
            _list(
                "waiting",
                _("Waiting for me"),
                [_row(row, _why_it_waits(row)) for row in waiting],
                _("Nothing waits for you."),
                (revisions, _("All revisions")),
                revisions,
            ),
            _list(
                "mine",
                _("My open work"),
                [_row(row, _where_it_stands(row)) for row in mine],
                _("You have no other revision open.") if own else _("You have no revision open."),
                (reverse("admin:profiles_profile_changelist"), _("All profiles")),
                revisions,
            ),
            _list(
                "incomplete",
                _("Incomplete"),
                [_row(row, what) for row, what in lacking],
                _("Every open draft has its month, its introduction and all its lists."),
                (f"{revisions}?state={State.DRAFT}", _("All drafts")),
                f"{revisions}?state={State.DRAFT}",
            ),
        ],
        "right": [
            _list(
                "scheduled",
                _("Scheduled"),
                [_row(row, _when(row)) for row in scheduled],
                _("No publication is scheduled."),
                (f"{revisions}?state={State.APPROVED}", _("What is approved")),
                f"{revisions}?state={State.APPROVED}",
            ),
            *_live_lists(places),
        ],
    }


def _open_revisions(places: QuerySet[Place]) -> list[Revision]:
    """Return the open revisions of the places, latest change first, with why they were last sent back."""
    sent_back = LogEntry.objects.filter(
        profile=OuterRef("profile"), revision_number=OuterRef("number"), verb=Verb.SEND_BACK
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


def _live_lists(places: QuerySet[Place]) -> list[List]:
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
            [_profile_row(row, _age(row.profile)) for row in oldest],
            nothing,
            (profiles, _("All profiles")),
            f"{profiles}?o=3",
        ),
        _list(
            "recent",
            _("Recently published"),
            [_profile_row(row, _("Published %(ago)s.") % {"ago": _ago(row.published_at)}) for row in latest],
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


# The search


def search(places: QuerySet[Place], sought: str) -> Found:
    """Return places, profiles and findings with all words of `sought`; three queries."""
    named = places.named(sought)
    by_slug = Q(slug__icontains=sought) | Q(reference_number__iexact=sought)
    profiles = Profile.objects.filter(place__in=places).filter(by_slug | Q(place__in=named))
    worded = Q()
    for word in sought.split():
        worded &= Q(text__icontains=word)
    findings = Finding.objects.filter(
        worded, revision__profile__place__in=places, revision__state__in=[State.PUBLISHED, *OPEN_STATES]
    ).select_related("revision__profile__place")
    return Found(
        places=[
            Row(
                place.local_name,
                reverse("admin:profiles_place_change", args=[place.pk]),
                place.get_level_display(),
            )
            for place in named.order_by("name", "pk")[:FOUND]
        ],
        profiles=[
            Row(
                str(profile),
                reverse("admin:profiles_profile_change", args=[profile.pk]),
                month_year(profile.described),
            )
            for profile in profiles.select_related("place").order_by("place__name", "-edition")[:FOUND]
        ],
        findings=[
            Row(
                str(finding.revision),
                f"{reverse('admin:profiles_revision_change', args=[finding.revision_id])}#text-{finding.key}",
                finding.text,
                finding.revision.profile.language,
            )
            for finding in findings.order_by("revision__profile__place__name", "revision", "pk")[:FOUND]
        ],
    )


# What they share


def _list(key: str, title: str, rows: list[Row], empty: str, way_on: tuple[str, str], more_url: str) -> List:
    return List(key, title, rows[:SHOWN], empty, *way_on, more_url=more_url, count=len(rows))


def _row(revision: Revision, note: str) -> Row:
    address = reverse("admin:profiles_revision_change", args=[revision.pk])
    return Row(str(revision), address, note)


def _profile_row(live: Revision, note: str) -> Row:
    address = reverse("admin:profiles_profile_change", args=[live.profile_id])
    return Row(str(live.profile), address, note)


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


urlpatterns = [
    path("", admin.site.admin_view(index)),
    path("r/<path:rest>", admin.site.admin_view(nowhere)),
]
