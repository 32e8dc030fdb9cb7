"""The six domains of the Migration Governance Indicators, and what the programme says of each."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from profiles.choices import Variant
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
        _("title"), max_length=120, help_text=_("The domain’s official title, word for word.")
    )
    description = models.TextField(
        _("description"),
        help_text=_("The programme’s description, word for word. Shown as “About this domain”."),
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
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.variant}, {self.language})"

    def natural_key(self) -> tuple[str, str, str]:
        return (self.domain.slug, self.variant, self.language)

    natural_key.dependencies = ["profiles.indicatordomain"]  # type: ignore[attr-defined]
