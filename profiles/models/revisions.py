"""Revisions: what a profile says, one state of it at a time. Its findings are in findings.py.

The public reads the published revision; analysts work on the open one beside it. Closed revisions are
records: the database refuses to change them (immutability.py).
"""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy as _

from profiles.choices import OPEN_STATES, PUBLIC_STATES, Language, State
from profiles.languages import interface_languages
from profiles.models.findings import Finding
from profiles.models.glossary import JSONRows, TermText
from profiles.models.places import ANCESTORS, Place
from profiles.models.profiles import EditionMixin
from profiles.models.texts import TextModel

if TYPE_CHECKING:
    from profiles.models.translations import Translation
    from profiles.models.users import User


class RevisionQuerySet(models.QuerySet["Revision"]):
    def published(self) -> Self:
        """The live revision of each profile."""
        return self.filter(state=State.PUBLISHED)

    def public(self) -> Self:
        """What the public may read: live revisions, and the frozen ones that they replaced."""
        return self.filter(state__in=PUBLIC_STATES)

    def at_address(self, slug: str, number: int | None = None) -> "Revision | None":
        """The live revision of a profile, or the public one of that `number`; None where there is none."""
        readable = self.published() if number is None else self.public().filter(number=number)
        return readable.filter(profile__slug=slug).first()

    def withdrawn(self) -> Self:
        """What was withdrawn, the latest first; without its findings, which nobody may be shown."""
        return self.filter(state=State.WITHDRAWN).with_profile().order_by("-number")

    def open(self) -> Self:
        """Revisions that may still change; at most one a profile."""
        return self.filter(state__in=OPEN_STATES)

    def current(self) -> "Revision | None":
        """Of one profile: the open revision, or else the newest, which is the live one where there is any."""
        return self.open().first() or self.order_by("-number").first()

    def visible_to(self, user: "User") -> Self:
        """Revisions of the places that `user` is assigned to."""
        return self.filter(profile__place__in=Place.objects.visible_to(user))

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

        return self.with_bare_findings().prefetch_related(
            models.Prefetch("findings__cited", FindingSource.objects.select_related("source"))
        )

    def with_terms(self, language: str) -> Self:
        """With `terms`, for glossary.PageGlossary: in its own language and in `language`; no query more."""
        texts = TermText.objects.in_languages(language, models.OuterRef("profile__language"))
        return self.annotate(terms=models.Subquery(texts.as_json(), output_field=models.JSONField()))

    def with_languages(self) -> Self:
        """With `translated_into`: the languages of its published translations; no query more."""
        from profiles.models.translations import Translation

        published = Translation.objects.filter(revision=models.OuterRef("pk"), state=State.PUBLISHED)
        rows = published.order_by().annotate(rows=JSONRows(models.F("language"))).values("rows")
        return self.annotate(translated_into=models.Subquery(rows, output_field=models.JSONField()))


