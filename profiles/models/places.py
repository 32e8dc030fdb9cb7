"""Places: the countries, territories, regional bodies and local places that are assessed."""

import re
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy as _

from profiles.choices import LOCAL_LEVELS, SUBREGIONS, Language, Level, Region, Variant
from profiles.models.names import ALIASES, names_begin, names_have, normalize_name
from profiles.models.redirects import SlugRedirect

if TYPE_CHECKING:
    from profiles.models.users import Assignment, User

ANCESTOR_PATHS = ("parent", "parent__parent", "parent__parent__parent")
"""The lookups from a place to its ancestors, as far as there can be any: district, city, state, country."""

ANCESTORS = ANCESTOR_PATHS[-1]
"""For select_related: a place with all its ancestors."""


def in_hierarchy(path: str, lookup: str, value: Any) -> Q:
    """Return the condition that `lookup` is `value` for a place or for one of its ancestors.

    `path` is the lookup of the place itself, for example "place"; empty where the rows are places.
    """
    condition = Q()
    for ancestor in ("", *ANCESTOR_PATHS):
        condition |= Q(**{"__".join(part for part in (path, ancestor, lookup) if part): value})
    return condition


def within(roots: Q) -> Q:
    """Return the condition that a place is one of `roots`, a condition itself, or lies in one of these.

    As in_hierarchy(), but looked for from the roots downwards: for few of them, in indexes alone.
    """
    condition, places = roots, Place.objects.filter(roots)
    for _path in ANCESTOR_PATHS:
        inner = Q(parent__in=places.values("pk"))
        condition, places = condition | inner, Place.objects.filter(inner)
    return condition


def region_field(code: str) -> str:
    """Return the field that has `code`, an M49 code of a region or of a subregion."""
    return "region" if code in Region.values else "subregion"


class PlaceQuerySet(models.QuerySet["Place"]):
    def assessed(self) -> Self:
        """Places with a published profile of their own or of a local place in them."""
        return self.filter(self._is_assessed())

    def _is_assessed(self) -> Q:
        """Return the condition, looked for from each place: a page of places costs what it shows."""
        # Imported here: profiles.py rests on this module.
        from profiles.models.profiles import Profile

        published, condition = Profile.objects.published(), Q()
        for path in ("", *(f"__{path}" for path in ANCESTOR_PATHS)):
            condition |= Q(Exists(published.filter(**{f"place{path}": OuterRef("pk")})))
        return condition

    def public(self) -> Self:
        """Places that have a page: real countries and territories, and whatever is assessed.

        Another place without a published profile is not shown: that it is there would tell of one in work.
        """
        listed = Q(level__in=[Level.COUNTRY, Level.TERRITORY], is_fictional=False)
        return self.filter(listed | self._is_assessed())

    def visible_to(self, user: "User") -> Self:
        """Places that `user` is assigned to, with the local places in them; all, for administrators."""
        return self._assigned(user, Q())

    def assigned_to(self, user: "User", language: str = "") -> Self:
        """Those where `user` works on the profiles, or on translations into `language`."""
        return self._assigned(user, Q(language__in=["", language]))

    def _assigned(self, user: "User", condition: Q) -> Self:
        if not (user.is_active and user.is_staff):
            return self.none()
        if user.is_superuser or user.has_perm(self.model.EVERYWHERE_PERMISSION):
            return self.all()
        return self.covered_by(user.assignments.filter(condition))

    def covered_by(self, assignments: "models.QuerySet[Assignment]") -> Self:
        """Places that are assigned by one of these rows, with the local places in them."""
        return self.filter(
            Q(Exists(assignments.filter(is_everywhere=True)))
            | in_hierarchy("", "pk__in", assignments.filter(place__isnull=False).values("place"))
            | in_hierarchy("", "region__in", assignments.exclude(region="").values("region"))
        )

    def with_ancestors(self) -> Self:
        """With all that they lie in, in the same query."""
        return self.select_related(ANCESTORS)

    def in_region(self, code: str) -> Self:
        """Places of an M49 region or subregion; a local place is where what it lies in is."""
        return self.filter(in_hierarchy("", region_field(code), code))

    def by_name(self, language: str) -> Self:
        """In the order of their names in `language`, accents and case aside."""
        return self.order_by(f"folded_names__{language}", "pk")

    def lacking_a_language(self) -> Self:
        """Places that were stored before the table of languages had all that it has."""
        return self.exclude(folded_names__has_keys=Language.values)

    def search_name(self, text: str) -> Self:
        """Places whose names, in any language and the other usual ones, have every word of `text`."""
        return self.filter(names_have("", text))

    def name_begins(self, text: str) -> Self:
        """Places of which a name, in any language or another usual one, or a word of it begins as `text`."""
        return self.filter(names_begin("folded_names", text))

    def get_by_natural_key(self, slug: str) -> "Place":
        return self.get(slug=slug)


