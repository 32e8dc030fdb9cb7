"""The lists of the dashboard: what is mine, what waits for me, what is late.

Every list starts from the places that are assigned to the user, and takes a query or two.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from profiles import permissions
from profiles.admin.pages import object_url
from profiles.choices import Action, Language, State
from profiles.content.schema import list_names
from profiles.models import Finding, IndicatorDomain, LogEntry, Place, Profile, Revision, Translation, User
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


def dashboard_row(obj: Place | Profile | Revision | Translation, note: str) -> DashboardRow:
    return DashboardRow(str(obj), object_url(obj), note)


def dashboard_lists(user: User, places: QuerySet[Place]) -> dict[str, Any]:
    """Return what admin/index.html shows.

    lists: by name, the first `rows` of each, and how many `more` there are. has_open_work: `user` has a part
    in an open revision or translation.
    """
    revisions, translations = _open_revisions(places), _open_translations(places)
    awaiting = _awaiting(user, revisions, translations)
    work = sorted([*revisions, *translations], key=attrgetter("changed_at"), reverse=True)
    mine = [row for row in work if user.pk in (row.created_by_id, row.changed_by_id, row.submitted_by_id)]
    scheduled = sorted((row for row in work if row.publish_at), key=attrgetter("publish_at"))
    outdated = _outdated_translations(user)
    live = Revision.objects.published().filter(profile__place__in=places)
    oldest = _first(live.order_by("profile__year", "profile__month", "pk"))
    latest = _first(live.order_by("-published_at", "-pk"))
    lists = {
        "waiting": [
            dashboard_row(row, _why_it_waits(row)) for row in work if (type(row), row.pk) in awaiting
        ],
        "mine": [
            dashboard_row(row, _where_it_stands(row)) for row in mine if (type(row), row.pk) not in awaiting
        ],
        "incomplete": _incomplete_rows([row for row in revisions if row.state == State.DRAFT]),
        "scheduled": [dashboard_row(row, _when(row)) for row in scheduled],
        "outdated": [_outdated_row(row) for row in outdated[:SHOWN]],
        "ageing": [dashboard_row(row.profile, _age(row.profile)) for row in oldest],
        "recent": [
            dashboard_row(row.profile, _("Published %(ago)s.") % {"ago": _ago(row.published_at)})
            for row in latest
        ],
    }
    shown = {name: {"rows": rows[:SHOWN], "more": len(rows) - SHOWN} for name, rows in lists.items()}
    shown["ageing"]["more"] = live.count() - SHOWN
    shown["outdated"]["more"] = outdated.count() - SHOWN if len(lists["outdated"]) == SHOWN else 0
    return {"lists": shown, "has_open_work": bool(mine)}


def _first(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """Return the first of `revisions`, with their places; keys alone are sorted among all of them."""
    rows = Revision.objects.filter(pk__in=revisions.values("pk")[:SHOWN]).order_by(*revisions.query.order_by)
    return rows.select_related("profile__place").defer("introduction")


def _awaiting(
    user: User, revisions: list[Revision], translations: list[Translation]
) -> set[tuple[type, int]]:
    """Return the class and the key of what waits for `user`; a query for each kind that there is."""
    awaiting: set[tuple[type, int]] = set()
    if revisions:
        rows = permissions.revisions_awaiting(user).values_list("pk", flat=True)
        awaiting |= {(Revision, pk) for pk in rows}
    if translations:
        rows = permissions.translations_awaiting(user).values_list("pk", flat=True)
        awaiting |= {(Translation, pk) for pk in rows}
    return awaiting


def _open_revisions(places: QuerySet[Place]) -> list[Revision]:
    """Return the open revisions of the places, latest change first, with why they were last sent back."""
    sent_back = LogEntry.objects.filter(
        profile=OuterRef("profile"),
        revision_number=OuterRef("number"),
        language="",
        verb=Action.SEND_BACK,
    ).order_by("-at", "-pk")
    return list(
        Revision.objects.open()
        .filter(profile__place__in=places)
        .select_related("profile__place", "changed_by", "submitted_by", "approved_by")
        .annotate(sent_back_note=Subquery(sent_back.values("note")[:1]))
        .order_by("-changed_at", "-pk")
    )


def _open_translations(places: QuerySet[Place]) -> list[Translation]:
    """Return the open translations of the places, with why they were last sent back."""
    sent_back = LogEntry.objects.filter(
        profile=OuterRef("profile"), language=OuterRef("language"), verb=Action.SEND_BACK
    ).order_by("-at", "-pk")
    return list(
        Translation.objects.open()
        .filter(profile__place__in=places)
        .select_related("profile__place", "changed_by", "submitted_by", "approved_by")
        .defer("units")
        .annotate(sent_back_note=Subquery(sent_back.values("note")[:1]))
    )


def _outdated_translations(user: User) -> QuerySet[Translation]:
    """Return the translations that readers have and of which the original has changed; most units first.

    Of the places and languages of `user`.
    """
    assigned = Q(pk__in=[])
    for language in Language:
        places = Place.objects.assigned_to(user, language)
        assigned |= Q(language=language, profile__place__in=places)
    rows = Translation.objects.live().filter(assigned, outdated_count__gt=0)
    return rows.select_related("profile__place").defer("units").order_by("-outdated_count", "pk")


def _outdated_row(row: Translation) -> DashboardRow:
    note = ngettext("%(n)s unit is outdated", "%(n)s units are outdated", row.outdated_count)
    url = f"{object_url(row.profile)}#translations"
    return DashboardRow(str(row), url, note % {"n": row.outdated_count})


def _why_it_waits(row: Revision | Translation) -> str:
    if row.state == State.IN_REVIEW:
        return _("To review: submitted %(ago)s by %(name)s.") % _step(row.submitted_at, row.submitted_by)
    if row.state == State.APPROVED:
        return _("To publish: approved %(ago)s by %(name)s.") % _step(row.approved_at, row.approved_by)
    return _("Sent back: %(reason)s") % {"reason": row.sent_back_note}


def _where_it_stands(row: Revision | Translation) -> str:
    step = _step(row.changed_at, row.changed_by) | {"state": row.get_state_display()}
    return _("%(state)s, changed %(ago)s by %(name)s.") % step


def _step(moment: datetime | None, user: User | None) -> dict[str, str]:
    return {"ago": _ago(moment), "name": user.name if user else _("the system")}


def _when(row: Revision | Translation) -> str:
    return _("To be published on %(moment)s.") % {"moment": long_moment(row.publish_at)}


def _incomplete_rows(drafts: list[Revision]) -> list[DashboardRow]:
    """Return the drafts that lack a month, an introduction or a list, each with what; two queries."""
    names = {*list_names(IndicatorDomain.objects.values_list("slug", flat=True))}
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
