"""Revisions and findings: what a profile says, one state of it at a time.

The public reads the published revision; analysts work on the open one beside it. Closed revisions are
records: the database refuses to change them (immutability.py).
"""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from profiles.choices import CLOSED_STATES, OPEN_STATES, READABLE_STATES, Kind, State
from profiles.models.glossary import TermText
from profiles.models.places import ANCESTORS, Place

if TYPE_CHECKING:
    from datetime import datetime

    from profiles.models.users import User


class RevisionQuerySet(models.QuerySet["Revision"]):
    def published(self) -> Self:
        """The live revision of each profile."""
        return self.filter(state=State.PUBLISHED)

    def readable(self) -> Self:
        """What the public may read: live revisions, and the frozen ones that they replaced."""
        return self.filter(state__in=READABLE_STATES)

    def open(self) -> Self:
        """Revisions that may still change; at most one a profile."""
        return self.filter(state__in=OPEN_STATES)

    def standing(self) -> "Revision | None":
        """Of one profile: the open revision, or else the live one, or else the newest."""
        newest = self.order_by("-number")
        return newest.open().first() or newest.published().first() or newest.first()

    def visible_to(self, user: "User") -> Self:
        """Revisions of the places that `user` is assigned to."""
        return self.filter(profile__place__in=Place.objects.visible_to(user))

    def due(self, moment: "datetime") -> Self:
        """Approved revisions whose moment of publication has come."""
        return self.filter(state=State.APPROVED, publish_at__lte=moment)

    def with_profile(self) -> Self:
        """With the profile, its place and all that this lies in, in the same query."""
        return self.select_related(f"profile__place__{ANCESTORS}")

    def with_bare_findings(self) -> Self:
        """With findings in reading order, without their sources: one more query."""
        return self.prefetch_related(
            models.Prefetch("findings", Finding.objects.select_related("domain").in_order())
        )

    def with_findings(self) -> Self:
        """With findings in reading order and their sources: two more queries, however many there are."""
        from profiles.models.sources import FindingSource

        return self.prefetch_related(
            models.Prefetch("findings", Finding.objects.select_related("domain").in_order()),
            models.Prefetch("findings__cited", FindingSource.objects.select_related("source")),
        )

    def with_terms(self, language: str) -> Self:
        """With `terms`, for glossary.PageGlossary: in its own language and in `language`; no query more."""
        texts = TermText.objects.in_languages(language, models.OuterRef("profile__language"))
        return self.annotate(terms=models.Subquery(texts.as_json(), output_field=models.JSONField()))


class Revision(models.Model):
    profile = models.ForeignKey(
        "profiles.Profile", models.PROTECT, related_name="revisions", verbose_name=_("profile")
    )
    number = models.PositiveIntegerField(
        _("number"), help_text=_("Counts the revisions of a profile from 1.")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Shown above the wheel, word for word. An empty line starts a new paragraph."),
    )
    change_note = models.CharField(
        _("what changed"),
        max_length=300,
        blank=True,
        help_text=_("One sentence on what differs from the revision before."),
    )
    none_identified = models.JSONField(
        _("none identified"),
        default=list,
        blank=True,
        help_text=_("The lists, as domain/kind, of which the profile says that none was identified."),
    )
    lock_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("started by"),
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now_add=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("last changed by"),
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    publish_at = models.DateTimeField(_("publication scheduled for"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )
    closed_at = models.DateTimeField(_("superseded or withdrawn"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("superseded or withdrawn by"),
    )
    withdrawal_reason = models.TextField(
        _("reason of withdrawal"), blank=True, editable=False, help_text=_("Shown at the public address.")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["profile", "-number"]
        permissions = [
            ("review_revision", _("Can review revision")),
            ("publish_revision", _("Can publish revision")),
        ]
        constraints = [
            models.UniqueConstraint(name="revision_number_is_unique", fields=["profile", "number"]),
            models.UniqueConstraint(
                name="revision_one_published", fields=["profile"], condition=Q(state=State.PUBLISHED)
            ),
            models.UniqueConstraint(
                name="revision_one_open", fields=["profile"], condition=Q(state__in=OPEN_STATES)
            ),
            models.CheckConstraint(name="revision_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="revision_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="revision_published_has_a_moment",
                condition=Q(state__in=OPEN_STATES, published_at__isnull=True)
                | Q(state__in=CLOSED_STATES, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="revision_closed_has_a_moment",
                condition=Q(closed_at__isnull=True, state__in=[*OPEN_STATES, State.PUBLISHED])
                | Q(closed_at__isnull=False, state__in=[State.SUPERSEDED, State.WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="revision_scheduled_is_approved",
                condition=Q(publish_at__isnull=True) | ~Q(state__in=[State.DRAFT, State.IN_REVIEW]),
            ),
            models.CheckConstraint(
                name="revision_withdrawn_has_a_reason",
                condition=(Q(state=State.WITHDRAWN) & ~Q(withdrawal_reason=""))
                | (~Q(state=State.WITHDRAWN) & Q(withdrawal_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile}, {_('revision')} {self.number}"

    def get_absolute_url(self) -> str:
        """The permanent address of this very text."""
        return reverse("revision", args=[self.profile.slug, self.number])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED


class FindingQuerySet(models.QuerySet["Finding"]):
    def published(self) -> Self:
        """Findings of live revisions."""
        return self.filter(revision__state=State.PUBLISHED)

    def in_order(self) -> Self:
        """As on the page: by domain, well-developed areas first, then as the analyst arranged them."""
        return self.order_by("domain__number", "-kind", "position", "pk")


class Finding(models.Model):
    revision = models.ForeignKey(
        Revision, models.CASCADE, related_name="findings", verbose_name=_("revision")
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    domain = models.ForeignKey(
        "profiles.IndicatorDomain", models.PROTECT, related_name="findings", verbose_name=_("domain")
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, help_text=_("The list of the domain in which it stands.")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Its place in the list, lowest first.")
    )
    text = models.TextField(
        _("text"),
        help_text=_("One statement, word for word as the government approves it. Shown as one bullet."),
    )
    indicator_area = models.CharField(
        _("indicator area"),
        max_length=120,
        blank=True,
        help_text=_("The part of the domain that it rests on."),
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["revision", "domain", "-kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(name="finding_key_is_unique", fields=["revision", "key"]),
            models.CheckConstraint(name="finding_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="finding_has_a_text", condition=~Q(text="")),
        ]
        indexes = [models.Index(name="finding_key", fields=["key"])]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def anchor(self) -> str:
        """Its id on the profile page, kept across revisions."""
        return f"f-{self.key.hex[:8]}"
