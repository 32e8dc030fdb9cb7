"""The six domains of the Migration Governance Indicators, and what the programme says of each."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from profiles.choices import Provenance, Variant
from profiles.languages import Language, language_choices


class IndicatorDomainManager(models.Manager["IndicatorDomain"]):
    def get_by_natural_key(self, slug: str) -> "IndicatorDomain":
        return self.get(slug=slug)


class IndicatorDomain(models.Model):
    number = models.PositiveSmallIntegerField(
        _("number"), unique=True, help_text=_("1 to 6: the order on the wheel and on every page.")
    )
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        help_text=_("The domain’s part of the address. It stays for ever."),
    )
    icon = models.CharField(
        _("icon"), max_length=40, help_text=_("The name of its icon in the site’s icon set.")
    )
    colour = models.CharField(
        _("colour"),
        max_length=20,
        help_text=_("The name of its colour in the site’s style sheet: domain-1 …"),
    )

    objects = IndicatorDomainManager()

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        ordering = ["number"]
        constraints = [models.CheckConstraint(name="domain_is_one_of_six", condition=Q(number__range=(1, 6)))]

    def __str__(self) -> str:
        """Made of the slug: its official title is in another table, and lists would ask for each row's."""
        return f"{self.number} {self.slug.replace('-', ' ').capitalize()}"

    def get_absolute_url(self) -> str:
        return reverse("domain", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class DomainTextQuerySet(models.QuerySet["DomainText"]):
    def in_language(self, language: str) -> Self:
        """The texts in `language`, and English, the programme's own, to stand in where one is missing."""
        return self.filter(language__in={language, Language.ENGLISH}).select_related("domain")

    def english_first(self) -> Self:
        """The texts of each variant in order, the programme's own before the translations."""
        is_translation = Case(When(language=Language.ENGLISH, then=0), default=1)
        return self.order_by("domain", "variant", is_translation, "language")

    def get_by_natural_key(self, domain: str, variant: str, language: str) -> "DomainText":
        return self.get(domain__slug=domain, variant=variant, language=language)


class DomainText(models.Model):
    domain = models.ForeignKey(
        IndicatorDomain, models.CASCADE, related_name="texts", verbose_name=_("domain")
    )
    variant = models.CharField(
        _("variant"),
        max_length=10,
        choices=Variant,
        help_text=_("Country for national profiles, city for local ones."),
    )
    language = models.CharField(_("language"), max_length=5, choices=language_choices)
    title = models.CharField(
        _("title"),
        max_length=120,
        help_text=_(
            "The programme’s title, word for word; where it has none in this language, a translation."
        ),
    )
    title_provenance = models.CharField(
        _("provenance of the title"),
        max_length=10,
        choices=Provenance,
        default=Provenance.OFFICIAL,
        help_text=_("Whose words the title is. The public reads it where it is a translation by this site."),
    )
    title_source = models.CharField(
        _("source of the title"),
        max_length=500,
        blank=True,
        help_text=_("Where the official title is published: a document and its page, or an address."),
    )
    description = models.TextField(
        _("description"),
        help_text=_(
            "The programme’s description, word for word; where it has none in this language, a translation. "
            "Shown as “About this domain”."
        ),
    )
    description_provenance = models.CharField(
        _("provenance of the description"),
        max_length=10,
        choices=Provenance,
        default=Provenance.OFFICIAL,
        help_text=_(
            "Whose words the description is. The public reads it where it is a translation by this site."
        ),
    )
    description_source = models.CharField(
        _("source of the description"),
        max_length=500,
        blank=True,
        help_text=_("Where the official description is published: a document and its page, or an address."),
    )

    objects = DomainTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("domain text")
        verbose_name_plural = _("domain texts")
        ordering = ["domain", "variant", "language"]
        constraints = [
            models.UniqueConstraint(name="domain_text_is_unique", fields=["domain", "variant", "language"]),
            models.CheckConstraint(
                name="domain_text_variant_is_known", condition=Q(variant__in=Variant.values)
            ),
            models.CheckConstraint(name="domain_text_has_a_language", condition=~Q(language="")),
            *(
                models.CheckConstraint(
                    name=f"domain_text_{field}_is_known", condition=Q(**{f"{field}__in": Provenance.values})
                )
                for field in ("title_provenance", "description_provenance")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.variant}, {self.language})"

    def clean(self) -> None:
        """Ask where an official wording is published; the English texts are the programme's own."""
        errors = {
            f"{field}_source": _("Say where the official wording is published.")
            for field in ("title", "description")
            if self.language != Language.ENGLISH
            and getattr(self, f"{field}_provenance") == Provenance.OFFICIAL
            and not getattr(self, f"{field}_source").strip()
        }
        if errors:
            raise ValidationError(errors)

    @property
    def is_title_unofficial(self) -> bool:
        """The title is a translation by this site."""
        return self.title_provenance == Provenance.SITE

    @property
    def is_description_unofficial(self) -> bool:
        """The description is a translation by this site."""
        return self.description_provenance == Provenance.SITE

    def natural_key(self) -> tuple[str, str, str]:
        return (self.domain.slug, self.variant, self.language)

    natural_key.dependencies = ["profiles.indicatordomain"]  # type: ignore[attr-defined]