class Place(models.Model):
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_(
            "The place’s part of the address: /places/mali/. "
            "When it is changed, the old address leads to the new one."
        ),
    )
    level = models.CharField(
        _("level"),
        max_length=20,
        choices=Level,
        help_text=_("What kind of place this is. It decides which domain descriptions the public sees."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="local_places",
        verbose_name=_("lies in"),
        help_text=_("The country, or the larger local place, that this local place lies in."),
    )
    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("The short name in English, as the United Nations writes it. Shown on every page."),
    )
    official_name = models.CharField(
        _("official name"),
        max_length=200,
        help_text=_(
            "The full name in English, without “the”: Republic of Mali. Shown in titles of profiles."
        ),
    )
    names = models.JSONField(
        _("names by language"),
        default=dict,
        blank=True,
        help_text=_(
            "Short names by language code: of countries, the United Nations’ or CLDR’s. Shown on pages in "
            "that language."
        ),
    )
    aliases = models.JSONField(
        _("other usual names"),
        default=list,
        blank=True,
        help_text=_(
            "Usual other names in any language, one a line: former names, short forms, abbreviations. "
            "The place is found by them; no page shows them."
        ),
    )
    folded_names = models.JSONField(default=dict, editable=False)
    shipped_names = models.JSONField(default=dict, editable=False)
    """The `names` and `aliases` that the site's own fixture gave, by which a change of theirs is noticed."""
    iso2 = models.CharField(
        _("ISO 3166 alpha-2"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z")],
        help_text=_("Two capital letters for a country or territory, empty for other places."),
    )
    iso3 = models.CharField(
        _("ISO 3166 alpha-3"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}\Z")],
        help_text=_("Three capital letters for a country or territory, empty for other places."),
    )
    m49 = models.CharField(
        _("UN M49 code"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^\d{3}\Z")],
        help_text=_("Three digits of the United Nations’ statistical code, empty for local places."),
    )
    region = models.CharField(
        _("region"),
        max_length=3,
        choices=Region,
        blank=True,
        help_text=_("The UN M49 region. The directory filters by it. A local place has its country’s."),
    )
    subregion = models.CharField(
        _("subregion"),
        max_length=3,
        blank=True,
        choices=sorted((code, code) for codes in SUBREGIONS.values() for code in codes),
        help_text=_("The UN M49 subregion by its code, for example 011 for Western Africa."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Of the centre, in degrees, north positive."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Of the centre, in degrees, east positive."),
    )
    designation_note = models.TextField(
        _("designation note"),
        blank=True,
        help_text=_("A note on the name or status of the place. Shown to the public under its name."),
    )
    is_fictional = models.BooleanField(
        _("fictional"),
        default=False,
        help_text=_("An invented place for demonstrations. Every page says “Fictional example”."),
    )

    EVERYWHERE_PERMISSION = "profiles.change_assignment"
    """Who assigns the others is assigned to every place."""

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="place_level_is_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="place_has_parent_if_local",
                condition=Q(level__in=LOCAL_LEVELS, parent__isnull=False)
                | (~Q(level__in=LOCAL_LEVELS) & Q(parent__isnull=True)),
                violation_error_message=_(
                    "A local place lies in another place; a country, territory or regional body does not."
                ),
            ),
            models.CheckConstraint(
                name="place_is_not_its_own_parent",
                condition=~Q(parent=models.F("id")) | Q(parent__isnull=True),
            ),
            models.CheckConstraint(name="place_has_a_name", condition=~Q(name="") & ~Q(slug="")),
            models.CheckConstraint(
                name="place_region_is_known", condition=Q(region__in=["", *Region.values])
            ),
            models.CheckConstraint(
                name="place_is_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_(
                    "Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."
                ),
            ),
            *(
                models.UniqueConstraint(
                    name=f"place_{field}_is_unique", fields=[field], condition=~Q(**{field: ""})
                )
                for field in ("iso2", "iso3", "m49")
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def clean(self) -> None:
        """Check the names, the slug and where it lies, and derive what it is sorted and found by."""
        self._check_hierarchy()
        if not isinstance(self.names, dict) or not all(
            code in Language.values and isinstance(name, str) for code, name in self.names.items()
        ):
            raise ValidationError(
                {"names": _('Give names as {"fr": "…"}, by codes of the interface languages.')}
            )
        if not isinstance(self.aliases, list) or not all(isinstance(name, str) for name in self.aliases):
            raise ValidationError({"aliases": _("Give other names as a list of texts.")})
        if self.slug and SlugRedirect.objects.filter(slug=self.slug, place__isnull=False).exclude(
            place=self.pk
        ):
            raise ValidationError(
                {"slug": _("This was the address of another place, and still leads to it.")}
            )
        self.folded_names = self.normalize_names()

    def _check_hierarchy(self) -> None:
        """Raise ValidationError where it would lie in itself, or a place in it in more than three others."""
        height = self._height()
        ancestor, depth = self.parent, 0
        while ancestor is not None:
            depth += 1
            if (ancestor.pk == self.pk and self.pk is not None) or depth + height > len(ANCESTOR_PATHS):
                raise ValidationError(
                    {"parent": _("A place lies in at most three others: city, state, country.")}
                )
            ancestor = ancestor.parent

    def _height(self) -> int:
        """Return how many levels of places there are in it; a query a level, none for a new place."""
        if self.pk is None:
            return 0
        paths = enumerate(ANCESTOR_PATHS, start=1)
        return max((n for n, path in paths if Place.objects.filter(**{path: self.pk}).exists()), default=0)

    def normalize_names(self) -> dict[str, str]:
        """Return names as normalize_name() has them: English both, Arabic without its article and with it.

        The other usual names, where there are any, are one text under a key of their own.
        """
        folded = {c: normalize_name(re.sub("^ال(.+)", r"\1 \g<0>", self.name_in(c))) for c in Language.values}
        other = normalize_name(self.names.get(Language.ENGLISH, ""))
        if other and other != folded[Language.ENGLISH]:
            folded[Language.ENGLISH] = f"{folded[Language.ENGLISH]} {other}"
        if self.aliases:
            folded[ALIASES] = " | ".join(map(normalize_name, self.aliases))
        return folded

    def name_in(self, language: str) -> str:
        """Return the short name in `language`; English is the UN's own, and stands in for a missing one."""
        return self.name if language == Language.ENGLISH else str(self.names.get(language) or self.name)

    @property
    def display_name(self) -> str:
        """The short name in the language of the page."""
        return self.name_in(get_language() or Language.ENGLISH)

    @property
    def display_language(self) -> str:
        """The language that local_name is in."""
        language = get_language() or Language.ENGLISH
        return language if self.names.get(language) else Language.ENGLISH.value

    @property
    def fictional_mark(self) -> str:
        """“Fictional example” in the language of the page, of an invented place; else empty."""
        return gettext("Fictional example") if self.is_fictional else ""

    @property
    def ancestors(self) -> list["Place"]:
        """All that it lies in, the largest first; no query after with_ancestors()."""
        return [*self.parent.ancestors, self.parent] if self.parent else []

    @property
    def country(self) -> "Place":
        """The country (or territory, or regional body) that it lies in; the place itself where it is one."""
        return next(iter(self.ancestors), self)

    @property
    def location(self) -> str:
        """The names of all that it lies in, the nearest first, in the language of the page."""
        return " · ".join(ancestor.display_name for ancestor in reversed(self.ancestors))

    @property
    def is_local(self) -> bool:
        return Level(self.level).is_local

    @property
    def variant(self) -> Variant:
        return Level(self.level).variant
