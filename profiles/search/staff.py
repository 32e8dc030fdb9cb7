"""The search of the administration: the words of the public search, over all that a user may see.

Published texts are found by the index, as the public finds them. Open ones are in no index, so that nothing
of a draft gets out by it: they are read, and each is matched with the same stems.
"""

from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Q, QuerySet

from profiles.choices import State
from profiles.models import Finding, Place, Profile, Revision
from profiles.search.engine import newest_entries, read_query
from profiles.search.filters import Filters
from profiles.search.highlighting import excerpt, matcher
from profiles.search.query import Group, Query


@dataclass(frozen=True)
class StaffHit:
    """A text: the key of its revision, that of the finding ("" is the introduction), and its words."""

    revision: Revision
    key: str
    text: str


def search_for_staff(text: str, places: QuerySet[Place], most: int) -> tuple[list[Place], list[StaffHit]]:
    """Return those of `places` that `text` names, and the texts of them that answer it; ten queries at most.

    Of the texts at most `most` open ones, and then at most `most` published ones, the newest first.
    """
    query = read_query(text)
    if not query.required:
        return [], []
    drafts = _open_texts(query, places, most)
    profiles = Profile.objects.filter(place__in=places).order_by().values("pk")
    entries = newest_entries(query, Filters(profiles=profiles), most)
    is_wanted = Q(pk__in={pk for pk, _key, _text in drafts}) | Q(
        profile__in={entry.profile_id for entry in entries}, state=State.PUBLISHED
    )
    rows = Revision.objects.filter(is_wanted).select_related("profile__place")
    revisions = {row.pk: row for row in rows}
    published = {row.profile_id: row for row in rows if row.is_published}
    texts = [(revisions.get(pk), key, text) for pk, key, text in drafts]
    texts += [(published.get(entry.profile_id or 0), str(entry.key or ""), entry.text) for entry in entries]
    hits = [
        StaffHit(row, key, text if key else excerpt(text, query, row.profile.language))
        for row, key, text in texts
        if row is not None
    ]
    return _named(query, places), hits


def _open_texts(query: Query, places: QuerySet[Place], most: int) -> list[tuple[int, str, str]]:
    """Return (revision, key, text) of what answers `query`, A to Z by place, findings first; two queries."""
    matches = matcher(query)
    revisions = Revision.objects.open().filter(profile__place__in=places)
    findings = Finding.objects.filter(revision__in=revisions.order_by().values("pk"))
    rows = findings.order_by("revision__profile__place__name", "revision", "pk").values_list(
        "revision", "key", "text", "revision__profile__language"
    )
    matching = (
        (pk, str(key), text) for pk, key, text, language in rows.iterator() if matches(text, language)
    )
    with transaction.atomic(savepoint=False):  # A PgBouncer knows a cursor within its transaction only.
        texts = list(islice(matching, most))
    introductions = revisions.exclude(introduction="").order_by("profile__place__name", "pk")
    for pk, text, language in introductions.values_list("pk", "introduction", "profile__language"):
        if len(texts) < most and matches(text, language):
            texts.append((pk, "", text))
    return texts


def _named(query: Query, places: QuerySet[Place]) -> list[Place]:
    """Return the places with the words of `query` in their names, or in parts of them, A to Z; one query."""
    has_words = matcher(query)
    has_none_excluded = matcher(Query("", Group(excluded=query.group.excluded)))

    def is_named(place: Place) -> bool:
        names = "\n".join([place.name, place.official_name, *place.names.values()])
        has_parts = all(any(word in name for name in place.folded_names.values()) for word in query.words)
        return has_words(names, "") or (has_parts and has_none_excluded(names, ""))

    fields = ("name", "official_name", "names", "folded_names", "level")
    return [place for place in places.order_by("name", "pk").only(*fields) if is_named(place)]