class Revision(EditionMixin, TextModel):
    profile = models.ForeignKey(
        "profiles.Profile", models.PROTECT, related_name="revisions", verbose_name=_("profile")
    )
    number = models.PositiveIntegerField(
        _("number"), help_text=_("Counts the revisions of a profile from 1.")
    )
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Shown above the wheel, word for word. An empty line starts a new paragraph."),
    )
    none_identified = models.JSONField(
        _("none identified"),
        default=list,
        blank=True,
        help_text=_("The lists, as domain/kind, of which the profile says that none was identified."),
    )
    # What a text is called and what it describes: empty until it is published, and the same ever after.
    # Read them by the properties, which answer for an open revision as well.
    frozen_title = models.CharField(max_length=400, blank=True, default="", editable=False)
    frozen_place_name = models.CharField(max_length=120, blank=True, default="", editable=False)
    frozen_place_official_name = models.CharField(max_length=200, blank=True, default="", editable=False)
    frozen_year = models.PositiveSmallIntegerField(null=True, editable=False)
    frozen_month = models.PositiveSmallIntegerField(null=True, editable=False)
    frozen_language = models.CharField(max_length=5, blank=True, default="", editable=False)

    translation: "Translation | None" = None
    """The translation as which its texts are read, where content/translations.py has put it in."""

    terms: list[dict[str, Any]]
    """What of the glossary its page explains; it is there with_terms() alone."""
    translated_into: list[str] | None
    """The languages that it is translated into; it is there with_languages() alone."""

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["profile", "-number"]
        permissions = [
            ("review_revision", _("Can review revision")),
            ("publish_revision", _("Can publish revision")),
        ]
        indexes = [
            # For the latest of them, without sorting all.
            models.Index(
                name="revision_published_at",
                fields=["-published_at", "-id"],
                condition=Q(state=State.PUBLISHED),
            ),
        ]
        constraints = [
            *TextModel.Meta.constraints,
            models.UniqueConstraint(name="revision_number_is_unique", fields=["profile", "number"]),
            models.UniqueConstraint(
                name="revision_one_published", fields=["profile"], condition=Q(state=State.PUBLISHED)
            ),
            models.UniqueConstraint(
                name="revision_one_open", fields=["profile"], condition=Q(state__in=OPEN_STATES)
            ),
            models.CheckConstraint(name="revision_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="revision_closed_has_its_facts",
                condition=Q(state__in=OPEN_STATES)
                | (
                    Q(frozen_year__isnull=False)
                    & ~Q(frozen_title="")
                    & ~Q(frozen_place_name="")
                    & ~Q(frozen_language="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(profile)s, revision %(number)s") % {"profile": self.profile, "number": self.number}

    def get_absolute_url(self) -> str:
        """The permanent address of this very text; of the translation, where it is read in one."""
        if self.translation is not None:
            return self.translation.get_absolute_url()
        return reverse("revision", args=[self.profile.slug, self.number])

    def frozen_facts(self) -> dict[str, Any]:
        """Return what publication freezes, by column."""
        names = ("title", "place_name", "place_official_name", "year", "month", "language")
        return {f"frozen_{name}": getattr(self, name) for name in names}

    @property
    def original_language(self) -> str:
        """The language in which the government approved the text."""
        return self.profile.language if self.is_open else self.frozen_language

    @property
    def title(self) -> str:
        """The official title, in the language of the text."""
        if self.translation is not None:
            return self.translation.title
        return self.profile.title if self.is_open else self.frozen_title

    @property
    def place_name(self) -> str:
        """The short name of the place in the language of the text."""
        return self.place_name_in(self.language)

    @property
    def place_official_name(self) -> str:
        """The place as the title names it, in the original language."""
        return self.profile.formal_place_name if self.is_open else self.frozen_place_official_name

    @property
    def title_place_name(self) -> str:
        """The place as the title has it, in the language of the title."""
        return self.translation.title_place_name if self.translation else self.place_official_name

    @property
    def edition(self) -> int:  # type: ignore[override]
        return self.profile.edition

    @property
    def year(self) -> int:  # type: ignore[override]
        """The year described."""
        return self.frozen_year or self.profile.year

    @property
    def month(self) -> int | None:  # type: ignore[override]
        """The month described, 1 to 12."""
        return self.profile.month if self.is_open else self.frozen_month

    @property
    def language(self) -> str:  # type: ignore[override]
        """The language that the text is read in: that of the translation, or else the original language."""
        return self.translation.language if self.translation else self.original_language

    @property
    def page_language(self) -> str:
        """The language of the pages on which the text, as it is read, is at home."""
        has_pages = self.language in dict(interface_languages())
        return self.language if has_pages else Language.ENGLISH.value

    def place_name_in(self, language: str) -> str:
        """Return the short name of the place: in the text's language as published, in others as it is now."""
        if self.translation is not None and language == self.translation.language:
            return self.translation.place_name
        is_frozen = not self.is_open and language == self.frozen_language
        return self.frozen_place_name if is_frozen else self.profile.place.name_in(language)

    @property
    def place_name_in_english(self) -> str:
        return self.place_name_in(Language.ENGLISH)

    @property
    def local_place_name(self) -> str:  # type: ignore[override]
        """The same in the language of the page."""
        return self.place_name_in(get_language() or Language.ENGLISH)
