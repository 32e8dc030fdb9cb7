"""Profiles: one assessment of one place. What it says is in its revisions (revisions.py)."""

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy as _, override

from profiles.choices import EDITION_NAMES, EDITION_WORDS, State
from profiles.languages import Language, language_choices
from profiles.models.glossary import JSONRows
from profiles.models.places import ANCESTORS, Place, in_hierarchy, region_field, within
from profiles.models.redirects import SlugRedirect

if TYPE_CHECKING:
    from profiles.models.users import User


class ProfileQuerySet(models.QuerySet["Profile"]):
    def published(self) -> Self:
        """Profiles that the public may see, with the moment when the live revision was published."""
        return (
            self.alias(live=FilteredRelation("revisions", condition=Q(revisions__state=State.PUBLISHED)))
            .filter(live__isnull=False)
            .annotate(published_at=F("live__published_at"))
        )

    def visible_to(self, user: "User") -> Self:
        """Profiles of the places that `user` is assigned to."""
        return self.filter(place__in=Place.objects.visible_to(user))

    def in_place(self, place: "Place") -> Self:
        """Profiles of `place` and of the local places in it, which may themselves have local places."""
        return self.filter(place__in=Place.objects.filter(within(Q(pk=place.pk))).values("pk"))

    def in_region(self, code: str) -> Self:
        """Profiles of an M49 region or subregion; a local place is where what it lies in is."""
        return self.filter(in_hierarchy("place", region_field(code), code))

    def readable_in(self, language: str) -> Self:
        """Of published() profiles, those of which the original or a translation of it is in `language`."""
        from profiles.models.translations import Translation

        translated = Translation.objects.live().filter(profile=OuterRef("pk"), language=language)
        return self.filter(Q(live__frozen_language=language) | Exists(translated))

    def with_languages(self) -> Self:
        """Of published() profiles, with what `languages` needs; no query more."""
        from profiles.models.translations import Translation

        rows = Translation.objects.live().filter(profile=OuterRef("pk")).order_by()
        translations = rows.annotate(rows=JSONRows(JSONObject(language="language"))).values("rows")
        return self.annotate(
            original_language=F("live__frozen_language"),
            translations_json=Subquery(translations, output_field=models.JSONField()),
        )

    def with_place(self) -> Self:
        """With the place and all that it lies in, in the same query."""
        return self.select_related(f"place__{ANCESTORS}")

    def newest_first(self) -> Self:
        """By the month described, latest first."""
        return self.order_by("-year", F("month").desc(nulls_last=True), "place__name", "pk")


class EditionMixin:
    """What follows from the facts of an edition: of a profile, and of a revision, which keeps its own."""

    edition: int
    year: int
    month: int | None
    language: str
    local_place_name: str
    """The place, as the language of the page calls it."""

    @property
    def period_iso(self) -> str:
        """The month (or only the year) described, in ISO 8601: 2021-09."""
        return f"{self.year}-{self.month:02}" if self.month else str(self.year)

    @property
    def direction(self) -> str:
        """HTML's `dir` for the original text."""
        return Language(self.language).direction

    @property
    def edition_name(self) -> str:
        """“Second” before “profile”, in the language of the page; “Edition 11” beyond the tenth."""
        if self.edition in EDITION_WORDS:
            return str(EDITION_WORDS[self.edition])
        return gettext("Edition %(number)s") % {"number": self.edition}

    @property
    def edition_fact(self) -> str:
        """“Second” where it stands alone, in the language of the page; “11” beyond the tenth."""
        return str(EDITION_NAMES.get(self.edition, self.edition))

    @property
    def edition_and_year(self) -> str:
        """“Second Profile (2021)” in the language of the page."""
        return gettext("%(edition)s Profile (%(year)s)") % {"edition": self.edition_name, "year": self.year}

    @property
    def short_title(self) -> str:
        """“Lunaria, Second Profile (2023)” in the language of the page."""
        return gettext("%(place)s, %(edition)s") % {
            "place": self.local_place_name,
            "edition": self.edition_and_year,
        }


