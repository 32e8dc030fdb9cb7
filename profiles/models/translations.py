"""Translations: what a revision says, in another language. Its life is that of a revision.

A published translation belongs to one revision for ever: `/fr/profiles/x/r/3/t/1/`. An open one moves on with
the profile, so that nobody has to begin anew when the original changes.
"""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language_info, gettext, gettext_lazy as _, override

from profiles.choices import OPEN_STATES, PUBLIC_STATES, Provenance, State
from profiles.languages import Language, language_choices
from profiles.models.places import ANCESTORS, Place
from profiles.models.texts import TextModel

if TYPE_CHECKING:
    from profiles.models.users import User


class TranslationQuerySet(models.QuerySet["Translation"]):
    def published(self) -> Self:
        """Of each revision and language the newest one, of texts that the public may read."""
        return self.filter(state=State.PUBLISHED, revision__state__in=PUBLIC_STATES)

    def public(self) -> Self:
        """What the public may read: published ones, and those that they replaced."""
        return self.filter(state__in=PUBLIC_STATES, revision__state__in=PUBLIC_STATES)

    def live(self) -> Self:
        """Those that the page of a profile shows: published ones of live revisions."""
        return self.filter(state=State.PUBLISHED, revision__state=State.PUBLISHED)

    def withdrawn(self) -> Self:
        """Withdrawn ones of texts that the public may read."""
        return self.filter(state=State.WITHDRAWN, revision__state__in=PUBLIC_STATES)

    def open(self) -> Self:
        """Translations that may still change; at most one of a profile and language."""
        return self.filter(state__in=OPEN_STATES)

    def visible_to(self, user: "User") -> Self:
        """Translations of the places that `user` is assigned to, in whatever language."""
        return self.filter(profile__place__in=Place.objects.visible_to(user))

    def with_profile(self) -> Self:
        """With the revision, the profile, its place and all that this lies in, in the same query."""
        return self.select_related("revision", f"profile__place__{ANCESTORS}")


class Translation(TextModel):
    profile = models.ForeignKey(
        "profiles.Profile", models.PROTECT, related_name="translations", verbose_name=_("profile")
    )
    revision = models.ForeignKey(
        "profiles.Revision",
        models.PROTECT,
        related_name="translations",
        verbose_name=_("revision"),
        help_text=_("The text that it translates."),
    )
    language = models.CharField(_("language"), max_length=5, choices=language_choices)
    number = models.PositiveIntegerField(
        _("number"),
        null=True,
        editable=False,
        help_text=_("Counts what was published of one revision in one language, from 1."),
    )
    units = models.JSONField(
        _("units"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("Key of a unit -> its text, and the original text that it translates."),
    )
    missing_count = models.PositiveIntegerField(_("missing units"), default=0, editable=False)
    outdated_count = models.PositiveIntegerField(_("outdated units"), default=0, editable=False)
    provenance = models.CharField(_("provenance"), max_length=10, choices=Provenance, default=Provenance.SITE)
    reference = models.CharField(
        _("approval"),
        max_length=300,
        blank=True,
        help_text=_(
            "Of an official translation: who approved it and when, or the edition in which it was printed. "
            "Shown to readers."
        ),
    )
    # As of a revision: empty until it is published, and the same ever after.
    frozen_title = models.CharField(max_length=400, blank=True, default="", editable=False)
    frozen_place_name = models.CharField(max_length=120, blank=True, default="", editable=False)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["profile", "language", "-pk"]
        permissions = [
            ("review_translation", _("Can review translation")),
            ("publish_translation", _("Can publish translation")),
        ]
        constraints = [
            *TextModel.Meta.constraints,
            models.UniqueConstraint(
                name="translation_number_is_unique", fields=["revision", "language", "number"]
            ),
            models.UniqueConstraint(
                name="translation_one_published",
                fields=["revision", "language"],
                condition=Q(state=State.PUBLISHED),
            ),
            models.UniqueConstraint(
                name="translation_one_open",
                fields=["profile", "language"],
                condition=Q(state__in=OPEN_STATES),
            ),
            models.CheckConstraint(name="translation_has_a_language", condition=~Q(language="")),
            models.CheckConstraint(
                name="translation_provenance_is_known", condition=Q(provenance__in=Provenance.values)
            ),
            models.CheckConstraint(
                name="translation_closed_has_its_facts",
                condition=Q(state__in=OPEN_STATES, number__isnull=True)
                | (
                    ~Q(state__in=OPEN_STATES)
                    & Q(number__isnull=False, number__gte=1)
                    & ~Q(frozen_title="")
                    & ~Q(frozen_place_name="")
                    & (~Q(provenance=Provenance.OFFICIAL) | ~Q(reference=""))
                ),
            ),
        ]
        indexes = [
            models.Index(name="translation_of_profile", fields=["profile", "language", "state"]),
        ]

    def __str__(self) -> str:
        return gettext("%(profile)s, translation into %(language)s") % {
            "profile": self.profile,
            "language": self.language_name,
        }

    def get_absolute_url(self) -> str:
        """The permanent address of this very translation, which begins with its language."""
        with override(self.language):
            return reverse("translation", args=[self.profile.slug, self.revision.number, self.number])

    def frozen_facts(self) -> dict[str, Any]:
        """Return what publication freezes, by column."""
        return {"frozen_title": self.title, "frozen_place_name": self.place_name}

    @property
    def title(self) -> str:
        """The title of the profile in the language of the translation; official only in the original."""
        return self.profile.title_in(self.language, self.official_name) if self.is_open else self.frozen_title

    @property
    def official_name(self) -> str:
        """The official name of the place, as it was translated; or empty."""
        return str(self.units.get("place_official_name", {}).get("text", ""))

    @property
    def title_place_name(self) -> str:
        """The place as the title has it."""
        return self.official_name or self.profile.formal_place_name_in(self.language)

    @property
    def place_name(self) -> str:
        """The short name of the place in the language of the translation."""
        return self.profile.place.name_in(self.language) if self.is_open else self.frozen_place_name

    @property
    def direction(self) -> str:
        """HTML's `dir` for its texts."""
        return Language(self.language).direction

    @property
    def language_name(self) -> str:
        """“French” in the language of the page."""
        return str(get_language_info(self.language)["name_translated"])

    @property
    def is_official(self) -> bool:
        return self.provenance == Provenance.OFFICIAL
