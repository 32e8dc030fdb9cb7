"""What was published since the last e-mail of an alert, and concerns it."""

from collections import defaultdict
from datetime import datetime
from functools import cache

from profiles.choices import PUBLIC_STATES, News
from profiles.models import Alert, Finding, Place, Profile, Revision, Translation


class AlertNews:
    """What was published from `since` on, up to `until`, and is public: looked up once for all readers."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self.until = until
        live = Revision.objects.published().values("profile")
        revisions = Revision.objects.filter(
            profile__in=live, state__in=PUBLIC_STATES, published_at__gt=since, published_at__lte=until
        )
        self.revisions: dict[int, list[Revision]] = {}
        for revision in revisions.with_profile().order_by("-published_at", "-pk"):
            self.revisions.setdefault(revision.profile_id, []).append(revision)
        self.translations: dict[str, list[Revision]] = {}
        translated = Translation.objects.live().filter(published_at__gt=since, published_at__lte=until)
        for row in translated.with_profile().defer("units").order_by("-published_at", "-pk"):
            row.revision.profile = row.profile  # with its place
            self.translations.setdefault(row.language, []).append(row.revision)
        self._texts = cache(_texts_by_domain)
        self._profiles_in = cache(_profiles_in)

    def for_alert(self, alert: Alert) -> list[tuple[Revision, News]]:
        """Return the news of `alert`, newest first: a revision, and what is new of it.

        Of each profile the newest text up to `until`; with a domain, only where the findings there are not
        those of the text that was public at `alert.told_until`. What came after it is sent next time. Last
        come live texts that have been translated into the language of the alert.
        """
        profiles = self._profiles_in(alert.place) if alert.place else None
        news = []
        for profile, revisions in self.revisions.items():
            newest = revisions[0]
            is_news = newest.published_at and newest.published_at > alert.told_until
            if not is_news or (profiles is not None and profile not in profiles):
                continue
            before = _before(newest, alert.told_until)
            if alert.domain_id is None or self._differs(newest, before, alert.domain_id):
                news.append((newest, News.REVISED if before else News.NEW))
        listed = {revision.profile_id for revision, _what in news}
        for revision in self.translations.get(alert.language, []):
            if revision.profile_id not in listed and (profiles is None or revision.profile_id in profiles):
                news.append((revision, News.TRANSLATED))
        return news

    def _differs(self, newest: Revision, before: Revision | None, domain: int) -> bool:
        texts = self._texts(before.pk)[domain] if before else []
        return self._texts(newest.pk)[domain] != texts


def _profiles_in(place: Place) -> set[int]:
    return set(Profile.objects.in_place(place).values_list("pk", flat=True))


def _before(revision: Revision, moment: datetime) -> Revision | None:
    """The last text of the profile that was published by `moment`."""
    earlier = Revision.objects.filter(profile=revision.profile_id, published_at__lte=moment)
    return earlier.order_by("-number").first()


def _texts_by_domain(revision: int) -> defaultdict[int, list[tuple[str, str]]]:
    """Return the findings of a revision by domain, in reading order: kind and text."""
    texts = defaultdict(list)
    findings = Finding.objects.filter(revision=revision).order_by("-kind", "position", "pk")
    for domain, kind, text in findings.values_list("domain", "kind", "text"):
        texts[domain].append((kind, text))
    return texts