class Profile(EditionMixin, models.Model):
    place = models.ForeignKey(
        "profiles.Place", models.PROTECT, related_name="profiles", verbose_name=_("place")
    )
    edition = models.PositiveSmallIntegerField(
        _("edition"),
        help_text=_("1 for the first (baseline) profile of the place, 2 for the second (follow-up) …"),
    )
    year = models.PositiveSmallIntegerField(
        _("year described"), help_text=_("The year that the findings describe. Part of the title.")
    )
    month = models.PositiveSmallIntegerField(
        _("month described"),
        null=True,
        blank=True,
        help_text=_("1 to 12. Readers see it with every finding that is quoted: “September 2021”."),
    )
    language = models.CharField(
        _("original language"),
        max_length=5,
        choices=language_choices,
        default=Language.ENGLISH,
        help_text=_("The language in which the government approved the text."),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=90,
        unique=True,
        help_text=_(
            "The profile’s part of the address: /profiles/mali-2021/. "
            "When it is changed, the old address leads to the new one."
        ),
    )
    reference_number = models.CharField(
        _("reference number"),
        max_length=60,
        blank=True,
        help_text=_("Of the official edition, where it has one."),
    )
    isbn = models.CharField(
        _("ISBN"), max_length=20, blank=True, help_text=_("Of the official edition, where it has one.")
    )
    acknowledgements = models.TextField(
        _("acknowledgements"),
        blank=True,
        help_text=_("As printed in the official edition. Shown at the end."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=200,
        blank=True,
        help_text=_(
            "Under which the texts may be reused, for example CC BY-NC-ND 3.0 IGO. Shown at the end."
        ),
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = ["place__name", "-edition"]
        constraints = [
            models.UniqueConstraint(
                name="profile_edition_is_unique",
                fields=["place", "edition"],
                violation_error_message=_("This place already has a profile of this edition."),
            ),
            models.CheckConstraint(name="profile_edition_from_one", condition=Q(edition__gte=1)),
            models.CheckConstraint(
                name="profile_year_is_plausible",
                condition=Q(year__range=(2010, 2100)),
                violation_error_message=_("The year described lies between 2010 and 2100."),
            ),
            models.CheckConstraint(
                name="profile_month_is_in_a_year",
                condition=Q(month__isnull=True) | Q(month__range=(1, 12)),
                violation_error_message=_("The month described is a number from 1 to 12."),
            ),
            models.CheckConstraint(name="profile_has_a_language", condition=~Q(language="")),
            models.CheckConstraint(name="profile_has_a_slug", condition=~Q(slug="")),
        ]

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        return reverse("profile", args=[self.slug])

    def clean(self) -> None:
        """Check that the slug is not the former one of another profile."""
        former = SlugRedirect.objects.filter(slug=self.slug, profile__isnull=False).exclude(profile=self.pk)
        if self.slug and former:
            raise ValidationError(
                {"slug": _("This was the address of another profile, and still leads to it.")}
            )

    @property
    def languages(self) -> list[Language]:
        """The languages in which the public can read it (with_languages()), the original first."""
        annotated: Any = self
        translated = {row["language"] for row in annotated.translations_json or ()}
        own = annotated.original_language
        return [Language(own), *(language for language in Language if language in translated)]

    @property
    def has_other_languages(self) -> bool:
        """It is not only in the language of the page."""
        return self.languages != [get_language()]

    @property
    def title(self) -> str:
        """The official title, in the original language; a revision keeps its own."""
        return self.title_in(self.language, self.formal_place_name)

    def title_in(self, language: str, official_name: str = "") -> str:
        """Return the title in `language`; without an `official_name` the place has its name there."""
        with override(language):
            return gettext("Migration Governance Indicators: %(place)s %(edition)s Profile (%(year)s)") % {
                "place": official_name or self.formal_place_name_in(language),
                "edition": self.edition_name,
                "year": self.year,
            }

    @property
    def local_place_name(self) -> str:  # type: ignore[override]
        return self.place.display_name

    @property
    def formal_place_name(self) -> str:
        """The place as the title names it."""
        return self.formal_place_name_in(self.language)

    def formal_place_name_in(self, language: str) -> str:
        """Return its formal name in English, where alone that form is on record; else the short one."""
        return self.place.official_name if language == Language.ENGLISH else self.place.name_in(language)
